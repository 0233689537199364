"""The condition r_Z > r of Chitour et al. (2022) is strictly weaker than the one it is compared with."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.notation import LEMMA_3_2, blocks
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, on_problem
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal_letters import formal_at_weights
from proofs_check.scopes.critical_points import every_problem

two_units = on_problem(
    "every hidden width is at least 2", r"\min_{0 < j \le H} d_j \ge 2", lambda problem: min(problem.hidden) >= 2
)


@claim(
    "chitour.weaker-condition",
    source=CHITOUR.at("Section 1, with Remark 6"),
    statement=r"H \ge 2, \; \min_j d_j \ge 2 \Rightarrow \exists W \in \operatorname{Crit}(L): \; r < r_Z < "
    r"\min(d_1, \dots, d_H), \; \nabla^2 L(W) \text{ has a negative eigenvalue}",
    over=every_problem(),
    assuming=(*LEMMA_3_2, depth_at_least(3), two_units),
    made_precise="weaker is read as strictly weaker: that r_Z = min(d_1, ..., d_H) implies r_Z > r at saddles is "
    "chitour.remark6, and the point exhibited meets only the second; with one hidden layer Z is the identity, and at "
    "saddles both always hold",
    formal=(
        "Above[j]' (Target - Below[n] Data) Data' Below[j-1]' = 0 if 1 <= j <= n, n >= 3",
        "Mid[n] Between[n-1] = 0 if n >= 3",
        "Between[n-1] = ray[n-1] ray[1]' if n >= 3",
        "ray[j]' ray[j] = I if 1 <= j <= n-1",
        "1 + 1 <= d[j] if 1 <= j <= n-1",
        "tr(((step ray[n] ray[n-1]') Between[n-1] (step ray[1] (Right ray[n])') Data - Target)' ((step ray[n] "
        "ray[n-1]') "
        "Between[n-1] (step ray[1] (Right ray[n])') Data - Target)) = tr(Target' Target) - 2 step^2 + step^4 "
        "tr(Data' Right ray[n] ray[n]' Right' Data) if n >= 3",
    ),
    proof=logic("chitour.weaker-condition"),
)
def weaker_condition(problem: dln.Problem) -> Outcome:
    """With two hidden layers or more, of two units or more, some strict saddle has r_Z > r without r_Z being the least
    hidden width.
    """
    point = one_path(problem)
    b = blocks(point)
    return all_of(
        is_true(point.is_critical, "the point is critical"),
        is_true(b.r < b.r_Z < min(problem.hidden), "r < r_Z < min(d_1, ..., d_H)", r=b.r, r_Z=b.r_Z),
        is_true(point.inertia_by_hessian.negative > 0, "the Hessian has a negative eigenvalue"),
        formal_at_weights("chitour.weaker-condition", problem),
    )


def one_path(problem: dln.Problem) -> dln.Point:
    """``W_1 = 0, W_{H+1} = 0`` and ``W_j = E_11`` between: critical, since two factors of the product are zero."""
    weights = [dln.Matrix.diagonal([1], shape) for shape in problem.shapes]
    weights[0], weights[-1] = (dln.Matrix.zeros(*problem.shapes[j]) for j in (0, -1))
    return dln.Point(problem, weights)
