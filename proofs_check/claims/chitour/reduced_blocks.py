"""The blocks between Lemma 3.2 and (23) of Chitour et al. (2022), at every depth."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.formal_blocks import formal_at_blocks
from proofs_check.claims.chitour.parts.notation import E_Y_READING, EVERY_CRITICAL, blocks
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import depth_at_least
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point


@claim(
    "chitour.reduced-blocks",
    source=CHITOUR.at("proof of Lemma 3.2, between (22) and (23)"),
    statement=r"\bar R W_{1,1,1} = D_Y \text{ is diagonal of rank } r, \; \bar R W_{1,1,2} = 0, \; "
    r"\operatorname{rank} W_{1,1,1} = r; \; \bar R W_{1,2} = 0",
    over=every_critical_point(),
    assuming=(depth_at_least(2), *EVERY_CRITICAL),
    made_precise=f"{E_Y_READING}; bar R is W_{{H+1,1}} Z, the rows of R that are kept",
    formal=(
        "U1' R W11 U1 = U1' SY U1 if U1 U1' = DW, U1' U1 = I",
        "e[i]' SY e[j] = 0 if 1 <= i, i+1 <= j, j <= dy",
        "U1' SY U1 (U1' SYinverse U1) = I if U1 U1' = DW, U1' U1 = I",
        "U1' R W11 U2 = 0 if U2 U2' = I - DW, U2' U2 = I",
        "U1' SYinverse U1 U1' R (W11 U1) = I if U1 U1' = DW, U1' U1 = I",
        "U1' R W12 = 0",
    ),
    proof=logic("chitour.reduced-blocks"),
)
def reduced_blocks(point: dln.Point) -> Outcome:
    """At a critical point of any depth the r kept rows of R map W_{1,1,1} to D_Y, which has rank r, and the rest to 0,
    and W_{1,1,1} has rank r.
    """
    b = blocks(point)
    R_bar = b.W_last_1 @ b.Z
    return all_of(
        equal(R_bar @ b.W_111, b.D_Y, "bar R W_{1,1,1} and D_Y"),
        equal(b.D_Y.rank(), b.r, "rank of D_Y"),
        is_true((R_bar @ b.W_112).is_zero(), "bar R W_{1,1,2} = 0"),
        equal(b.W_111.rank(), b.r, "rank of W_{1,1,1}"),
        is_true((R_bar @ b.W_12).is_zero(), "bar R W_{1,2} = 0"),
        formal_at_blocks("chitour.reduced-blocks", b),
    )
