"""Least values by Eckart-Young, and exact proofs that a point is not a local minimum or maximum."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import symdln as dln
from proofs_check.language.hypotheses import all_of_items, is_critical, on_point
from proofs_check.language.outcome import Outcome, fails, holds, undecided
from proofs_check.language.sharing import shared

ECKART_YOUNG = (
    "Eckart and Young, in the metric of Sxx: the least loss over products of rank at most k is f (tr Syy - the sum "
    "of the k largest "
    "eigenvalues of Syx Sxx^+ Sxy)"
)
SECOND_ORDER = (
    "second-order necessary condition: at a local minimum (maximum) the Hessian has no negative (positive) eigenvalue"
)
ZERO_IS_A_SADDLE = (
    "tr((Scaled[n] Data - Target)' (Scaled[n] Data - Target)) = tr(Target' Target) + step^3 (step^(2 n - 3) "
    "tr((P[n] Data)' P[n] Data) - 2 step^(n-3) tr(Target' P[n] Data)) if n >= 3",
    "tr((Line[n] Data - Target)' (Line[n] Data - Target)) <= tr(Target' Target) - step^n if n >= 1, step >= 0, "
    "step^n tr(Data' Right ray[n] ray[n]' Right' Data) <= 1",
    "tr((Flip[n] Data - Target)' (Flip[n] Data - Target)) >= tr(Target' Target) + 2 step^n if n >= 1, step >= 0",
)
"""In formal statements: from depth 3 on the loss near W = 0 has no terms of order two, and rises and falls."""


def value_of(problem: dln.Problem, selection: Sequence[int]) -> Fraction | None:
    """``f (tr Syy - the sum of the selected eigenvalues of Sigma)``, None where that is irrational."""
    total = Fraction(0)
    for i in selection:
        eigenvalue = problem.spectrum[problem.positions[i]].value
        if eigenvalue is None:  # conjugate roots may still have a rational sum
            return _with_hidden_layer(problem).critical_value(selection).value
        total += eigenvalue
    return problem.loss_factor * (problem.Syy.trace() - total)


def _with_hidden_layer(problem: dln.Problem) -> dln.Problem:
    """The same data with a hidden layer, where every selection is that of a critical point."""
    if problem.hidden:
        return problem
    widths = (problem.input_width, problem.least_width, problem.output_width)
    return dln.Problem(widths, problem.Sxx, problem.Syx, problem.Syy, problem.loss_factor, problem.samples)


def has_least_loss(point: dln.Point, rank: int | None = None) -> bool:
    """Whether no product of rank at most ``rank`` (default: the least width) has a smaller loss, by the loss itself.

    Rational weights have a rational loss, so an irrational least value is not taken.

    >>> import symdln as dln
    >>> import proofs_check as pc
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> [pc.has_least_loss(dln.Point(problem, [[[a]], [[2]]])) for a in (0, 1)]
    [False, True]
    """
    problem = point.problem
    bound = problem.least_width if rank is None else rank
    return point.loss == least_values(problem)[min(bound, problem.best_rank)]


@shared
def least_values(problem: dln.Problem) -> tuple[Fraction | None, ...]:
    """The least loss over products of rank at most k, for k from 0 to the best rank; None where it is irrational."""
    return tuple(value_of(problem, range(k)) for k in range(problem.best_rank + 1))


@shared
def is_no_local_minimum(point: dln.Point) -> Outcome:
    """A negative eigenvalue of the exact Hessian, or an exact curve along which the loss falls.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical((2,), (1, 1, 1))
    >>> is_no_local_minimum(dln.Point(problem, [[[0]], [[0]]])).sentence
    'the Hessian has a negative eigenvalue'
    >>> is_no_local_minimum(dln.Point(problem, [[[1]], [[2]]])).sentence
    'the point is a global minimiser, so it is a local minimum'
    """
    if point.inertia_by_hessian.negative:
        return holds("the Hessian has a negative eigenvalue")
    if has_least_loss(point):
        return fails("the point is a global minimiser, so it is a local minimum", loss=point.loss)
    return _checked_curve(point, point.descent_curve, "falls")


@shared
def is_no_local_maximum(point: dln.Point) -> Outcome:
    """A positive eigenvalue of the exact Hessian, or an exact curve along which the loss rises.

    >>> import symdln as dln
    >>> is_no_local_maximum(dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])).holds
    True
    """
    if point.inertia_by_hessian.positive:
        return holds("the Hessian has a positive eigenvalue")
    if point.problem.Sxx.is_zero():
        return fails("the loss is constant, so the point is a local maximum", loss=point.loss)
    return _checked_curve(point, point.ascent_curve, "rises")


def _checked_curve(point: dln.Point, curve: dln.Curve | None, way: Literal["falls", "rises"]) -> Outcome:
    """The curve's own polynomial has the sign, and so have the losses at two points of it, computed afresh."""
    if curve is None:
        return undecided(f"no curve was found along which the loss {way}", inertia=point.inertia_by_hessian)
    wanted = -1 if way == "falls" else 1
    changes = [dln.loss(point.problem, curve.weights(t)) - point.loss for t in (curve.reach, curve.reach / 1000)]
    if curve.sign == wanted and all(wanted * change > 0 for change in changes):
        return holds(f"along an exact curve the loss {way} like t^{curve.order}")
    return undecided(f"the curve that was found is not one along which the loss {way}", changes=changes)


critical_above_minimum = all_of_items(
    "critical, loss above the minimum",
    r"\nabla L(W) = 0 \text{ and } L(W) > \min L",
    (is_critical, on_point("loss above the minimum", r"L(W) > \min L", lambda point: not has_least_loss(point))),
)
