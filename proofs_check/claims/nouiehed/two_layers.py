"""Nouiehed, Razaviyayn (2018): two layers have no local minimum but global ones, whatever the data."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts.extrema import ECKART_YOUNG, SECOND_ORDER, has_least_loss, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, all_of, holds
from proofs_check.language.proofs import logic
from proofs_check.language.sources import NOUIEHED
from proofs_check.networks.formal_letters import formal_at_pair
from proofs_check.scopes.few_critical_points import FEW_CRITICAL_POINTS


@claim(
    "nouiehed.two-layers",
    source=NOUIEHED.at("abstract, 2)"),
    statement=r"\text{every local optimum of } \|W_2 W_1 X - Y\|^2 \text{ is globally optimal}",
    over=FEW_CRITICAL_POINTS,
    assuming=(depth_is(2),),
    made_precise="no assumption on X and Y, as the abstract stresses; local optimum is read as local minimum. The "
    "theorem is about two layers",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    formal="tr((W2 W1 X - Y)' (W2 W1 X - Y)) <= tr((U2 U1 X - Y)' (U2 U1 X - Y))",
    proof=logic("nouiehed.two-layers"),
)
def two_layers(point: dln.Point) -> Outcome:
    """Every local minimum of two linear layers is global, whatever the data."""
    seen = holds("a global minimum") if has_least_loss(point) else is_no_local_minimum(point)
    return all_of(seen, formal_at_pair("nouiehed.two-layers", point))
