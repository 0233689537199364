"""Data whose singular value decomposition is rational, for the reduction (2)-(3) in exact arithmetic."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import symdln as dln

Data = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int, int]
"""Widths, the diagonals of S_X and S_Y, the number m of samples; 1 if the orthogonal matrices are not identities."""
FIELDS = ("widths", "diagonal of S_X", "diagonal of S_Y", "samples", "turned")

DATA: tuple[Data, ...] = (
    ((1, 1, 1), (1,), (1,), 1, 0),
    ((1, 1, 1), (2,), (1,), 1, 0),
    ((1, 1, 1), (2,), (3,), 2, 1),
    ((1, 1, 1, 1), (3,), (2,), 1, 0),
    ((2, 1, 1), (1, 1), (2,), 2, 1),
    ((2, 1, 1), (2, 1), (2,), 3, 1),
    ((2, 2, 1, 1), (1, 3), (2,), 2, 1),
    ((2, 2, 2), (1, 1), (3, 2), 2, 1),
    ((2, 2, 2), (2, 1), (3, 2), 3, 1),
    ((2, 2, 2), (2, 1), (3, 3), 2, 1),
    ((2, 2, 2, 2), (2, 3), (3, 2), 3, 1),
    ((3, 2, 2), (2, 1, 1), (3, 2), 4, 1),
)


def orthogonal(size: int, turned: int) -> dln.Matrix:
    """The identity or, by Cayley's formula ``(I - A)(I + A)^-1`` with A skew, another rational orthogonal matrix."""
    one = dln.Matrix.identity(size)
    A = dln.Matrix([[turned * ((j > i) - (j < i)) * (i + j) for j in range(size)] for i in range(size)])
    return (one - A) @ (one + A).inverse()


class Reduction:
    """X, Y and the two problems of (1) and (3), with the map from the weights W to the barred weights."""

    def __init__(self, data: Data):
        self.widths, singular_X, singular_Y, samples, turned = data
        d_x, d_y, extra = self.widths[0], self.widths[-1], samples - self.widths[0]
        self.U_X, V_X = orthogonal(d_x, turned), orthogonal(samples, turned)
        self.U_Y, self.V_Y = orthogonal(d_y, turned), orthogonal(d_x, turned)
        self.S_X = dln.Matrix.diagonal(singular_X)
        V_1, V_2 = V_X.block(range(samples), range(d_x)), V_X.block(range(samples), range(d_x, samples))
        self.target = dln.Matrix.diagonal(singular_Y, (d_y, d_x))
        self.outside = dln.Matrix.from_entries(d_y, extra, [1 + k % 3 for k in range(d_y * extra)])  # Y V_X^2
        self.X = self.U_X @ self.S_X @ V_1.T
        self.Y = self.U_Y @ self.target @ self.V_Y.T @ V_1.T + self.outside @ V_2.T

    @cached_property
    def original(self) -> dln.Problem:
        return dln.Problem.from_data(self.X, self.Y, self.widths[1:-1])

    @cached_property
    def reduced(self) -> dln.Problem:
        return dln.Problem.from_data(dln.Matrix.identity(self.widths[0]), self.target, self.widths[1:-1])

    def barred(self, W: Any) -> list[dln.Matrix]:
        """``W_1 U_X S_X V_Y, W_2, ..., W_H, U_Y^T W_{H+1}``; linear, so it maps velocities too."""
        return [W[0] @ self.U_X @ self.S_X @ self.V_Y, *W[1:-1], self.U_Y.T @ W[-1]]

    def unbarred(self, W: Any) -> list[dln.Matrix]:
        """The inverse map."""
        return [W[0] @ self.V_Y.T @ self.S_X.inverse() @ self.U_X.T, *W[1:-1], self.U_Y @ W[-1]]

    def weights(self) -> Iterator[list[dln.Matrix]]:
        """First ``W_1 = 0`` and the other layers with ones on their diagonals, then small integers everywhere."""
        shapes = self.original.shapes
        yield [dln.Matrix.zeros(*shapes[0]), *(dln.Matrix.diagonal([1] * min(s), s) for s in shapes[1:])]
        counter = itertools.count()
        yield [dln.Matrix.from_entries(n, m, [next(counter) * 3 % 5 - 1 for _ in range(n * m)]) for n, m in shapes]
