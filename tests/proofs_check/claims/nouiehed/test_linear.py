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


def test_the_example_is_the_printed_one() -> None:
    # X = I, Y = diag(0, 1): Sxx = I, Syx = Y, Syy = Y; W_1 = (1 0), W_2 = (0), W_3 = (1 0)^T
    point = linear.printed_point()
    target = dln.Matrix([[0, 0], [0, 1]])
    assert (point.problem.Sxx, point.problem.Syx, point.problem.Syy) == (dln.Matrix.identity(2), target, target)
    assert list(point.weights) == [dln.Matrix([[1, 0]]), dln.Matrix([[0]]), dln.Matrix([[1], [0]])]


def test_a_second_derivative_by_hand() -> None:
    # (a b - 2)^4 / 4 at a = b = 1 along (1, 1): with g(s) = (1 + s)^2 - 2, g = -1, g' = 2, g'' = 2 at 0, the second
    # derivative of g^4 / 4 is 3 g^2 g'^2 + g^3 g'' = 12 - 2 = 10
    network, ones = linear.ConvexNetwork("fourth powers", (1, 1, 1)), [dln.Matrix([[1]])] * 2
    assert linear.second_derivative(network, ones, ones) == linear.second_difference(network, ones, ones) == 10


def test_a_point_that_is_not_critical_is_no_saddle() -> None:
    # (a b - 2)^2 / 2 at a = 0, b = 1 has the derivative -2 by a
    case = ("weighted squares", (dln.Matrix([[0]]), dln.Matrix([[1]])))
    assert not linear.is_critical_for_convex(case)
    assert linear.convex_loss.check(case).fails
