"""No spurious minima and no maxima, slides of Achour et al. (2025)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.achour.parts.setting import PREVIOUS_WORK
from proofs_check.facts.classes import WEAK_ASSUMPTIONS
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    SECOND_ORDER,
    has_least_loss,
    is_no_local_maximum,
    is_no_local_minimum,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.proofs import logic
from proofs_check.networks.formal_letters import formal_at_minimum
from proofs_check.scopes.critical_points import every_critical_point
from proofs_check.scopes.general_data import on_general_data


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
    formal=(
        "tr((Path[n, 0] X - Y)' (Path[n, 0] X - Y)) <= tr((Way[n, 0] X - Y)' (Way[n, 0] X - Y))",
        "X = 0 if side <= 0",
    ),
    proof=logic("achour.no-spurious"),
)
def no_spurious(point: dln.Point) -> Outcome:
    """Every critical point is a global minimiser or a saddle, and none is a local maximum."""
    formal = formal_at_minimum("achour.no-spurious", point)
    if has_least_loss(point):
        return all_of(is_no_local_maximum(point), formal)
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point), formal)


no_spurious_general = on_general_data(no_spurious)
