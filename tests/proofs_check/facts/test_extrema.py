"""Least values, and proofs that a point is not a local minimum or maximum: what they accept and what they refuse."""

from dataclasses import replace
from fractions import Fraction

import symdln as dln
from proofs_check.facts import extrema
from proofs_check.facts.extrema import critical_above_minimum
from proofs_check.language.outcome import Finding


def scalars(*weights: int, X: int = 1, Y: int = 1) -> dln.Point:
    """L = (w_H ... w_1 X - Y)^2 / 2."""
    problem = dln.Problem.from_data([[X]], [[Y]], (1,) * (len(weights) - 1))
    return dln.Point(problem, [[[weight]] for weight in weights])


def test_signs_of_the_hessian_decide_where_they_can():
    saddle = scalars(0, 0)  # [[0, -1], [-1, 0]]
    assert extrema.is_no_local_minimum(saddle).holds
    assert extrema.is_no_local_maximum(saddle).holds


def test_curves_decide_where_the_hessian_vanishes():
    flat = scalars(0, 0, 0)
    assert "t^3" in extrema.is_no_local_minimum(flat).sentence
    assert "t^3" in extrema.is_no_local_maximum(flat).sentence


def test_minimisers_are_local_minima_and_constants_local_maxima():
    assert extrema.is_no_local_minimum(scalars(1, 1)).fails
    assert extrema.is_no_local_minimum(scalars(0, 0, Y=0)).fails
    assert extrema.is_no_local_maximum(scalars(0, 0, X=0)).fails
    assert extrema.is_no_local_maximum(scalars(0, 0, Y=0)).holds  # L = (b a)^2 / 2 rises along (t, t)


def test_a_wrong_curve_proves_nothing():
    flat = scalars(0, 0, 0)
    falling = flat.descent_curve
    assert extrema._checked_curve(flat, falling, "falls").holds
    assert extrema._checked_curve(flat, falling, "rises").answer is Finding.UNDECIDED
    lying = replace(falling, loss_change=tuple(-change for change in falling.loss_change))
    assert extrema._checked_curve(flat, lying, "rises").answer is Finding.UNDECIDED
    assert extrema._checked_curve(flat, None, "falls").answer is Finding.UNDECIDED


def test_irrational_least_values_are_taken_by_no_rational_point():
    # Sigma = [[2, 1], [1, 1]]: rank 1 leaves (3 - 2.618...) / 2, rank 2 leaves 0
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [0, 1]], (2,))
    zero, best = dln.Point(problem, [[[0, 0], [0, 0]]] * 2), dln.Point(problem, [[[1, 1], [0, 1]], [[1, 0], [0, 1]]])
    assert extrema.value_of(problem, (0,)) is None
    assert extrema.value_of(problem, (0, 1)) == 0
    assert not extrema.has_least_loss(zero, 1)
    assert extrema.has_least_loss(zero, 0)
    assert extrema.has_least_loss(best)


def diagonal(*weights: tuple[int, int]) -> dln.Point:
    """All widths 2, X = I, Y = diag(2, 1), diagonal weights W_1, ..., W_H."""
    problem = dln.Problem.canonical((2, 1), (2,) * (len(weights) + 1), loss_factor=1)
    return dln.Point(problem, [dln.Matrix.diagonal(weight) for weight in weights])


def test_least_values_by_rank():
    # Y = diag(2, 1): the best product of rank 0, 1, 2 leaves 4 + 1, 1, 0.
    assert [extrema.has_least_loss(diagonal((0, 0), (0, 0)), rank) for rank in (0, 1)] == [True, False]
    assert [extrema.has_least_loss(diagonal((2, 0), (1, 0)), rank) for rank in (0, 1, 2)] == [False, True, False]
    assert [extrema.value_of(diagonal((0, 0), (0, 0)).problem, S) for S in ((), (0,), (1,), (0, 1))] == [5, 1, 4, 0]
    assert not extrema.has_least_loss(diagonal((0, 1), (0, 1)), 1)  # keeps the smaller singular value: 4


# Widths (2, 2, 2, 2), W_1 = diag(1, 0), W_2 = diag(0, 1), W_3 = I: the full product is 0, W_3 W_2 and W_2 have rank 1.
PROBLEM = dln.Problem.canonical((3, 2), (2, 2, 2, 2))

POINT = dln.Point(PROBLEM, [[[1, 0], [0, 0]], [[0, 0], [0, 1]], [[1, 0], [0, 1]]])


def test_saddles_are_critical_and_not_minimal():
    # W = 0 at depth 3 has a zero gradient and the loss 1/2 (9 + 4); POINT has P = 0 and
    # dL/dW_1 = -(W_3 W_2)^T diag(3, 2) = -diag(0, 2), so it is not critical.
    zero = dln.Point(PROBLEM, [[[0, 0], [0, 0]]] * 3)
    minimum = dln.Point(PROBLEM, [[[3, 0], [0, 2]], [[1, 0], [0, 1]], [[1, 0], [0, 1]]])
    assert [critical_above_minimum.met_by(point) for point in (zero, minimum, POINT)] == [True, False, False]


def test_without_hidden_layers_least_values_are_those_of_any_product_of_lower_rank():
    # Sxx = I and Y = diag(2, 1): Eckart and Young leave (4 + 1) / 2, 1 / 2 and 0; Y = [[1, 1], [1, 0]] has the squared
    # singular values (3 +- sqrt 5) / 2 with the sum 3, so rank 1 leaves an irrational loss.
    eye = [[1, 0], [0, 1]]
    rational, irrational = (dln.Problem.from_data(eye, Y, ()) for Y in ([[2, 0], [0, 1]], [[1, 1], [1, 0]]))
    assert extrema.least_values(rational) == (Fraction(5, 2), Fraction(1, 2), 0)
    assert extrema.least_values(irrational) == (Fraction(3, 2), None, 0)
    assert extrema.has_least_loss(dln.Point(irrational, [[[1, 1], [1, 0]]]))
    assert not extrema.has_least_loss(dln.Point(irrational, [[[1, 1], [1, 1]]]))
