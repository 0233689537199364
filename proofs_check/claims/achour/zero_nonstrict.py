"""From depth 3 on W = 0 is a non-strict saddle, slides of Achour et al. (2025)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.achour.parts.setting import PREVIOUS_WORK
from proofs_check.facts.classes import WEAK_ASSUMPTIONS, least_eigenvalue_sign
from proofs_check.facts.extrema import SECOND_ORDER, ZERO_IS_A_SADDLE, is_no_local_maximum, is_no_local_minimum
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.networks.formal_letters import formal_at_weights
from proofs_check.scopes.critical_points import every_problem


@claim(
    "achour.zero-nonstrict",
    source=PREVIOUS_WORK,
    statement=r"H \ge 3: \mathbf{W} = 0 \text{ is a non-strict saddle point of } L",
    over=every_problem(),
    assuming=(WEAK_ASSUMPTIONS, depth_at_least(3)),
    made_precise='the "weak assumptions" are those of Kawaguchi (2016)',
    axioms=(SECOND_ORDER,),
    formal=ZERO_IS_A_SADDLE,
    proof=logic("achour.zero-nonstrict"),
)
def zero_nonstrict(problem: dln.Problem) -> Outcome:
    """From depth 3 on W = 0 is critical, no local extremum, and its Hessian has least eigenvalue zero."""
    zero = dln.Point(problem, [dln.Matrix.zeros(*shape) for shape in problem.shapes])
    return all_of(
        is_true(zero.is_critical, "W = 0 is critical"),
        equal(least_eigenvalue_sign(zero), 0, "sign of the least eigenvalue at W = 0"),
        is_no_local_minimum(zero),
        is_no_local_maximum(zero),
        formal_at_weights("achour.zero-nonstrict", problem),
    )
