"""Rates from a deficiency margin: numbers by hand."""

from fractions import Fraction

from proofs_check.claims.arora2019.rate import Balanced, exponent, rate_of_the_flow


def test_by_hand() -> None:
    # scalars, a = 5/4, N = 2, target 2: |25/16 - 2| = 7/16 <= 2 - 1/4; the rate is 2 c = 1/2, and the step of print is
    # (1/4)^3 / (6144 * 8 * 2^4) = 1 / 50331648
    exact = Balanced(((1, 1, 1), 0, "1/4"))
    assert exact.has_margin()
    assert Fraction(1, 2) - Fraction(1, 10**20) < exponent(exact) <= Fraction(1, 2)
    assert Fraction(1, 50331650) < exact.step() <= Fraction(1, 50331648)
    assert rate_of_the_flow.check(((1, 1, 1), 0, "1/4")).holds
    assert not Balanced(((1, 1, 1), 0, "16/10")).has_margin()  # 7/16 > 2 - 8/5
