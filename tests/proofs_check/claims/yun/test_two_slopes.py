"""The claims ``yun.two-slopes``: cases by hand."""

from fractions import Fraction

from proofs_check.claims.yun.two_slopes import BentData, better, fitted, local_minimum, loss, two_slopes

HAT = BentData(((0,), (1,), (2,)), (0, 1, 0), ("1", "0"))


def test_a_hat_by_hand() -> None:
    # the best line through (0, 0), (1, 1), (2, 0) is 1/3, with errors -1/3, 2/3, -1/3; ReLUs meet all three points
    best, errors = fitted(HAT)
    assert (best, errors) == ([0, Fraction(1, 3)], [Fraction(-1, 3), Fraction(2, 3), Fraction(-1, 3)])
    assert loss(local_minimum(HAT), HAT) == Fraction(2, 3)
    found = better(HAT)
    assert found is not None
    assert loss(found, HAT) < Fraction(2, 3)
    assert two_slopes.at(HAT).holds


def test_data_on_a_line_have_no_better_point() -> None:
    line = BentData(((0,), (1,), (2,)), (0, 1, 2), ("1", "0"))
    assert better(line) is None
    assert two_slopes.at(line).fails
