"""Gauss-Newton matrix, functional part, Fisher matrices, NTK and Kronecker factors, against the Hessian and by hand."""

from __future__ import annotations

import random

import pytest

import symdln as dln
from symdln.curvature import (
    diagonal,
    empirical_fisher,
    fisher_of_samples,
    in_column_order,
    kronecker,
    kronecker_factors,
    ntk,
    product_jacobian,
    sample_gradients,
)
from symdln.errors import InputError

WIDTHS = [(2, 3), (2, 1, 2), (3, 2, 2), (2, 3, 1, 2), (1, 2, 2, 1, 2)]


def data_and_point(widths, seed):
    """Three samples and weights of small integers: X, Y and a point that is not critical, with loss factor 1/3."""
    rng = random.Random(f"{widths} {seed}")
    X, Y = ([[rng.randint(-2, 2) for _ in range(3)] for _ in range(rows)] for rows in (widths[0], widths[-1]))
    problem = dln.Problem.from_data(X, Y, widths[1:-1], loss_factor="1/3")
    weights = [[[rng.randint(-2, 2) for _ in range(b)] for _ in range(a)] for a, b in problem.shapes]
    return X, Y, dln.Point(problem, weights)


def met(point):
    """The same weights with the targets that they meet, where the Hessian is the Gauss-Newton matrix."""
    problem = point.problem
    Syx = point.end_to_end @ problem.Sxx
    moments = problem.Sxx, Syx, Syx @ point.end_to_end.T
    return dln.Point(dln.Problem.from_moments(*moments, problem.hidden, loss_factor=problem.loss_factor), point.weights)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_both_parts_add_up_to_the_hessian_and_the_first_is_that_of_met_targets(widths):
    _, _, point = data_and_point(widths, 0)
    G, F = dln.ggn(point.problem, point), dln.functional_part(point.problem, point)
    assert point.hessian == G + F
    assert met(point).hessian == G
    assert diagonal(G) == diagonal(point.hessian)
    assert dln.inertia_of(G).negative == 0


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_fisher_matrices_of_samples_add_up(widths):
    X, Y, point = data_and_point(widths, 1)
    problem = point.problem
    parts = fisher_of_samples(problem, point, X)
    assert sum(parts[1:], parts[0]) == dln.ggn(problem, point)
    assert all(part.rank() <= widths[-1] for part in parts)
    gradients = sample_gradients(problem, point, X, Y)
    total = [sum(row) for row in gradients.rows()]
    assert total == [entry for layer in point.gradient for entry in layer.entries()]
    # one sample alone is a problem of its own, and its gradient is the column of that sample
    first = dln.Problem.from_data([[r[0]] for r in X], [[r[0]] for r in Y], problem.hidden, loss_factor="1/3")
    alone = [entry for layer in dln.gradient(first, point.weights) for entry in layer.entries()]
    assert gradients.column(0).entries() == alone
    assert empirical_fisher(problem, point, X, Y) == gradients @ gradients.T


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_kronecker_factors_give_the_diagonal_blocks_of_the_hessian(widths):
    _, _, point = data_and_point(widths, 2)
    problem, columns = point.problem, in_column_order(point.problem, point.hessian)
    start = 0
    for j, (left, right) in enumerate(kronecker_factors(problem, point), 1):
        block = dln.hessian_block(problem, point, j, j)
        assert kronecker(left, right) == block
        places = range(start, start + block.shape[0])
        assert kronecker(right, left) == columns.block(places, places)
        start += block.shape[0]


def test_the_order_of_the_factors_matters():
    _, _, point = data_and_point((2, 3, 1, 2), 2)
    left, right = kronecker_factors(point.problem, point)[0]
    assert kronecker(right, left) != dln.hessian_block(point.problem, point, 1, 1)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_the_kernel_has_the_nonzero_eigenvalues_of_the_gauss_newton_matrix(widths):
    X, _, point = data_and_point(widths, 3)
    problem = point.problem
    kernel = ntk(problem, point, X) * (2 * problem.loss_factor)
    first, second = ([v.factor for v in dln.eigenvalues(M) if not v.is_zero] for M in (kernel, dln.ggn(problem, point)))
    assert first == second
    # by hand: each entry is a scalar product of derivatives of the outputs, outputs first
    J, d_x, m = product_jacobian(problem, point), widths[0], len(X[0])
    rows = [
        [sum(J[p, i * d_x + d] * X[d][n] for d in range(d_x)) for p in range(problem.parameters)]
        for i in range(widths[-1])
        for n in range(m)
    ]
    outputs = dln.Matrix(rows)
    assert outputs @ outputs.T == ntk(problem, point, X)


def test_wrong_data_are_refused_in_one_sentence():
    X, Y, point = data_and_point((3, 2, 2), 0)
    problem = point.problem
    with pytest.raises(InputError, match="X X\\^T is not the Sxx of this problem"):
        fisher_of_samples(problem, point, [[1], [0], [0]])
    with pytest.raises(InputError, match="Y X\\^T is not the Syx"):
        empirical_fisher(problem, point, X, [[0, 0, 0]] * 2)
    with pytest.raises(InputError, match="transpose it if rows are samples"):
        ntk(problem, point, Y)
    with pytest.raises(InputError, match="have 10 weights"):
        in_column_order(problem, dln.Matrix([[1]]))
    with pytest.raises(InputError, match="columns are samples"):
        sample_gradients(problem, point, X, [[0], [0]])
