"""The claims ``nouiehed.linear``: cases by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.nouiehed import linear


def test_the_printed_example_is_left_by_a_curve() -> None:
    # W_3 = (1, t)^T, W_2 = t^2, W_1 = (1, t): the product is t^2 (1 t; t t^2), and the loss is
    # (t^4 + 2 t^6 + (t^4 - 1)^2) / 2 = 1/2 - t^4/2 + t^6 + ... < 1/2 for small t
    point, case = linear.printed_point(), "X = I, Y = diag(0, 1)"
    t = Fraction(1, 10)
    moved = [[[1, t]], [[t**2]], [[1], [t]]]
    assert dln.loss(point.problem, [dln.Matrix(W) for W in moved]) < point.loss == Fraction(1, 2)
    assert linear.example.at(case).fails
    assert linear.example_corrected.at(case).holds


def test_a_degenerate_point_of_a_convex_loss() -> None:
    # zero weights at widths (1, 1, 1), target 2: the gradient by the product is -2; along (t, t/1000) the loss falls
    case = ("weighted squares", (dln.Matrix([[0]]), dln.Matrix([[0]])))
    assert linear.has_small_rank(case)
    assert linear.convex_loss.at(case).holds
