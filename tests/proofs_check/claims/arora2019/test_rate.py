"""Rates from a deficiency margin: numbers by hand."""

from fractions import Fraction

from proofs_check.claims.arora2019.rate import Balanced, exponent, rate_of_the_flow


def test_by_hand() -> None:
    # scalars, a = 5/4, N = 2, target 2: |25/16 - 2| = 7/16 <= 2 - 1/4; the rate is 2 c = 1/2, and the step of print is
    # (1/4)^3 / (6144 * 8 * 2^4) = 1 / 50331648
    exact = Balanced(((1, 1, 1), 0, "1/4"))
    assert exact.has_margin(exact.point)
    assert Fraction(1, 2) - Fraction(1, 10**20) < exponent(exact) <= Fraction(1, 2)
    assert Fraction(1, 50331650) < exact.step() <= Fraction(1, 50331648)
    assert rate_of_the_flow.check(((1, 1, 1), 0, "1/4")).holds
    larger = Balanced(((1, 1, 1), 0, "16/10"))
    assert not larger.has_margin(larger.point)  # 7/16 > 2 - 8/5


def test_the_imbalance_that_is_allowed_by_hand() -> None:
    # N = 2, c = 1/4, ||Phi|| = 2: (1/16) / (256 * 8 * 2) = 1 / 65536.  W_1 = 5/4 has the Gram number 25/16, of square
    # 625/256 < 3, so delta = 1 / (9 * 65536), and ||C_1|| = (2 delta + delta^2) 25/16 is below the tolerance
    exact = Balanced(((1, 1, 1), 0, "1/4"))
    assert exact.tolerance() == Fraction(1, 65536)
    first, second = (layer[0, 0] for layer in exact.nearly_balanced().weights)
    delta = Fraction(1, 9 * 65536)
    assert (first, second) == (Fraction(5, 4) * (1 + delta), Fraction(5, 4))
    assert Fraction(1, 3) < (first**2 - second**2) / exact.tolerance() < 1
