"""Claims hold statement, citation and check together, and what cannot be cited is refused."""

import pytest
from planted_claims import TOY

from proofs_check.language.claim import claim
from proofs_check.language.outcome import holds
from proofs_check.scopes.critical_points import every_problem
from symdln.errors import InputError


def _make(id, doc="It holds.", **options):
    def check(case):
        return holds()

    check.__doc__ = doc
    return claim(id, source=TOY.at("page 1"), statement="1 = 1", over=every_problem(), **options)(check)


def test_a_claim_holds_together_statement_citation_and_check():
    made = _make("toy.one", "It holds,\n    always.")
    assert made.sentence == "It holds, always."
    assert str(made.source) == "Nobody (2025), page 1"
    assert made.at(None).holds


@pytest.mark.parametrize(
    ("id", "doc", "options", "sentence"),
    [
        ("Toy", "It holds.", {}, "'Toy' is not a claim id"),
        ("toy.", "It holds.", {}, "'toy.' is not a claim id"),
        ("other.one", "It holds.", {}, "claim other.one cites the source 'toy'"),
        ("toy.one", "", {}, "claim toy.one has no docstring"),
        ("toy.repair", "It holds.", {"corrects": "toy.one"}, "call it toy.one.corrected"),
    ],
)
def test_a_claim_that_cannot_be_cited_is_refused(id, doc, options, sentence):
    with pytest.raises(InputError, match=sentence):
        _make(id, doc, **options)
