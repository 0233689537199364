"""Equation (11) of Chitour et al. (2022): how fast the squared residual decreases."""

from __future__ import annotations

import math
from fractions import Fraction

import symdln as dln
from proofs_check.claims.chitour.parts.rates import (
    Subject,
    decrease,
    decreases,
    in_words,
    lower,
    residual_squared,
    upper,
    velocity,
)
from proofs_check.facts.eigenvalues import nth, sign
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.sources import CHITOUR
from proofs_check.networks.formal import formal_at_point
from proofs_check.networks.layers import LayerWords, depth_of
from proofs_check.networks.words import same
from proofs_check.scopes.weight_grids import pyramidal, white_inputs
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.words import norm_squared, trace


@claim(
    "chitour.dissipation",
    source=CHITOUR.at("proof of Prop. 2, eq. (11)"),
    statement=r"\frac{d\|M\|_F^2}{dt} \le -2 \sum_{j=1}^{H+1} \prod_{k=1}^{j-1} \lambda_{\min}(W_k^\mathsf{T} W_k) "
    r"\prod_{l=j+1}^{H+1} \lambda_{\min}(W_l W_l^\mathsf{T}) \|M\|_F^2",
    over=in_words,
    assuming=(white_inputs,),
    formal=("rate <= -2 alpha[n] tr(M' M) if n >= 1",),
    proof=logic("chitour.dissipation"),
)
def dissipation(subject: Subject) -> Outcome:
    """The squared residual decreases at least as fast as the sum over the layers of two products of least eigenvalues
    says.
    """
    if isinstance(subject, dln.Point):
        terms = [bounds_of(subject, j) for j in range(1, subject.problem.depth + 1)]
        outcomes = [decreases(subject, terms), formal_at_point("chitour.dissipation", subject)]
        return all_of(*outcomes, *([attained(subject, terms)] if has_one_eigenvalue_each(subject, len(terms)) else []))
    layers = LayerWords(depth_of(subject))
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
    assuming=(white_inputs, pyramidal),
    formal=(
        "rate <= -2 L[1] tr(M' M) if n >= 1",
        "L[1] >= 0 if n >= 1",
    ),
    proof=logic("chitour.dissipation.first"),
)
def dissipation_first(subject: Subject) -> Outcome:
    """The squared residual decreases at least at the rate that the layers after the first give."""
    if isinstance(subject, dln.Point):
        first = bounds_of(subject, 1)
        nonnegative = all(sign(factor) >= 0 for factor in first)
        only_first_moves = subject.weights[0].is_zero() and subject.problem.depth > 1
        return all_of(
            is_true(nonnegative, "every factor of alpha(t) is at least 0"),
            decreases(subject, [first]),
            *([attained(subject, [first])] if only_first_moves and has_one_eigenvalue_each(subject, 1) else []),
            formal_at_point("chitour.dissipation.first", subject),
        )
    layers = LayerWords(depth_of(subject))
    rest = sum(
        (norm_squared(velocity(layers, j)) for j in range(2, layers.depth + 1)), trace(layers.M @ layers.M.T) * 0
    )
    dropped = layers.rate(norm_squared(layers.M)) + 2 * norm_squared(velocity(layers, 1))
    return all_of(same(dropped, -2 * rest, "d||M||^2/dt without the term j = 1"), stripped(layers, 1))


def bounds_of(point: dln.Point, j: int) -> list[Eigenvalue]:
    """The least eigenvalues in the j-th term of (11)."""
    before = [nth(upper(point, k - 1), 1) for k in range(1, j)]
    return before + [nth(lower(point, k), 1) for k in range(j + 1, point.problem.depth + 1)]


def has_one_eigenvalue_each(point: dln.Point, most: int) -> bool:
    """Whether each matrix whose least eigenvalue stands in the first so many terms has no other."""
    n = point.problem.depth
    before = [upper(point, k - 1) for k in range(1, most)]
    return all(map(is_multiple_of_identity, before + [lower(point, k) for k in range(2, n + 1)]))


def is_multiple_of_identity(matrix: dln.Matrix) -> bool:
    return matrix == dln.Matrix.identity(matrix.shape[0]) * matrix[0, 0]


def attained(point: dln.Point, terms: list[list[Eigenvalue]]) -> Outcome:
    """Equality, where every eigenvalue is rational."""
    total = sum((math.prod(Fraction(factor.lower) for factor in term) for term in terms), Fraction(0))
    return equal(
        decrease(point), total * residual_squared(point), "the two sides, where each matrix has one eigenvalue"
    )


def stripped(layers: LayerWords, j: int) -> Outcome:
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
