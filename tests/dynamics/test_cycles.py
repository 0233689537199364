"""Cycles of period two of scalar chains: the closed form at depth 2, simulation, and bad input."""

from fractions import Fraction

import pytest

from symdln.dynamics.cycles import period_two, scalar_cycles
from symdln.errors import InputError


def positive(target, step, depth=2):
    return [cycle for cycle in scalar_cycles(target, step, depth) if cycle.low[0] > 0]


@pytest.mark.parametrize("step", ["11/20", "3/5", "31/50"])
def test_depth_two_by_hand(step):
    # s = 2, c = 2 eta > 1: a b = 1 / eta, a^2 + b^2 = s + 1 / eta; multipliers 9 - 2 (1 + c)^2 and 3 - 2 c
    eta = Fraction(step)
    (cycle,) = positive(2, eta)
    a, b = float(cycle.low[0]), float(cycle.high[0])
    assert a * b == pytest.approx(float(1 / eta), rel=1e-12)
    assert a * a + b * b == pytest.approx(float(2 + 1 / eta), rel=1e-12)
    along, across = 9 - 2 * (1 + 2 * eta) ** 2, 3 - 4 * eta
    assert cycle.along[0] <= along <= cycle.along[1]
    assert cycle.across[0] <= across <= cycle.across[1]
    assert cycle.is_stable == (abs(along) < 1 and abs(across) < 1)


@pytest.mark.parametrize(("depth", "step"), [(2, 1.1), (3, 0.72), (4, 0.52)])
def test_descent_from_unequal_layers_ends_on_the_stable_cycle(depth, step):
    exact = Fraction(step).limit_denominator(100)
    (cycle,) = (each for each in positive(1, exact, depth) if each.is_stable)
    weights = [1.05 + 0.01 * j for j in range(depth)]
    for _ in range(4000):
        product = 1.0
        for w in weights:
            product *= w
        weights = [w - float(exact) * (product - 1) * product / w for w in weights]
    low, high = sorted((float(cycle.low[0]), float(cycle.high[0])))
    assert min(abs(weights[0] - low), abs(weights[0] - high)) < 1e-6
    assert max(weights) - min(weights) < 1e-6


def test_below_two_over_the_largest_eigenvalue_there_is_none():
    # at a = s^(1/H) the Hessian along the line is H s^(2-2/H); depth 3, s = 1: the bound is 2/3
    assert positive(1, "66/100", 3) == []
    assert len(positive(1, "67/100", 3)) == 1


def test_the_polynomial_has_degree_of_two_steps_less_one():
    # g has degree 2H - 1, g(g) (2H-1)^2, so the quotient (2H-1)^2 - (2H-1): 6 at depth 2
    assert period_two(Fraction(1), Fraction(1), 2).degree() == 6


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [((-1, 1), "target must be positive"), ((1, 0), "step must be positive"), ((1, 1, 9), "from 2 to 6")],
)
def test_bad_input_is_a_sentence(arguments, sentence):
    with pytest.raises(InputError, match=sentence):
        scalar_cycles(*arguments)
