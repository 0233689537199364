"""Deep linear networks under convex losses other than least squares, exactly: losses, gradients, descents."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from symdln.algebra.matrix import Matrix, vstack

Widths = tuple[int, ...]
Weights = tuple[Matrix, ...]


class ScalarLoss(NamedTuple):
    """A convex function of one residual, and its derivative: exact on rationals."""

    value: Callable[[Fraction], Fraction]
    slope: Callable[[Fraction], Fraction]


def _huber(r: Fraction) -> Fraction:
    return r * r / 2 if abs(r) <= 1 else abs(r) - Fraction(1, 2)


SCALARS = {
    "squares": ScalarLoss(lambda r: r * r / 2, lambda r: r),
    "fourth powers": ScalarLoss(lambda r: r**4 / 4, lambda r: r**3),
    "Huber": ScalarLoss(_huber, lambda r: max(min(r, Fraction(1)), Fraction(-1))),
    "expectile": ScalarLoss(lambda r: r * r * (1 if r > 0 else Fraction(1, 2)), lambda r: r * (2 if r > 0 else 1)),
    "weighted squares": ScalarLoss(lambda r: r * r / 2, lambda r: r),
}
"""All are convex and differentiable; Huber and expectile are not twice differentiable, and Huber's slope saturates."""


@dataclass(frozen=True)
class ConvexNetwork:
    """``L(W) = f(W_H ... W_1)`` with ``f(P) = sum of w_ab phi(P_ab - T_ab)``, ``T = diag(2, 1, ...)``.

    The weights are ``w_ab = 1``, for ``"weighted squares"`` 3 off the diagonal.
    """

    loss: str
    widths: Widths

    @property
    def shape(self) -> tuple[int, int]:
        return self.widths[-1], self.widths[0]

    @property
    def depth(self) -> int:
        return len(self.widths) - 1

    @cached_property
    def target(self) -> Matrix:
        return Matrix.diagonal([2 - i for i in range(min(self.shape))], self.shape)

    def _weight(self, a: int, b: int) -> int:
        return 3 if self.loss == "weighted squares" and a != b else 1

    def value(self, P: Matrix) -> Fraction:
        """``f(P)``."""
        return sum((self._weight(a, b) * SCALARS[self.loss].value(r) for (a, b), r in self._residuals(P)), Fraction(0))

    def slope(self, P: Matrix) -> Matrix:
        """The gradient of f at P."""
        return Matrix.from_entries(
            *self.shape, [self._weight(a, b) * SCALARS[self.loss].slope(r) for (a, b), r in self._residuals(P)]
        )

    def _residuals(self, P: Matrix) -> Iterator[tuple[tuple[int, int], Fraction]]:
        places = itertools.product(range(self.shape[0]), range(self.shape[1]))
        return zip(places, (P - self.target).entries(), strict=True)

    def product(self, W: Sequence[Matrix], last: int, first: int) -> Matrix:
        """``W_last ... W_first``, the identity if last < first."""
        total = Matrix.identity(self.widths[first - 1])
        for layer in W[first - 1 : last]:
            total = layer @ total
        return total

    def gradient(self, W: Sequence[Matrix]) -> Weights:
        """``A_j^T G B_j^T`` with the gradient G of f at the product."""
        G = self.slope(self.product(W, self.depth, 1))
        return tuple(
            self.product(W, self.depth, j + 1).T @ G @ self.product(W, j - 1, 1).T for j in range(1, self.depth + 1)
        )

    def is_critical(self, W: Sequence[Matrix]) -> bool:
        """Whether the gradient vanishes; it ends at the first layer where it does not."""
        G = self.slope(self.product(W, self.depth, 1))
        return all(
            (self.product(W, self.depth, j + 1).T @ G @ self.product(W, j - 1, 1).T).is_zero()
            for j in range(1, self.depth + 1)
        )

    def loss_of(self, W: Sequence[Matrix]) -> Fraction:
        return self.value(self.product(W, self.depth, 1))

    def small_weights(self, entries: Sequence[int]) -> Iterator[Weights]:
        """All weights with these entries."""
        shapes = list(zip(self.widths[1:], self.widths[:-1], strict=True))
        tables = ([Matrix.from_entries(*s, e) for e in itertools.product(entries, repeat=s[0] * s[1])] for s in shapes)
        return itertools.product(*tables)


# -- ways down ---------------------------------------------------------------------------------------------------------


def transposed(W: Sequence[Matrix]) -> Weights:
    """``(W_H^T, ..., W_1^T)`` as layers 1 to H, with the transposed product."""
    return tuple(layer.T for layer in reversed(W))


def family(W: Sequence[Matrix], G: Matrix, t: Fraction) -> Weights | None:
    """Weights at distance t times a constant with the same product, at which the gradient by layer k is not zero.

    k is the first layer with ``rank(W_k ... W_1) < d_0``.  For every j from k to H - 1 a vector v_j that is not zero
    with ``v_j^T W_j ... W_1 = 0``; then ``W_j + t v_j v_{j-1}^T`` for k < j < H and ``W_H + t u v_{H-1}^T``, u a unit
    vector with ``u^T G`` not zero.  None if there is no such k < H, or no such v_j.
    """
    d_0, H = W[0].shape[1], len(W)
    prefix, orthogonal = Matrix.identity(d_0), {}
    for j, layer in enumerate(W[:-1], start=1):
        prefix = layer @ prefix
        if prefix.rank() < d_0:
            kernel = prefix.T.nullspace()
            if not kernel.shape[1]:
                return None
            orthogonal[j] = kernel.column(0)
    if not orthogonal:
        return None
    row = next(i for i in range(G.shape[0]) if not G.row(i).is_zero())
    unit = Matrix.from_entries(G.shape[0], 1, [int(i == row) for i in range(G.shape[0])])
    moved = list(W)
    for j in range(min(orthogonal) + 1, H + 1):
        left = unit if j == H else orthogonal[j]
        moved[j - 1] = W[j - 1] + t * (left @ orthogonal[j - 1].T)
    return tuple(moved)


def step_down(network: ConvexNetwork, W: Sequence[Matrix], most: int = 60) -> Weights | None:
    """A step against the gradient after which the loss is smaller; None if none of the tried sizes is such a step."""
    here, gradient = network.loss_of(W), network.gradient(W)
    for n in range(most):
        moved = tuple(layer - Fraction(1, 2**n) * change for layer, change in zip(W, gradient, strict=True))
        if network.loss_of(moved) < here:
            return moved
    return None


# -- local minima ------------------------------------------------------------------------------------------------------


def hessian_of_weighted_squares(network: ConvexNetwork, W: Sequence[Matrix]) -> Matrix:
    """The Hessian of L at W for a quadratic f, from the terms of degree 2 of ``L(W + V)`` by polarisation."""
    size = sum(layer.shape[0] * layer.shape[1] for layer in W)

    def form(places: tuple[int, ...]) -> Fraction:
        V = _direction(W, places)
        plus, minus = (network.loss_of([w + s * v for w, v in zip(W, V, strict=True)]) for s in (1, -1))
        twice, back = (network.loss_of([w + s * v for w, v in zip(W, V, strict=True)]) for s in (2, -2))
        # L(W + s V) has degree 4 in s at depth 2: its even part is c + a s^2 + b s^4
        c = network.loss_of(W)
        return (16 * (plus + minus - 2 * c) - (twice + back - 2 * c)) / 24

    diagonal = [form((i,)) for i in range(size)]
    entries = [
        2 * diagonal[i] if i == j else form((i, j)) - diagonal[i] - diagonal[j]
        for i in range(size)
        for j in range(size)
    ]
    return Matrix.from_entries(size, size, entries)


def _direction(W: Sequence[Matrix], places: tuple[int, ...]) -> list[Matrix]:
    """One in these places, counted layer by layer and row by row, and zero elsewhere."""
    V, start = [], 0
    for rows, columns in (layer.shape for layer in W):
        V.append(Matrix.from_entries(rows, columns, [int(start + n in places) for n in range(rows * columns)]))
        start += rows * columns
    return V


def orbit_dimension(W: Sequence[Matrix]) -> int:
    """The dimension of ``{(D_j W_j D_{j-1}^{-1})}`` with D_0 = I, D_H = I: the rank of its tangent vectors at W."""
    tangents = []
    for j in range(1, len(W)):
        size = W[j].shape[1]
        for a, b in itertools.product(range(size), repeat=2):
            C = Matrix.from_entries(size, size, [int((m, n) == (a, b)) for m in range(size) for n in range(size)])
            moves = [Matrix.zeros(*layer.shape) for layer in W]
            moves[j - 1], moves[j] = C @ W[j - 1], -(W[j] @ C)
            tangents.append(Matrix([[x for move in moves for x in move.entries()]]))
    return vstack(tangents).rank()
