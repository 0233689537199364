"""Zhu, Soudry, Eldar, Wakin (2019): two linear layers have strict saddles only."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts.extrema import ECKART_YOUNG, critical_above_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import ZHU
from proofs_check.networks.formal_letters import formal_at_pair
from proofs_check.scopes.critical_points import every_critical_point


@claim(
    "zhu.shallow.strict",
    source=ZHU.at("abstract"),
    statement=r"\text{the Hessian at every saddle point has at least one negative eigenvalue}",
    over=every_critical_point(),
    assuming=(depth_is(2), critical_above_minimum),
    made_precise="the 'significantly milder assumptions' of the abstract are not needed here: any data, ties and a "
    "singular Sxx included; a saddle is a critical point above the minimum. The theorem says the same the other "
    "way round: "
    "a critical point at which no direction has a negative second derivative has the least loss",
    axioms=(ECKART_YOUNG,),
    formal="tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))",
    proof=logic("zhu.shallow.strict"),
)
def strict(point: dln.Point) -> Outcome:
    """At depth 2 the Hessian at every critical point above the minimum has a negative eigenvalue, for any data."""
    found = point.inertia_by_hessian
    return all_of(
        is_true(found.negative > 0, "the Hessian has a negative eigenvalue", inertia=found),
        formal_at_pair("zhu.shallow.strict", point),
    )
