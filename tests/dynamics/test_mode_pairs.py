"""Multipliers of two coupled modes: against the exact Hessian of all weights, and the criterion of Schur and Cohn."""

from fractions import Fraction

import flint
import pytest
from flint import arb

import symdln as dln
from symdln.algebra.rational import to_fmpq
from symdln.dynamics.diagonal_cycles import both_go_round
from symdln.dynamics.mode_pairs import coupled_entries_attract, roots_inside


def rational_cycle(depth, a, b):
    """The step and the target with g(a) = b and g(b) = a, two linear equations in eta and eta s."""
    there, back = Fraction(b - a, a ** (depth - 1)), Fraction(a - b, b ** (depth - 1))
    eta = (there - back) / (b**depth - a**depth)
    return eta, there / eta + a**depth


def exact_multipliers(depth, a, b, rest):
    """The characteristic polynomial of two steps in all weights of two modes, without those of each mode alone."""
    eta, s = rational_cycle(depth, a, b)
    target = dln.Matrix.diagonal([s, rest**depth], (2, 2))
    problem = dln.Problem.from_data(dln.Matrix.identity(2), target, (2,) * (depth - 1))
    point = dln.Point(problem, [dln.Matrix.diagonal([a, rest], (2, 2))] * depth)
    product = dln.Matrix.identity(4 * depth)
    own = [(1 - eta * depth * rest ** (2 * depth - 2)) ** 2, *[Fraction(1)] * (depth - 1)]
    along = across = Fraction(1)
    for here, x in ((point, a), (point.moved(point.gradient, -eta), b)):
        product = (dln.Matrix.identity(4 * depth) - eta * here.hessian) @ product
        pull = x ** (depth - 2) * (x**depth - s)
        along *= 1 - eta * (depth * x ** (2 * depth - 2) + (depth - 1) * pull)
        across *= 1 + eta * pull
    polynomial = product.flint.charpoly()
    for root in (*own, along, *[across] * (depth - 1)):
        polynomial, left = divmod(polynomial, flint.fmpq_poly([to_fmpq(-root), 1]))
        assert left == 0
    return polynomial


@pytest.mark.parametrize("depth", [2, 3, 4])
@pytest.mark.parametrize("rest", [2, 4, 5, 7])
def test_against_the_exact_hessian(depth, rest):
    eta, s = rational_cycle(depth, 5, 6)
    exact = exact_multipliers(depth, 5, 6, rest)
    one = flint.fmpq_poly([-1, 1])
    for _ in range(depth - 1):
        exact, left = divmod(exact, one)
        assert left == 0
    sizes = [float(abs(root)) for root, _ in exact.complex_roots()]
    assert min(abs(size - 1) for size in sizes) > 1e-3
    modes = (arb(5), arb(6)), (arb(rest), arb(rest))
    with flint.ctx.workprec(200):
        found = coupled_entries_attract(*modes, (s, Fraction(rest) ** depth), eta, depth)
    assert found == (max(sizes) < 1)


@pytest.mark.parametrize("phase", [1, -1])
def test_two_modes_going_round_against_the_closed_form(phase):
    # a b = 6 and c = a / b + b / a - 1: (2, 3) with (7/3, 18/7), both cycles at the step 1/6
    s = Fraction(7), Fraction(7, 3) ** 2 + Fraction(18, 7) ** 2 - 6
    with flint.ctx.workprec(200):
        low, high = arb(7) / 3, arb(18) / 7
        other = (low, high) if phase == 1 else (high, low)
        found = coupled_entries_attract((arb(2), arb(3)), other, s, Fraction(1, 6), 2)
    assert found is False
    assert both_go_round(Fraction(7, 6), s[1] / 6, phase == 1) is False


@pytest.mark.parametrize(
    ("coefficients", "expected"),
    [
        ([1, 0, 4], True),  # +- i / 2
        ([4, 0, 1], False),  # +- 2 i
        ([-1, 1, 6], True),  # 1/3 and -1/2
        ([-3, 5, 2], False),  # 1/2 and -3: |b| > |a| at once
        ([1, -7, 2], False),  # 3.35 and 0.15: only the second step shows the root outside
        ([-1, 1], None),  # 1
        ([1, -1, 1], None),  # roots of unity
        ([arb(1, 0.2), 1], None),  # a root in a ball around -1
    ],
)
def test_roots_inside(coefficients, expected):
    assert roots_inside([arb(c) for c in coefficients]) is expected
