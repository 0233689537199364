"""Kawaguchi (2016), abstract: saddles where the Hessian has no negative eigenvalue exist from three layers on only."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts.classes import WEAK_ASSUMPTIONS
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    ZERO_IS_A_SADDLE,
    critical_above_minimum,
    is_no_local_maximum,
    is_no_local_minimum,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, depth_is
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import KAWAGUCHI
from proofs_check.networks.formal_letters import formal_at_pair, formal_at_weights
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
    formal=ZERO_IS_A_SADDLE,
    proof=logic("achour.zero-nonstrict"),
)
def deep(problem: dln.Problem) -> Outcome:
    """From depth 3 on every such problem has a saddle whose Hessian has no negative eigenvalue."""
    zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
    return all_of(
        is_true(zero.is_critical, "W = 0 is critical"),
        equal(zero.inertia_by_hessian.negative, 0, "negative eigenvalues of the Hessian at W = 0"),
        is_no_local_minimum(zero),
        is_no_local_maximum(zero),
        formal_at_weights("achour.zero-nonstrict", problem),
    )


@claim(
    "kawaguchi.bad-saddles.shallow",
    source=KAWAGUCHI.at("abstract, 4)"),
    statement=r"\text{there is no bad saddle point for the shallow networks (with three layers)}",
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS, depth_is(2), critical_above_minimum),
    made_precise=f"{LAYERS}; a saddle is a critical point above the minimum, and the theorem says the same the "
    f"other way "
    "round: a critical point at which no direction has a negative second derivative has the least loss",
    axioms=(ECKART_YOUNG,),
    formal="tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))",
    proof=logic("zhu.shallow.strict"),
)
def shallow(point: dln.Point) -> Outcome:
    """At depth 2 the Hessian at every saddle has a negative eigenvalue."""
    found = point.inertia_by_hessian
    return all_of(
        is_true(found.negative > 0, "the Hessian has a negative eigenvalue", inertia=found),
        formal_at_pair("zhu.shallow.strict", point),
    )
