"""Proofs of the logic, written for Coq: what they say, what is left out, and that Coq refuses changed ones."""

from pathlib import Path

import pytest

from proofs_check.coq import check, scan, theorems
from proofs_check.coq.logic_exports import logic_exports, one_file
from proofs_check.coq.logic_proofs import LogicScript
from proofs_check.coq.logic_text import NotForCoqError
from proofs_check.logic import replay

LIMITS = check.Limits(seconds=300)
NAME = "export_one.v"
MODULES = ("definitions", "words", "norms", "matrix_rules", "logic_rules", "logic_textbook")


def written(theory: str, name: str) -> str:
    script = LogicScript(replay.shipped(theory), name, {})
    return one_file(script.identities, [script.script()])


def test_a_theorem_says_what_the_line_says():
    """((1 - e^2 g^2) x)^2 + 4 t^2 <= x^2 + 4 t^2 is 0 <= 2 e^2 g^2 x^2 - e^4 g^4 x^2, and e^2 g^2 <= 2 is assumed."""
    text = written("squares", "kreisler.scalar/if")
    said = text[text.index("Theorem") : text.index("Proof.\nhave")].replace("(- 1%:R)", "-1").replace("2%:R", "2")
    assert "(F : rcfType) (eta gap imbalance : F) (given_1 : 0 <= 2 + -1 * eta ^+ 2 * gap ^+ 2) :" in said
    assert "0 <= 2 * eta ^+ 2 * gap ^+ 2 * imbalance ^+ 2 + -1 * eta ^+ 4 * gap ^+ 4 * imbalance ^+ 2." in said


@pytest.mark.parametrize(
    ("theory", "name", "reason"),
    [
        ("squares", "kreisler.scalar/step", "multiplying out proves it"),
        ("squares", "lucchi.thm4.converse", "a word has more than 6 factors"),
        ("chitour", "chitour.summed-invariant.corrected", "it needs induction"),
        ("flows", "ours.balance.decay", "it needs trajectories"),
    ],
)
def test_what_is_left_out_has_a_reason(theory, name, reason):
    with pytest.raises(NotForCoqError, match=reason):
        LogicScript(replay.shipped(theory), name, {})


@pytest.mark.slow
def test_every_theorem_is_exported_or_has_a_reason():
    found = logic_exports()
    lines = {one.name: one for theory in map(replay.theory, replay.CHAINS) for one in theory.lines.values()}
    assert {*found.covered, *found.missing} == {name for name, one in lines.items() if one.role in ("theorem", "part")}
    assert not {*found.covered} & {*found.missing}
    assert scan.refusals(found.text) == []
    assert f"{len(found.covered)} of {len(found.covered) + len(found.missing)} theorems" in found.summary()


CHANGED = {
    "another coefficient in the conclusion": ("0 <= 2%:R * eta ^+ 2", "0 <= 1%:R * eta ^+ 2"),
    "a false identity": ("(2%:R + (- 1%:R)", "(3%:R + (- 1%:R)"),
    "a weaker hypothesis": ("given_1 : 0 <= 2%:R", "given_1 : 0 <= 3%:R"),
    "a reason that is none": ("given_1)", "(ler0n _ _))"),
}


@pytest.mark.slow
def test_coq_refuses_changed_proofs(coq, tmp_path: Path):
    text = written("squares", "kreisler.scalar/if")
    sources = {f"{name}.v": theorems.source(f"{name}.v") for name in MODULES}
    check.compiled({**sources, NAME: text}, tmp_path, lambda line: None, LIMITS)
    for what, (old, new) in CHANGED.items():
        assert old in text, what
        (tmp_path / NAME).write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(check.CoqError, match=r"does not accept export_one\.v"):
            check.coqc(tmp_path, NAME, LIMITS)
