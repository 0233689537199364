"""Runge-Kutta pairs: order conditions, and what stabilised ones are for."""

from __future__ import annotations

import math

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import NumericProblem, flow_batch
from symdln.numeric.dynamics.pairs import PAIRS, stabilised
from tests.numeric.support import random_batch


@pytest.mark.parametrize(("name", "order"), [("RK23", 3), ("RK45", 5)])
def test_the_pairs_satisfy_the_order_conditions(name, order):
    pair = PAIRS[name]
    c = np.array([0.0, *(stage.sum() for stage in pair.stages)])
    b, error = np.append(pair.stages[-1], 0.0), pair.error
    for power in range(order):  # sum b c^(k-1) = 1/k up to the order; the embedded pair up to one less
        assert math.isclose(b @ c**power, 1 / (power + 1), rel_tol=1e-14)
    assert np.allclose([error @ c**power for power in range(order - 1)], 0, atol=1e-15)
    assert abs(error @ c ** (order - 1)) > 1e-5  # the error estimate sees the next power
    A = np.zeros((len(c), len(c)))
    for i, stage in enumerate(pair.stages, start=1):
        A[i, : len(stage)] = stage
    assert math.isclose(b @ A @ c, 1 / 6, rel_tol=1e-14)  # and the first condition on two levels


@pytest.mark.parametrize("stages", [3, 4, 8])
def test_the_stabilised_pair_is_of_order_two_and_damps_a_long_interval(stages):
    pair = stabilised(stages)
    A = np.zeros((stages + 1, stages + 1))
    for i, stage in enumerate(pair.stages, start=1):
        A[i, : len(stage)] = stage
    b, c = np.append(pair.stages[-1], 0.0), A.sum(axis=1)
    assert np.allclose([b.sum(), b @ c], [1, 1 / 2], atol=1e-14)
    assert np.allclose([pair.error.sum(), pair.error @ c], 0, atol=1e-14)
    assert abs(pair.error @ c**2) > 1e-3
    # on y' = -x y one step is 1 - x b^T (1 + x A)^-1 1 for the tableau: a polynomial below 1 where theory says
    end = 2 / 3 * (stages**2 - 1) * (1 - 2 / 15 * 2 / 13)
    factors = [
        1 - x * b @ np.linalg.solve(np.eye(stages + 1) + x * A, np.ones(stages + 1)) for x in (0.1, end / 2, end)
    ]
    assert math.isclose(factors[0], math.exp(-0.1), abs_tol=1e-4)
    assert max(map(abs, factors)) < 1
    beyond = 1.3 * end
    assert abs(1 - beyond * b @ np.linalg.solve(np.eye(stages + 1) + beyond * A, np.ones(stages + 1))) > 1


def test_the_stabilised_pair_reaches_a_stiff_minimum_with_fewer_slopes():
    # curvatures at the balanced minimum from 2 to 100: stability bounds the steps by about 2.5/100 and 10/100
    problem = NumericProblem.of(dln.Problem.canonical((50, 1), (2, 2, 2)))
    W = [layer / 2 for layer in random_batch(problem, 20, 1)]
    slopes = {}
    for method in ("RK23", "RKC4"):
        run = flow_batch(problem, W, rtol=0.01, method=method)
        assert run.converged.all()
        assert run.losses.max() < 1e-12
        slopes[method] = (len(PAIRS[method].error) - 1) * int((run.steps + run.rejected).max())
    assert slopes["RKC4"] < 0.7 * slopes["RK23"]
