"""Propositions 3.1, 3.4, 3.6 and 3.7 of Yun, Sra and Jadbabaie (2018)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import symdln as dln
from proofs_check.claims.yun.parts.setting import INVERSES, full_cross, full_inputs, product_has_full_rank
from proofs_check.claims.yun.thm2 import KY_FAN, bottleneck, distinct, no_bottleneck, spans_best_space
from proofs_check.facts import written_papers as written
from proofs_check.facts.extrema import ECKART_YOUNG, has_least_loss, least_values
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import is_critical, on_point
from proofs_check.language.outcome import Outcome, all_of, at_most, equal, is_true
from proofs_check.language.proofs import matrices
from proofs_check.language.scope import cases
from proofs_check.language.sources import YUN
from proofs_check.language.subjects import CRITICAL_POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.few_critical_points import FEW_CRITICAL_POINTS, turned
from proofs_check.scopes.few_points import FEW_POINTS
from proofs_check.scopes.rational_data import orthogonal


class RankedTarget(NamedTuple):
    """Singular values of the targets and of the inputs, which give the widths of the ends, and the rank k."""

    values: tuple[int, ...]
    inputs: tuple[int, ...]
    d_y: int
    k: int


TARGETS = (
    RankedTarget((2, 1), (1, 2), 2, 1),
    RankedTarget((3, 2, 1), (1, 2, 3), 3, 1),
    RankedTarget((3, 2, 1), (1, 2, 3), 3, 2),
    RankedTarget((3, 1), (2, 1), 3, 1),
    RankedTarget((3, 1), (2, 1, 1), 2, 1),
)


@claim(
    "yun.prop3.1",
    source=YUN.at("Proposition 3.1, eq. (5)"),
    statement=r"k < \min\{d_x, d_y\}: \; R^* = \hat U \hat U^\mathsf{T} Y X^\mathsf{T} (X X^\mathsf{T})^{-1} \text{ is "
    r"the "
    r"solution of } \min \tfrac12 \|R X - Y\|_F^2 \text{ s.t. } \operatorname{rank} R \le k",
    over=cases(
        "targets and ranks",
        lambda size, seed: iter(TARGETS),
        sentence="five targets with distinct singular values in turned coordinates, two and three inputs and outputs",
        strength=Verdict.VERIFIED,
    ),
    made_precise="X X^T and Y X^T of full rank, the singular values of Y X^T (X X^T)^-1 X distinct, and U^ the first k "
    "left singular vectors; in scope the loss of R^* is compared with the least one",
    axioms=(ECKART_YOUNG,),
    written=written.REDUCED_RANK,
)
def reduced_rank(target: RankedTarget) -> Outcome:
    """The best map of bounded rank is the least squares solution, projected to the first left singular vectors."""
    problem = turned((len(target.inputs), target.k, target.d_y), target.values, target.inputs)
    U = orthogonal(target.d_y, 2)
    first = U @ dln.Matrix.diagonal([1] * target.k, (target.d_y, target.d_y)) @ U.T
    R = first @ whitened_target(target) @ problem.Sxx.inverse()
    loss = problem.loss_factor * ((R @ problem.Sxx - 2 * problem.Syx) @ R.T).trace() + problem.loss_factor * (
        problem.Syy.trace()
    )
    return all_of(
        at_most(R.rank(), target.k, "the rank of R*"),
        equal(first @ problem.sigma, problem.sigma @ first, "the projection and Sigma commute"),
        equal(loss, least_values(problem)[target.k], "the loss of R*, and the least one of this rank"),
    )


def whitened_target(target: RankedTarget) -> dln.Matrix:
    """``Y X^T``, from the data themselves."""
    d_x = len(target.inputs)
    X = orthogonal(d_x, 1) @ dln.Matrix.diagonal(target.inputs)
    Y = orthogonal(target.d_y, 2) @ dln.Matrix.diagonal(target.values, (target.d_y, d_x)) @ orthogonal(d_x, 3).T
    return Y @ X.T


LAST = (
    "L: e x h; W: h x b; X: b x n; Y: e x n; R: e x b; K: h x e; L K = I; L' (L W X - Y) X' = 0 |- tr((R X - Y)' (R X "
    "- "
    "Y)) = tr((L W X - Y)' (L W X - Y)) + tr(((R - L W) X)' ((R - L W) X))"
)
FIRST = (
    "B: h x b; W: e x h; X: b x n; Y: e x n; R: e x b; K: b x h; K B = I; (W B X - Y) X' B' = 0 |- tr((R X - Y)' (R X "
    "- "
    "Y)) = tr((W B X - Y)' (W B X - Y)) + tr(((R - W B) X)' ((R - W B) X))"
)


def has_full_factor(point: dln.Point) -> bool:
    """Whether ``W_{H+1} ... W_2`` has rank d_y if d_y <= d_x, or ``W_H ... W_1`` has rank d_x if d_x <= d_y."""
    problem, depth = point.problem, point.problem.depth
    d_x, d_y = problem.input_width, problem.output_width
    return (d_y <= d_x and point.product(depth, 2).rank() == d_y) or (
        d_x <= d_y and point.product(depth - 1, 1).rank() == d_x
    )


full_factor = on_point(
    "in W_epsilon",
    r"\sigma_{\min}(W_{H+1} \cdots W_2) \ge \epsilon \; (d_y \le d_x), \; \sigma_{\min}(W_H \cdots W_1) \ge \epsilon "
    r"\; "
    r"(d_x \le d_y), \; \epsilon > 0",
    has_full_factor,
)


@claim(
    "yun.prop3.4",
    source=YUN.at("Proposition 3.4"),
    statement=r"k = \min\{d_x, d_y\}, \; \epsilon > 0: \; \text{any critical point of } L \text{ in } "
    r"\mathcal{W}_\epsilon \text{ is a global minimum point}",
    over=FEW_CRITICAL_POINTS,
    assuming=(full_factor, is_critical),
    made_precise="sigma_min is the least of the d_y (d_x) singular values, so that the product in it has an inverse on "
    "one side; no other assumption is used, and the difference of the losses is a sum of squares",
    axioms=(INVERSES,),
    prose=("the trace of a matrix times its transpose is not negative, so that no linear map has a smaller loss",),
    proof=matrices(LAST, FIRST),
)
def full_factors(point: dln.Point) -> Outcome:
    """Critical points at which all layers but the first, or all but the last, have a product of full rank at the
    narrower end are global minima.
    """
    return is_true(has_least_loss(point), "the loss is the least one", loss=point.loss)


@claim(
    "yun.prop3.5",
    source=YUN.at("Proposition 3.5"),
    statement=r"k = \min\{d_x, d_y\}: \; W \in \mathcal{V}_1 \Rightarrow W \in \mathcal{W}_\epsilon \text{ for some } "
    r"\epsilon > 0",
    over=FEW_POINTS,
    assuming=(no_bottleneck, on_point("product of full rank", r"W \in \mathcal{V}_1", product_has_full_rank)),
    made_precise="that epsilon is positive says that the rank is full",
    written=written.FULL_RANK_FACTORS,
)
def full_rank_factors(point: dln.Point) -> Outcome:
    """Where the product of all layers has full rank, so have its factors at the narrower end."""
    return is_true(has_full_factor(point), "the rank of the factor is full")


NARROW = (
    ((2, 1, 2), (2, 1), (1, 2)),
    ((2, 1, 1, 2), (2, 1), (1, 2)),
    ((2, 2, 1, 2), (3, 1), (2, 1)),
    ((3, 1, 2), (3, 1), (2, 1, 1)),
)


def narrow_points(size: str, seed: int) -> Iterator[dln.Point]:
    """Representatives of every kind of critical point, and other points with the same first and last layers."""
    for widths, values, inputs in NARROW:
        for kind in turned(widths, values, inputs).kinds():
            point = kind.representatives(rng=seed)[-1]
            yield point
            yield dln.Point(point.problem, [*point.weights[:-1], point.weights[-1] * 2])


NARROW_POINTS = cases(
    "points of networks with a bottleneck",
    narrow_points,
    sentence="a representative of every kind of critical point of four networks with a bottleneck, and the same with "
    "twice the last layer",
    strength=Verdict.VERIFIED,
    of=CRITICAL_POINTS,
)
full_product = on_point("product of full rank", r"\operatorname{rank}(W_{H+1} \cdots W_1) = k", product_has_full_rank)
QUESTIONS = (
    "V: e x h; M: h x k; R: k x b; E: e x b; K: k x e; U: b x k; K V M = I; R U = I; E R' M' = 0 |- E R' = 0",
    "L: e x k; M: k x h; V: h x b; E: e x b; K: k x e; U: b x k; K L = I; M V U = I; M' L' E = 0 |- L' E = 0",
    "L: e x k; P: k x a; Q: c x b; E: e x b; L' E = 0 |- P' L' E Q' = 0",
    "R: k x b; P: e x a; Q: c x k; E: e x b; E R' = 0 |- P' E R' Q' = 0",
)


def at_bottleneck(point: dln.Point) -> bool:
    """Whether ``A_p E = 0`` and ``E B_{p+1} = 0`` for every narrowest layer p."""
    problem, depth = point.problem, point.problem.depth
    E = point.end_to_end @ problem.Sxx - problem.Syx
    narrowest = [p for p, width in enumerate(problem.widths) if width == problem.least_width]
    return all(
        (point.product(depth, p + 1).T @ E).is_zero() and (E @ point.product(p, 1).T).is_zero() for p in narrowest
    )


@claim(
    "yun.prop3.6",
    source=YUN.at("Proposition 3.6"),
    statement=r"W \in \mathcal{V}_1: \; \nabla L(W) = 0 \Leftrightarrow A_p E = 0 \text{ and } E B_{p+1} = 0",
    over=NARROW_POINTS,
    assuming=(bottleneck, full_product),
    made_precise="E = (W_{H+1} ... W_1 X - Y) X^T, A_p = (W_{H+1} ... W_{p+1})^T, B_{p+1} = (W_p ... W_1)^T; p is a "
    "narrowest layer, where both factors have rank k and so inverses on one side",
    axioms=(INVERSES,),
    proof=matrices(*QUESTIONS),
)
def critical(point: dln.Point) -> Outcome:
    """Where the product has full rank, the gradient vanishes exactly where two products at the bottleneck do."""
    return equal(point.is_critical, at_bottleneck(point), "whether it is critical, and whether both products vanish")


@claim(
    "yun.prop3.7",
    source=YUN.at("Proposition 3.7"),
    statement=r"W \in \mathcal{V}_1, \; \nabla L(W) = 0: \; W \text{ is a global minimum point} \Leftrightarrow "
    r"\operatorname{col}(W_{H+1} \cdots W_{p+1}) = \operatorname{col}(\hat U)",
    over=NARROW_POINTS,
    assuming=(bottleneck, full_inputs, full_cross, distinct, full_product, is_critical),
    axioms=(ECKART_YOUNG, KY_FAN),
    written=written.REDUCED_RANK,
)
def best_space(point: dln.Point) -> Outcome:
    """A critical point with a product of full rank is global exactly if the layers behind the bottleneck span the
    first left singular vectors.
    """
    problem = point.problem
    layers = [p for p, width in enumerate(problem.widths) if width == problem.least_width]
    spanned = {spans_best_space(point, p) for p in layers}
    return equal(
        spanned, {has_least_loss(point)}, "whether the space is the best one, and whether the loss is the least"
    )
