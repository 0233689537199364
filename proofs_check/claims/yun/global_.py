"""Critical points with a product of full rank, Yun, Sra and Jadbabaie (2018)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.yun.parts.setting import SAMPLES, full_cross, full_inputs, product_has_full_rank
from proofs_check.facts import written
from proofs_check.facts.extrema import ECKART_YOUNG, has_least_loss
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import is_critical, on_point
from proofs_check.language.outcome import Outcome, at_most, holds
from proofs_check.language.sources import YUN
from proofs_check.scopes.critical_points import every_critical_point

full_rank = on_point(
    "rank of the product = least width",
    r"\operatorname{rank}(W_{H+1} \cdots W_1) = \min_i d_i",
    product_has_full_rank,
)


@claim(
    "yun.global",
    source=YUN.at("Theorems 2.1 and 2.2 for products of full rank, with strict saddles"),
    statement=r"\nabla L(W) = 0, \; \operatorname{rank}(W_{H+1} \cdots W_1) = \min_i d_i \Rightarrow L(W) = \min L "
    r"\text{ or } \lambda_{\min}(\nabla^2 L(W)) < 0",
    over=every_critical_point(),
    assuming=(full_inputs, full_cross, is_critical, full_rank),
    in_print=False,
    made_precise=f"more than is printed: strict saddles, and no assumption on distinct singular values; {SAMPLES}",
    axioms=(ECKART_YOUNG,),
    written=written.FULL_PRODUCTS,
)
def full_rank_products(point: dln.Point) -> Outcome:
    """A critical point whose product has full rank is a global minimiser or a strict saddle."""
    if has_least_loss(point):
        return holds("the loss is the least one")
    return at_most(1, point.inertia_by_hessian.negative, "one, and the number of negative eigenvalues")
