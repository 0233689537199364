"""The stratum of global minima, which Proposition 5 of Chitour et al. (2022) leaves out."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour.parts.notation import SECTION_3, blocks
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import assumption, depth_is, is_critical, on_point
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.sources import CHITOUR
from proofs_check.scopes.critical_points import every_critical_point

full_rank = on_point(
    "rank(W_{H+1}...W_2) = d_y",
    r"W \in \operatorname{Crit}_{d_y}(L)",
    lambda point: blocks(point).r == point.problem.output_width,
)


@claim(
    "chitour.minima-stratum",
    source=CHITOUR.at('Section 1, "The argument goes in three steps", and Section 4.2.2 for j = 2^{d_y}'),
    statement=r"\operatorname{Crit}_{d_y}(L) \text{ is an embedded submanifold}, \; T_W = \ker \nabla^2 L(W); \; "
    r"\dim = d_1 d_x + d_1 d_y - d_x d_y",
    over=every_critical_point(),
    assuming=(*SECTION_3, assumption("chitour.4"), depth_is(2), is_critical, full_rank),
    made_precise="print has no dimension for r = d_y; the set is W_2 W_1 = Y with W_2 of full rank d_y, whose map has "
    "the differential w_2 W_1 + W_2 w_1",
    axioms=("a level set at which the differential is onto is an embedded submanifold, tangent to its kernel",),
    written=written.MINIMA,
)
def minima_stratum(point: dln.Point) -> Outcome:
    """With one hidden layer the global minima are an embedded submanifold of dimension d_1 d_x + d_1 d_y - d_x d_y,
    whose tangent space is the kernel of the Hessian.
    """
    d_x, d_1, d_y = point.problem.widths
    onto = differential(point)
    dimension = d_1 * d_x + d_1 * d_y - d_x * d_y
    return all_of(
        equal(onto.rank(), d_x * d_y, "rank of the differential of the product, and d_x d_y"),
        equal(onto.nullspace().shape[1], dimension, "dimension of its kernel"),
        is_true((point.hessian @ onto.nullspace()).is_zero(), "its kernel lies in that of the Hessian"),
        equal(point.inertia_by_hessian.zero, dimension, "dimension of the kernel of the Hessian"),
        equal(point.inertia_by_hessian.negative, 0, "number of negative eigenvalues"),
    )


def differential(point: dln.Point) -> dln.Matrix:
    """The matrix of ``(w_1, w_2) -> w_2 W_1 + W_2 w_1``, a column for each weight in the order of the Hessian."""
    (W_1, W_2), shapes = point.weights, point.problem.shapes
    rows = []
    for j, (height, width) in enumerate(shapes):
        for place in range(height * width):
            unit = dln.Matrix.from_entries(height, width, [int(k == place) for k in range(height * width)])
            rows.append([*(W_2 @ unit if j == 0 else unit @ W_1).entries()])
    return dln.Matrix.from_entries(len(rows), len(rows[0]), [entry for row in rows for entry in row]).T
