"""Gauss-Newton matrices of float batches against the exact ones, within the stated bounds; spectra likewise."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.curvature import compare, eigenvalues
from symdln.errors import InputError
from symdln.numeric import (
    NumericProblem,
    ggn,
    ggn_bound,
    ggn_vector_product,
    hessian_block,
    kronecker_factors,
    spectra,
)
from tests.numeric.support import random_batch, random_problem

WIDTHS = [(2, 3, 2), (3, 1, 2, 2), (2, 2, 3, 1, 2)]


def exact_points(problem, W, count):
    """Points whose weights are exactly the floats of the batch."""
    for place in range(count):
        yield dln.Point(problem, [layer[place] for layer in W], exactly=True)


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_entries_are_within_the_bound(widths):
    exact = random_problem(widths, 0)
    problem = NumericProblem.of(exact)
    W = random_batch(problem, 4, 1)
    found, bound = ggn(problem, W), ggn_bound(problem, W)
    for place, point in enumerate(exact_points(exact, W, 4)):
        for a, row in enumerate(dln.ggn(exact, point).rows()):
            for b, value in enumerate(row):
                assert abs(Fraction(found[place, a, b]) - value) <= Fraction(bound[place, a, b])
    assert (bound < 1e-10 * (1 + abs(found).max())).all()


@pytest.mark.parametrize("widths", WIDTHS, ids=str)
def test_factors_and_products_agree_with_the_matrix(widths):
    problem = NumericProblem.of(random_problem(widths, 1))
    W, V = random_batch(problem, 5, 2), random_batch(problem, 5, 3)
    found = ggn(problem, W)
    scale = abs(found).max() * 1e-12
    for j, (left, right) in enumerate(kronecker_factors(problem, W), 1):
        blocks = np.array([np.kron(a, b) for a, b in zip(left, right, strict=True)])
        assert abs(blocks - hessian_block(problem, W, j, j)).max() <= scale
    flat = np.concatenate([layer.reshape(5, -1) for layer in V], axis=1)
    product = np.concatenate([layer.reshape(5, -1) for layer in ggn_vector_product(problem, W, V)], axis=1)
    assert abs(product - np.einsum("bij,bj->bi", found, flat)).max() <= scale * abs(flat).max() * flat.shape[1]


@pytest.mark.parametrize("matrix", ["hessian", "ggn"])
def test_spectra_are_within_the_bound(matrix):
    exact = random_problem((2, 2, 2), 3)
    problem = NumericProblem.of(exact)
    W = random_batch(problem, 3, 4)
    found = spectra(problem, W, matrix)
    for place, point in enumerate(exact_points(exact, W, 3)):
        whole = point.hessian if matrix == "hessian" else dln.ggn(exact, point)
        repeated = [value for value in eigenvalues(whole) for _ in range(value.multiplicity)]
        for value, computed in zip(repeated, found.values[place], strict=True):
            room = Fraction(found.bound[place])
            assert compare(value, Fraction(computed) - room) >= 0 >= compare(value, Fraction(computed) + room)
    assert (found.bound < 1e-10 * (1 + abs(found.values).max())).all()


def test_one_point_is_one_matrix():
    problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    W = [np.array([[0.0]]), np.array([[0.0]])]
    assert ggn(problem, W).shape == (2, 2)
    assert spectra(problem, W).values.tolist() == [[2.0, -2.0]]
    assert spectra(problem, W, "ggn").values.tolist() == [[0.0, 0.0]]
    with pytest.raises(InputError, match='choose "hessian" or "ggn"'):
        spectra(problem, W, "fisher")
