"""All letters of the theory "deep" at weights with at most one entry in every row and column.

They are found as the theory's remarks say: the first layers with one-sided inverses, unit vectors in kernels, and of
two opposite vectors the one with the right sign.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

import symdln as dln
from proofs_check.networks.formal_letters import product, unit

IDENTITY, ZEROS = dln.Matrix.identity, dln.Matrix.zeros
Weights = list[dln.Matrix]


class IrrationalError(Exception):
    """A unit vector along the gradient, or an eigenvector, is not looked for, as it may be irrational."""


def kernel_vector(matrix: dln.Matrix) -> dln.Matrix:
    """A unit vector in the kernel of a matrix with at most one entry in every row and column."""
    return next(e for e in (unit(matrix.shape[1], k) for k in range(matrix.shape[1])) if (matrix @ e).is_zero())


def sums(size: int) -> Any:
    return lambda i: dln.Matrix.diagonal([int(k < i) for k in range(size)])


class DeepLetters:
    """The letters at weights and other weights, for data X = I and a target, a minimum for side 1, a maximum for -1."""

    step = Fraction(1, 2)

    def __init__(self, weights: Weights, other: Weights, Y: dln.Matrix, side: int):
        self.weights, self.others, self.Y, self.side = weights, other, Y, side
        self.n, self.widths = len(weights), [weights[0].shape[1], *(one.shape[0] for one in weights)]
        self.E = self.path(self.n, 0) - Y
        n = self.n
        self.first = next(j for j in range(1, n + 1) if self.path(n, j).rank() == self.d(j))
        self.full = next((j for j in range(self.first, n) if self.path(j, 0).rank() == self.d(j)), n)
        self.form = self.E.T @ self.E if side == 1 else IDENTITY(self.d(0))
        if self.form != dln.Matrix.diagonal([self.form[k, k] for k in range(self.d(0))]):
            raise IrrationalError
        self.level, top = max((self.form[k, k], -k) for k in range(self.d(0)))
        self.lower, self.chain = {0: unit(self.d(0), -top)}, {}
        self.upper, self.rise = {}, {}
        self._downwards()
        self._upwards()

    def d(self, j: int) -> int:
        return self.widths[j] if 0 <= j <= self.n else 1

    def W(self, j: int) -> dln.Matrix:
        return self.weights[j - 1] if 1 <= j <= self.n else ZEROS(self.d(j), self.d(j - 1))

    def other(self, j: int) -> dln.Matrix:
        return self.others[j - 1] if 1 <= j <= self.n else ZEROS(self.d(j), self.d(j - 1))

    def path(self, j: int, i: int) -> dln.Matrix:
        return product([self.W(k) for k in range(i + 1, j + 1)], self.d(i))

    def way(self, j: int, i: int) -> dln.Matrix:
        return product([self.other(k) for k in range(i + 1, j + 1)], self.d(i))

    def _downwards(self) -> None:
        for j in range(1, self.first):
            self.lower[j] = kernel_vector(self.path(self.n, j))
        last = self.first - 1
        self.chain[last] = self.lower[last]
        for j in range(last - 1, -1, -1):
            inner = (self.lower[j + 1].T @ self.chain[j + 1])[0, 0]
            if (self.lower[j].T @ self.W(j + 1).T @ self.chain[j + 1])[0, 0] < 0:
                self.lower[j] = -1 * self.lower[j]
            self.chain[j] = self.W(j + 1).T @ self.chain[j + 1] + self.step * inner * self.lower[j]

    def _upwards(self) -> None:
        gradient = self.E @ self.chain[0]
        square = gradient.norm_squared()
        length = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        if length * length != square:
            raise IrrationalError
        for j in range(self.first, self.full + 1):
            if j < self.full or self.full < self.n:
                self.upper[j] = kernel_vector(self.path(j, 0).T) if j < self.full else unit(self.d(j))
            else:
                self.upper[j] = gradient * (1 / length) if length else unit(self.d(j))
            if j == self.first:
                self.rise[j] = self.upper[j]
                continue
            inner = (self.upper[j - 1].T @ self.rise[j - 1])[0, 0]
            if (self.upper[j].T @ self.W(j) @ self.rise[j - 1])[0, 0] < 0:
                self.upper[j] = -1 * self.upper[j]
            self.rise[j] = self.W(j) @ self.rise[j - 1] + self.step * inner * self.upper[j]
        self.slope = (self.upper[self.n].T @ gradient)[0, 0] if self.full == self.n else Fraction(0)

    def near(self, j: int) -> dln.Matrix:
        if 1 <= j < self.first:
            return self.W(j) + self.step * self.lower[j] @ self.lower[j - 1].T
        if self.first < j <= self.n and self.full == self.n:
            return self.W(j) + self.step * self.upper[j] @ self.upper[j - 1].T
        return self.W(j)

    def letters(self) -> dict[str, Any]:
        """The values of all letters but the variables far, Vlast and Vfirst."""
        n, first, full = self.n, self.first, self.full
        zero = lambda j: ZEROS(self.d(j), 1)  # noqa: E731
        known: dict[str, Any] = {
            **{"n": n, "d": self.d, "f": self.d(0), "one": 1, "first": first, "full": full, "width": self.d(full)},
            **{"W": self.W, "Other": self.other, "Path": self.path, "Way": self.way, "X": IDENTITY(self.d(0))},
            **{"Y": self.Y, "E": self.E, "side": self.side, "reach": 1, "inverse": 1},
            **{"Left": self.path(n, first).pseudoinverse(), "Right": self.path(full, 0).pseudoinverse()},
            **{"step": self.step, "back": 1 / self.step, "slope": self.slope, "level": self.level, "Form": self.form},
            **{name: (lambda j, of=of: of.get(j, zero(j))) for name, of in (
                ("Lower", self.lower), ("Chain", self.chain), ("Upper", self.upper), ("Rise", self.rise))},
            "Near": self.near,
            "Below": lambda j: product([self.near(k) for k in range(1, j + 1)], self.d(0)),
            "Above": lambda j: product([self.near(k) for k in range(j + 1, n + 1)], self.d(j)),
        }  # fmt: skip
        cut = {"W2": self.path(n, full), "W1": self.path(full, 0), "U2": self.way(n, full), "U1": self.way(full, 0)}
        plus = {"Xplus": IDENTITY(self.d(0)), "Wplus": cut["W2"].pseudoinverse(), "Uplus": cut["U2"].pseudoinverse()}
        frames = {
            "e": lambda i: unit(self.d(n), (i - 1) % self.d(n)),
            "h": lambda i: unit(self.d(full), (i - 1) % self.d(full)),
        }
        return (
            known
            | cut
            | plus
            | frames
            | {"sum": sums(self.d(n)), "part": sums(self.d(full)), "J": IDENTITY(self.d(full))}
        )

    def loss(self, weights: Weights) -> Fraction:
        return (product(weights, self.d(0)) - self.Y).norm_squared()

    @property
    def least_loss(self) -> Fraction:
        """The least loss, for a target with at most one entry in every row and column (Eckart and Young)."""
        squares = sorted((entry**2 for entry in self.Y.entries()), reverse=True)
        return sum(squares[min(self.widths) :], Fraction(0))
