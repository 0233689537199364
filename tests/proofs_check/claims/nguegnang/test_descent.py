"""Descent with constant steps: the bound by hand."""

from fractions import Fraction

from proofs_check.claims.nguegnang.descent import Bounded, bound, descent


def test_by_hand() -> None:
    # c = 3, p = 2: (3 + sqrt(9 + 16)) / 2 = 4
    assert 4 <= bound(Fraction(3), Fraction(2)) < 4 + Fraction(1, 10**5)
    # widths 1, 1, 1, number 2: target (2 % 4) - 1 = 1, weights (2 % 5 - 2) / 2 = 0 and (3 - 2) / 2 = 1/2, so the loss
    # is 1/2, C = 1/4 and p = 1 + 1 = 2; then b < (1/4 + 2 eta / 2 + sqrt(...)) / 2 < 2.2 and eta <= 1 / (4 b + 20)
    exact = Bounded(((1, 1, 1), 2))
    assert exact.point.loss == Fraction(1, 2)
    assert exact.eta * (4 * exact.b + 10 * exact.p) <= 1 < 2 * exact.eta * (4 * exact.b + 10 * exact.p)
    assert descent.check(((1, 1, 1), 2)).holds
