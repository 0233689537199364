"""Weights for any loss of the product: derivatives by the chain rule, inertia, invariants, and the class."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError, shown
from symdln.landscape.checks import checked_widths
from symdln.landscape.classification import GLOBAL_MINIMISER, NOT_CRITICAL, STRICT
from symdln.landscape.shared import shared, shared_by_arguments
from symdln.losses.loss import Loss

LOCAL, OPEN = "local minimum", "undecided"
"""The labels of a local minimum, perhaps global, and of a critical point that first and second order leave open."""


class LossPoint:
    """Weights ``(W_1, ..., W_H)`` of the shapes that ``widths`` say, for ``L(W) = l(W_H ... W_1)``; immutable.

    With ``A_j = W_H ... W_{j+1}``, ``B_j = W_{j-1} ... W_1``, G and Q the first and second derivatives of l at P, the
    gradient by W_j is ``A_j^T G B_j^T``, and the Hessian's block (j, k) is ``(A_j (x) B_j^T)^T Q (A_k (x) B_k^T)`` plus
    the term of G with both layers changed.  Parameters layer by layer, each row by row.

    >>> from symdln.losses import masked
    >>> point = LossPoint(masked([[1]], [[2]]), (1, 1, 1), [[[3]], [[1]]])         # 1/2 (b a - 2)^2 at a = 3, b = 1
    >>> point.depth, str(point.product(2, 1)), str(point.loss), str(point.outer_gradient)
    (2, '[3]', '1/2', '[1]')
    >>> [str(G) for G in point.gradient], point.hessian.texts()                    # (b, a); b^2, 2 a b - 2 and a^2
    (['[1]', '[3]'], [['1', '4'], ['4', '9']])
    >>> str(point.inertia), [str(M) for M in point.invariants], point.symmetry_dimension      # det < 0; 1 - 9; (a, -b)
    ('(n+, n-, n0) = (1, 1, 0)', ['[-8]'], 1)
    >>> point.is_critical, point.label, LossPoint(point.function, point.widths, [[[2]], [[1]]]).label
    (False, 'not critical', 'global minimiser')
    """

    function: Loss
    widths: tuple[int, ...]
    weights: tuple[Matrix, ...]

    def __init__(self, function: Loss, widths: Sequence[int], weights: Sequence[Any]):
        checked = checked_widths(widths)
        if not isinstance(function, Loss):
            raise InputError(
                f"a loss of the product was expected, such as masked(mask, target), but {shown(function)} was passed."
            )
        if function.shape != (checked[-1], checked[0]):
            raise InputError(
                f"the loss is a function of a {function.shape[0]}x{function.shape[1]} matrix, but widths {checked} "
                f"give a {checked[-1]}x{checked[0]} product."
            )
        shapes = list(zip(checked[1:], checked[:-1], strict=True))
        layers = tuple(Matrix(W, name=f"W_{j}") for j, W in enumerate(weights, 1))
        if [W.shape for W in layers] != shapes:
            raise InputError(
                f"widths {checked} need weights of the shapes {shapes}, but {[W.shape for W in layers]} were passed."
            )
        self.__dict__.update(function=function, widths=checked, weights=layers)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a point never changes, so {name} cannot be set; build a new LossPoint.")

    @property
    def depth(self) -> int:
        """H, the number of layers."""
        return len(self.weights)

    @shared_by_arguments
    def product(self, last: int, first: int) -> Matrix:
        """``W_last ... W_first``, the identity if last < first."""
        if last < first:
            return Matrix.identity(self.widths[last])
        return self.weights[last - 1] @ self.product(last - 1, first)

    # -- calculus ------------------------------------------------------------------------------------------------------

    @shared
    def loss(self) -> Fraction:
        """``l(P)``."""
        return self.function.value(self.product(self.depth, 1))

    @shared
    def outer_gradient(self) -> Matrix:
        """G, the gradient of l at the product."""
        return self.function.gradient(self.product(self.depth, 1))

    @shared
    def gradient(self) -> tuple[Matrix, ...]:
        """The derivatives by W_1, ..., W_H, in their shapes."""
        G, H = self.outer_gradient, self.depth
        return tuple(self.product(H, j + 1).T @ G @ self.product(j - 1, 1).T for j in range(1, H + 1))

    @shared
    def hessian(self) -> Matrix:
        """The exact N x N Hessian."""
        jacobian = self._jacobian()
        table = (jacobian.T @ self.function.hessian(self.product(self.depth, 1)) @ jacobian).flint
        ends = list(itertools.accumulate((W.shape[0] * W.shape[1] for W in self.weights), initial=0))
        for j, k in itertools.combinations(range(1, self.depth + 1), 2):
            self._add_mixed(table, j, k, ends[j - 1], ends[k - 1])
        return Matrix.from_flint(table)

    def _jacobian(self) -> Matrix:
        """The derivatives of the entries of P, row by row, by all weights: blocks ``A_j (x) B_j^T``."""
        H, columns = self.depth, []
        for j in range(1, H + 1):
            A, B = self.product(H, j + 1).rows(), self.product(j - 1, 1).rows()
            rows, inner = self.weights[j - 1].shape
            columns += [[a[c] * b for a in A for b in B[d]] for c in range(rows) for d in range(inner)]
        return Matrix(columns).T

    def _add_mixed(self, table: flint.fmpq_mat, j: int, k: int, at_j: int, at_k: int) -> None:
        """``<G, A_k E_k M E_j B_j>`` with ``M = W_{k-1} ... W_{j+1}``: entry ((c, d), (a, b)) is ``M[b, c]`` times that
        of ``B_j G^T A_k`` at (d, a).
        """
        M = self.product(k - 1, j + 1).flint
        inner = (self.product(j - 1, 1) @ self.outer_gradient.T @ self.product(self.depth, k + 1)).flint
        (rows, columns), (tops, sides) = self.weights[j - 1].shape, self.weights[k - 1].shape
        for c, d, a, b in itertools.product(range(rows), range(columns), range(tops), range(sides)):
            value = M[b, c] * inner[d, a]
            first, second = at_j + c * columns + d, at_k + a * sides + b
            table[first, second] += value
            table[second, first] += value

    @shared
    def is_critical(self) -> bool:
        """Whether the gradient vanishes."""
        return all(block.is_zero() for block in self.gradient)

    @shared
    def inertia(self) -> Inertia:
        """The inertia of the exact Hessian."""
        return inertia_of(self.hessian)

    @shared
    def invariants(self) -> tuple[Matrix, ...]:
        """``W_{j+1}^T W_{j+1} - W_j W_j^T``, which gradient flow conserves for every loss of the product."""
        return tuple(V.T @ V - W @ W.T for W, V in itertools.pairwise(self.weights))

    # -- classes -------------------------------------------------------------------------------------------------------

    @shared
    def symmetry_dimension(self) -> int:
        """The dimension of all ``(S_j W_j - W_j S_{j-1})_j`` with ``S_0 = S_H = 0``: L does not change along them."""
        moves = []
        for j in range(1, self.depth):
            for unit in _units(self.widths[j]):
                changes = [Matrix.zeros(*W.shape) for W in self.weights]
                changes[j - 1], changes[j] = unit @ self.weights[j - 1], -(self.weights[j] @ unit)
                moves.append([entry for change in changes for entry in change.flint.entries()])
        size = len(moves[0]) if moves else 0
        return Matrix.from_entries(len(moves), size, itertools.chain(*moves)).rank() if moves else 0

    @shared
    def label(self) -> str:
        """The class by first and second order: not critical, strict saddle, global minimiser (the loss has its known
        least value), local minimum, or undecided.

        A critical point with ``n_- = 0`` whose Hessian vanishes only along the orbit of the hidden changes of bases is
        a local minimum (Morse-Bott).
        """
        if not self.is_critical:
            return NOT_CRITICAL
        if self.loss == self.function.least:
            return GLOBAL_MINIMISER
        if self.inertia.negative:
            return STRICT
        return LOCAL if self.inertia.zero == self.symmetry_dimension else OPEN


def _units(size: int) -> list[Matrix]:
    return [
        Matrix.from_entries(size, size, [int(k == place) for k in range(size * size)]) for place in range(size * size)
    ]
