"""Yun, Sra, Jadbabaie (2018): which critical points are global minima, by the rank and the image of the product.

Notations:

    SAMPLES                how the assumption on the number of samples is read
    INVERSES               what full rank says in the formal statements
    full_inputs            the hypothesis rank X X^T = d_x
    full_cross             the hypothesis rank Y X^T = min(d_x, d_y)
    product_has_full_rank  rank(W_{H+1} ... W_1) is the largest that the widths allow
"""

from __future__ import annotations

import symdln as dln
from proofs_check.language.hypotheses import on_problem
from proofs_check.language.sharing import shared

SAMPLES = (
    "the assumption d_x, d_y <= m is not asked: the loss depends on the moments alone, and further samples x = 0, y = "
    "0 change none of them"
)

INVERSES = "a matrix of full column (row) rank has an inverse on the left (right)"


full_inputs = on_problem(
    "rank X X^T = d_x",
    r"\operatorname{rank} X X^\mathsf{T} = d_x",
    lambda problem: problem.data_rank == problem.input_width,
)


full_cross = on_problem(
    "rank Y X^T = min(d_x, d_y)",
    r"\operatorname{rank} Y X^\mathsf{T} = \min(d_x, d_y)",
    lambda problem: problem.cross_rank == min(problem.input_width, problem.output_width),
)


@shared
def product_has_full_rank(point: dln.Point) -> bool:
    """``rank(W_{H+1} ... W_1) = k``: the largest rank that these widths allow."""
    return point.end_to_end.rank() == point.problem.least_width
