"""Kawaguchi (2016), abstract: saddles where the Hessian has no negative eigenvalue exist from three layers on only."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.classes import WEAK_ASSUMPTIONS
from proofs_check.facts.extrema import ECKART_YOUNG, critical_above_minimum, is_no_local_maximum, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, depth_is
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.source import KAWAGUCHI
from proofs_check.scopes.critical_points import every_critical_point, every_problem

LAYERS = "the abstract counts layers of units: three layers of units are two weight matrices"


@claim(
    "kawaguchi.bad-saddles.deep",
    source=KAWAGUCHI.at("abstract, 4)"),
    statement=r"\text{there exist ``bad'' saddle points (where the Hessian has no negative eigenvalue) for the deeper "
    r"networks (with more than three layers)}",
    over=every_problem(),
    assuming=(WEAK_ASSUMPTIONS, depth_at_least(3)),
    made_precise=f"{LAYERS}; in every problem that meets the hypotheses W = 0 is one",
    axioms=(ECKART_YOUNG,),
    written=written.DEPTH_TWO_AND_ZERO,
)
def deep(problem: dln.Problem) -> Outcome:
    """From depth 3 on every such problem has a saddle whose Hessian has no negative eigenvalue."""
    zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
    return all_of(
        is_true(zero.is_critical, "W = 0 is critical"),
        equal(zero.inertia_by_hessian.negative, 0, "negative eigenvalues of the Hessian at W = 0"),
        is_no_local_minimum(zero),
        is_no_local_maximum(zero),
    )


@claim(
    "kawaguchi.bad-saddles.shallow",
    source=KAWAGUCHI.at("abstract, 4)"),
    statement=r"\text{there is no bad saddle point for the shallow networks (with three layers)}",
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS, depth_is(2), critical_above_minimum),
    made_precise=LAYERS,
    axioms=(ECKART_YOUNG,),
    written=written.DEPTH_TWO_AND_ZERO,
)
def shallow(point: dln.Point) -> Outcome:
    """At depth 2 the Hessian at every saddle has a negative eigenvalue."""
    found = point.inertia_by_hessian
    return is_true(found.negative > 0, "the Hessian has a negative eigenvalue", inertia=found)
