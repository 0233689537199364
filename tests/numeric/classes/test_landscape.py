"""What exact data give once for all float points."""

import numpy as np

import symdln as dln
from symdln.numeric import Landscape, classify, numerical_classes


def test_products_prescribed_by_a_selection_by_hand():
    # Y = diag(3, 1), X = I: selecting the first value prescribes P = diag(3, 0), the second diag(0, 1).
    landscape = Landscape.of(dln.Problem.canonical((3, 1), (2, 2, 2)))
    assert np.allclose(landscape.parts, [np.diag([3.0, 0.0]), np.diag([0.0, 1.0])], atol=1e-15)
    # Y = 3 I: the value is double, and only both together prescribe a product.
    landscape = Landscape.of(dln.Problem.canonical((3, 3), (2, 2, 2)))
    assert np.allclose(landscape.parts, [3 * np.eye(2)], atol=1e-15)


def test_diagonal_data_are_exact():
    landscape = Landscape.of(dln.Problem.canonical((3, 1), (2, 2, 2)))
    assert (landscape.inputs_error, landscape.closing_error) == (0.0, 0.0)
    third = Landscape.of(dln.Problem.canonical(("1/3",), (1, 1, 1)))
    assert third.closing_error > 0  # 1/3 is not a float


def test_the_condition_does_not_depend_on_the_order_of_the_inputs():
    for X in ([[8, 0], [0, 1]], [[1, 0], [0, 8]]):
        assert Landscape.of(dln.Problem.from_data(X, [[1, 0], [0, 1]], hidden=(2,))).condition == 8


def test_inputs_that_drown_in_rounding_decide_nothing():
    # Sxx = X X^T has rank 2 of 3, eigenvalues near 2e30 and 1: relative rounding of 1e-16 hides the second one.
    X, Y = [[10**15, 0], [10**15, 1], [0, 0]], [[1, 0], [0, 1]]
    landscape = Landscape.of(dln.Problem.from_data(X, Y, hidden=(2,)))
    assert landscape.data_rank == 2
    assert landscape.inputs_error == np.inf


def test_data_without_inputs():
    # X = 0: the loss is constant, and every point a global minimiser with a Hessian that vanishes.
    problem = dln.Problem.from_data([[0], [0]], [[1]], hidden=(2,))
    rng = np.random.default_rng(0)
    W = [rng.normal(size=(3, *shape)) for shape in problem.shapes]
    for answers in (numerical_classes(Landscape.of(problem), W), classify(Landscape.of(problem), W, backward_error=0)):
        assert answers.labels == ["global minimiser"] * 3
        assert answers.inertia.tolist() == [[0, 0, 6]] * 3
