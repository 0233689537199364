"""The claims ``nouiehed.openness`` and ``nouiehed.linear``: cases by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.nouiehed import linear, openness
from proofs_check.claims.nouiehed.openness import Factors


def test_a_column_times_zero_is_not_open() -> None:
    # X = (1, 2)^T, Y = (0, 0): near products have columns along those near X, and (2, -1)^T (1, 0) / 10 is out of reach
    pair = Factors(((1,), (2,)), ((0, 0),))
    assert openness.common(pair) == (0, 1)
    assert openness.out_of_reach(pair).holds
    assert openness.one_full.at(pair).holds


def test_zero_times_zero_is_open() -> None:
    # every small matrix of rank one is a product of a small column and a small row
    pair = Factors(((0,), (0,)), ((0, 0),))
    assert openness.common(pair) == (0, 0)
    assert openness.narrow_openness.at(pair).holds


def test_completion_of_one_row() -> None:
    # m = n = 1, k = 2: X = (1, 0), Y = (0, 1)^T; N(X) = C(Y) is the second axis, a = 1 <= 2 - 1, and X has rank 1
    pair = Factors(((1, 0),), ((0,), (1,)))
    assert openness.common(pair) == (1, 1)
    assert openness.can_complete_left(pair)
    assert openness.wide.at(pair).holds


def test_the_printed_example_is_left_by_a_curve() -> None:
    # W_3 = (1, t)^T, W_2 = t^2, W_1 = (1, t): the product is t^2 (1 t; t t^2), and the loss is
    # (t^4 + 2 t^6 + (t^4 - 1)^2) / 2 = 1/2 - t^4/2 + t^6 + ... < 1/2 for small t
    (point,) = linear.printed_point("small", 0)
    t = Fraction(1, 10)
    moved = [[[1, t]], [[t**2]], [[1], [t]]]
    assert dln.loss(point.problem, [dln.Matrix(W) for W in moved]) < point.loss == Fraction(1, 2)
    assert linear.example.at(point).fails
    assert linear.example_corrected.at(point).holds


def test_a_degenerate_point_of_a_convex_loss() -> None:
    # zero weights at widths (1, 1, 1), target 2: the gradient by the product is -2; along (t, t/1000) the loss falls
    case = ("weighted squares", (dln.Matrix([[0]]), dln.Matrix([[0]])))
    assert linear.has_small_rank(case)
    assert linear.convex_loss.at(case).holds
