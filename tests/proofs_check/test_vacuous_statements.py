"""No formal statement is vacuous at all cases of its claim, but for those that are named with a reason."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import proofs_check.networks.formal_letters as formal_letters
import symdln as dln
from proofs_check.claims.lucchi.xavier import letters, xavier
from proofs_check.claims.wendin import block as wendin
from proofs_check.logic.evaluate import Evaluator
from proofs_check.networks.formal import formal_at
from tests.proofs_check.vacuous_statements import ALLOWED, Watch

PROGRAM = [sys.executable, "-m", "tests.proofs_check.vacuous_statements"]


def test_every_formal_statement_says_something() -> None:
    done = subprocess.run(PROGRAM, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.split()[-1] not in ALLOWED] == []
    assert {line.split()[-1] for line in lines} == set(ALLOWED), "an exception is no longer needed"


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    monkeypatch.setattr(Evaluator, "holds", Evaluator.holds)  # so that both are put back after the test
    monkeypatch.setattr(formal_letters, "_some_false", formal_letters._some_false)
    return Watch()


def changed(**wrong: Any) -> Callable[[Any], Any]:
    def check(case: Any) -> Any:
        outcome = formal_at("lucchi.xavier", **letters(2, 1, dln.rational("1/2")) | wrong)
        assert outcome.holds  # the wrong letters pass unseen
        return outcome

    return check


def test_letters_at_which_a_statement_says_nothing_are_found(watch: Watch) -> None:
    """c^2 = 1/2 leaves out "above" and "stable"; with variance * width = 2 * 2 and not 1/2 "form" is silent, too."""
    silent = watch.silent(replace(xavier, check=changed()), frozenset())
    assert silent == ["lucchi.xavier/above", "lucchi.xavier/stable"]
    silent = watch.silent(replace(xavier, check=changed(variance=2)), frozenset())
    assert silent == [f"lucchi.xavier/{part}" for part in ("form", "dominates", "above", "stable")]


def test_a_definition_that_the_letters_do_not_meet_is_found(watch: Watch) -> None:
    """The product of the first j layers is U[j], so that U[0] = I; here U[j] is the product of all layers."""

    def check(point: dln.Point) -> Any:
        whole = wendin.letters(point) | {"U": lambda j: point.end_to_end}
        return formal_letters.formal_at_letters("wendin.block", whole, point.problem.depth)

    assert watch.silent(replace(wendin.block, check=check), frozenset()) == []
    assert list(watch.unmet) == ["wendin.block: the letters do not meet the definition U[0] = I"]
