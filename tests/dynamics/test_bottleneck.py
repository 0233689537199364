"""Convergence to the best approximation of a given rank: against exact losses, closed forms and planted faults."""

import random
from fractions import Fraction

import flint
import pytest

import symdln as dln
from symdln.dynamics import bottleneck
from symdln.dynamics.balls import balls
from symdln.dynamics.bottleneck import rooted
from symdln.dynamics.certified import certified_flow
from symdln.dynamics.convergence import bounds_of
from symdln.dynamics.riccati import riccati_flow

NARROW = dln.Problem.canonical((2, 1), (2, 1, 2))
START = [[["1/2", "1/3"]], [[1], ["1/4"]]]


def random_start(problem, seed):
    rng = random.Random(seed)
    return [[[Fraction(rng.randint(-97, 97), 97) for _ in range(n)] for _ in range(m)] for m, n in problem.shapes]


def test_a_narrow_layer_by_hand():
    # the best product of rank 1 for diag(2, 1) leaves the singular value 1 out: the least loss is 1/2
    run = certified_flow(NARROW, START)
    proof = run.convergence
    assert run.verdict == "CERTIFIED"
    assert proof is not None
    low, high = run.end.loss
    assert Fraction(1, 2) < low
    assert high - Fraction(1, 2) <= proof.excess
    later = proof.time + 2
    (state,) = certified_flow(NARROW, START, at=[later]).states
    assert Fraction(1, 2) <= state.loss[1]
    assert state.loss[0] <= Fraction(1, 2) + proof.excess_at(later)


@pytest.mark.parametrize(("widths", "least"), [((3, 1, 3), "5/2"), ((3, 2, 2, 3), "1/2"), ((3, 2, 3, 3), "1/2")])
def test_other_widths_and_depths(widths, least):
    # left out are 2 and 1, or 1 alone: (4 + 1) / 2 and 1 / 2
    problem = dln.Problem.canonical((3, 2, 1), widths)
    run = certified_flow(problem, random_start(problem, 0))
    assert run.convergence is not None
    assert Fraction(least) <= run.end.loss[1] <= Fraction(least) + 2 * run.convergence.excess


def test_the_limit_is_that_of_the_riccati_solution():
    # W_1 = (3/5, 4/5), W_2 = (0, 1)^T is balanced: W_2^T W_2 = W_1 W_1^T = 1; another route to the product
    start = [[["3/5", "4/5"]], [[0], [1]]]
    proof = certified_flow(NARROW, start).convergence
    assert proof is not None
    product = riccati_flow(NARROW, start, 25).product
    assert [[round(float(low), 6) for low, _ in row] for row in product] == [[2, 0], [0, 0]]


def test_data_that_are_not_white_and_inputs_that_are_singular():
    skewed = dln.Problem.from_data([[1, 2, 0], [0, 1, 1], [0, 0, 1]], [[3, 0, 1], [1, 2, 0], [0, 1, 1]], (1,))
    assert certified_flow(skewed, random_start(skewed, 3), until=400).verdict == "CERTIFIED"
    singular = dln.Problem.from_data([[1, 0], [0, 1], [1, 1]], [[3, 1], [0, 1]], (1,))  # Sxx has rank 2
    assert certified_flow(singular, random_start(singular, 3), until=400).verdict == "CERTIFIED"
    with flint.ctx.workprec(128):
        R, T = rooted(singular)
        assert (R * R.transpose()).overlaps(balls(singular.Sxx))
        assert (T * R.transpose()).overlaps(balls(singular.Syx))


@pytest.mark.parametrize("seed", range(4))
def test_the_inequality_holds_at_random_points_of_the_ball(seed):
    """||grad L||^2 >= 2 m l with the exact gradient and excess; m is for the whole ball."""
    rng, rho = random.Random(seed), 0.02
    centre = [dln.Matrix([[2, 0]]), dln.Matrix([[1], [0]])]
    with flint.ctx.workprec(128):
        rate = bounds_of(NARROW).at([balls(layer) for layer in centre]).rate(flint.arb(rho))
    assert rate is not None
    m = Fraction(int(float(rate) * 10**9), 10**9)
    assert m > 0
    for _ in range(20):
        moves = [[[Fraction(rng.randint(-9, 9), 1000) for _ in row] for row in layer.rows()] for layer in centre]
        point = dln.Point(NARROW, [layer + dln.Matrix(move) for layer, move in zip(centre, moves, strict=True)])
        gradient = sum((block.norm_squared() for block in point.gradient), Fraction(0))
        assert gradient >= 2 * m * (point.loss - Fraction(1, 2))


def test_a_saddle_is_not_certified():
    # W_1 = (0, 1/2), W_2 = (0, 1)^T tends to the product diag(0, 1), a saddle of loss 2, along its stable manifold
    run = certified_flow(NARROW, [[[0, "1/2"]], [[0], [1]]], until=20)
    assert (run.verdict, run.end.time) == ("UNDECIDED", 20)
    # a target of rank 1 below the width 2 of the narrow layer: sigma_2(Q) tends to 0, and nothing is proved
    low = dln.Problem.canonical((1, 0, 0), (3, 2, 3))
    assert certified_flow(low, random_start(low, 1), until=5).verdict == "UNDECIDED"


def test_a_gap_that_is_left_out_certifies_a_saddle(monkeypatch):
    """The planted fault: with c = 1 whatever the gap is, the saddle above is taken for a minimum, which is noticed."""
    monkeypatch.setattr(bottleneck._LocalBottleneck, "comparison", lambda self, rho: flint.arb(1))
    run = certified_flow(NARROW, [[[0, "1/2"]], [[0], [1]]], until=20)
    assert run.convergence is not None
    assert run.end.loss[0] > Fraction(1, 2) + run.convergence.excess  # far above what was "proved"
