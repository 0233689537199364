"""Section 2.2, the proof of Proposition 2, (11) and (12): how fast the residual decreases."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.facts.eigenvalues import (
    Term,
    nth,
    sign,
    sum_of_products_is_at_most,
)
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.outcome import Outcome, all_of, at_most, holds, is_true
from proofs_check.language.source import CHITOUR
from proofs_check.networks.layers import DEPTHS, IN_WORDS, Layers, depth_of
from proofs_check.networks.words import WordCase, same
from proofs_check.scopes.weight_grids import derived, pyramidal
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.words import Expression, norm_squared, trace

TRACE_INEQUALITY = "tr(A A^T B B^T) >= lambda_min(A A^T) tr(B B^T) (chitour.trace-inequality)"
GRAM = "A A^T >= 0"
Subject = dln.Point | WordCase

in_words = derived("derivation by layers", DEPTHS, IN_WORDS)


def upper(point: dln.Point, k: int) -> dln.Matrix:
    """``W_{k+1}^T W_{k+1}``, of size d_k."""
    return point.weights[k].T @ point.weights[k]


def lower(point: dln.Point, k: int) -> dln.Matrix:
    """``W_k W_k^T``, of size d_k."""
    return point.weights[k - 1] @ point.weights[k - 1].T


def invariant(point: dln.Point, k: int) -> dln.Matrix:
    """``C_k = W_{k+1}^T W_{k+1} - W_k W_k^T``."""
    return upper(point, k) - lower(point, k)


def invariants(point: dln.Point) -> range:
    """The indices 1, ..., H of the C_k."""
    return range(1, point.problem.depth)


def least_on_row_space(point: dln.Point, k: int) -> Term:
    """``lambda_{d_k - d_{k+1} + 1}(C_k)``, the eigenvalue of which the proof takes the product; needs
    ``d_k >= d_{k+1}``.
    """
    d = point.problem.widths
    return invariant(point, k), number_on_row_space(d[k], d[k + 1])


def number_on_row_space(size: Any, after: Any) -> Any:
    """``d_l - d_{l+1} + 1``, for sizes that are integers or symbols."""
    return size - after + 1


def decrease(point: dln.Point) -> Fraction:
    """``- 1/2 d||M||^2/dt = ||grad L||^2``, as L is half the square of M."""
    return sum((gradient.norm_squared() for gradient in point.gradient), Fraction(0))


def residual_squared(point: dln.Point) -> Fraction:
    """``||M||^2`` in the reduced problem."""
    return (point.problem.Syx - point.end_to_end).norm_squared()


def has_positive_invariants(point: dln.Point) -> bool:
    """Whether every C_j has at least d_{j+1} positive eigenvalues."""
    d = point.problem.widths
    for k in invariants(point):
        C = invariant(point, k)
        if sum(sign(nth(C, i)) > 0 for i in range(1, d[k] + 1)) < d[k + 1]:
            return False
    return True


def _positive_invariants(subject: Subject) -> bool:
    """A derivation takes the hypothesis for itself, so it is always asked."""
    return not isinstance(subject, dln.Point) or has_positive_invariants(subject)


positive_invariants = Hypothesis(
    "C_j has d_{j+1} positive eigenvalues",
    r"C_j \text{ has at least } d_{j+1} \text{ positive eigenvalues for } j = 1, \dots, H",
    _positive_invariants,
    Level.CASE,
)
PROP_2 = (pyramidal, positive_invariants)


# -- (11) and (12) -----------------------------------------------------------------------------------------------------


@claim(
    "chitour.dissipation",
    source=CHITOUR.at("proof of Prop. 2, eq. (11)"),
    statement=r"\frac{d\|M\|_F^2}{dt} \le -2 \sum_{j=1}^{H+1} \prod_{k=1}^{j-1} \lambda_{\min}(W_k^\mathsf{T} W_k) "
    r"\prod_{l=j+1}^{H+1} \lambda_{\min}(W_l W_l^\mathsf{T}) \|M\|_F^2",
    over=in_words,
    axioms=(TRACE_INEQUALITY,),
)
def dissipation(subject: Subject) -> Outcome:
    """The squared residual decreases at least as fast as the sum over the layers of two products of least eigenvalues
    says.
    """
    if isinstance(subject, dln.Point):
        return decreases(subject, [bounds_of(subject, j) for j in range(1, subject.problem.depth + 1)])
    layers = Layers(depth_of(subject))
    steps = [stripped(layers, j) for j in range(1, layers.depth + 1)]
    total = sum(
        (-2 * norm_squared(velocity(layers, j)) for j in range(1, layers.depth + 1)), trace(layers.M @ layers.M.T) * 0
    )
    return all_of(same(layers.rate(norm_squared(layers.M)), total, "d||M||^2/dt"), *steps)


@claim(
    "chitour.dissipation.first",
    source=CHITOUR.at("proof of Prop. 2, eq. (12)"),
    statement=r"\frac{d\|M\|_F^2}{dt} \le -2 \alpha(t) \|M\|_F^2, \; \alpha(t) = \prod_{l=2}^{H+1} "
    r"\lambda_{\min}(W_l W_l^\mathsf{T}) \ge 0",
    over=in_words,
    assuming=(pyramidal,),
    axioms=(TRACE_INEQUALITY, GRAM),
)
def dissipation_first(subject: Subject) -> Outcome:
    """The squared residual decreases at least at the rate that the layers after the first give."""
    if isinstance(subject, dln.Point):
        first = bounds_of(subject, 1)
        nonnegative = all(sign(factor) >= 0 for factor in first)
        return all_of(is_true(nonnegative, "every factor of alpha(t) is at least 0"), decreases(subject, [first]))
    layers = Layers(depth_of(subject))
    rest = sum(
        (norm_squared(velocity(layers, j)) for j in range(2, layers.depth + 1)), trace(layers.M @ layers.M.T) * 0
    )
    dropped = layers.rate(norm_squared(layers.M)) + 2 * norm_squared(velocity(layers, 1))
    return all_of(same(dropped, -2 * rest, "d||M||^2/dt without the term j = 1"), stripped(layers, 1))


def bounds_of(point: dln.Point, j: int) -> list[Eigenvalue]:
    """The least eigenvalues in the j-th term of (11)."""
    before = [nth(upper(point, k - 1), 1) for k in range(1, j)]
    return before + [nth(lower(point, k), 1) for k in range(j + 1, point.problem.depth + 1)]


def decreases(point: dln.Point, products: list[list[Eigenvalue]]) -> Outcome:
    """Whether ``||grad L||^2 >= (sum of the products) ||M||^2``."""
    square = residual_squared(point)
    if square == 0:
        return holds("M = 0")
    kept = [product for product in products if not any(factor.is_zero for factor in product)]
    ratio = decrease(point) / square
    if not kept:
        return at_most(Fraction(0), ratio, "no term is left")
    return is_true(sum_of_products_is_at_most(kept, ratio), f"the sum of the products is at most {ratio}")


def velocity(layers: Layers, j: int) -> Expression:
    """(6): ``[(Pi W)_{j+1}^{H+1}]^T M [(Pi W)_1^{j-1}]^T``."""
    return layers.product(j + 1, layers.depth).T @ layers.M @ layers.product(1, j - 1).T


def stripped(layers: Layers, j: int) -> Outcome:
    """Take one layer after the other off ``||dW_j/dt||^2`` until ``||M||^2`` is left; each time the square of what is
    left is multiplied by the least eigenvalue that the trace inequality names: of ``W_l W_l^T`` on the left,
    ``W_k^T W_k`` on the right.
    """
    outcomes, last, first = [], j, j
    rest = velocity(layers, j)
    while last < layers.depth:
        last += 1
        W, K = layers.weight(last), layers.product(last + 1, layers.depth).T @ layers.M @ layers.product(1, j - 1).T
        outcomes.append(same(norm_squared(rest), trace(W @ W.T @ K @ K.T), f"RHS_{j} and W_{last}"))
        rest = K
    while first > 1:
        first -= 1
        W, K = layers.weight(first), layers.M @ layers.product(1, first - 1).T
        outcomes.append(same(norm_squared(rest), trace(W.T @ W @ K.T @ K), f"RHS_{j} and W_{first}"))
        rest = K
    return all_of(*outcomes, same(rest, layers.M, f"what is left of RHS_{j}"))
