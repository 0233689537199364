"""The high-precision referee against a closed form."""

from __future__ import annotations

import symdln as dln
from symdln.numeric.dynamics.referee import referee_flow


def test_the_referee_matches_the_closed_form_to_thirty_digits():
    run = referee_flow(dln.Problem.canonical((1,), (1, 1, 1)), [[["1/2"]], [["1/2"]]], 1, dps=40)
    (a,), (b,) = run.weights[0][0], run.weights[1][0]
    context = a.context
    wanted = 1 / (1 + 3 * context.exp(-2))  # the logistic form with p(0) = 1/4, s = 1, t = 1
    assert abs(a * b - wanted) < context.mpf(10) ** -38
    assert abs(run.loss - (wanted - 1) ** 2 / 2) < context.mpf(10) ** -38
    assert abs(run.drift) < context.mpf(10) ** -38
