"""The claims ``laurent.arbitrary-loss`` and ``laurent.gradient``: cases by hand."""

from fractions import Fraction

from proofs_check.claims.laurent.arbitrary_loss import SQUARE, TWO_WELLS, arbitrary_loss, is_trap, value


def test_two_wells() -> None:
    # 3 p^4 - 16 p^3 + 18 p^2 is 0 at 0, 5 at 1 and 243 - 432 + 162 = -27 at 3
    assert [value(TWO_WELLS, Fraction(p)) for p in (0, 1, 3)] == [0, 5, -27]
    assert is_trap(TWO_WELLS)
    assert arbitrary_loss.at(TWO_WELLS).fails
    assert arbitrary_loss.at(SQUARE).holds


def test_near_zero_the_loss_is_not_below_that_at_zero() -> None:
    assert all(value(TWO_WELLS, Fraction(k, 10)) >= 0 for k in range(-10, 11))
