"""Theorem 8, Definition 3: H hidden layers, weights W_1, ..., W_{H+1}, least hidden width p, any data.

Notations:

    NO_HYPOTHESIS  how the missing hypotheses are read
    hidden_rank    the hypothesis rank(W_H...W_2) >= p
"""

from __future__ import annotations

from proofs_check.language.hypotheses import on_point
from proofs_check.language.sources import LUCCHI_DEEP as LUCCHI

NO_HYPOTHESIS = (
    "any depth, widths and dimensions as printed, so any data too: X = 0, Y = 0 and others are among the general data "
    "(Kawaguchi (2016), whom the slide cites, assumes data of full rank; the slide does not)"
)


hidden_rank = on_point(
    "rank(W_H...W_2) >= p",
    r"\operatorname{rank}(\mathbf{W}_H \cdots \mathbf{W}_2) \ge p \text{ (the identity of size } d_1 \text{ for } H "
    r"= 1)",
    lambda point: LUCCHI.conventions.rank_of(point) >= min(point.problem.hidden),
)
