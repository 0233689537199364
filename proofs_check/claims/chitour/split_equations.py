"""The equations from which Chitour et al. (2022) take (20): equation (19) in the blocks of the permutation."""

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
    "chitour.split-equations",
    source=CHITOUR.at("end of the proof of Lemma 3.2"),
    statement=r"Z W_{1,1,1} D_Y = Z (W_{1,1,1} W_{1,1,1}^\mathsf{T} + W_{1,1,2} W_{1,1,2}^\mathsf{T}) Z^\mathsf{T} "
    r"W_{H+1,1}^\mathsf{T}, \; Z W_{1,1,2} E_Y = 0",
    over=every_critical_point(),
    assuming=(depth_at_least(2), *EVERY_CRITICAL),
    made_precise=E_Y_READING,
    formal=(
        (
            "Middle W11 U1 (U1' SY U1) = Middle (W11 U1 (W11 U1)' + W11 U2 (W11 U2)') Middle' (U1' W)' if U1 U1' = "
            "DW, U2 U2' = I - DW"
        ),
        "Middle W11 U1 (U1' SY U1) = Middle W11 U1 (W11 U1)' Middle' (U1' W)' if U1 U1' = DW, U1 U1' = I",
        "Middle W11 U2 (U2' SY U2) = 0 if U2 U2' = I - DW",
    ),
    proof=logic("chitour.split-equations"),
)
def split_equations(point: dln.Point) -> Outcome:
    """Equation (19), multiplied by U, splits into one equation for W_{1,1,1} and Z W_{1,1,2} E_Y = 0."""
    b = blocks(point)
    gram = b.W_111 @ b.W_111.T + b.W_112 @ b.W_112.T
    return all_of(
        equal(b.Z @ b.W_111 @ b.D_Y, b.Z @ gram @ b.Z.T @ b.W_last_1.T, "the two sides for W_{1,1,1}"),
        is_true((b.Z @ b.W_112 @ b.E_Y).is_zero(), "Z W_{1,1,2} E_Y = 0"),
        formal_at_blocks("chitour.split-equations", b),
    )
