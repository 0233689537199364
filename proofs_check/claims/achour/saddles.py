"""What the slides and the abstract say about saddles: definition, previous work, how large the sets of saddles are."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts.classes import (
    ASSUMPTION_H,
    WEAK_ASSUMPTIONS,
    exact_class,
    least_eigenvalue_sign,
    printed_class,
)
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    SECOND_ORDER,
    critical_above_minimum,
    has_least_loss,
    is_no_local_maximum,
    is_no_local_minimum,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, depth_is, on_point
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.source import ACHOUR_ABSTRACT, ACHOUR_SLIDES
from proofs_check.scopes.critical_points import every_critical_point, every_problem
from proofs_check.scopes.general_data import on_general_data
from symdln.landscape.classification import NON_STRICT, STRICT

CLASS_UP_TO = 12  # weights, for the class of a moved saddle by its own Hessian
PREVIOUS_WORK = ACHOUR_SLIDES.at('slide "Loss landscape of linear networks", previous work')

has_weights = on_point("W != 0", r"W \neq 0", lambda point: any(not weight.is_zero() for weight in point.weights))


@claim(
    "achour.strictness-definition",
    source=ACHOUR_SLIDES.at('slide "Critical points"'),
    statement=(
        r"\text{strict: } \sigma_{\min}(\nabla^2 L(\mathbf{W})) < 0, \quad \text{non-strict: } "
        r"\sigma_{\min}(\nabla^2 L(\mathbf{W})) = 0"
    ),
    over=every_critical_point(),
    assuming=(ASSUMPTION_H, critical_above_minimum),
    ill_formed=(
        "sigma_min is not defined on the slide and is the usual symbol of the least singular value, which is never "
        "negative; "
        "read as the least eigenvalue"
    ),
    axioms=(ECKART_YOUNG,),
)
def strictness_definition(point: dln.Point) -> Outcome:
    """At a saddle the least eigenvalue is negative or zero: the strict and the non-strict saddles of the theorem."""
    sign = least_eigenvalue_sign(point)
    return all_of(
        is_true(sign <= 0, "the least eigenvalue is negative or zero", inertia=point.inertia_by_hessian),
        equal(
            STRICT if sign < 0 else NON_STRICT,
            printed_class(point),
            "class by the sign of the least eigenvalue, and by the theorem",
        ),
    )


@claim(
    "achour.no-spurious",
    source=PREVIOUS_WORK,
    statement=(
        r"\nabla L(\mathbf{W}) = 0 \Rightarrow \mathbf{W} \text{ is a global minimizer or a saddle point; there are "
        r"no local maxima}"
    ),
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS,),
    made_precise=(
        'the "weak assumptions" are those of Kawaguchi (2016), which contain those of Baldi and Hornik (1989); a '
        "saddle point is neither a "
        'minimizer nor a maximizer, shown by Hessian signs or exact curves; "no local maxima" is the abstract\'s'
    ),
    axioms=(ECKART_YOUNG, SECOND_ORDER),
)
def no_spurious(point: dln.Point) -> Outcome:
    """Every critical point is a global minimiser or a saddle, and none is a local maximum."""
    if has_least_loss(point):
        return is_no_local_maximum(point)
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point))


no_spurious_general = on_general_data(no_spurious)


@claim(
    "achour.shallow-strict",
    source=PREVIOUS_WORK,
    statement=r"H = 2: \text{ all the saddle points of } L \text{ are strict}",
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS, depth_is(2), critical_above_minimum),
    made_precise='the "weak assumptions" are those of Kawaguchi (2016)',
    axioms=(ECKART_YOUNG,),
)
def shallow_strict(point: dln.Point) -> Outcome:
    """At depth 2 the Hessian at every saddle has a negative eigenvalue."""
    return is_true(
        least_eigenvalue_sign(point) < 0, "the least eigenvalue is negative", inertia=point.inertia_by_hessian
    )


@claim(
    "achour.zero-nonstrict",
    source=PREVIOUS_WORK,
    statement=r"H \ge 3: \mathbf{W} = 0 \text{ is a non-strict saddle point of } L",
    over=every_problem(),
    assuming=(WEAK_ASSUMPTIONS, depth_at_least(3)),
    made_precise='the "weak assumptions" are those of Kawaguchi (2016)',
    axioms=(SECOND_ORDER,),
)
def zero_nonstrict(problem: dln.Problem) -> Outcome:
    """From depth 3 on W = 0 is critical, no local extremum, and its Hessian has least eigenvalue zero."""
    zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
    return all_of(
        is_true(zero.is_critical, "W = 0 is critical"),
        equal(least_eigenvalue_sign(zero), 0, "sign of the least eigenvalue at W = 0"),
        is_no_local_minimum(zero),
        is_no_local_maximum(zero),
    )


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
        "The abstract does not claim it for W = 0, which is isolated for widths (1, 1, 1)"
    ),
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
        is_true(moved.weights != point.weights, "the weights change along the curve"),
        is_true(moved.is_critical, "the moved point is critical"),
        equal(moved.end_to_end, point.end_to_end, "product of all layers"),
    )
    if not on_curve.holds or point.problem.parameters > CLASS_UP_TO:
        return on_curve
    return equal(exact_class(moved), exact_class(point), "class after and before")


large_sets_general = on_general_data(large_sets)


def rescaled(point: dln.Point, t: int) -> dln.Point:
    """``W_j -> t W_j`` and ``W_{j+1} -> W_{j+1} / t`` for the first j at which one of the two is not zero."""
    weights = list(point.weights)
    j = next(j for j in range(len(weights) - 1) if not (weights[j].is_zero() and weights[j + 1].is_zero()))
    weights[j], weights[j + 1] = t * weights[j], weights[j + 1] * dln.rational(f"1/{t}")
    return dln.Point(point.problem, weights)
