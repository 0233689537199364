"""Descent with decreasing steps: a case by hand."""

from fractions import Fraction

from proofs_check.claims.du.descent import Factors, descent


def test_by_hand() -> None:
    # widths 1, 1, 1, number 1: the target is (1 + 0) % 5 + 1 = 2, so ||M||^2 = 4, and epsilon = ||M|| / 2 = 1;
    # the printed step at t = 0 is sqrt(1 / 1) / (100 * 2^(3/2)) = 1 / 282.84..., of which 1 / q is the part below
    exact = Factors(((1, 1, 1), 1, "1/2"))
    assert (exact.norm_squared, exact.epsilon) == (4, 1)
    assert Fraction(1, 284) <= exact.step(0) <= Fraction(1, 283)
    assert exact.step(1) < exact.step(0) / Fraction(199, 100)
    assert descent.check(((1, 1, 1), 1, "1/2")).holds
