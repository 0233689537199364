"""Equation (24) of Chitour et al. (2022): the blocks of critical points with one hidden layer."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.formal_blocks import formal_at_blocks
from proofs_check.claims.chitour.parts.notation import E_Y_READING, blocks
from proofs_check.claims.chitour.parts.strata import PROP_5
from proofs_check.language.claim import claim
from proofs_check.language.grade import Grade
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sharing import shared
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point


def relations(shape: str) -> str:
    """(24) with the shape of W_{1,1,2}."""
    return (
        r"W_{2,1} W_{1,1,1} = D_Y, \; W_{2,1} \in \mathbb{R}^{r \times d_1}, \; W_{1,1,1} \in \mathbb{R}^{d_1 \times "
        r"r}, \; \operatorname{rank} W_{2,1} = \operatorname{rank} W_{1,1,1} = r; \; W_{1,1,2} = 0, \; W_{1,1,2} \in "
        rf"\mathbb{{R}}^{{{shape}}}; \; W_{{2,1}} W_{{1,2}} = 0, \; W_{{1,2}} \in \mathbb{{R}}^{{d_1 \times (d_x - "
        r"d_y)}; \; W_{2,2} = 0, \; W_{2,2} \in \mathbb{R}^{(d_y - r) \times d_1}"
    )


FORMAL = (
    "U1' R W11 U1 = U1' SY U1 if U1 U1' = DW, U1' U1 = I",
    "U1' SYinverse U1 U1' R (W11 U1) = I if U1 U1' = DW, U1' U1 = I",
    "U1' R (W11 U1 (U1' SYinverse U1)) = I if U1 U1' = DW, U1' U1 = I",
    "W11 U2 = 0 if U2 U2' = I - DW, U2' U2 = I, Zleft Middle = I",
    "U1' R W12 = 0",
    "U2' R = 0 if U2 U2' = I - DW, U2' U2 = I",
)
"""The six relations, as a checker reads them."""


@claim(
    "chitour.critical-shallow",
    source=CHITOUR.at("Section 4, eq. (24)"),
    statement=relations(r"(d_y - r) \times d_1"),
    over=every_critical_point(),
    assuming=PROP_5,
    ill_formed="W_{1,1} = [W_{1,1,1} W_{1,1,2}] below (24) needs a W_{1,1,2} with d_1 rows and d_y - r columns, but in "
    "(24) it has d_y - r rows and d_1 columns; read with the shape transposed, up to a permutation U; "
    f"{E_Y_READING}",
    formal=FORMAL,
    proof=logic("chitour.critical-shallow.corrected"),
    grade=Grade.MISPRINT,
)
def critical_shallow(point: dln.Point) -> Outcome:
    """At a critical point below full rank the blocks of the two layers satisfy (24)."""
    return satisfies_24_and_formal(point)


@claim(
    "chitour.critical-shallow.corrected",
    source=CHITOUR.at("Section 4, eq. (24)"),
    statement=relations(r"d_1 \times (d_y - r)"),
    over=every_critical_point(),
    assuming=PROP_5,
    made_precise=f"up to a permutation U; {E_Y_READING}",
    corrects="chitour.critical-shallow",
    formal=FORMAL,
    proof=logic("chitour.critical-shallow.corrected"),
)
def critical_shallow_corrected(point: dln.Point) -> Outcome:
    """The blocks satisfy (24), W_{1,1,2} having d_1 rows and d_y - r columns."""
    return satisfies_24_and_formal(point)


@shared
def satisfies_24_and_formal(point: dln.Point) -> Outcome:
    """(24) in two ways: by its blocks, and by the formal statement."""
    return all_of(satisfies_24(point), formal_at_blocks("chitour.critical-shallow.corrected", blocks(point)))


def satisfies_24(point: dln.Point) -> Outcome:
    """The equations, ranks and shapes, W_{1,1,2} being d_1 x (d_y - r)."""
    b, d_1 = blocks(point), point.problem.widths[1]
    r, rest = b.r, b.d_y - b.r
    shapes = [block.shape for block in (b.W_last_1, b.W_111, b.W_112, b.W_12, b.W_last_2)]
    return all_of(
        equal(shapes, [(r, d_1), (d_1, r), (d_1, rest), (d_1, b.d_x - b.d_y), (rest, d_1)], "shapes of the blocks"),
        equal(b.Z, dln.Matrix.identity(d_1), "Z and the identity"),
        equal(b.W_last_1 @ b.W_111, b.D_Y, "W_{2,1} W_{1,1,1} and D_Y"),
        equal((b.W_last_1.rank(), b.W_111.rank()), (r, r), "ranks of W_{2,1} and W_{1,1,1}"),
        is_true(b.W_112.is_zero(), "W_{1,1,2} = 0"),
        is_true((b.W_last_1 @ b.W_12).is_zero(), "W_{2,1} W_{1,2} = 0"),
        is_true(b.W_last_2.is_zero(), "W_{2,2} = 0"),
    )
