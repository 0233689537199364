"""Weights as columns, against the batched calculus."""

from __future__ import annotations

import numpy as np
import pytest

from symdln.numeric import NumericProblem, gradient, loss
from symdln.numeric.dynamics.columns import Columns
from tests.numeric.support import WIDTHS, random_batch, random_problem


@pytest.mark.parametrize("points_side_by_side", [True, False])
@pytest.mark.parametrize("widths", WIDTHS)
def test_columns_agree_with_the_batched_calculus(widths, points_side_by_side):
    problem = NumericProblem.of(random_problem(widths, 1))
    W, columns = random_batch(problem, 7, 2), Columns(problem)
    state = np.array(columns.state(W), order="C" if points_side_by_side else "F")
    slope = np.empty_like(state)
    np.testing.assert_allclose(columns.gradient(state, slope), loss(problem, W), rtol=1e-10)
    np.testing.assert_allclose(slope, columns.state(gradient(problem, W)), rtol=1e-9, atol=1e-9)
    assert all(np.array_equal(a, b) for a, b in zip(columns.batch(state), W, strict=True))
