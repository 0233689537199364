"""Equation (11) of Chitour et al. (2022): how fast the squared residual decreases; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import dissipation
from proofs_check.claims.chitour.dissipation import bounds_of
from proofs_check.claims.chitour.parts import rates
from proofs_check.claims.chitour.parts.rates import decreases, lower, upper
from proofs_check.facts.eigenvalues import nth
from proofs_check.language.outcome import Outcome
from tests.proofs_check.claims.chitour.support import point
from tests.proofs_check.settling import first_failure


def test_dissipation_of_the_smallest_network_is_an_equality() -> None:
    # a = 1, b = 2, s = 3: M = 1, grad = -(2, 1), so -1/2 d||M||^2/dt = 5 = (b^2 + a^2) M^2
    at = point((1, 1, 1), [[1]], [[2]])
    assert rates.decrease(at) == 5
    products = [bounds_of(at, j) for j in (1, 2)]
    assert [[factor.value for factor in product] for product in products] == [[4], [1]]
    assert decreases(at, products).holds
    assert decreases(at, [*products, products[0]]).fails  # 9 > 5


def swapped(at: dln.Point) -> list[list[Any]]:
    """(11) with the other Gram matrices: W_k W_k^T for k < j and W_l^T W_l for l > j."""
    n = at.problem.depth
    return [
        [nth(lower(at, k), 1) for k in range(1, j)] + [nth(upper(at, last - 1), 1) for last in range(j + 1, n + 1)]
        for j in range(1, n + 1)
    ]


def largest_factors(at: dln.Point) -> list[list[Any]]:
    """(11) with the largest eigenvalue in place of the least."""
    d, n = at.problem.widths, at.problem.depth
    return [
        [nth(upper(at, k - 1), d[k - 1]) for k in range(1, j)]
        + [nth(lower(at, last), d[last]) for last in range(j + 1, n + 1)]
        for j in range(1, n + 1)
    ]


@pytest.mark.parametrize("fault", [swapped, largest_factors])
def test_dissipation_with_planted_faults_is_refuted(fault: Callable[[dln.Point], list[list[Any]]]) -> None:
    def check(subject: Any) -> Outcome:
        return (
            decreases(subject, fault(subject))
            if isinstance(subject, dln.Point)
            else dissipation.dissipation.check(subject)
        )

    witness = first_failure(dissipation.dissipation, check)
    assert witness.problem.parameters <= 6
