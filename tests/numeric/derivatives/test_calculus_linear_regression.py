"""Depth 1, linear regression: everything numeric against the exact functions."""

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import (
    Landscape,
    NumericProblem,
    classify,
    gradient,
    hessian,
    hessian_block,
    hessian_vector_product,
    invariants,
    loss,
)

PROBLEMS = {
    "full rank": dln.Problem.from_data([[1, 2, 0], [0, 1, 1]], [[1, 0, 2], [0, 3, 1]], ()),
    "an input that is never seen": dln.Problem.from_data([[1, 2, 0], [0, 0, 0]], [[1, 0, 2]], (), loss_factor=1),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_fast_path_agrees_with_the_exact_functions(name):
    """The data and weights are dyadic integers and quarters, so all floats are exact but for the minimum's weights."""
    problem = PROBLEMS[name]
    fast, shape = NumericProblem.of(problem), problem.shapes[0]
    batch = [np.stack([np.ones(shape), np.arange(np.prod(shape)).reshape(shape) / 4])]
    exact = [dln.Point(problem, [dln.Matrix(layer, exactly=True)]) for layer in batch[0]]
    assert loss(fast, batch).tolist() == [float(point.loss) for point in exact]
    assert np.array_equal(gradient(fast, batch)[0], [point.gradient[0].to_numpy() for point in exact])
    assert np.array_equal(hessian(fast, batch), [point.hessian.to_numpy() for point in exact])
    assert np.array_equal(hessian_block(fast, batch, 1, 1), hessian(fast, batch))
    moved = hessian_vector_product(fast, batch, batch)[0].reshape(2, -1)
    assert np.allclose(moved, np.einsum("bij,bj->bi", hessian(fast, batch), batch[0].reshape(2, -1)))
    assert invariants(fast, batch) == []


@pytest.mark.parametrize("name", PROBLEMS)
def test_float_points_of_linear_regression_have_classes(name):
    problem = PROBLEMS[name]
    minimum = next(problem.kinds()).representative()
    best = minimum.weights[0].to_numpy()
    found = classify(Landscape.of(problem), [np.stack([best, best + 1])])
    assert list(found.labels) == ["global minimiser", "not critical"]
    inertia = minimum.inertia
    assert found.inertia[0].tolist() == [inertia.positive, inertia.negative, inertia.zero]
