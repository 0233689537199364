"""Nouiehed, Razaviyayn (2018): two layers have no local minimum but global ones, whatever the data."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.extrema import ECKART_YOUNG, SECOND_ORDER, has_least_loss, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, holds
from proofs_check.language.sources import NOUIEHED
from proofs_check.scopes.few_critical_points import FEW_CRITICAL_POINTS


@claim(
    "nouiehed.two-layers",
    source=NOUIEHED.at("abstract, 2)"),
    statement=r"\text{every local optimum of } \|W_2 W_1 X - Y\|^2 \text{ is globally optimal}",
    over=FEW_CRITICAL_POINTS,
    assuming=(depth_is(2),),
    made_precise="no assumption on X and Y, as the abstract stresses; local optimum is read as local minimum. The "
    "proof holds for every depth, so the hypothesis of depth 2 is not used either",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    written=written.SADDLES,
)
def two_layers(point: dln.Point) -> Outcome:
    """Every local minimum of two linear layers is global, whatever the data."""
    return holds("a global minimum") if has_least_loss(point) else is_no_local_minimum(point)
