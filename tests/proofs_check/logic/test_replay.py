"""The shipped proofs: each replays to its formal statement, the files are what the scripts write."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

from proofs_check import logic
from proofs_check.logic import formal, replay
from proofs_check.logic.indices import RefusedError
from proofs_check.logic.proofs import write
from symdln.errors import InputError

CHECKER = ("indices", "terms", "syntax", "reading", "motion", "chance", "rules", "chance_rules", "replay")


@pytest.mark.parametrize("name", logic.names())
def test_a_proof_replays_to_its_formal_statement(name: str):
    theorem = logic.theorem(name)
    reading = replay.theory(theorem.theory).reading
    for made, text in zip(theorem.replay(), theorem.statements, strict=True):
        assert (made.hypotheses, made.conclusion) == reading.statement(text)
    # some theorems need rules alone: that a square is not negative, a mean over one matrix, or Bernoulli's inequality
    assert theorem.uses("axiom") or theorem.uses("definition") or theorem.theory in ("squares", "random", "xavier")
    # what the steps name, which is known without a replay, is what the rules say that the proof assumes
    assert theorem.assumptions() == theorem.uses("assumption")


def test_a_proof_that_uses_a_line_which_its_steps_do_not_name_is_refused(monkeypatch):
    lemma = logic.theorem("chitour.growth-bound")
    named = replay.Replay.cited
    hidden = next(iter(lemma.uses("assumption"))).name
    monkeypatch.setattr(replay.Replay, "cited", lambda steps, name: named(steps, name) - {hidden})
    fresh = formal.FormalTheorem(lemma.id, lemma.theory, lemma.parts)
    with pytest.raises(RefusedError, match="uses a line that none of its steps names"):
        fresh.replay()


def test_the_theorems_that_stand():
    assert {"chitour.trace-power", "chitour.trace-bound", "chitour.lemma2.4", "chitour.growth-bound"} <= set(
        logic.names()
    )
    assert {"chitour.dissipation", "chitour.dissipation.first", "chitour.weyl", "chitour.prop1.bounded"} <= set(
        logic.names()
    )


def test_the_files_are_what_the_scripts_write():
    for name, text in write.texts().items():
        assert (replay.FOLDER / "proofs" / f"{name}.json").read_text(encoding="utf-8") == text


def test_every_step_of_a_file_is_accepted_and_used():
    for name in replay.CHAINS:
        shipped = replay.shipped(name)
        for step in replay.steps(name):
            shipped.get(step["name"])
        own = json.loads((replay.FOLDER / "proofs" / f"{name}.json").read_text(encoding="utf-8"))
        texts = [json.dumps(step) for chain in replay.CHAINS for step in replay.steps(chain)]
        for step in own:
            mentioned = sum(f'"{step["name"]}"' in text or f'''"{step["name"]}\'"''' in text for text in set(texts))
            assert mentioned >= 2 or step["name"] in replay.theory(name).lines, step["name"]


def test_the_checker_uses_the_standard_library_alone():
    allowed = {f"proofs_check.logic.{name}" for name in CHECKER} | {"proofs_check.logic"}
    for name in CHECKER:
        tree = ast.parse((replay.FOLDER / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                assert module in allowed or module.partition(".")[0] in sys.stdlib_module_names, (name, module)


def test_the_checker_is_small():
    for name in CHECKER:
        assert len((replay.FOLDER / f"{name}.py").read_text(encoding="utf-8").splitlines()) < 400


def test_a_statement_is_recognised_in_any_writing_and_with_its_hypotheses_only():
    lemma = logic.theorem("chitour.lemma2.4.explicit")
    assert lemma.states("tr(V[0] V[0]') - P[n] <= g^n if n - 2 >= 0")
    assert not lemma.states("tr(V[0] V[0]') - P[n] <= g^n if n >= 1")
    assert not lemma.states("tr(V[0] V[0]') - P[n] <= g^n")
    assert not lemma.states("tr(V[0] V[0]') - 2 P[n] <= g^n if n >= 2")


def test_a_proof_is_bound_to_its_statement():
    shipped, lines = replay.shipped("chitour"), replay.theory("chitour").lines
    upper, lower = lines["chitour.lemma2.4.explicit/upper"], lines["chitour.lemma2.4.explicit/lower"]
    with pytest.raises(RefusedError, match="another conclusion"):
        replay.check(shipped, upper._replace(text=lower.text))
    with pytest.raises(RefusedError, match="other hypotheses"):
        replay.check(shipped, upper._replace(text=upper.text.replace("n >= 2", "n >= 3")))


def test_what_a_proof_uses_is_named_with_its_remark():
    lemma = logic.theorem("chitour.lemma2.4.explicit")
    assert {line.name for line in lemma.uses("assumption")} == {
        "tau.bound",
        "c.bound",
        "gamma.nonnegative",
        "gamma.bound",
    }
    assert all(line.remark for line in lemma.uses("axiom"))
    assert not logic.theorem("chitour.dissipation").uses("assumption")


def test_an_unknown_theorem_gets_one_sentence():
    with pytest.raises(InputError, match=r"There is no formal theorem called 'chitour\.lemma9'; choose one of"):
        logic.theorem("chitour.lemma9")


def test_lines_stand_beside_their_latex():
    """Every theorem, and what it is about, has a remark: the printed formula."""
    for name in logic.names():
        assert all(part.remark for part in logic.theorem(name).parts)


def test_files_are_found_in_the_package():
    assert isinstance(replay.FOLDER, Path)
    assert formal.CHAINS is replay.CHAINS
