"""Cycles of diagonal networks: which there are, which attract, descent in floats as a second route, and bad input."""

from fractions import Fraction

import numpy as np
import pytest

from symdln.dynamics.diagonal_cycles import diagonal_cycles, rests_stably
from symdln.errors import InputError


def lower_points(cycle):
    """Where each mode that goes round is when the first one is at its lower point."""
    ends = zip(cycle.modes, cycle.in_phase, strict=True)
    return [float((mode.low if low else mode.high)[0]) for mode, low in ends if mode is not None]


def after(targets, step, starts, noise, steps=6000):
    """Both layers after an even number of steps of descent from diagonal weights with small other entries."""
    rng = np.random.default_rng(0)
    n = len(targets)
    first, second = (np.diag(starts) + noise * rng.normal(size=(n, n)) for _ in range(2))
    for _ in range(steps):
        error = second @ first - np.diag(targets)
        first, second = first - step * second.T @ error, second - step * error @ first.T
    return first, second


@pytest.mark.parametrize(("second", "attracts"), [(0.77, True), (0.83, False)])
def test_descent_from_small_other_entries(second, attracts):
    # eta = 1, c = 6/5 goes round, d rests: 1.2 + 0.77 < 2 < 1.2 + 0.83, the border being where the minimum as a whole
    # has the eigenvalue 2 / eta; from entries of size 1e-5 descent stays near the cycle, or not
    exact = [Fraction("6/5"), Fraction(str(second))]
    (cycle,) = diagonal_cycles(exact, 1)
    assert (cycle.moving, cycle.attracts_diagonal, cycle.attracts_matrices) == ((0,), True, attracts)
    (low,) = lower_points(cycle)[:1]
    first, last = after([1.2, second], 1.0, [low, second**0.5], 1e-5)
    away = abs(np.linalg.svd(last @ first)[1] - sorted([low**2, second], reverse=True)).max()
    assert (away < 1e-6) == attracts
    assert away < 1e-6 or away > 1e-2


def test_two_modes_going_round_repel_only_off_the_diagonal():
    # c = 6/5, d = 11/10, u the squares of the points, u_1 + u_2 = 1 + c, u_1 u_2 = 1: two steps have the multiplier
    # 1.129 in phase and one of modulus 1.586 in opposite phase, so 1e-9 grows by 1e6 in about 230 and 60 steps
    cycles = [cycle for cycle in diagonal_cycles(["6/5", "11/10"], 1) if cycle.moving == (0, 1)]
    assert [(c.in_phase, c.attracts_diagonal, c.attracts_matrices) for c in cycles] == [
        ((True, True), True, False),
        ((True, False), True, False),
    ]
    for cycle in cycles:
        starts = lower_points(cycle)
        still, _ = after([1.2, 1.1], 1.0, starts, 0, steps=200)
        assert abs(still - np.diag(starts)).max() < 1e-9
        moved, _ = after([1.2, 1.1], 1.0, starts, 1e-9, steps=230 if cycle.in_phase[1] else 60)
        assert abs(moved - np.diag(starts)).max() > 1e-5


def test_how_many_there_are():
    # modes beyond 1 / s have 3 choices each (rest, and their cycle from either point), others 1: (3 * 3 * 1 - 1) / 2
    cycles = diagonal_cycles([2, 2, "1/2"], "3/5")
    assert len(cycles) == 4
    assert sorted(cycle.moving for cycle in cycles) == [(0,), (0, 1), (0, 1), (1,)]


def test_the_curve_is_left_open():
    # eta = 1/2, a b = 2: (6/5, 5/3) and (5/4, 8/5) have c - 1 = 49/450, d - 1 = 49/800, (c - d)^2 = 2 (c-1)(d-1)(c+d-2)
    targets = [2 * (1 + Fraction(49, 450)), 2 * (1 + Fraction(49, 800))]
    verdicts = {cycle.in_phase: cycle.attracts_matrices for cycle in diagonal_cycles(targets, "1/2")}
    assert verdicts[(True, True)] is None
    assert verdicts[(True, False)] is False


@pytest.mark.parametrize(("second", "attracts"), [("37/50", True), ("39/50", False)])
def test_depth_three(second, attracts):
    # eta = 4/5: the border lies between; descent in floats from entries of size 1e-6 off the diagonal agrees
    (cycle,) = (each for each in diagonal_cycles([1, second], "4/5", 3) if each.moving == (0,))
    assert cycle.attracts_matrices == attracts
    (low,), rest = lower_points(cycle), float(Fraction(second))
    rng = np.random.default_rng(0)
    layers = [np.diag([low, rest ** (1 / 3)]) + 1e-6 * rng.normal(size=(2, 2)) for _ in range(3)]
    for _ in range(6000):
        first, middle, last = layers
        error = last @ middle @ first - np.diag([1, rest])
        slopes = (last @ middle).T @ error, last.T @ error @ first.T, error @ (middle @ first).T
        layers = [W - 0.8 * G for W, G in zip(layers, slopes, strict=True)]
    found = np.linalg.svd(layers[2] @ layers[1] @ layers[0])[1]
    assert (abs(found - sorted([low**3, rest], reverse=True)).max() < 1e-6) == attracts


def test_the_border_of_depth_three_is_not_the_eigenvalue_of_the_minimum():
    # a^3 = 3/4 has a^2 > 0.825 and a^4 > 0.681, so the eigenvalue 1 + a^2 + a^4 is above 2.506, more than 2 / eta = 2.5
    assert Fraction("0.825") ** 3 < Fraction(9, 16)
    assert Fraction("0.681") ** 3 < Fraction(81, 256)
    found = [cycle for cycle in diagonal_cycles([1, "3/4"], "4/5", 3) if cycle.moving == (0,)]
    assert [cycle.attracts_matrices for cycle in found] == [True]


def test_a_mode_at_rest_by_hand():
    # depth 2, s = 1: the largest eigenvalue is 2; depth 3, s = 8: 3 * 8^(4/3) = 48
    assert [rests_stably(Fraction(1), Fraction(step), 2) for step in ("9/10", "1", "11/10")] == [True, None, False]
    assert [rests_stably(Fraction(8), Fraction(1, step), 3) for step in (25, 24, 23)] == [True, None, False]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([], 1), "a list of 1 to 6 numbers"),
        ((3, 1), "a list of 1 to 6 numbers"),
        (([1] * 7, 1), "a list of 1 to 6 numbers"),
        (([1, 0], 1), "all targets must be positive"),
        (([1], -1), "step must be positive"),
        (([1], 1, 1), "from 2 to 6"),
    ],
)
def test_bad_input_is_a_sentence(arguments, sentence):
    with pytest.raises(InputError, match=sentence):
        diagonal_cycles(*arguments)
