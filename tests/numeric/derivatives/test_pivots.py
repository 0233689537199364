"""Signs of pivots against the exact inertia, where the Hessian is well away from singular."""

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import NumericProblem, hessian, pivot_signs
from symdln.numeric.derivatives import hessians
from tests.numeric.support import floats, random_batch, random_layers, random_problem, stacked


@pytest.mark.parametrize("widths", [(2, 3, 2), (2, 2, 2, 2), (3, 3, 3)], ids=str)
def test_signs_are_the_exact_inertia_at_random_points(widths):
    exact = random_problem(widths, 0)
    points = [random_layers(exact, seed) for seed in range(8)]
    signs = pivot_signs(NumericProblem.of(exact), stacked([floats(W) for W in points]))
    for W, counts in zip(points, signs, strict=True):
        inertia = dln.Point(exact, W).inertia_by_hessian
        assert inertia.zero == 0, "the point is singular, and no case of this test"
        assert tuple(counts) == (inertia.positive, inertia.negative, 0)


def test_pairs_of_pivots_are_counted_by_hand():
    # W = 0 at depth 2: L = 1/2 |W_2 W_1 - diag(2, 1)|^2 has the Hessian [[0, -K], [-K^T, 0]] with K invertible, so
    # signature (4, 4), and with a zero diagonal every pivot is a 2 x 2 block.
    problem = NumericProblem.of(dln.Problem.canonical((2, 1), (2, 2, 2)))
    assert pivot_signs(problem, [np.zeros((2, 2)), np.zeros((2, 2))]).tolist() == [4, 4, 0]


def test_zero_pivots_are_counted_as_zero():
    # At depth 3 the Hessian at W = 0 vanishes.
    problem = NumericProblem.of(dln.Problem.canonical((2, 1), (2, 2, 2, 2)))
    assert pivot_signs(problem, [np.zeros((5, 2, 2))] * 3).tolist() == [[0, 0, 12]] * 5


@pytest.mark.parametrize("wide", [1, 100])
def test_batches_longer_than_a_slab_agree_with_eigenvalues(wide, monkeypatch):
    monkeypatch.setattr(hessians, "WIDE", wide)
    problem = NumericProblem.of(dln.Problem.canonical((4, 3, 2, 1), (4, 4, 4, 4)))
    W = random_batch(problem, 470, 0)
    signs = pivot_signs(problem, W)
    values = np.linalg.eigvalsh(hessian(problem, W))
    smallest = abs(values).min(axis=1) / abs(values).max(axis=1)
    clear = smallest > 1e-10
    assert clear.sum() > 400
    assert np.array_equal(signs[clear, 0], (values[clear] > 0).sum(axis=1))
    assert np.array_equal(signs[clear, 1], (values[clear] < 0).sum(axis=1))
