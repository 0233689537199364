"""Certified trajectories against closed forms and other integrators, with planted faults."""

import math
import random
from fractions import Fraction

import flint
import numpy as np
import pytest
from scipy.integrate import solve_ivp

import symdln as dln
from symdln.dynamics import taylor
from symdln.dynamics.certified import BrokenEnclosureError, certified_flow
from symdln.dynamics.invariants import imbalances
from symdln.dynamics.riccati import riccati_flow
from symdln.errors import InputError
from symdln.numeric import NumericProblem, gradient
from symdln.numeric.dynamics.referee import referee_flow

DEPTH_THREE = dln.Problem.canonical((2, 1), (2, 2, 2, 2))


def start_of(problem, seed):
    rng = random.Random(seed)
    return [[[Fraction(rng.randint(-8, 8), 8) for _ in range(n)] for _ in range(m)] for m, n in problem.shapes]


def test_the_logistic_mode_at_several_times():
    # balanced, a = b = 1/2: p' = 2 p (1 - p), p(t) = 1 / (1 + 3 e^(-2t))
    problem = dln.Problem.canonical((1,), (1, 1, 1))
    run = certified_flow(problem, [[["1/2"]], [["1/2"]]], at=["1/3", 1, 5])
    for state in run.states:
        with flint.ctx.workprec(200):
            t = flint.arb(flint.fmpq(state.time.numerator, state.time.denominator))
            exact = 1 / (1 + 3 * (-2 * t).exp())
            low, high = (flint.arb(flint.fmpq(x.numerator, x.denominator)) for x in state.product[0][0])
            assert low < exact < high
    assert [state.time for state in run.states] == [Fraction(1, 3), 1, 5]
    assert run.convergence is not None
    # at the minimum a = b = 1 the PL constant is m = 2 f (a^2 + b^2) lambda = 2: the rate proved lies below it
    assert 0 < run.convergence.rate < 2


@pytest.mark.parametrize("time", ["1/4", 1, 3])
def test_enclosures_meet_those_of_the_riccati_solution(time):
    problem = dln.Problem.from_data([[1, 1], [1, -1]], [[3, 1], [1, 2]], (2,))
    start = [[["3/5", "4/5"], ["-4/5", "3/5"]], [[2, 0], [0, 2]]]
    (state,) = certified_flow(problem, start, at=[time]).states
    other = riccati_flow(problem, start, time).product
    for row, exact in zip(state.product, other, strict=True):
        for (low, high), (left, right) in zip(row, exact, strict=True):
            assert low <= right
            assert left <= high
            assert high - low < 1e-12


def test_three_integrators_agree_at_depth_three():
    start, time = start_of(DEPTH_THREE, 3), Fraction(1, 4)
    (state,) = certified_flow(DEPTH_THREE, start, at=[time]).states
    series = referee_flow(DEPTH_THREE, start, time, dps=30)
    fast = NumericProblem.of(DEPTH_THREE)

    def slope(_, flat):
        layers = [block.reshape(shape) for block, shape in zip(np.split(flat, 3), fast.shapes, strict=True)]
        return -np.concatenate([np.asarray(block).ravel() for block in gradient(fast, layers)])

    begin = np.array([float(x) for layer in start for row in layer for x in row])
    end = solve_ivp(slope, (0, float(time)), begin, method="DOP853", rtol=1e-12, atol=1e-12).y[:, -1]
    enclosed = [entry for layer in state.weights for row in layer for entry in row]
    digits = [x for layer in series.weights for row in layer for x in row]
    for (low, high), x, y in zip(enclosed, digits, end, strict=True):
        assert low <= Fraction(str(x)) <= high  # thirty digits of another program lie inside
        assert abs(float(low) - y) < 1e-9


@pytest.mark.parametrize("widths", [(3, 3, 3), (3, 3, 3, 3), (2, 3, 2, 4), (2, 2, 2, 2, 2)])
def test_convergence_is_certified_and_the_bound_holds_later(widths):
    problem = dln.Problem.canonical((2, 1), widths) if min(widths) == 2 else dln.Problem.canonical((3, 2, 1), widths)
    start = start_of(problem, 0)
    run = certified_flow(problem, start)
    assert run.verdict == "CERTIFIED"
    proof = run.convergence
    assert proof is not None
    later = proof.time + 1
    (state,) = certified_flow(problem, start, at=[later]).states
    # two routes to the loss at a later time: the enclosed weights, and the proved rate
    assert state.loss[0] <= proof.excess_at(later)
    assert state.loss[1] < proof.excess
    until = proof.time_until("1/1000000000000")
    assert proof.excess_at(until) <= Fraction(1, 10**12) * (1 + Fraction(1, 10**9))


def test_invariants_loss_and_radius_are_enclosed():
    start = start_of(DEPTH_THREE, 5)
    run = certified_flow(DEPTH_THREE, start, at=[0, 1])
    first, second = run.states
    exact = dln.loss(DEPTH_THREE, start)
    assert first.loss[0] <= exact <= first.loss[1]
    assert second.loss[1] < exact
    for matrix, enclosure in zip(imbalances(DEPTH_THREE, start), second.invariants, strict=True):
        for row, enclosed in zip(matrix.rows(), enclosure, strict=True):
            assert all(low <= value <= high for value, (low, high) in zip(row, enclosed, strict=True))
    assert 0 < second.radius < 1e-12


def test_data_that_are_not_white_and_inputs_that_are_singular():
    # X has rank 1, so lambda is the positive eigenvalue of Sxx = (1, 1; 1, 1), which is 2
    problem = dln.Problem.from_data([[1], [1]], [[2]], (2,))
    run = certified_flow(problem, [[[1, 0], [0, 1]], [[1, "1/2"]]])
    assert run.verdict == "CERTIFIED"
    skewed = dln.Problem.from_data([[1, 2], [0, 1]], [[1, 0], [3, 1]], (3,))
    assert certified_flow(skewed, start_of(skewed, 1)).verdict == "CERTIFIED"


def test_where_nothing_is_proved_the_answer_is_undecided():
    # W = 0 is a saddle and stays; at widths (2, 1, 2) the product cannot fit the target, so no rate is proved
    zero = [[[0, 0], [0, 0]]] * 3
    run = certified_flow(DEPTH_THREE, zero, until=3)
    assert (run.verdict, run.end.time) == ("UNDECIDED", 3)
    assert "not proved by the time 3" in run.reason
    narrow = dln.Problem.canonical((2, 1), (2, 1, 2))
    assert certified_flow(narrow, [[[1, 1]], [[1], [1]]], until=2).verdict == "UNDECIDED"
    few = certified_flow(DEPTH_THREE, start_of(DEPTH_THREE, 3), steps=2)
    assert few.steps == 2
    assert "2 allowed steps" in few.reason


def changed_series(change):
    plain = taylor.Field.series

    def series(self, weights, order):
        W, G = plain(self, weights, order)
        W[0][5] = W[0][5] * change
        return W, G

    return series


def test_a_changed_coefficient_of_the_series_breaks_the_invariants(monkeypatch):
    monkeypatch.setattr(taylor.Field, "series", changed_series(flint.arb(1) + flint.arb(2) ** -20))
    with pytest.raises(BrokenEnclosureError, match="exact invariants"):
        certified_flow(DEPTH_THREE, start_of(DEPTH_THREE, 3), at=[1])


@pytest.mark.parametrize("fault", ["mu", "defect"])
def test_bounds_left_out_are_noticed_by_the_closed_form(monkeypatch, fault):
    """Growth of the error, or the terms beyond the order, set to zero: the closed form must leave the enclosure."""
    if fault == "mu":
        monkeypatch.setattr(taylor, "coupling", lambda sizes: flint.arb(0))
    else:
        monkeypatch.setattr(taylor, "defect_bound", lambda *_: flint.arb(0))
    # far from the fit errors grow like e^(s t); a start on a grid of 53 bits makes the first error large
    problem = dln.Problem.canonical((3,), (1, 1, 1))
    run = certified_flow(problem, [[["1/100000"]], [["1/100000"]]], at=[2], bits=53)
    low, high = run.states[0].product[0][0]
    exact = 3 / (1 + (3 * 10**10 - 1) * math.exp(-12))  # s / (1 + (s / u_0 - 1) e^(-2 s t))
    assert not (1 - 1e-13) * float(low) <= exact <= (1 + 1e-13) * float(high)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"at": [2, 1]}, "must be increasing"),
        ({"at": [-1]}, "not negative"),
        ({"until": 0}, "positive time"),
        ({"steps": 0}, "steps must be an integer"),
        ({"bits": 10}, "bits must be an integer"),
    ],
)
def test_bad_input_is_a_sentence(options, sentence):
    with pytest.raises(InputError, match=sentence):
        certified_flow(DEPTH_THREE, start_of(DEPTH_THREE, 0), **options)
