"""Exact descent: by hand, against float64, and the least step that does not lower the loss."""

from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.dynamics.descent import decreasing_steps, exact_descent, loss_along_gradient
from symdln.errors import InputError
from symdln.numeric import NumericProblem, descend

CHAIN = dln.Problem.canonical((1,), (1, 1, 1))
SQUARE = dln.Problem.canonical((2, 1), (2, 2, 2, 2))
START = [[["1/2", 1], [0, "1/3"]], [[1, 0], ["1/4", 1]], [[1, "1/5"], [0, 1]]]


def test_two_steps_by_hand():
    # a = 1, b = 1/2: ab - 1 = -1/2, G = (-1/4, -1/2), so with step 1/2: a = 9/8, b = 3/4, loss (27/32 - 1)^2 / 2
    (_, first) = exact_descent(CHAIN, [[[1]], [["1/2"]]], "1/2", 1)
    assert [layer[0, 0] for layer in first.weights] == [Fraction(9, 8), Fraction(3, 4)]
    assert first.loss == Fraction(25, 2048)


def test_float64_descent_follows_the_exact_one():
    exact = exact_descent(SQUARE, START, "1/16", 4)[-1]
    fast = NumericProblem.of(SQUARE)
    weights = [np.array([[[float(Fraction(x)) for x in row] for row in layer]]) for layer in START]
    run = descend(fast, weights, step=1 / 16, steps=4)
    for layer, other in zip(exact.weights, run.weights, strict=True):
        assert np.allclose(layer.to_numpy(), other[0], atol=1e-13)


def test_the_polynomial_of_a_step_is_the_loss_after_it():
    coefficients = loss_along_gradient(SQUARE, START)
    assert len(coefficients) == 7
    eta = Fraction(3, 17)  # no node of the interpolation
    (_, after) = exact_descent(SQUARE, START, eta, 1)
    assert after.loss == sum(c * eta**k for k, c in enumerate(coefficients))


def test_smaller_steps_lower_the_loss_and_the_bound_does_not():
    low, high = decreasing_steps(SQUARE, START)
    before = dln.loss(SQUARE, START)
    for share in (Fraction(1, 100), Fraction(1, 2), Fraction(999, 1000)):
        assert exact_descent(SQUARE, START, share * low, 1)[1].loss < before
    assert exact_descent(SQUARE, START, high + (high - low), 1)[1].loss > before


def test_the_bound_of_a_quadratic_loss_is_two_over_its_curvature():
    # L = 1/2 (w - 1)^2 from w = 0: the change per step is -1 + eta/2, so the bound is 2 = 2 / lambda_max
    low, high = decreasing_steps(dln.Problem.canonical((1,), (1, 1)), [[[0]]])
    assert low <= 2 <= high


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: exact_descent(CHAIN, [[[1]], [[2]]], 0, 1), "step must be positive"),
        (lambda: exact_descent(CHAIN, [[[1]], [[2]]], 1, -1), "whole number"),
        (lambda: exact_descent(CHAIN, [[["1/3"]], [["1/7"]]], "1/3", 12), "exact steps an entry has more than"),
        (lambda: decreasing_steps(CHAIN, [[[1]], [[1]]]), "critical point"),
    ],
)
def test_bad_input_is_a_sentence(call, sentence):
    with pytest.raises(InputError, match=sentence):
        call()
