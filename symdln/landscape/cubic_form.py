"""The cubic Taylor form of the loss on the kernel of the Hessian, and whether it vanishes: exact, on integers.

With ``P(W + V) = P + P_1(V) + P_2(V) + P_3(V) + ...`` by degrees in V and ``G = P Sxx - Syx``, the part of degree 3
of ``L(W + V)`` is ``2f (<P_1 Sxx, P_2> + <G, P_3>)``.  As a polynomial in the coordinates of V in a basis of the kernel
it vanishes if and only if its trilinear form, summed over all orders of the arguments, vanishes on the basis.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.landscape.calculus import INT64_SAFE, integer_hessian, integer_residual
from symdln.landscape.shared import shared
from symdln.landscape.weights import Weights


class CubicForm:
    """The cubic form on ker H, in the units of the integer weights, without a common positive factor."""

    def __init__(self, point: Weights):
        self.point, self.depth = point, point.problem.depth
        self.moment, self.residual = point.problem.integer_moments[0], integer_residual(point)
        self.basis = basis = kernel_basis(point)
        self.size = len(basis)
        self.dtype = self._safe_dtype(basis)
        table = np.array(basis, dtype=self.dtype).reshape(self.size, point.problem.parameters)
        self.V: list[np.ndarray] = []
        for rows, columns in point.problem.shapes:  # for layer j an array of shape (size, d_j, d_{j-1})
            part, table = table[:, : rows * columns], table[:, rows * columns :]
            self.V.append(part.reshape(self.size, rows, columns))

    def _safe_dtype(self, basis: list[list[int]]) -> Any:
        """int64 where no entry can overflow, else Python's integers."""
        problem, layers = self.point.problem, range(1, self.depth + 1)
        products = [self.point.integer_product(k, j) for j in layers for k in range(j - 1, self.depth + 1)]
        moment, residual, product = _largest(self.moment), _largest(self.residual), max(map(_largest, products))
        vector = max((abs(x) for row in basis for x in row), default=1)
        terms = 6 * self.depth**3 * max(problem.widths) ** 9
        bound = terms * (moment + residual) * product**5 * max(vector, 1) ** 3
        return np.int64 if bound < INT64_SAFE else object

    @property
    def vanishes(self) -> bool:
        """Whether ``D^3 L(W)[V, V, V] = 0`` for every V in ker H."""
        return not np.any(self.on_basis)

    # -- the trilinear form --------------------------------------------------------------------------------------------

    @shared
    def on_basis(self) -> np.ndarray:
        """The trilinear form on all triples of basis vectors, summed over the orders of its arguments."""
        form = self.with_first_order() + self.with_third_order()
        return sum((form.transpose(axes) for axes in itertools.permutations(range(3))), np.zeros_like(form))

    def with_first_order(self) -> np.ndarray:
        """``<P_1(u) Sxx, P_2(v, w)>``."""
        n, layers = self.size, range(1, self.depth + 1)
        first = sum(self.product(self.depth, j + 1) @ self.V[j - 1] @ self.product(j - 1, 1) for j in layers)
        first = first @ self._array(self.moment)
        if not np.any(first):
            return np.zeros((n, n, n), dtype=self.dtype)
        problem = self.point.problem
        second = np.zeros((n, n, problem.output_width, problem.input_width), dtype=self.dtype)
        for i, j in itertools.combinations(layers, 2):
            left = self.product(self.depth, j + 1) @ self.V[j - 1] @ self.product(j - 1, i + 1)
            right = self.V[i - 1] @ self.product(i - 1, 1)
            second = second + left[:, None] @ right[None]
        return _pairing(first, second)

    def with_third_order(self) -> np.ndarray:
        """``<G, P_3(u, v, w)> = sum over i < j < k of tr(B_i G^T A_k  V_k[u] M_kj V_j[v] M_ji V_i[w])``."""
        n = self.size
        total = np.zeros((n, n, n), dtype=self.dtype)
        G_T = self._array(self.residual.transpose())
        for i, j, k in itertools.combinations(range(1, self.depth + 1), 3):
            closing = self.product(i - 1, 1) @ G_T @ self.product(self.depth, k + 1)
            inner, outer = self.product(j - 1, i + 1), self.product(k - 1, j + 1)
            if np.any(closing) and np.any(inner) and np.any(outer):
                left = closing @ self.V[k - 1] @ outer
                right = (self.V[j - 1] @ inner)[:, None] @ self.V[i - 1][None]
                total = total + _pairing(left, right.swapaxes(2, 3))
        return total

    def product(self, last: int, first: int) -> np.ndarray:
        """``W_last ... W_first`` with denominators cleared, as an array."""
        return self._array(self.point.integer_product(last, first))

    def _array(self, matrix: Any) -> np.ndarray:
        return np.array([int(x) for x in matrix.entries()], dtype=self.dtype).reshape(matrix.nrows(), matrix.ncols())


@shared
def cubic_form_of(point: Weights) -> CubicForm:
    """The cubic Taylor form of the loss on the kernel of the Hessian."""
    return CubicForm(point)


def kernel_basis(point: Weights) -> list[list[int]]:
    """Integer vectors that span the kernel of the Hessian in the units of the integer weights, each made primitive."""
    kernel = Matrix.from_flint(integer_hessian(point)).nullspace()
    basis = []
    for k in range(kernel.shape[1]):
        entries = [int(x) for x in kernel.column(k).cleared[0].entries()]
        common = math.gcd(*entries)
        basis.append([x // common for x in entries])
    return basis


def _pairing(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """``sum of left[u] * right[v, w]`` over the entries of both matrices."""
    n = left.shape[0]
    return (left.reshape(n, -1) @ right.reshape(n * n, -1).T).reshape(n, n, n)


def _largest(matrix: Any) -> int:
    return max((abs(int(x)) for x in matrix.entries()), default=0)
