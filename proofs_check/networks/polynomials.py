"""Matrices of integer polynomials, for identities in indeterminates at named sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PolynomialMatrix:
    """A matrix of polynomials in one ring, with its shape, so that empty matrices multiply too."""

    zero: Any
    shape: tuple[int, int]
    rows: tuple[tuple[Any, ...], ...]

    def __matmul__(self, other: PolynomialMatrix) -> PolynomialMatrix:
        n, k = self.shape
        inner, m = other.shape
        if k != inner:
            raise ValueError(f"shapes {self.shape} and {other.shape} do not multiply")
        rows = tuple(
            tuple(sum((row[i] * other.rows[i][j] for i in range(k)), self.zero) for j in range(m)) for row in self.rows
        )
        return PolynomialMatrix(self.zero, (n, m), rows)

    def __add__(self, other: PolynomialMatrix) -> PolynomialMatrix:
        return self._entrywise(other, 1)

    def __sub__(self, other: PolynomialMatrix) -> PolynomialMatrix:
        return self._entrywise(other, -1)

    def _entrywise(self, other: PolynomialMatrix, sign: int) -> PolynomialMatrix:
        if self.shape != other.shape:
            raise ValueError(f"shapes {self.shape} and {other.shape} do not add")
        pairs = zip(self.rows, other.rows, strict=True)
        rows = tuple(tuple(a + sign * b for a, b in zip(left, right, strict=True)) for left, right in pairs)
        return PolynomialMatrix(self.zero, self.shape, rows)

    @property
    def T(self) -> PolynomialMatrix:
        n, m = self.shape
        return PolynomialMatrix(self.zero, (m, n), tuple(tuple(row[j] for row in self.rows) for j in range(m)))

    def columns(self, start: int, stop: int) -> PolynomialMatrix:
        return PolynomialMatrix(self.zero, (self.shape[0], stop - start), tuple(row[start:stop] for row in self.rows))

    def with_rows(self, kept: range) -> PolynomialMatrix:
        """The matrix with all other rows set to zero."""
        rows = tuple(row if i in kept else (self.zero,) * len(row) for i, row in enumerate(self.rows))
        return PolynomialMatrix(self.zero, self.shape, rows)

    def trace(self) -> Any:
        return sum((self.rows[i][i] for i in range(self.shape[0])), self.zero)

    @property
    def is_zero(self) -> bool:
        return not any(entry != self.zero for row in self.rows for entry in row)

    def derivative(self, of: Any) -> PolynomialMatrix:
        """The matrix of the derivatives of the polynomial ``of`` by the entries, which are indeterminates."""
        names = {str(entry): number for number, entry in enumerate(of.context().gens())}
        rows = tuple(tuple(of.derivative(names[str(entry)]) for entry in row) for row in self.rows)
        return PolynomialMatrix(self.zero, self.shape, rows)


def inner(left: PolynomialMatrix, right: PolynomialMatrix) -> Any:
    """``tr(A^T B)``, entry by entry."""
    pairs = zip(left.rows, right.rows, strict=True)
    return sum((a * b for row, other in pairs for a, b in zip(row, other, strict=True)), left.zero)


def norm_squared(matrix: PolynomialMatrix) -> Any:
    """``||A||^2``."""
    return inner(matrix, matrix)
