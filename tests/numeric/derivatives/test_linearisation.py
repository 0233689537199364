"""Hessian-vector products that share their products with the gradient."""

import numpy as np
import pytest

from symdln.errors import InputError
from symdln.numeric import NumericProblem, Workspace, gradient, hessian, hessian_vector_product, linearise
from tests.numeric.support import WIDTHS, random_batch, random_problem


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_shared_products_give_the_same_values_bit_by_bit(widths):
    problem = NumericProblem.of(random_problem(widths, 0))
    size = 1030 if len(widths) == 3 else 7  # the first is more than one chunk
    W, workspace = random_batch(problem, size, 0), Workspace()
    at = linearise(problem, W)
    assert all(np.array_equal(a, b) for a, b in zip(at.gradient(), gradient(problem, W), strict=True))
    for seed in (1, 2):  # the second product finds what the first one left
        V = random_batch(problem, size, seed)
        out = [np.full_like(layer, np.nan) for layer in V]
        assert at.hessian_vector_product(V, workspace=workspace, out=out) is out
        for a, b in zip(out, hessian_vector_product(problem, W, V), strict=True):
            assert np.array_equal(a, b)


def test_columns_of_the_hessian_come_out_one_by_one():
    problem = NumericProblem.of(random_problem((2, 3, 1, 2), 0))
    W = [layer[0] for layer in random_batch(problem, 1, 0)]
    at, columns = linearise(problem, W), []
    for unit in np.eye(problem.parameters):
        ends = np.cumsum([rows * width for rows, width in problem.shapes])
        V = [part.reshape(shape) for part, shape in zip(np.split(unit, ends[:-1]), problem.shapes, strict=True)]
        columns.append(np.concatenate([layer.ravel() for layer in at.hessian_vector_product(V)]))
    assert np.allclose(np.array(columns), hessian(problem, W), rtol=1e-12, atol=1e-12)


def test_directions_that_do_not_fit_are_refused():
    problem = NumericProblem.of(random_problem((2, 3, 2), 0))
    at = linearise(problem, random_batch(problem, 3, 0))
    with pytest.raises(InputError, match="the direction has 2 points and the weights have 3"):
        at.hessian_vector_product(random_batch(problem, 2, 0))
