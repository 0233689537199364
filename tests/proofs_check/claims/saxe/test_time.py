"""The claims ``saxe.time``: cases by hand."""

from fractions import Fraction

from proofs_check.claims.saxe.time import reached, time


def test_half_of_the_way_by_hand() -> None:
    # s = 2, u_0 = 1/2: at e^(2 s t) = 3 the value is 2 * 3 / (3 - 1 + 4) = 1, and u_f (s - u_0) / (u_0 (s - u_f)) = 3
    assert reached(Fraction(2), Fraction(1, 2), Fraction(3)) == 1
    assert time.at(("2", "1/2", "1")).holds
