"""Remark 6 of Chitour et al. (2022): saddles at which r_Z > r."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.formal_blocks import formal_at_blocks
from proofs_check.claims.chitour.parts.notation import LEMMA_3_2, blocks, is_saddle
from proofs_check.facts.extrema import SECOND_ORDER
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least, is_critical, on_point
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point

saddle = on_point(
    "a saddle point, or not shown to be none",
    r"W \text{ is a saddle point}",
    lambda point: not is_saddle(point).fails,
)


kawaguchi = on_point(
    "rank(W_H...W_2) = the least hidden width",
    r"r_Z = \min(d_1, \ldots, d_H)",
    lambda point: blocks(point).r_Z == min(point.problem.hidden),
)


@claim(
    "chitour.remark6",
    source=CHITOUR.at("Remark 6"),
    statement=r"W \text{ a saddle point}, \; r_Z = \min(d_1, \ldots, d_H) \Rightarrow r < d_y \le \min(d_1, \ldots, "
    r"d_H), \; r_Z > r",
    over=every_critical_point(),
    assuming=(depth_at_least(2), *LEMMA_3_2, is_critical, kawaguchi, saddle),
    made_precise="a saddle has a positive loss, as the least loss is 0 under Assumption 1, which is also d_y <= d_j",
    axioms=(SECOND_ORDER,),
    formal=(
        "rk + 1 <= dy if positive (tr(M' M) + tr((R W12)' R W12)) = 1",
        "rk + 1 <= rz if positive (tr(M' M) + tr((R W12)' R W12)) = 1, dy <= rz",
        "1 <= rz if dy <= rz",
    ),
    proof=logic("chitour.remark6"),
)
def remark_6(point: dln.Point) -> Outcome:
    """At a saddle point where W_H...W_2 has the rank of the least hidden width, r < d_y, and r_Z > r."""
    b, least = blocks(point), min(point.problem.hidden)
    return all_of(
        is_true(b.r < b.d_y <= least, "r < d_y <= min(d_1, ..., d_H)", r=b.r, least=least),
        is_true(b.r_Z > b.r, "r_Z > r", r_Z=b.r_Z, r=b.r),
        formal_at_blocks("chitour.remark6", b),
    )
