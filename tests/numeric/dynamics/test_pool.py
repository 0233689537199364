"""Points that enter and leave a running batch."""

from __future__ import annotations

import numpy as np

import symdln as dln
from symdln.numeric import NumericProblem, descend, flow_batch
from tests.numeric.support import random_batch


def test_finished_points_leave_and_waiting_ones_enter_without_mixing(monkeypatch):
    monkeypatch.setattr("symdln.numeric.dynamics.pool.CAPACITY", 16)
    problem = NumericProblem.of(dln.Problem.canonical((2, 1), (2, 2, 2)))
    W = random_batch(problem, 100, 8)
    together = flow_batch(problem, W, rtol=1e-6)
    steps = descend(problem, W, step=0.02)
    for b in (0, 15, 16, 57, 99):
        one = [layer[b : b + 1] for layer in W]
        alone, few = flow_batch(problem, one, rtol=1e-6), descend(problem, one, step=0.02)
        assert steps.steps[b] == few.steps[0]
        for layer, other in zip(together.weights, alone.weights, strict=True):
            np.testing.assert_allclose(layer[b], other[0], atol=1e-7)
