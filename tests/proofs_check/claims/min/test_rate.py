"""Three layers with definite imbalances: rates by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.min.rate import definite, rate


def test_by_hand() -> None:
    # scalars 1, 2, 3: C_1 = 4 - 1 = 3, C_2 = 9 - 4 = 5, so the first layer is the smallest and K = 3 (3 + 5) = 24; the
    # gradient by W_1 alone gives w_2^2 w_3^2 = 36 >= 24
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1, 1)), [[[1]], [[2]], [[3]]])
    first, second = definite(point, 1)
    assert 3 - Fraction(1, 100) < first <= 3
    assert 5 - Fraction(1, 100) < second <= 5
    assert [rate(Fraction(3), Fraction(5), hub) for hub in (1, 2, 3)] == [24, 15, 40]
