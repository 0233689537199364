"""The matrices and printed terms of Proposition 3, for words of any size and for polynomials of named sizes.

Notations:

    Letters           the matrices of Proposition 3, as words or as matrices of polynomials
    twice_value       2 L(W) as printed
    q_1               Q_j^1 of Proposition 3
    q_2               Q_{j,k}^2 of Proposition 3
    increasing_pairs  all pairs j < k of layers
    letters           the letters of a network of polynomials
    sum_of            a sum that starts with zeros of a given shape
    varied            the network of indeterminates at W + t w, of named widths
    ONE_HIDDEN        the name of the case with one hidden layer
    word_letters      the letters in words, any sizes
    opaque_letters    the letters for one hidden layer, or with Z and the sums as symbols for more
    expanded_loss     L(W + t w) from (13), with the product in these letters
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from proofs_check.networks.indeterminates import Network, Widths
from proofs_check.networks.polynomials import PolynomialMatrix, norm_squared
from proofs_check.networks.words import t
from symdln.algebra import words
from symdln.algebra.words import Expression, Scalar, Symbol, identity, zero


@dataclass(frozen=True)
class Letters:
    """The matrices of Proposition 3, as words or as matrices of polynomials.

    ``Z = (Pi W)_2^H``; ``Q_1`` is the sum of all ``Q_j^1``, ``Q_2`` that of the ``Q_{j,k}^2``: traces and products are
    linear, so the printed sums are terms in these.
    """

    S_Y: Any
    Z: Any
    Q_1: Any
    Q_2: Any
    W_11: Any
    W_12: Any
    W_last: Any
    w_11: Any
    w_12: Any
    w_last: Any
    trace: Callable[[Any], Any]
    norm_squared: Callable[[Any], Any]

    @property
    def R(self) -> Any:
        """``(Pi W)_2^{H+1}``."""
        return self.W_last @ self.Z

    @property
    def M(self) -> Any:
        return self.S_Y - self.R @ self.W_11


def twice_value(a: Letters) -> Any:
    """``2 L(W)`` as printed."""
    return a.norm_squared(a.M) + a.norm_squared(a.R @ a.W_12)


def q_1(n: Network, j: int) -> PolynomialMatrix:
    """``Q_j^1 = (Pi W)_{j+1}^H w_j (Pi W)_2^{j-1}``."""
    return n.product(j + 1, n.H) @ n.w[j - 1] @ n.product(2, j - 1)


def q_2(n: Network, j: int, k: int) -> PolynomialMatrix:
    """``Q_{j,k}^2 = (Pi W)_{k+1}^H w_k (Pi W)_{j+1}^{k-1} w_j (Pi W)_2^{j-1}``; by the letter for j > k too."""
    return n.product(k + 1, n.H) @ n.w[k - 1] @ n.product(j + 1, k - 1) @ n.w[j - 1] @ n.product(2, j - 1)


def increasing_pairs(H: int) -> Iterator[tuple[int, int]]:
    return itertools.combinations(range(2, H + 1), 2)


def letters(n: Network) -> Letters:
    """The letters of a network of polynomials, its sums over the pairs j < k of layers."""
    d_x, d_y = n.widths[0], n.widths[-1]
    Z = n.product(2, n.H)
    Q_1 = sum_of((q_1(n, j) for j in range(2, n.H + 1)), Z)
    Q_2 = sum_of((q_2(n, j, k) for j, k in increasing_pairs(n.H)), Z)
    W_11, W_12 = n.W[0].columns(0, d_y), n.W[0].columns(d_y, d_x)
    w_11, w_12 = n.w[0].columns(0, d_y), n.w[0].columns(d_y, d_x)
    S_Y = n.target.columns(0, d_y)
    last = n.W[-1], n.w[-1]
    return Letters(S_Y, Z, Q_1, Q_2, W_11, W_12, last[0], w_11, w_12, last[1], PolynomialMatrix.trace, norm_squared)


def sum_of(matrices: Iterator[PolynomialMatrix], like: PolynomialMatrix) -> PolynomialMatrix:
    """The sum, starting with zeros of the shape of ``like``."""
    total = like - like
    for matrix in matrices:
        total = total + matrix
    return total


def varied(widths: Widths) -> Network:
    return Network(widths, diagonal=True, varied=True)


ONE_HIDDEN = "H = 1"


def word_letters(Z: Expression, Q_1: Expression, Q_2: Expression) -> Letters:
    """The letters in words, any sizes; e stands for d_x - d_y."""
    d_H, d_1 = Z.shape
    W_11, w_11 = (Symbol(name, d_1, "d_y") for name in ("W_11", "w_11"))
    W_12, w_12 = (Symbol(name, d_1, "e") for name in ("W_12", "w_12"))
    last, w_last = (Symbol(name, "d_y", d_H) for name in ("W_last", "w_last"))
    S_Y = Symbol("S_Y", "d_y", "d_y")
    return Letters(S_Y, Z, Q_1, Q_2, W_11, W_12, last, w_11, w_12, w_last, words.trace, words.norm_squared)


def opaque_letters(marked: str) -> Letters:
    """With one hidden layer Z = I and the sums are empty; with more they are symbols of their own."""
    if marked == ONE_HIDDEN:
        return word_letters(identity("d_1"), zero("d_1", "d_1"), zero("d_1", "d_1"))
    Z, Q_1, Q_2 = (Symbol(name, "d_H", "d_1") for name in ("Z", "Q_1", "Q_2"))
    return word_letters(Z, Q_1, Q_2)


def expanded_loss(a: Letters) -> Scalar:
    """``L(W + t w)`` from (13), where ``(Pi(W + t w))_2^H = Z + t Q_1 + t^2 Q_2`` up to the third order."""
    R = (a.W_last + t * a.w_last) @ (a.Z + t * a.Q_1 + t**2 * a.Q_2)
    residual = a.S_Y - R @ (a.W_11 + t * a.w_11)
    return (words.norm_squared(residual) + words.norm_squared(R @ (a.W_12 + t * a.w_12))) / 2
