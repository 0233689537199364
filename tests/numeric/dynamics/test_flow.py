"""Flow and descent against closed forms, a high-precision referee, and what theory says of every run."""

from __future__ import annotations

import math

import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric import NumericProblem, Stop, descend, drift_bound, flow, flow_batch, gradient, loss
from symdln.numeric.dynamics.columns import Columns
from symdln.numeric.dynamics.pairs import PAIRS, stabilised
from symdln.numeric.dynamics.referee import referee_flow
from tests.numeric.support import WIDTHS, random_batch, random_problem


def chain(value: int) -> NumericProblem:
    return NumericProblem.of(dln.Problem.canonical((value,), (1, 1, 1)))


def logistic(start: float, value: float, time: float) -> float:
    """p(t) for ``p' = 2 p (s - p)``: what p = ab obeys when a = b, as a' = (s - ab) b and b' = (s - ab) a."""
    return value / (1 + (value / start - 1) * math.exp(-2 * value * time))


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
        assert run.steps[b] == n
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


def test_the_referee_matches_the_closed_form_to_thirty_digits():
    run = referee_flow(dln.Problem.canonical((1,), (1, 1, 1)), [[["1/2"]], [["1/2"]]], 1, dps=40)
    (a,), (b,) = run.weights[0][0], run.weights[1][0]
    context = a.context
    wanted = 1 / (1 + 3 * context.exp(-2))  # the logistic form with p(0) = 1/4, s = 1, t = 1
    assert abs(a * b - wanted) < context.mpf(10) ** -38
    assert abs(run.loss - (wanted - 1) ** 2 / 2) < context.mpf(10) ** -38
    assert abs(run.drift) < context.mpf(10) ** -38


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


def test_every_end_has_its_name():
    problem, one = chain(1), np.ones((1, 1, 1))
    start = [one / 2, one / 2]
    assert flow_batch(problem, [0 * one, 0 * one]).stops.tolist() == [Stop.GRADIENT]  # the origin is a saddle
    assert flow_batch(problem, start, time=0.5).times.tolist() == [0.5]
    assert flow_batch(problem, start, time=0.5).stops.tolist() == [Stop.TIME]
    assert flow_batch(problem, start, steps=2).stops.tolist() == [Stop.STEPS]
    assert flow_batch(problem, start, loss=0.1).losses[0] <= 0.1
    assert flow_batch(problem, start, loss=0.1).stops.tolist() == [Stop.LOSS]
    assert descend(problem, [9 * one, 9 * one], step=1.0).stops.tolist() == [Stop.DIVERGED]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rtol": 0}, "rtol must be positive"),
        ({"rtol": 1.0}, "rtol must be at most 0.5"),
        ({"method": "RK7"}, "use one of RK23, RK45, RKC4"),
        ({"steps": 0}, "steps must be a positive integer"),
        ({"at": [2, 1]}, "increasing"),
        ({"loss": [1.0, 2.0]}, "one for each of the 1 points"),
        ({"time": "soon"}, "time must be a number"),
    ],
)
def test_wrong_options_are_refused_in_a_sentence(options, words):
    with pytest.raises(InputError, match=words):
        flow_batch(chain(1), [np.ones((1, 1, 1))] * 2, **options)
