"""The inequality at a narrow layer: the constant by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours.bottleneck_rate import excess, rate


def test_at_the_best_approximation_by_hand() -> None:
    # W_1 = (3, 0), W_2 = (1, 0)^T, target diag(3, 2): Q = diag(3, 0), E = diag(0, -2), U^T E = 0, so c = 1 + (9 + 4) /
    # (9 - 4) = 18/5; sigma(A) = 1, sigma(B) = 3, and m = (2 f / c) min(1, 9) = 5/18 with f = 1/2
    point = dln.Point(dln.Problem.canonical((3, 2), (2, 1, 2)), [[[3, 0]], [[1], [0]]])
    assert excess(point) == 0
    assert Fraction(5, 18) * Fraction(99, 100) < rate(point) <= Fraction(5, 18)
