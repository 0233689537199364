"""Section 2.2, the end of the proof of Proposition 2: eigenvalues of the invariants that bound the rate from below.

Notations:

    the_sum                  W_{l+1}^T W_{l+1} = C_l + W_l W_l^T
    shifted_spectrum         the eigenvalues of W_{l+1}^T W_{l+1} are those of W_{l+1} W_{l+1}^T and zeros
    size                     the width d_k as a symbol
    above_the_shift          the least eigenvalue of W_{l+1} W_{l+1}^T by its number in the other spectrum
    Subject                  a point, or a case in words
    in_words                 the scope of points and derivations by layers
    upper                    W_{k+1}^T W_{k+1}
    lower                    W_k W_k^T
    invariant                C_k = W_{k+1}^T W_{k+1} - W_k W_k^T
    invariants               the indices of the C_k
    least_on_row_space       the eigenvalue of C_k of which the proof takes the product
    number_on_row_space      its number, d_l - d_{l+1} + 1
    decrease                 -1/2 d||M||^2/dt = ||grad L||^2
    residual_squared         ||M||^2 in the reduced problem
    has_positive_invariants  every C_j has at least d_{j+1} positive eigenvalues
    decreases                ||grad L||^2 >= (sum of the products) ||M||^2
    velocity                 the right side of (6)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.facts.eigenvalues import Term, nth, sign, sum_of_products_is_at_most
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.networks.layers import DEPTHS, IN_WORDS, LayerWords, depth_of
from proofs_check.networks.words import WordCase, same
from proofs_check.scopes.weight_grids import derived
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.words import Expression, Scalar, scalar


def the_sum(case: WordCase) -> Outcome:
    """``W_{l+1}^T W_{l+1} = C_l + W_l W_l^T``, of which the inequality speaks."""
    layers = LayerWords(depth_of(case))
    outcomes = []
    for k in range(1, layers.depth):
        W, V = layers.weight(k + 1), layers.weight(k)
        outcomes.append(same(W.T @ W, layers.invariant(k) + V @ V.T, f"C_{k} and the two Gram matrices"))
    return all_of(*outcomes)


def shifted_spectrum(case: WordCase, k: int) -> Outcome:
    """``W_{l+1}^T W_{l+1}`` has the eigenvalues of ``W_{l+1} W_{l+1}^T`` and, to fill its size, ``d_l - d_{l+1}``
    zeros; none is negative, so the zeros come first, and number i of the one is number ``i + d_l - d_{l+1}`` of the
    other up to the last.  By Weyl's inequality and ``W_l W_l^T >= 0``, ``lambda_i(C_l)`` is at most that of the sum.
    """
    W, shift = LayerWords(depth_of(case)).weight(k + 1), size(k) - size(k + 1)
    return all_of(
        equal((W.T @ W).rows, f"d_{k}", "size of W_{l+1}^T W_{l+1}"),
        equal((W @ W.T).rows, f"d_{k + 1}", "size of W_{l+1} W_{l+1}^T"),
        same(shift + size(k + 1), size(k), "the zeros and the eigenvalues above them"),
        same(size(k + 1) + shift, size(k), "the last number"),
    )


def size(k: int) -> Scalar:
    """The width d_k as a symbol."""
    return scalar(f"d_{k}")


def above_the_shift(case: WordCase, k: int) -> Outcome:
    """Number ``d_l - d_{l+1} + 1`` of ``W_{l+1}^T W_{l+1}`` is the least eigenvalue of ``W_{l+1} W_{l+1}^T``."""
    number, shift = number_on_row_space(size(k), size(k + 1)), size(k) - size(k + 1)
    return all_of(shifted_spectrum(case, k), same(number - shift, Scalar(1), "the number above the shift"))


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


def decreases(point: dln.Point, products: list[list[Eigenvalue]]) -> Outcome:
    """Whether ``||grad L||^2 >= (sum of the products) ||M||^2``."""
    right, square = decrease(point), residual_squared(point)
    holding = sum_of_products_is_at_most(products, right, times=square)
    return is_true(holding, f"the sum of the products, times {square}, is at most {right}")


def velocity(layers: LayerWords, j: int) -> Expression:
    """(6): ``[(Pi W)_{j+1}^{H+1}]^T M [(Pi W)_1^{j-1}]^T``."""
    return layers.product(j + 1, layers.depth).T @ layers.M @ layers.product(1, j - 1).T
