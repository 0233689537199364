"""What does not hold as printed has a grade, and what a claim is to its source is counted apart."""

import re

import pytest

import proofs_check as pc
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.role import Role, scope_of
from proofs_check.language.verdict import Verdict, over_all
from proofs_check.report import counts, graded
from proofs_check.running import expected, registry
from symdln.errors import InputError
from tests.proofs_check.report_data import WITNESS, claim_data

CLAIMS = registry.all_claims()
FAILED = {id for id, verdict in expected.recorded().items() if verdict in (Verdict.REFUTED, Verdict.ILL_FORMED)}
FAILED &= CLAIMS.keys()
LITERAL = {
    "achour.strictness-definition",
    "chitour.lemma3.2.blocks",
    "chitour.lemma3.2.residual",
    "chitour.normal-hyperbolicity.range",
    "chitour.prop2",
    "chitour.prop3.hessian",
    "lucchi.lemma12",
    "lucchi.overparametrised",
    "lucchi.remark-large-sigma",
    "lucchi.thm8.1",
}
"""Where the authors elsewhere say, or plainly mean, what holds; decided claim by claim against the sources."""


def test_what_fails_as_printed_has_a_grade_and_nothing_else_has_one():
    assert {id for id, found in CLAIMS.items() if found.grade is not None} == FAILED


def test_what_is_called_literal():
    assert {id for id, found in CLAIMS.items() if found.literal} >= LITERAL


def test_a_repair_holds_under_every_grade_but_false():
    """A misprint, a slip and a missing hypothesis have a repair that stands beside them; a definition has none."""
    repaired = {found.corrects for found in CLAIMS.values() if found.corrects}
    without = {id for id in FAILED if CLAIMS[id].grade is not Grade.FALSE and id not in repaired}
    assert {id for id in without if CLAIMS[id].scope_of is None} <= {"achour.strictness-definition"}


def test_a_further_scope_has_the_statement_and_the_role_of_its_claim():
    further = {id: scope_of(id) for id in CLAIMS if scope_of(id)}
    assert further
    for id, other in further.items():
        assert CLAIMS[id].statement == CLAIMS[other].statement, id
        assert CLAIMS[id].role is CLAIMS[other].role, id
        assert CLAIMS[id].over.short != CLAIMS[other].over.short, id


def test_two_claims_with_one_statement_are_scopes_of_one_or_neighbours():
    seen: dict[str, str] = {}
    for id, found in CLAIMS.items():
        first = seen.setdefault(found.statement, id)
        if first != id and not {Role.NEIGHBOUR, Role.OWN} & {found.role, CLAIMS[first].role}:
            assert (found.scope_of or id) == (CLAIMS[first].scope_of or first)


def test_the_roles_by_hand():
    """A theorem of a source, its repair, its converse, its further scopes, and statements of this project."""
    roles = {
        "lucchi.thm6": Role.PRINTED,
        "lucchi.thm6.corrected": Role.REPAIR,
        "lucchi.thm4.converse": Role.NEIGHBOUR,
        "lucchi.thm8.2.general-data": Role.PRINTED,
        "lucchi.saddle-definition.corrected.general-data": Role.REPAIR,
        "ours.inertia": Role.OWN,
        "ours.inertia.general-data": Role.OWN,
        "saddle.order": Role.OWN,
        "sharpness.minimum": Role.OWN,
    }
    assert {id: CLAIMS[id].role for id in roles} == roles


def toy(**changed):
    source = pc.own_source("toy", "A toy", year=2026)
    scope = pc.cases("ones", lambda size, seed: [1], sentence="the number 1", strength=Verdict.VERIFIED)
    return claim("toy.a", source=source.at("Lemma 1"), statement="x = 1", over=scope, **changed)


def holding(case):
    """So it is."""
    return pc.holds()


def test_a_grade_that_is_none_is_refused():
    with pytest.raises(InputError, match=r"grade is 'misprint'; pass one of pc\.Grade\.FALSE, pc\.Grade\.MISSING"):
        toy(grade="misprint")(holding)


def test_a_literal_reading_needs_a_grade():
    with pytest.raises(InputError, match="literal=True needs a grade"):
        toy(literal=True)(holding)


def test_a_graded_claim_is_made():
    assert toy(grade=pc.Grade.MISPRINT, literal=True)(holding).literal


# -- sections ----------------------------------------------------------------------------------------------------------


def test_sections_come_gravest_first_then_literal_readings_then_neighbours():
    made = [
        claim_data("toy.misprint", Verdict.REFUTED, grade="misprint", witness=WITNESS),
        claim_data("toy.converse", Verdict.REFUTED, grade="false as stated", role="neighbour", witness=WITNESS),
        claim_data("toy.literal", Verdict.REFUTED, grade="false as stated", literal=True, witness=WITNESS),
        claim_data("toy.false", Verdict.REFUTED, grade="false as stated", witness=WITNESS),
        claim_data("toy.ungraded", Verdict.REFUTED, witness=WITNESS),
        claim_data("toy.open", Verdict.UNDECIDED),
        claim_data("toy.true", Verdict.PROVED),
    ]
    found = [(section.title, [c["id"] for c in section.claims]) for section in graded.sections(made)]
    assert found == [
        ("False as stated", ["toy.false"]),
        ("Misprint", ["toy.misprint"]),
        ("Not graded", ["toy.ungraded"]),
        ("Literal readings", ["toy.literal"]),
        ("Neighbours that no source prints", ["toy.converse"]),
        ("Not settled", ["toy.open"]),
    ]


def test_a_further_scope_that_ended_alike_has_no_entry_and_one_that_ended_otherwise_has():
    made = [
        claim_data("toy.a", Verdict.REFUTED, grade="misprint", witness=WITNESS),
        claim_data("toy.a.general-data", Verdict.REFUTED, grade="misprint", scope_of="toy.a"),
        claim_data("toy.b", Verdict.VERIFIED),
        claim_data("toy.b.general-data", Verdict.REFUTED, scope_of="toy.b", witness=WITNESS),
    ]
    ids = [c["id"] for section in graded.sections(made) for c in section.claims]
    assert ids == ["toy.a", "toy.b.general-data"]


@pytest.mark.parametrize(
    ("witness", "place"),
    [
        (WITNESS, "widths (1, 1)"),
        (WITNESS | {"weights": [[["0"]]]}, "widths (1, 1), W = 0"),
        ({"sentence": "", "details": {"at": "d = 1", "left": 3}, "data": [1]}, "d = 1"),
        ({"sentence": "", "details": {"widths": [1, 2], "S_Y": [["1"]]}, "data": [1]}, "widths (1, 2)"),
        ({"sentence": "", "details": {"A": [["0"]], "B": [["1"] * 40]}, "data": [1]}, "A = [[0]]"),
        ({"sentence": "", "details": {"A": [["0"] * 40]}, "data": [1]}, ""),
    ],
)
def test_the_place_of_a_failure_in_a_few_words(witness, place):
    assert graded.fails_at(claim_data("toy.a", Verdict.REFUTED, witness=witness)) == place


def test_counts_of_one_role_are_claims_and_of_several_are_named():
    one = counts.by_role([("a", Role.PRINTED, Verdict.PROVED), ("b", Role.PRINTED, Verdict.REFUTED)])
    assert counts.sentences(one) == ["2 claims: 1 PROVED, 1 REFUTED"]
    two = counts.by_role([("a", Role.OWN, Verdict.PROVED), ("b", Role.PRINTED, Verdict.REFUTED)])
    assert counts.sentences(two) == [
        "1 printed statement of the sources: 1 REFUTED",
        "1 statement of this project: 1 PROVED",
    ]


# -- words -------------------------------------------------------------------------------------------------------------


def test_no_words_stand_in_mathematics():
    """``and`` between dollar signs would be set as a product of three letters."""
    for id, found in CLAIMS.items():
        for latex in (found.statement, *(h.statement for h in found.assuming if "\\" in h.statement)):
            bare = re.sub(r"\\(text|operatorname|begin|end)\*?\{[^{}]*\}", "", latex)
            assert not re.search(r"(?<![\\A-Za-z])[a-z]{3,}", bare), (id, latex)


@pytest.mark.parametrize("id", sorted(FAILED))
def test_the_notes_of_a_finding_are_whole_sentences(id):
    for text in (CLAIMS[id].made_precise, CLAIMS[id].ill_formed):
        assert text is None or not re.search(r"[.;:,]\s*[.;:,](?!\.)|\s{2}", text.replace("...", "x")), text


# -- several scopes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["DERIVED", "DERIVED"], "DERIVED"),
        (["PROVED", "VERIFIED"], "VERIFIED"),
        (["DERIVED", "CERTIFIED"], "CERTIFIED"),
        (["VERIFIED", "REFUTED"], "REFUTED"),  # a failing case over any scope refutes the statement
        (["DERIVED", "UNDECIDED"], "UNDECIDED"),  # never rounded up
        (["ERROR", "UNDECIDED", "PROVED"], "ERROR"),
        (["DERIVED", "SUPPORTED"], "DERIVED"),  # samples without failure lift nothing and lower nothing
        (["SUPPORTED", "SUPPORTED"], "SUPPORTED"),
        (["VACUOUS", "VERIFIED"], "VERIFIED"),
        (["VACUOUS", "VACUOUS"], "VACUOUS"),
    ],
)
def test_the_word_of_a_claim_over_several_scopes(words, word):
    assert over_all(map(Verdict, words)) is Verdict(word)
    assert over_all(map(Verdict, reversed(words))) is Verdict(word)


def test_every_verdict_takes_part():
    for word in Verdict:
        assert over_all([word]) is word


def test_a_claim_counts_once_with_the_word_over_all_its_scopes():
    ended = [
        ("toy.a", Role.PRINTED, Verdict.DERIVED),
        ("toy.a.general-data", Role.PRINTED, Verdict.VERIFIED),
        ("toy.a.irrational", Role.PRINTED, Verdict.CERTIFIED),
        ("toy.b", Role.PRINTED, Verdict.DERIVED),
        ("toy.c.general-data", Role.PRINTED, Verdict.PROVED),  # run alone
    ]
    assert counts.sentences(counts.by_role(ended)) == ["3 claims: 1 PROVED, 1 DERIVED, 1 CERTIFIED"]
