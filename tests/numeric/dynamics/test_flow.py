"""Flow and descent against closed forms, a high-precision referee, and what theory says of every run."""

from __future__ import annotations

import math

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import NumericProblem, Stop, descend, drift_bound, flow, flow_batch, gradient, loss
from symdln.numeric.dynamics.referee import referee_flow
from tests.numeric.support import random_batch, random_problem


def chain(value: int) -> NumericProblem:
    return NumericProblem.of(dln.Problem.canonical((value,), (1, 1, 1)))


def logistic(start: float, value: float, time: float) -> float:
    """p(t) for ``p' = 2 p (s - p)``: what p = ab obeys when a = b, as a' = (s - ab) b and b' = (s - ab) a."""
    return value / (1 + (value / start - 1) * math.exp(-2 * value * time))


@pytest.mark.parametrize("points", [3, 200])
def test_legs_end_where_the_plain_iteration_does(points):
    # more or fewer points than lie side by side in memory; ends by gradient norm at steps of their own
    problem, step = NumericProblem.of(dln.Problem.canonical((2, 1), (2, 2, 2))), 0.05
    W = [layer / 2 for layer in random_batch(problem, points, 3)]
    run = descend(problem, W, step=step, gradient_norm=1e-3)
    for b in range(0, points, points // 3):
        layers, length, radius = [layer[b : b + 1] for layer in W], 0.0, 0.0
        for n in range(10_000):  # noqa: B007  n is looked at after the loop
            slopes = gradient(problem, layers)
            norm = math.sqrt(sum(float((slope**2).sum()) for slope in slopes))
            radius = max(radius, math.sqrt(sum(float((layer**2).sum()) for layer in layers)))
            if norm <= 1e-3:
                break
            layers, length = [a - step * g for a, g in zip(layers, slopes, strict=True)], length + step * norm
        assert run.steps[b] == n  # pyright: ignore[reportPossiblyUnboundVariable]
        assert all(np.allclose(end[b], layer[0], atol=1e-10) for end, layer in zip(run.weights, layers, strict=True))
        np.testing.assert_allclose([run.lengths[b], run.radii[b]], [length, radius], rtol=1e-10)
        np.testing.assert_allclose(run.losses[b], loss(problem, layers)[0], rtol=1e-7)  # it cancels


@pytest.mark.parametrize(("start", "value"), [(0.25, 1), (0.01, 2), (4.0, 1)])
def test_balanced_scalar_flow_is_logistic(start, value):
    layers, times = [np.full((1, 1, 1), start**0.5)] * 2, np.linspace(0, 3, 13)
    run = flow_batch(chain(value), layers, rtol=1e-10, at=times, time=3.0)
    wanted = np.array([(logistic(start, value, t) - value) ** 2 / 2 for t in times])
    np.testing.assert_allclose(run.samples.losses[:, 0], wanted, atol=1e-8)
    for method, rtol in (("DOP853", 1e-10), ("Radau", 1e-8)):
        single = flow(chain(value), [layer[0] for layer in layers], rtol=rtol, time=3.0, method=method)
        products = (single.weights[0] * single.weights[1]).ravel()
        np.testing.assert_allclose(products, [logistic(start, value, t) for t in single.times], atol=1e-6)
        assert single.stop in (Stop.TIME, Stop.GRADIENT)


def test_flow_and_batch_agree_with_the_referee_off_the_balanced_set():
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    exact = [[["1/2", "-1/3"]], [["1/5"], ["1"]]]
    layers = [np.array([[0.5, -1 / 3]]), np.array([[0.2], [1.0]])]
    judge = referee_flow(problem, exact, "3/2", dps=20)
    wanted = np.array([float(value) for layer in judge.weights for row in layer for value in row])
    numeric = NumericProblem.of(problem)
    batch = flow_batch(numeric, [layer[None] for layer in layers], rtol=1e-10, time=1.5)
    single = flow(numeric, layers, time=1.5)
    for found in (batch.weights, single.final):
        np.testing.assert_allclose(np.concatenate([np.ravel(layer) for layer in found]), wanted, atol=1e-8)
    coarse = flow_batch(numeric, [layer[None] for layer in layers], rtol=0.3, method="RK23", time=1.5)
    assert max(abs(np.concatenate([np.ravel(layer) for layer in coarse.weights]) - wanted)) > 1e-8  # a fault is seen


@pytest.mark.parametrize("widths", [(2, 2, 2), (4, 4, 4, 4), (3, 1, 2, 3)])
def test_drift_of_the_invariants_stays_below_its_bound(widths):
    problem = NumericProblem.of(dln.Problem.canonical((2, 1) if min(widths) > 1 else (2,), widths))
    W = [layer / 2 for layer in random_batch(problem, 6, 5)]
    run = flow_batch(problem, W, rtol=1e-10, time=20.0)
    assert (run.drifts <= drift_bound(run, 1e-10)).all()
    single = flow(problem, [layer[0] for layer in W], rtol=1e-10)
    assert single.drifts.max() <= drift_bound(single, 1e-10)
    descent = descend(problem, W, step=1e-3, steps=2000)  # Euler steps drift by the step size: the bound notices
    assert (descent.drifts > drift_bound(descent, 1e-10)).all()


def test_loss_falls_and_every_end_is_near_a_critical_value():
    exact = dln.Problem.canonical((3, 2, 1), (3, 3, 3, 3))
    problem = NumericProblem.of(exact)
    W = [layer / 2 for layer in random_batch(problem, 50, 3)]
    run = flow_batch(problem, W, at=np.linspace(0, 60, 200))
    assert run.converged.all()
    assert (run.gradient_norms <= 1e-8).all()
    assert (np.diff(run.samples.losses, axis=0) <= 1e-12).all()
    slopes = np.sqrt(sum((layer**2).sum(axis=(1, 2)) for layer in gradient(problem, run.weights)))
    np.testing.assert_allclose(slopes, run.gradient_norms, rtol=1e-4)
    values = np.array([float(value.value) for value in exact.critical_values()])
    assert abs(run.losses[:, None] - values).min(axis=1).max() < 1e-6


def test_a_flow_in_an_invariant_plane_ends_at_a_saddle_that_is_classified_exactly():
    # P stays diag(ab, 0), since the gradient has no entry outside; a = b, ab -> 4, so a -> 2: W_j -> diag(2, 0)
    exact = dln.Problem.canonical((4, 1), (2, 2, 2))
    layers = [np.diag([0.5, 0.0])[None]] * 2
    run = flow_batch(NumericProblem.of(exact), layers)
    assert run.converged.all()
    rounded = dln.Point(exact, [np.rint(layer[0]).astype(int).tolist() for layer in run.weights])
    assert rounded.is_critical
    assert rounded.label == "strict saddle"
    assert rounded.selection == (0,)
    assert math.isclose(run.losses[0], float(rounded.loss), abs_tol=1e-12)


def test_descent_is_the_plain_iteration():
    problem = NumericProblem.of(random_problem((2, 3, 2), 4))
    W = [layer / 2 for layer in random_batch(problem, 3, 1)]
    run = descend(problem, W, step=0.01, steps=25, at=[0, 10, 25])
    losses = {0: loss(problem, W)}
    for n in range(1, 26):
        W = [layer - 0.01 * slope for layer, slope in zip(W, gradient(problem, W), strict=True)]
        losses[n] = loss(problem, W)
    np.testing.assert_allclose(run.samples.losses, [losses[n] for n in (0, 10, 25)], rtol=1e-11)
    assert run.steps.tolist() == [25] * 3
    assert run.stops.tolist() == [Stop.STEPS] * 3
