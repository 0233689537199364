"""Which hypotheses the proofs never use: planted ones, the page, and ablation as the second route."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import proofs_check as pc
from proofs_check.hunting.ablate import Need
from proofs_check.logic.replay import Replay, Theory, text_of
from proofs_check.matrix_proofs import hypotheses_used
from proofs_check.matrix_questions import MatrixProofRefusedError
from proofs_check.report import hypotheses, never_used
from proofs_check.running import registry
from symdln import prove
from symdln.errors import InputError

CLAIMS = registry.all_claims()
PAGE = Path(__file__).parents[3] / "docs" / "logic.md"


@cache
def found() -> dict[str, tuple[str, ...]]:
    """What is not used, by the id of the claim; the proofs are replayed when a test asks for it."""
    return {id: names for id, claim in CLAIMS.items() if (names := never_used.never_used(claim))}


def test_the_page_holds_the_table() -> None:
    assert "\n".join(never_used.table(CLAIMS)) in PAGE.read_text(encoding="utf-8")


def test_every_hypothesis_of_a_settled_claim_is_read() -> None:
    """A hypothesis without a reading raises; and no reading names a line that does not exist."""
    for section, names in never_used.expressed().items():
        theories = [c.proof.theorem for c in CLAIMS.values() if isinstance(c.proof, never_used.LogicProof)]
        lines = {
            name for t in theories if section in (t.theory, t.id) for name in never_used.shipped(t.theory).theory.lines
        }
        for name, lists in names.items():
            assert lists in never_used.WORDS or set(lists) <= lines, (section, name)


def test_no_hypothesis_that_ablation_finds_needed_is_called_unused() -> None:
    recorded = hypotheses.recorded()
    wrong = [
        (id, row.hypothesis)
        for id, names in found().items()
        for row in recorded.get(id, ())
        if row.hypothesis in names and row.answer not in (Need.NOT_REFUTED.value, Need.NOT_TESTED.value)
    ]
    assert wrong == []


def test_a_used_hypothesis_and_an_unused_one_of_the_same_claim() -> None:
    """Deep networks: the loss falls along a line through 0 that the rank of Sxy gives, and Sxx is not used."""
    unused = found()["kawaguchi.bad-saddles.deep"]
    assert "Sxx invertible" in unused
    assert "rank Sxy = d_y" not in unused


def planted(name: str) -> pc.Claim:
    """The claim about least squares, which uses that the hidden layers are wide, with one more hypothesis."""
    claim = CLAIMS["chitour.least-squares"]
    return replace(claim, assuming=(*claim.assuming, pc.on_problem(name, "planted", lambda problem: True)))


def test_a_planted_hypothesis_is_found(monkeypatch) -> None:
    known = never_used.expressed()
    for lines, unused in (([], True), (["wide"], False), ("form", False)):
        monkeypatch.setattr(
            never_used, "expressed", lambda lines=lines: {**known, "minima": {**known["minima"], "planted": lines}}
        )
        assert ("planted" in never_used.never_used(planted("planted"))) == unused
    monkeypatch.undo()
    with pytest.raises(InputError, match="how its formal statement expresses 'planted'"):
        never_used.never_used(planted("planted"))


def test_a_step_in_prose_may_use_what_the_proof_does_not() -> None:
    claim = CLAIMS["kawaguchi.thm2.3.i"]
    assert never_used.never_used(claim)
    assert never_used.never_used(replace(claim, prose=("a step",))) == ()


def test_equations_of_a_question_that_the_certificate_does_not_name() -> None:
    """A B = I gives A B C = C; that C is symmetric and that C D = D are planted beside it, and nothing needs them."""

    def unused(text: str) -> tuple[str, ...]:
        return never_used.unused_equations(text, prove(text).certificate or {})

    question = "A B: n; C: n; D: n; A B = I; C' = C; C D = D |- A B C = C"
    assert unused(question) == ("C' = C", "C D = D")
    needed = "A B: n; C: n; D: n; A B = I; C' = C; C D = D |- A B C' D = D"
    assert unused(needed) == ()


def test_a_counterexample_uses_no_hypotheses() -> None:
    refuted = prove("A B: n |- A B = B A").certificate
    with pytest.raises(MatrixProofRefusedError, match="the format is not 'matrix proof 1'"):
        hypotheses_used(refuted)


def test_conditions_that_can_be_left_out() -> None:
    """x^2 >= 0 for every x, so n >= 5 is not used; n >= 0 makes sense of the exponent in (x^n)^2 >= 0."""
    theory = Theory(text_of("textbook"), "index n\nscalar x\n" + LINES)
    steps = [
        {"name": name, "rule": "order", "goal": goal, "squares": [["1", root]], "given": given}
        for name, goal, root, given in STEPS
    ]
    replay = Replay(theory, tuple(steps))
    assert never_used.unused_conditions(replay, theory.lines["toy.a"]) == ("n >= 5",)
    assert never_used.unused_conditions(replay, theory.lines["toy.b"]) == ()


LINES = "theorem toy.a: x^2 >= 0 if n >= 5\ntheorem toy.b: x^(2 n) >= 0 if n >= 0\n"
STEPS = [("toy.a", "x^2 >= 0", "x", "n >= 5"), ("toy.b", "x^(2 n) >= 0", "x^n", "n >= 0")]
