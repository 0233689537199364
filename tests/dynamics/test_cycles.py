"""Cycles of period two of scalar chains: the closed form at depth 2, simulation, and bad input."""

from fractions import Fraction

import flint
import pytest

from symdln.dynamics.cycles import Poly, against_one, period_two, scalar_cycles
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
    [((0.5, 1), "0.5"), ((1, 0), "step must be positive"), ((1, 1, 9), "from 2 to 6")],
)
def test_bad_input_is_a_sentence(arguments, sentence):
    with pytest.raises(InputError, match=sentence):
        scalar_cycles(*arguments)


@pytest.mark.parametrize("step", ["1/2", "3/2", "5/2"])
def test_all_cycles_at_depth_two_by_hand(step):
    # s = 1, c = eta.  Equal layers: eta a^2 = 2 + c changes sign, multipliers (5 + 2c)^2 and 9; beyond c = 1 two more.
    # Layers a and -a, target -1: eta a^2 = 2 - c for c < 2, multipliers (5 - 2c)^2 and 9, and nothing else.
    c = Fraction(step)
    equal, opposite = scalar_cycles(1, c), scalar_cycles(-1, c)
    assert (len(equal), len(opposite)) == (3 if c > 1 else 1, 1 if c < 2 else 0)
    for cycle, square in ((equal[0], (2 + c) / c), *((cycle, (2 - c) / c) for cycle in opposite)):
        assert cycle.low[0] ** 2 >= square >= cycle.low[1] ** 2  # the lower point is negative
        assert cycle.is_stable is False
    assert equal[0].along[0] <= (5 + 2 * c) ** 2 <= equal[0].along[1]
    assert all(cycle.along[0] <= (5 - 2 * c) ** 2 <= cycle.along[1] for cycle in opposite)
    assert all(cycle.across[0] <= 9 <= cycle.across[1] for cycle in (equal[0], *opposite))


def test_a_multiplier_is_a_root_of_its_equation():
    # depth 3: the equation of degree 20 has rational coefficients only, and the multipliers lie in its field
    cycle = scalar_cycles(1, "7/10", 3)[1]
    for equation, (low, high) in zip(cycle.multiplier_equations(), (cycle.along, cycle.across), strict=True):
        values = [sum(c * x**k for k, c in enumerate(equation)) for x in (low, high)]
        assert values[0] * values[1] <= 0  # a change of sign over a width below 1e-60
        assert high - low < Fraction(1, 10**60)


def test_a_multiplier_of_modulus_one_is_seen_exactly():
    # 9 - 2 (1 + c)^2 = -1 at c = sqrt 5 - 1 only, which no rational step reaches, so the decision is tried by itself
    assert [against_one(flint.arb(value), Poly([value])) for value in (1, -1)] == [0, 0]
    assert against_one(flint.arb("0.5"), Poly([flint.fmpq(1, 2)])) == -1
    assert against_one(flint.arb("-1.5"), Poly([flint.fmpq(-3, 2)])) == 1
    assert against_one(flint.arb(1, 0.1), Poly([0, 1])) is None
