"""Sharpness at which the flow would end: a step by hand."""

from fractions import Fraction

from proofs_check.claims.kreisler.scalar import factor, sharpness, squared_sharpness


def test_by_hand() -> None:
    # a = 1/2, b = 3/2, m = -1/4, eta = 1: a+ = 1/2 + 3/8 = 7/8, b+ = 3/2 + 1/8 = 13/8; lambda goes from 2 to
    # (169 - 49) / 64 = 15/8 = 2 (1 - 1/16)
    assert factor(Fraction(1), Fraction(-1, 4)) * 2 == Fraction(15, 8)
    assert squared_sharpness(Fraction(2)) == 8
    assert sharpness.check(("1/2", "3/2", "1")).holds
