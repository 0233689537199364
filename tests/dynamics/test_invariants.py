"""Imbalances under descent, and the flow of the product of balanced weights by the product rule."""

import pytest

import symdln as dln
from symdln.dynamics.descent import exact_descent
from symdln.dynamics.invariants import end_to_end_rate, imbalance_change, imbalances
from symdln.errors import InputError

PROBLEM = dln.Problem.from_data([[1, 2], [0, 1]], [[1, 0], [3, 1]], (2, 2))
START = [[[1, 2], [0, 1]], [[1, 0], [1, 1]], [[2, 1], [0, 1]]]


def test_one_step_changes_imbalances_by_the_square_of_the_step():
    eta = dln.rational("1/7")
    before, after = exact_descent(PROBLEM, START, eta, 1)
    for old, new, change in zip(
        imbalances(PROBLEM, before), imbalances(PROBLEM, after), imbalance_change(PROBLEM, START), strict=True
    ):
        assert new == old + eta**2 * change
        assert new != old


def test_the_rate_of_the_product_at_balanced_weights():
    # rotations by (3, 4)/5 are balanced; the product rule is the other route
    R = [["3/5", "4/5"], ["-4/5", "3/5"]]
    point = dln.Point(PROBLEM, [R, R, R])
    total = 0 * point.end_to_end
    for j, block in enumerate(point.gradient, 1):
        total = total - point.product(3, j + 1) @ block @ point.product(j - 1, 1)
    assert end_to_end_rate(PROBLEM, point) == total


def test_weights_that_are_not_balanced_are_refused():
    with pytest.raises(InputError, match="these are not balanced"):
        end_to_end_rate(PROBLEM, START)
