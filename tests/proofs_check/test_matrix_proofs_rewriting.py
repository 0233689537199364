"""Whatever the catalog rewrites by relations is proved anew from the same relations without a direction."""

import sys

import pytest

import symdln as dln
from proofs_check import matrix_proofs
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry
from symdln.algebra.words import relations
from symdln.proving.words import question_from_words
from tests.proofs_check.settling import settle

SECONDS = 300  # never reached


@pytest.fixture
def rewritten(monkeypatch):
    """Every value, its relations and what came of it, as long as the test runs; each once."""
    seen = {}

    def recorded(value, given):
        image = original(value, given)
        seen.setdefault((str(value), str(given)), (value, dict(given), image))
        return image

    original = relations.rewrite
    claims = registry.all_claims()  # imports the modules of all claims
    for name, module in list(sys.modules.items()):
        if name.startswith("proofs_check") and getattr(module, "rewrite", None) is original:
            monkeypatch.setattr(module, "rewrite", recorded)
    settle(*(claim for claim in claims.values() if claim.over.strength is Verdict.PROVED))
    return list(seen.values())


def test_what_the_catalog_rewrites_is_proved_without_direction(rewritten):
    changed = [(value, given, image) for value, given, image in rewritten if value != image]
    assert len(changed) >= 200
    for value, given, image in changed:
        question = question_from_words(given.items(), [(value, image)])
        answer = dln.prove(question, budget=SECONDS)
        assert answer.verdict == "proved", question
        assert answer.rules == ("combination",), question
        assert matrix_proofs.check(answer.certificate).startswith("proved"), question
