"""The bounds of one validated step against exact numbers: coefficients, defect, and how fast neighbours part."""

from fractions import Fraction

import flint
import numpy as np
import pytest

import symdln as dln
from symdln.dynamics.balls import ball, balls, norm, operator_norm
from symdln.dynamics.taylor import Field, defect_bound, negative_curvature, third_derivative, tube_of

PROBLEM = dln.Problem.from_data([[1, 2], [0, 1]], [[1, 0], [3, 1]], (2, 3), loss_factor="1/3")
START = [[[1, "1/2"], [0, 1]], [[1, 0], ["1/3", 1], ["-1/2", 0]], [[1, 0, "1/4"], [0, 1, 1]]]
ORDER, LENGTH = 6, Fraction(1, 16)


@pytest.fixture
def series():
    with flint.ctx.workprec(160):
        field = Field(PROBLEM)
        W, G = field.series([balls(dln.Matrix(layer)) for layer in START], ORDER)
        yield field, W, G


def exact_series():
    """The first and second Taylor coefficients by exact gradients and Hessians: -G, and H G / 2."""
    point = dln.Point(PROBLEM, START)
    G = dln.Matrix([[x] for block in point.gradient for x in block.entries()])
    return -1 * G, Fraction(1, 2) * (point.hessian @ G)


def test_coefficients_are_those_of_the_exact_gradient_and_hessian(series):
    _, W, _ = series
    for order, exact in enumerate(exact_series(), 1):
        found = [entry for layer in W for entry in layer[order].entries()]
        for value, enclosed in zip(exact.entries(), found, strict=True):
            assert enclosed.contains(flint.arb(flint.fmpq(value.numerator, value.denominator)))


def polynomial_at(W, t):
    """The Taylor polynomial and its derivative at a time, in floats."""
    value, slope = [], []
    for layer in W:
        rows = np.array([[[float(x) for x in row] for row in c.tolist()] for c in layer])
        value.append(sum(c * t**k for k, c in enumerate(rows)))
        slope.append(sum(k * c * t ** (k - 1) for k, c in enumerate(rows) if k))
    return value, slope


def test_the_defect_at_many_times_is_below_its_bound_and_not_far_below(series):
    field, W, _ = series
    h = ball(LENGTH)
    scaled = [flint.arb_poly([norm(c) * h**k for k, c in enumerate(layer)]) for layer in W]
    bound = float(defect_bound(field, scaled, scaled[0] * scaled[1] * scaled[2], ORDER))
    seen = []
    for t in np.linspace(0, float(LENGTH), 20):
        value, slope = polynomial_at(W, t)
        exact = dln.gradient(PROBLEM, [dln.Matrix(layer.tolist(), exactly=True) for layer in value])
        gaps = [s + g.to_numpy() for s, g in zip(slope, exact, strict=True)]
        seen.append(np.sqrt(sum((gap**2).sum() for gap in gaps)))
    assert max(seen) <= bound
    assert max(seen) > bound / 1000


def test_mu_bounds_the_rate_at_which_neighbours_part(series):
    field, W, G = series
    tube = tube_of(field, W, G, ball(LENGTH / 64), flint.arb(2) ** -40)
    assert tube is not None
    values = np.linalg.eigvalsh(dln.hessian(PROBLEM, START).to_numpy())
    assert values[0] < 0  # neighbours do part here
    assert float(tube.mu) >= -values[0]


def test_a_step_that_is_too_long_is_refused(series):
    field, W, G = series
    assert tube_of(field, W, G, ball(Fraction(4)), flint.arb(2) ** -40) is None


def test_the_negative_curvature_is_that_of_the_exact_hessian(series):
    found = negative_curvature(PROBLEM, [balls(dln.Matrix(layer)) for layer in START])
    least = np.linalg.eigvalsh(dln.hessian(PROBLEM, START).to_numpy())[0]
    assert found is not None
    assert -least <= float(found) < -least * (1 + 1e-6)


def test_the_hessian_changes_no_faster_than_the_third_derivative_allows(series):
    field, _, _ = series
    point = dln.Point(PROBLEM, START)
    rng = np.random.default_rng(0)
    ratios = []
    for _ in range(20):
        move = [dln.Matrix([[int(x) for x in row] for row in rng.integers(-3, 4, size=s)]) for s in PROBLEM.shapes]
        step = Fraction(1, 1000)
        other = point.moved(move, step)
        change = np.linalg.norm((other.hessian - point.hessian).to_numpy(), 2)
        length = float(step) * sum(float(layer.norm_squared()) for layer in move) ** 0.5
        sizes = [operator_norm(balls(layer)) + length for layer in point.weights]
        ratios.append(change / (float(third_derivative(field, sizes)) * length))
    assert max(ratios) <= 1
    assert max(ratios) > 1 / 50


def test_the_bound_by_the_hessian_is_used_where_it_is_smaller(series):
    field, W, G = series
    h, radius = ball(LENGTH / 64), flint.arb(2) ** -40
    bend = negative_curvature(PROBLEM, [layer[0] for layer in W])
    plain, better = tube_of(field, W, G, h, radius), tube_of(field, W, G, h, radius, bend)
    assert plain is not None
    assert better is not None
    assert -np.linalg.eigvalsh(dln.hessian(PROBLEM, START).to_numpy())[0] <= float(better.mu) < float(plain.mu)
