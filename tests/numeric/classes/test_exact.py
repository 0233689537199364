"""Floats exactly as they are."""

import numpy as np

import symdln as dln
from symdln.numeric import Landscape, classify
from symdln.numeric.classes.exact import _matrices


def test_matrices_are_the_floats():
    values = [0.1, -3.0, 0.0, 5e-324, 2.0**1023, -1 / 3]
    W = np.array(values).reshape(2, 1, 3)
    for point, (matrix,) in enumerate(_matrices([W])):
        assert matrix == dln.Matrix(W[point], exactly=True)


def test_irrational_selections_are_decided():
    # Sigma = [[2, 1], [1, 1]] has eigenvalues (3 +- sqrt 5)/2: a rational point selects both or none.
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(2,))
    landscape = Landscape.of(problem)
    both = [np.array([[1.0, 1.0], [1.0, 0.0]]), np.eye(2)]
    none = [np.zeros((2, 2)), np.zeros((2, 2))]
    for W in (both, none):
        answers, point = classify(landscape, W, backward_error=0), dln.Point(problem, W, exactly=True)
        exact = point.inertia_by_hessian
        assert answers.labels == [point.label]
        assert answers.inertia.tolist() == [[exact.positive, exact.negative, exact.zero]]
        assert answers.rank.tolist() == [point.rank]
