"""The functions people call: each takes weights or a point and gives what the point knows."""

from fractions import Fraction

import pytest

import symdln as dln
from tests.landscape.support import error_of

PROBLEM = dln.Problem.canonical((2,), (1, 1, 1))
ZERO = [[[0]], [[0]]]


def test_the_saddle_of_the_scalar_product_by_hand():
    # L = 1/2 (ba - 2)^2 at a = b = 0: value 2, gradient 0, Hessian [[0, -2], [-2, 0]].
    assert dln.loss(PROBLEM, ZERO) == 2
    assert dln.gradient(PROBLEM, ZERO) == (dln.Matrix([[0]]), dln.Matrix([[0]]))
    assert dln.hessian(PROBLEM, ZERO) == dln.Matrix([[0, -2], [-2, 0]])
    assert dln.hessian_block(PROBLEM, ZERO, 1, 2) == dln.Matrix([[-2]])
    assert dln.hessian_vector_product(PROBLEM, ZERO, [[[1]], [[3]]]) == (dln.Matrix([[-6]]), dln.Matrix([[-2]]))
    assert dln.second_order(PROBLEM, ZERO, [[[1]], [[3]]]) == -6  # 1/2 * 2 * (-2) * 3
    assert dln.inertia(PROBLEM, ZERO) == dln.inertia(PROBLEM, ZERO, method="hessian") == dln.Inertia(1, 1, 0)


def test_the_loss_factor_scales_everything():
    for factor in (1, "1/3"):
        problem, scale = dln.Problem.canonical((2,), (1, 1, 1), loss_factor=factor), 2 * Fraction(factor)
        W = [[[1]], [[3]]]
        assert dln.loss(problem, W) == scale * dln.loss(PROBLEM, W)
        assert dln.gradient(problem, W) == tuple(scale * block for block in dln.gradient(PROBLEM, W))
        assert dln.hessian(problem, W) == scale * dln.hessian(PROBLEM, W)
        assert dln.second_order(problem, W, W) == scale * dln.second_order(PROBLEM, W, W)


def test_points_are_taken_as_they_are():
    point = dln.Point(PROBLEM, ZERO)
    assert dln.hessian(PROBLEM, point) is point.hessian
    assert dln.gradient(PROBLEM, point) is point.gradient
    assert dln.loss(PROBLEM, point) == point.loss
    assert dln.inertia(PROBLEM, point) is point.inertia_by_ranks


FUNCTIONS = [
    dln.loss,
    dln.gradient,
    dln.hessian,
    dln.inertia,
    dln.classify,
    lambda problem, W: dln.hessian_block(problem, W, 1, 1),
    lambda problem, W: dln.second_order(problem, W, ZERO),
    lambda problem, W: dln.hessian_vector_product(problem, W, ZERO),
]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_wrong_weights_and_points_of_other_problems_are_refused(function):
    assert "need 2 matrices, W_1 first, but 1 were passed" in error_of(lambda: function(PROBLEM, [[[0]]]))
    other = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), ZERO)
    assert "belongs to another problem" in error_of(lambda: function(PROBLEM, other))


@pytest.mark.parametrize(("j", "k"), [(0, 1), (1, 0), (3, 1), (1, 3), (-1, 1)])
def test_blocks_that_do_not_exist_are_refused(j, k):
    assert (
        error_of(lambda: dln.hessian_block(PROBLEM, ZERO, j, k))
        == f"layers run from 1 to 2, but the block passed is ({j}, {k})."
    )


def test_unknown_methods_and_points_that_are_not_critical_are_refused():
    assert (
        error_of(lambda: dln.inertia(PROBLEM, ZERO, method="guess"))
        == 'There is no method \'guess\' for the inertia; choose "auto", "ranks", "hessian", "mpmath" or "sympy".'
    )
    # At (1, 1) the derivative by W_1 is (1 - 2) * 1 = -1.
    assert "the derivative of the loss by entry (1, 1) of W_1 is -1, not 0" in error_of(
        lambda: dln.inertia(PROBLEM, [[[1]], [[1]]], method="ranks")
    )
    # L = 1/2 (b a - 2)^2 there: second derivatives b^2 = 1, a^2 = 1 and 2 b a - 2 = 0, so two positive eigenvalues.
    assert dln.inertia(PROBLEM, [[[1]], [[1]]]) == dln.Inertia(2, 0, 0)
    assert dln.Point(PROBLEM, [[[1]], [[1]]]).inertia == dln.Inertia(2, 0, 0)


METHODS = ("ranks", "hessian", "mpmath", "sympy")


@pytest.mark.parametrize("seed", [1, 2])
def test_four_methods_give_one_inertia_at_critical_points(seed):
    problem = dln.Problem.canonical((3, 2), (2, 2, 3, 2))
    for kind in list(problem.kinds())[seed::17]:
        point = kind.representative(seed)
        assert {dln.inertia(problem, point.weights, method) for method in METHODS} == {kind.inertia}


def test_away_from_critical_points_ranks_say_why_not():
    # floats are the dyadic rationals 1/2 and 3; L = 1/2 (b a - 2)^2, b a = 3/2
    weights = dln.Point(PROBLEM, [[[0.5]], [[3.0]]], exactly=True)
    # Hessian [[9, 2 * 3/2 - 2], [1, 1/4]]: determinant 9/4 - 1 > 0, trace > 0
    found = {method: dln.inertia(PROBLEM, weights, method) for method in METHODS[1:]}
    assert set(found.values()) == {dln.Inertia(2, 0, 0)}
    assert "not a critical point" in error_of(lambda: dln.inertia(PROBLEM, weights, "ranks"))


def test_algebraic_points_have_three_methods():
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))
    kind = next(problem.kinds((1,)))
    point = kind.certified_representative()
    assert {dln.inertia(problem, point, method) for method in METHODS[:3]} == {kind.inertia}
    assert "needs rational ones" in error_of(lambda: dln.inertia(problem, point, "sympy"))
    assert "another problem" in error_of(lambda: dln.inertia(PROBLEM, point, "mpmath"))


def test_ranks_of_partial_products_by_three_methods():
    # W_1 = 0 and W_2 = 3: the path 0 -> 1 has rank 0, 1 -> 2 rank 1, and 2 -> 0 is Sxy = 2
    expected = {(0, 0): 1, (0, 1): 0, (1, 0): 1, (1, 1): 1, (2, 0): 1, (2, 1): 1}
    for method in ("flint", "mpmath", "sympy"):
        assert dln.path_ranks(PROBLEM, [[[0]], [[3]]], method) == expected
    assert 'choose "flint", "mpmath" or "sympy"' in error_of(lambda: dln.path_ranks(PROBLEM, ZERO, "guess"))
