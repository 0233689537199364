"""tr(A^m) and tr(A)^m, end of the proof of Lemma 2.4 of Chitour et al. (2022)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.claims.chitour import trace_power
from tests.proofs_check.settling import first_failure


def test_identity_attains_the_constant() -> None:
    # S = I_2, l = 2: tr(S)^2 = 4, tr(S^2) = 2 = 4/2
    one = dln.Matrix.identity(2)
    assert trace_power.power_bounds_at(one, 2, Fraction(1, 2)).holds
    assert trace_power.power_bounds_at(one, 2, Fraction(51, 100)).fails


@pytest.mark.parametrize(
    ("fault", "witness"),
    [
        (lambda k, power: Fraction(1), ("eigenvalues", 2, 2)),  # no factor at all
        (
            lambda k, power: min(Fraction(1, 2), Fraction(k) ** (2 - power)),
            ("eigenvalues", 2, 3),
        ),  # 1/2 > 1/4
        (lambda k, power: Fraction(1, 2), ("eigenvalues", 2, 3)),  # whatever l
    ],
)
def test_larger_constants_are_refuted(fault: Callable[[int, int], Fraction], witness: tuple[str, int, int]) -> None:
    assert (
        first_failure(
            trace_power.trace_power,
            lambda case: trace_power.power_bounds(case[0], case[1], case[2], fault(case[1], case[2])),
        )
        == witness
    )
