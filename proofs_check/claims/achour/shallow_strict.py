"""At depth 2 every saddle is strict, slides of Achour et al. (2025)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.achour.parts.setting import PREVIOUS_WORK
from proofs_check.facts.classes import WEAK_ASSUMPTIONS, least_eigenvalue_sign
from proofs_check.facts.extrema import ECKART_YOUNG, critical_above_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.networks.formal_letters import formal_at_pair
from proofs_check.scopes.critical_points import every_critical_point


@claim(
    "achour.shallow-strict",
    source=PREVIOUS_WORK,
    statement=r"H = 2: \text{ all the saddle points of } L \text{ are strict}",
    over=every_critical_point(),
    assuming=(WEAK_ASSUMPTIONS, depth_is(2), critical_above_minimum),
    made_precise='the "weak assumptions" are those of Kawaguchi (2016), and none is needed; a saddle is a critical '
    "point above the minimum, and the theorem says the same the other way round: a critical point at which no "
    "direction "
    "has a negative second derivative has the least loss",
    axioms=(ECKART_YOUNG,),
    formal="tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))",
    proof=logic("zhu.shallow.strict"),
)
def shallow_strict(point: dln.Point) -> Outcome:
    """At depth 2 the Hessian at every saddle has a negative eigenvalue."""
    return all_of(
        is_true(least_eigenvalue_sign(point) < 0, "the least eigenvalue is negative", inertia=point.inertia_by_hessian),
        formal_at_pair("zhu.shallow.strict", point),
    )
