"""Learning coefficients of points and volume exponents of saddles: by hand, by bounds, under harmless changes."""

from __future__ import annotations

import itertools
import math
import random
from fractions import Fraction

import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.strings.singularity import aoyagi, least_cost


def zero_target(widths, scale=1, noise=0):
    """Sxx = scale I and targets zero but for noise orthogonal to the inputs."""
    moments = dln.Matrix.identity(widths[0]) * scale, dln.Matrix.zeros(widths[-1], widths[0])
    return dln.Problem.from_moments(*moments, dln.Matrix.identity(widths[-1]) * noise, hidden=widths[1:-1])


def zeros(problem):
    return [dln.Matrix.zeros(*shape) for shape in problem.shapes]


@pytest.mark.parametrize("widths", [(1, 1, 1), (2, 1, 2), (2, 2, 2), (2, 2, 2, 2), (3, 1, 2, 2), (3, 2)], ids=str)
def test_zero_weights_have_aoyagis_coefficient_and_order(widths):
    problem = zero_target(widths)
    found = dln.Point(problem, zeros(problem)).learning_coefficient
    assert (found.value, found.order) == aoyagi(widths)
    assert found.of_fibre == found.value == found.upper


@pytest.mark.parametrize(
    ("widths", "middle", "value", "of_fibre", "order"),
    [
        # W_2 = 1: the loss is |z|^2 |x|^2 / 2 with z, x in R^2: 1, order 2; at W_2 = 0 it is w^2 |z|^2 |x|^2: 1/2
        ((2, 1, 1, 2), [[1]], Fraction(1), Fraction(1, 2), 2),
        ((4, 2, 2, 4), [[1, 0], [0, 0]], Fraction(5, 2), Fraction(2), None),
        ((2, 2, 2, 2, 2), None, Fraction(3, 2), Fraction(3, 2), None),
    ],
)
def test_points_between_zero_layers(widths, middle, value, of_fibre, order):
    problem = zero_target(widths)
    layers = zeros(problem)
    for j in range(1, len(layers) - 1):
        layers[j] = dln.Matrix(middle or [[1, 0], [0, 0]])
    found = dln.Point(problem, layers).learning_coefficient
    assert (found.value, found.of_fibre, found.order) == (value, of_fibre, order)
    assert found.lower <= found.value == found.upper


def test_depth_two_by_the_reduction():
    """Squares and a problem at zero: k_1 d_2 + k_2 (d_0 - k_1) squares with W_1, W_2 of ranks k_1, k_2."""
    for widths in itertools.product((1, 2, 3), repeat=3):
        problem = zero_target(widths)
        for kind in problem.kinds():
            point = kind.representative(1)
            first, second = (layer.rank() for layer in point.weights)
            reduced = (widths[0] - first, widths[1] - first - second, widths[2] - second)
            squares = first * widths[2] + second * (widths[0] - first)
            found = point.learning_coefficient
            rest, order = aoyagi(reduced)
            assert (found.value, found.order) == (Fraction(squares, 2) + rest, order)


def test_what_does_not_change_it():
    """Loss factor, inputs, noise, and the hidden bases."""
    for widths in ((2, 2, 2), (2, 1, 2, 2)):
        for kind in zero_target(widths).kinds():
            plain = kind.representative().learning_coefficient
            assert kind.representative(3).learning_coefficient == plain
            for problem in (zero_target(widths, scale=7), zero_target(widths, noise=3)):
                assert dln.Point(problem, kind.representative().weights).learning_coefficient == plain


def test_inputs_that_are_not_used_do_not_count():
    problem = dln.Problem.from_data([[1], [0]], [[0], [0]], (1,))  # one input in use: as widths (1, 1, 2)
    found = dln.Point(problem, [[[0, 5]], [[0], [0]]]).learning_coefficient
    assert (found.value, found.order) == aoyagi((1, 1, 2))


def test_a_product_of_positive_rank():
    # widths (2, 2, 2), P = diag(1, 0): three squares, and (a b)^2 at the residual zero; or smooth where a or b is not 0
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 0], [0, 0]], (2,))
    corner = dln.Point(problem, [[[1, 0], [0, 0]], [[1, 0], [0, 0]]]).learning_coefficient
    assert (corner.value, corner.order, corner.of_fibre) == (2, 2, 2)
    smooth = dln.Point(problem, [[[1, 0], [0, 1]], [[1, 0], [0, 0]]]).learning_coefficient
    assert (smooth.value, smooth.order, smooth.of_fibre) == (2, 1, 2)


def test_minima_that_do_not_fit_have_half_the_rank():
    # (5, 3, 5) with full-rank targets: p (d_0 + d_H - p) / 2 = 3 * 7 / 2, not the 13/2 of a vanishing target
    problem = dln.Problem.canonical((5, 4, 3, 2, 1), (5, 3, 5))
    best = next(kind for kind in problem.kinds((0, 1, 2)))
    found = best.representative().learning_coefficient
    assert (found.value, found.order, found.of_fibre) == (Fraction(21, 2), 1, None)
    assert aoyagi((5, 3, 5))[0] == Fraction(13, 2)


def test_no_coefficient_is_below_the_bounds():
    for widths in ((2, 2, 2, 2), (2, 1, 2, 1, 2)):
        for kind in zero_target(widths).kinds():
            found = kind.representative(2).learning_coefficient
            assert found.lower <= found.value == found.upper
            assert found.lower >= max(found.of_fibre, Fraction(kind.inertia.positive, 2))


def test_volumes_by_sampling_near_a_point():
    """Near W_2 = 1 at (2, 1, 1, 2) the volume of |z|^2 |x|^2 < e is e log 1/e up to a factor, so lambda = 1, order 2.

    P(|z| |x| < s) for z, x uniform in the unit disc is s^2 (1 + 2 log 1/s), the integral of min(1, s^2 / |x|^2).
    """
    rng = random.Random(0)
    radii = [math.sqrt(rng.random()) * math.sqrt(rng.random()) for _ in range(100_000)]
    for s in (0.1, 0.2, 0.4):
        expected = s * s * (1 + 2 * math.log(1 / s))
        assert abs(sum(r < s for r in radii) / len(radii) - expected) < 5 * math.sqrt(expected / len(radii))
    found = least_cost((2, 1, 1, 2), {(1, 2): 1})
    assert found.codimension == 2


# -- saddles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "spectrum", "value", "order"),
    [
        ((1, 1, 1), (1,), 1, 2),  # -ab + (ab)^2 / 2
        ((2, 2, 2), (2, 1), 1, 1),  # four squares of each sign
        ((1, 1, 1, 1), (1,), 1, 3),  # -abc + ...: a monomial
        ((2, 2, 2, 2), (2, 1), 1, 1),  # W_3 W_2 = 0 has codimension 3
        ((2, 2, 1, 2), (1,), None, None),  # rank E = 1 is below both ends
    ],
)
def test_exponents_at_zero(widths, spectrum, value, order):
    problem = dln.Problem.canonical(spectrum, widths)
    found = dln.Point(problem, zeros(problem)).volume_exponent
    assert (found.value, found.order) == (value, order)


def test_every_saddle_with_enough_squares_has_exponent_one():
    problem = dln.Problem.canonical((2, 1), (2, 2, 2, 2))
    for kind in problem.kinds():
        if kind.label != "global minimiser" and kind.inertia.rank >= 3:
            found = kind.representative(1).volume_exponent
            assert (found.value, found.order) == (1, 1)


# -- wrong questions ---------------------------------------------------------------------------------------------------


def test_the_wrong_question_gets_one_sentence():
    problem = dln.Problem.canonical((1,), (1, 1, 1))
    saddle, minimum, other = ([[[a]], [[b]]] for a, b in ((0, 0), (1, 1), (1, 2)))
    with pytest.raises(InputError, match=r"this point is: strict saddle; saddles have point.volume_exponent\.$"):
        _ = dln.Point(problem, saddle).learning_coefficient
    with pytest.raises(InputError, match=r"not critical; look at point.gradient\.$"):
        _ = dln.Point(problem, other).learning_coefficient
    with pytest.raises(InputError, match=r"global minimiser; point.learning_coefficient is there for minima\.$"):
        _ = dln.Point(problem, minimum).volume_exponent
