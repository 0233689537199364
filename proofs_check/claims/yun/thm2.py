"""Theorems 2.1 and 2.2 of Yun, Sra and Jadbabaie (2018)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.yun.parts.setting import SAMPLES, full_cross, full_inputs, product_has_full_rank
from proofs_check.facts import written
from proofs_check.facts.extrema import (
    ECKART_YOUNG,
    SECOND_ORDER,
    has_least_loss,
    is_no_local_maximum,
    is_no_local_minimum,
    value_of,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import is_critical, on_problem
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.sharing import shared
from proofs_check.language.sources import YUN
from proofs_check.scopes.critical_points import every_critical_point

KY_FAN = (
    "Ky Fan: tr(V^T Sigma V) over V with k orthonormal columns is at most the sum of the k largest eigenvalues, and "
    "where these are distinct from the others only their eigenspace reaches it"
)


SADDLE = "a saddle is a critical point that is neither a local minimum nor a local maximum"


def narrowest(problem: dln.Problem) -> bool:
    """Whether ``k = min d_i`` is ``min(d_x, d_y)``."""
    return problem.least_width == min(problem.input_width, problem.output_width)


distinct = on_problem(
    "distinct singular values",
    r"\text{the singular values of } Y X^\mathsf{T} (X X^\mathsf{T})^{-1} X \text{ are distinct}",
    lambda problem: len(set(problem.positions)) == len(problem.positions),
)


no_bottleneck = on_problem("k = min(d_x, d_y)", r"\min_i d_i = \min(d_x, d_y)", narrowest)


bottleneck = on_problem("k < min(d_x, d_y)", r"\min_i d_i < \min(d_x, d_y)", lambda problem: not narrowest(problem))


PRINTED = (full_inputs, full_cross, distinct, is_critical)


@shared
def is_saddle(point: dln.Point) -> Outcome:
    """The loss falls along one exact curve or direction, and rises along another."""
    return all_of(is_no_local_minimum(point), is_no_local_maximum(point))


def spans_best_space(point: dln.Point, layer: int) -> bool:
    """Whether ``col(W_{H+1} ... W_{p+1})`` is the span of the first k left singular vectors, p = ``layer``.

    With A the product and k its rank, ``tr((A^T A)^-1 A^T Sigma A)`` is the sum of the k largest eigenvalues of Sigma
    for that space and for no other.
    """
    problem = point.problem
    A = point.product(problem.depth, layer + 1)
    k = problem.least_width
    least = value_of(problem, range(k))
    if A.rank() < k or least is None:
        return False  # a rational A cannot span eigenvectors with an irrational sum of eigenvalues
    inside = ((A.T @ A).inverse() @ A.T @ problem.sigma @ A).trace()
    return problem.loss_factor * (problem.Syy.trace() - inside) == least


@shared
def is_in_V_2(point: dln.Point) -> bool:
    """The set of Theorem 2.2, for every layer p of least width."""
    widths = point.problem.widths
    layers = [p for p, width in enumerate(widths) if width == min(widths)]
    return product_has_full_rank(point) and all(spans_best_space(point, p) for p in layers)


def global_or_saddle(point: dln.Point, inside: bool) -> Outcome:
    """Inside the set the loss is the least one, outside the point is a saddle."""
    if inside:
        return is_true(has_least_loss(point), "the critical point of the set has the least loss", loss=point.loss)
    return is_saddle(point)


@claim(
    "yun.thm2.1",
    source=YUN.at("Theorem 2.1"),
    statement=r"k = \min\{d_x, d_y\}, \; \mathcal{V}_1 = \{W : \operatorname{rank}(W_{H+1} \cdots W_1) = k\}: \; "
    r"\nabla L(W) = 0 \Rightarrow \begin{cases} W \text{ is a global minimum} & W \in \mathcal{V}_1 \\ W \text{ is a "
    r"saddle point} & W \notin \mathcal{V}_1 \end{cases}",
    over=every_critical_point(),
    assuming=(*PRINTED, no_bottleneck),
    made_precise=f"{SADDLE}; {SAMPLES}",
    axioms=(ECKART_YOUNG, SECOND_ORDER),
    written=written.FULL_PRODUCTS,
)
def theorem_2_1(point: dln.Point) -> Outcome:
    """Without a bottleneck a critical point is a global minimum if the product has full rank, and else a saddle."""
    return global_or_saddle(point, product_has_full_rank(point))


@claim(
    "yun.thm2.2",
    source=YUN.at("Theorem 2.2"),
    statement=r"k < \min\{d_x, d_y\}, \; \mathcal{V}_2 = \{W : \operatorname{rank}(W_{H+1} \cdots W_1) = k, \, "
    r"\operatorname{col}(W_{H+1} \cdots W_{p+1}) = \operatorname{col}(\hat U)\}: \; \nabla L(W) = 0 \Rightarrow "
    r"\begin{cases} W \text{ is a global minimum} & W \in \mathcal{V}_2 \\ W \text{ is a saddle point} & W \notin "
    r"\mathcal{V}_2 \end{cases}",
    over=every_critical_point(),
    assuming=(*PRINTED, bottleneck),
    made_precise="the condition on the columns is required for every layer p of least width (where the product has "
    f"rank k it says the same for each: all these spaces are the column space of the product); {SADDLE}; {SAMPLES}",
    axioms=(ECKART_YOUNG, SECOND_ORDER, KY_FAN),
    written=written.FULL_PRODUCTS,
)
def theorem_2_2(point: dln.Point) -> Outcome:
    """With a bottleneck a critical point is a global minimum if the product has full rank and the layers behind the
    bottleneck span the first left singular vectors, and else a saddle.
    """
    return global_or_saddle(point, is_in_V_2(point))
