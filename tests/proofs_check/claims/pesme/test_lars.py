"""Jumps from a vanishing start: bounds by hand."""

import math
from fractions import Fraction

from proofs_check.claims.pesme.lars import after, before, jumps


def test_by_hand() -> None:
    # s = 1, alpha = 1/100, t = 1: e^2 / 100 from above, and 100 e^-2 from above
    low, high = before(Fraction(1), Fraction(1, 100), Fraction(1))
    assert abs(float(low) - math.e**2 / 100) < 1e-12 > float(high - low)
    assert abs(float(after(Fraction(1), Fraction(1, 100), Fraction(1))[0]) - 100 / math.e**2) < 1e-9
    assert jumps.check(("1", 2, "4")).holds
