"""Saddles lie on curves of saddles of their class, abstract of Achour et al. (2022)."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.achour.parts.formal_values import formal_on_curve
from proofs_check.facts.classes import ASSUMPTION_H, exact_class
from proofs_check.facts.extrema import ECKART_YOUNG, critical_above_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import on_point
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import ACHOUR_ABSTRACT
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data

CLASS_UP_TO = 12  # weights, for the class of a moved saddle by its own Hessian


has_weights = on_point("W != 0", r"W \neq 0", lambda point: any(not weight.is_zero() for weight in point.weights))


@claim(
    "achour.large-sets",
    source=ACHOUR_ABSTRACT.at("abstract"),
    statement=r"\text{we exhibit large sets of strict and non-strict saddle points}",
    over=every_critical_point(),
    assuming=(ASSUMPTION_H, critical_above_minimum, has_weights),
    made_precise=(
        '"large" is read as: of positive dimension; through every saddle but W = 0 runs the curve W_j -> t W_j, '
        "W_{j+1} -> W_{j+1} / t, t > 0, of saddles of the same class: at t = 2 the point is critical with the same "
        f"product, and up to {CLASS_UP_TO} weights its class is computed afresh (else it follows from the fact below). "
        "The abstract does not claim it for W = 0, which is isolated for widths (1, 1, 1). The theorem says that the "
        "loss along every line through the moved point is that along a line through the saddle, for all invertible "
        "changes of the hidden layers"
    ),
    formal=(
        "tr((Beside[n] X - Y)' (Beside[n] X - Y)) = tr((Along[n] X - Y)' (Along[n] X - Y)) if n >= 1",
        "Back[j] Turned[j] Change[j-1] = V[j] if 1 <= j <= n",
        "W[j] = 0 if Moved[j] = W[j], Change[j] = scale I, Back[j-1] = I, (scale - 1) inverse = 1, 1 <= j <= n",
        "W[j] = 0 if Moved[j] = W[j], Change[j] = I, Back[j-1] = back I, (back - 1) inverse = 1, 1 <= j <= n",
    ),
    proof=logic("achour.large-sets"),
    axioms=(
        ECKART_YOUNG,
        "an invertible linear change of the weights that keeps the loss keeps critical points and the inertia of the "
        "Hessian (Sylvester)",
    ),
)
def large_sets(point: dln.Point) -> Outcome:
    """Through every saddle but W = 0 runs a curve of saddles of the same class along which the weights change."""
    moved = rescaled(point, 2)
    on_curve = all_of(
        formal_on_curve("achour.large-sets", point, 1 + first_layer(point), Fraction(2)),
        is_true(moved.weights != point.weights, "the weights change along the curve"),
        is_true(moved.is_critical, "the moved point is critical"),
        equal(moved.end_to_end, point.end_to_end, "product of all layers"),
    )
    if not on_curve.holds or point.problem.parameters > CLASS_UP_TO:
        return on_curve
    return equal(exact_class(moved), exact_class(point), "class after and before")


large_sets_general = on_general_data(large_sets)


def first_layer(point: dln.Point) -> int:
    """The first j, from 0 on, for which one of the layers j + 1 and j + 2 is not zero."""
    weights = point.weights
    return next(j for j in range(len(weights) - 1) if not (weights[j].is_zero() and weights[j + 1].is_zero()))


def rescaled(point: dln.Point, t: int) -> dln.Point:
    """``W_j -> t W_j`` and ``W_{j+1} -> W_{j+1} / t`` for the first j at which one of the two is not zero."""
    weights, j = list(point.weights), first_layer(point)
    weights[j], weights[j + 1] = t * weights[j], weights[j + 1] * dln.rational(f"1/{t}")
    return dln.Point(point.problem, weights)
