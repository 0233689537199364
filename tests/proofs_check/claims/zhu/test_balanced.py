"""The claims ``zhu.balanced`` and ``zhu.shallow``: cases by hand."""

import symdln as dln
from proofs_check.claims.zhu.balanced import balanced, excess, regularised_gradient
from proofs_check.claims.zhu.shallow import strict

PROBLEM = dln.Problem.canonical((4,), (1, 1, 1))


def test_the_minima_two_times_two_and_four_times_one() -> None:
    # L = (b a - 4)^2 / 2 + mu (b^2 - a^2)^2 / 4: both are minima of L, and (2, 2) alone is balanced
    even, uneven = dln.Point(PROBLEM, [[[2]], [[2]]]), dln.Point(PROBLEM, [[[4]], [[1]]])
    assert excess(even).is_zero()
    # at a = 4, b = 1: K = 1 - 16 = -15, so the gradient is (-mu K a, mu b K) = (60, -15) for mu = 1
    assert [G.texts() for G in regularised_gradient(uneven, 1)] == [[["60"]], [["-15"]]]
    assert balanced.at(even).holds
    assert balanced.at(uneven).holds


def test_zero_is_strict() -> None:
    assert strict.at(dln.Point(PROBLEM, [[[0]], [[0]]])).holds
