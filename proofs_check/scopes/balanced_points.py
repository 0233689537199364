"""Balanced weights with rational singular values and vectors, and the motion of their product along the flow."""

from __future__ import annotations

import itertools
from fractions import Fraction

import symdln as dln
from proofs_check.scopes.rational_data import orthogonal

Balanced = tuple[tuple[int, ...], tuple[int, ...], int]
"""Widths, the singular values of every layer, and 1 if the singular vectors are not the unit vectors."""


EXACT: tuple[Balanced, ...] = (
    ((1, 1, 1), (2,), 0),
    ((1, 1, 1, 1), (2,), 0),
    ((2, 1, 1), (2,), 1),
    ((1, 1, 2), (2,), 1),
    ((2, 2, 2), (2, 1), 1),
    ((2, 3, 2), (2, 0), 1),
    ((2, 2, 2, 2), (3, 1), 1),
    ((3, 2, 2, 2), (2, 1), 1),
    ((2, 2, 2, 3, 2), (2, 1), 1),
)


class BalancedPoint:
    """``W_j = Q_j D_j Q_{j-1}^T`` with orthogonal Q_j and the same diagonal in every D_j; targets that are not met."""

    def __init__(self, case: Balanced):
        widths, self.values, turned = case
        self.N = len(widths) - 1
        self.Q = [orthogonal(d, turned * (j + 1)) for j, d in enumerate(widths)]
        D = [dln.Matrix.diagonal(self.values, (m, n)) for n, m in itertools.pairwise(widths)]
        W = [self.Q[j + 1] @ D[j] @ self.Q[j].T for j in range(self.N)]
        d_x, d_y = widths[0], widths[-1]
        X = dln.Matrix([[int(j >= i) for j in range(d_x)] for i in range(d_x)])
        Y = dln.Matrix.from_entries(d_y, d_x, [1 + 3 * k % 5 for k in range(d_y * d_x)])
        self.point = dln.Point(dln.Problem.from_data(X, Y, widths[1:-1]), W)
        self.F = (self.point.end_to_end @ X - Y) @ X.T

    def power(self, Q: dln.Matrix, numerator: int) -> dln.Matrix:
        """``(P P^T)^(numerator / N)`` for the Q of the output, ``(P^T P)^(numerator / N)`` for that of the input:
        the eigenvalues of P P^T are the 2 N-th powers of the singular values of a layer.
        """
        size = Q.shape[0]
        padded = [*self.values, *[0] * (size - len(self.values))][:size]
        return Q @ dln.Matrix.diagonal([Fraction(a) ** (2 * numerator) for a in padded]) @ Q.T

    def rate(self) -> dln.Matrix:
        """dP/dt, by the product rule, from the exact gradient."""
        total = 0 * self.F
        for j, block in enumerate(self.point.gradient, 1):
            total = total - self.point.product(self.N, j + 1) @ block @ self.point.product(j - 1, 1)
        return total

    def printed(self) -> dln.Matrix:
        """``- sum_j (P P^T)^((N-j)/N) F (P^T P)^((j-1)/N)``."""
        total = 0 * self.F
        for j in range(1, self.N + 1):
            total = total - self.power(self.Q[-1], self.N - j) @ self.F @ self.power(self.Q[0], j - 1)
        return total
