"""Section 2.3 of Chitour et al. (2022): critical points by the rank of W_{H+1}...W_2."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.formal_saddles import IS_MINIMUM, NO_EXTREMUM, READ_NEARBY, formal_at_saddles
from proofs_check.claims.chitour.parts.notation import EVERY_CRITICAL, blocks, is_saddle
from proofs_check.facts.extrema import SECOND_ORDER
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point


@claim(
    "chitour.crit-strata",
    source=CHITOUR.at("Section 2.3"),
    statement=r"\operatorname{Crit}_{d_y}(L) = \{\text{global minima}\}, \; \operatorname{Crit}_r(L) \subseteq "
    r"\{\text{saddle points}\} \text{ for } r < d_y",
    over=every_critical_point(),
    assuming=EVERY_CRITICAL,
    made_precise=READ_NEARBY,
    axioms=(SECOND_ORDER,),
    formal=(
        IS_MINIMUM,
        "V[1] (W[1] RightSigma) = I if tr(M' M) <= tr((Sigma - BestU[n])' (Sigma - BestU[n])), n >= 1",
        *NO_EXTREMUM,
    ),
    proof=logic("chitour.crit-strata"),
)
def crit_strata(point: dln.Point) -> Outcome:
    """Critical points with rank(W_{H+1}...W_2) = d_y are the global minima, those of smaller rank are saddles."""
    formal = formal_at_saddles("chitour.crit-strata", point)
    if blocks(point).r == point.problem.output_width:
        return all_of(equal(point.loss, 0, "loss at a critical point of Crit_{d_y}"), formal)
    positive = is_true(point.loss > 0, "a critical point of smaller rank has a positive loss")
    return all_of(positive, is_saddle(point), formal)
