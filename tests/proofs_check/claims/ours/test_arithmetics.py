"""The claims ``ours.arithmetics``: cases by hand, and what floats may do."""

import numpy as np
import pytest

import symdln as dln
from proofs_check.arithmetics.values import Exact, Within
from proofs_check.claims.ours import arithmetics
from proofs_check.claims.ours.arithmetics import floats_agree, invariants, values, zero
from proofs_check.language.outcome import Finding


def test_invariants_by_hand() -> None:
    # L = (b a - 2)^2 / 2 at (1, 3): a' = -3, b' = -1, so (b^2 - a^2)' = -6 + 6 = 0
    assert invariants.at(dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[1]], [[3]]])).holds


def test_values_by_hand() -> None:
    # singular values 3 and 2, the second kept alone: L = (9 + 4 - 4) / 2 = 9/2
    problem = dln.Problem.canonical((3, 2), (2, 1, 2))
    point = dln.Point(problem, [[[0, 1]], [[0], [2]]])
    assert point.loss == dln.rational("9/2")
    assert values.at(point).holds


@pytest.mark.parametrize("widths", [(1, 1, 1), (2, 3, 2), (1, 1, 1, 1), (2, 2, 1, 2), (1, 1, 1, 1, 1)])
def test_zero_by_hand(widths: tuple[int, ...]) -> None:
    assert zero.at(dln.Problem.canonical((2,), widths)).holds


def test_floats_never_refute() -> None:
    exact = Exact.of([dln.rational(1)])
    outcome = floats_agree(exact, Within(np.array([2.0]), np.array([0.5])), "the value")
    assert outcome.answer is Finding.UNDECIDED
    assert "numpy contradicts" in outcome.sentence


def test_large_networks_are_not_given_to_sympy(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(point: dln.Point) -> None:
        raise AssertionError("sympy was asked")

    monkeypatch.setattr(arithmetics.symbolic, "SymbolicPoint", never)
    problem = dln.Problem.canonical((3, 2), (3, 4, 4, 3))
    assert zero.at(problem).holds
    point = next(problem.kinds((0,))).representative(1)
    assert values.at(point).holds
    assert invariants.at(point).holds
