"""Fitted slopes of escape epochs: planted ones are found, wrong ones are not."""

from __future__ import annotations

import itertools
import math

import numpy as np

import symdln as dln
from symdln.numeric.dynamics.escape import (
    setup,
)
from symdln.numeric.dynamics.statistics import fitted

SCALAR = dln.Problem.canonical((1,), (1, 1, 1, 1))


def small(**options):
    return setup(SCALAR, **{"runs": 20, "epsilons": (0.2, 0.1), "step": 0.05, "steps": 4000, **options})


def test_fits_find_planted_slopes_and_reject_wrong_ones():
    experiment = small(runs=400, epsilons=(0.2, 0.1, 0.05))
    rng = np.random.default_rng(0)
    strict, third = experiment.saddles
    assert (strict.order, third.order) == (2, 3)
    planted = {}
    for epsilon in experiment.epsilons:
        noise = rng.normal(size=(2, 400))
        planted[strict.number, epsilon] = np.rint(50 + 20 * math.log(1 / epsilon) + 5 * noise[0])
        planted[third.number, epsilon] = np.rint(1000 / epsilon * np.exp(0.2 * noise[1]))
    fit = fitted(experiment, strict, planted)
    assert fit.scale == "log"
    assert fit.low < 20 < fit.high
    assert fit.distances == (0.05, 0.1, 0.2)
    power = fitted(experiment, third, planted)
    assert power.scale == "power"
    assert power.low < power.theory == 1 < power.high
    assert power.high - power.low < 0.2
    steeper = {key: values**2 for key, values in planted.items()}  # slope 2 where theory says 1
    assert fitted(experiment, third, steeper).low > 1.5


def test_an_interval_is_not_made_up_where_a_resample_has_no_median():
    # at 0.1 one run of three never escapes: the median is 20, so the slope is log2(20 / 10) = 1, but a resample that
    # draws that run twice, 7 of 27, has an infinite median
    experiment = small(runs=3, epsilons=(0.2, 0.1))
    third = experiment.saddles[1]
    planted = {(third.number, 0.2): np.full(3, 10.0), (third.number, 0.1): np.array([20.0, 20.0, math.inf])}
    fit = fitted(experiment, third, planted)
    assert math.isclose(fit.slope, 1)
    assert (fit.low, fit.high) == (None, None)


def test_slopes_are_fitted_on_the_smallest_distances_and_local_ones_show_the_trend():
    # epochs 100 (1/eps)(1 + 10 eps) with no scatter: local slopes fall towards 1 as eps does
    distances = (0.4, 0.2, 0.1, 0.01, 0.001)
    experiment = small(runs=3, epsilons=distances)
    third = experiment.saddles[1]
    planted = {(third.number, epsilon): np.full(3, 100 / epsilon * (1 + 10 * epsilon)) for epsilon in distances}
    fit = fitted(experiment, third, planted, smallest=2)
    wanted = [math.log((1 / b + 10) / (1 / a + 10)) / math.log(a / b) for a, b in itertools.pairwise(distances)]
    np.testing.assert_allclose(fit.local, wanted)
    assert fit.distances == (0.001, 0.01)
    np.testing.assert_allclose([fit.slope, fit.low, fit.high], fit.local[-1])  # pyright: ignore[reportCallIssue]
    assert fitted(experiment, third, planted).distances == (0.001, 0.01, 0.1)
    assert math.isclose(fit.local[0], math.log2(15 / 12.5))  # by hand, and the last is near 1
    assert math.isclose(fit.local[-1], math.log10(1010 / 110))


def test_the_strict_slope_of_theory_is_that_of_the_linear_iteration():
    # the kind with W = (1, 0, 0): L = 1/2 (bc - 1)^2 there, Hessian eigenvalues -1, 0, 1: growth 1 + step a step
    experiment = small(runs=1)
    strict = experiment.saddles[0]
    flat = {(strict.number, epsilon): np.array([10.0]) for epsilon in experiment.epsilons}
    assert math.isclose(fitted(experiment, strict, flat).theory, 1 / math.log(1.05), rel_tol=1e-9)
