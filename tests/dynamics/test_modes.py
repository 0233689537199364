"""The scalar law of one mode: against an integrator, quadrature, and closed forms by hand."""

from fractions import Fraction

import flint
import mpmath
import pytest

import symdln as dln
from symdln.dynamics.modes import Mode, learning_times, mode_at, modes_of, time_to_reach, time_to_share
from symdln.dynamics.riccati import riccati_flow
from symdln.errors import InputError


@pytest.mark.parametrize("depth", [2, 3, 4, 7])
def test_times_agree_with_the_integral_of_the_law(depth):
    # T = int_{1/2}^{3/2} du / (c N u^(2-2/N) (2 - u)), by FLINT's rigorous quadrature, which knows no antiderivative
    mode = Mode(2, "1/2", depth, "3/2")
    low, high = time_to_reach(mode, "3/2")
    power = flint.acb(flint.fmpq(2 * depth - 2, depth))
    value = flint.acb.integral(
        lambda u, _: 1 / (flint.acb(flint.fmpq(3, 2)) * depth * u**power * (2 - u)), flint.fmpq(1, 2), flint.fmpq(3, 2)
    )
    assert value.real.overlaps(flint.arb((low.numerator / low.denominator), 1e-15))
    assert 0 < high - low < Fraction(1, 2**100)


@pytest.mark.parametrize("depth", [2, 3, 5])
@pytest.mark.parametrize("target", [0, 2])
def test_values_agree_with_another_integrator(depth, target):
    mode = Mode(target, "1/2", depth)
    low, high = mode_at(mode, "1/4")
    power = mpmath.mpf(2 * depth - 2) / depth
    solution = mpmath.odefun(lambda _, u: depth * u**power * (target - u), 0, mpmath.mpf(1) / 2)
    assert abs(float(low) - float(solution(mpmath.mpf(1) / 4))) < 1e-12
    assert high - low < Fraction(1, 2**90)


def test_the_value_at_the_time_to_reach_a_value_is_that_value():
    mode = Mode(1, "1/10", 4)
    low, high = time_to_share(mode, "1/2")
    assert mode_at(mode, low)[0] <= Fraction(1, 2) <= mode_at(mode, high)[1]


def test_doubled_target_halves_the_time_at_depth_two():
    # t = log(theta (s - u0) / (u0 (1 - theta))) / (2 s); theta = 1/2: s = 4, u0 = 1 gives log(3) / 8
    low, high = time_to_share(Mode(4, 1, 2), "1/2")
    with flint.ctx.workprec(300):
        exact = flint.arb(3).log() / 8
        assert exact > flint.arb(flint.fmpq(low.numerator, low.denominator))
        assert exact < flint.arb(flint.fmpq(high.numerator, high.denominator))


def test_modes_of_data_that_are_white_but_not_the_identity():
    # X = 2 I, Y = diag(8, 4), f = 1: k = 4, Syx / k = diag(4, 2), 2 f k = 8; the Riccati solution is the other route
    problem = dln.Problem.from_data([[2, 0], [0, 2]], [[8, 0], [0, 4]], (2,), loss_factor=1)
    assert [(mode.target, mode.rate) for mode in modes_of(problem, "1/4")] == [(4, 8), (2, 8)]
    start = [[["1/2", 0], [0, "1/2"]]] * 2
    run = riccati_flow(problem, start, "1/20")
    for i, mode in enumerate(modes_of(problem, "1/4")):
        low, high = mode_at(mode, "1/20")
        assert run.product[i][i][0] <= high
        assert low <= run.product[i][i][1]


def test_larger_singular_values_are_learned_first():
    times = learning_times(dln.Problem.canonical((5, 3, 2), (3, 3, 3, 3)), "1/100")
    assert [s for s, _ in times] == [5, 3, 2]
    assert times[0][1][1] < times[1][1][0] <= times[1][1][1] < times[2][1][0]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Mode(1, 0, 2), "must start above 0"),
        (lambda: Mode(1, 2, 2), "must start below its target"),
        (lambda: Mode(1, "1/2", 1), "integer of at least 2"),
        (lambda: Mode(1, "1/2", 2, -1), "rate of a mode must be positive"),
        (lambda: mode_at(Mode(1, "1/2", 2), -1), "must not be negative"),
        (lambda: time_to_reach(Mode(1, "1/2", 2), 1), "never has the value"),
        (lambda: time_to_share(Mode(1, "1/2", 2), 1), "strictly between"),
        (lambda: time_to_share(Mode(0, "1/2", 2), "1/2"), "no share"),
        (lambda: modes_of(dln.Problem.from_data([[1, 0], [0, 2]], [[1, 0], [0, 1]], (2,)), 1), "white inputs"),
        (lambda: modes_of(dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [0, 1]], (2,)), "1/9"), "irrational"),
    ],
)
def test_bad_input_is_a_sentence(call, sentence):
    with pytest.raises(InputError, match=sentence):
        call()
