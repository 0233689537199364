"""The value type of every inertia computation, and the entry check that all methods share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flint

from symdln.algebra.display import InNotebooks
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError

Symmetric = Any  # a Matrix, a flint fmpz_mat, or whatever Matrix reads: lists, numpy integers, a sympy matrix


@dataclass(frozen=True, slots=True)
class Inertia(InNotebooks):
    """How many eigenvalues of a symmetric matrix are positive, negative and zero, with multiplicity.

    >>> one = Inertia(positive=3, negative=1, zero=4)
    >>> one.rank, one.size, str(one + one.opposite())
    (4, 8, '(n+, n-, n0) = (4, 4, 8)')
    >>> print(one.latex(), one.fits)
    (n_+, n_-, n_0) = (3, 1, 4) True
    """

    positive: int
    negative: int
    zero: int

    @property
    def rank(self) -> int:
        """The rank of the matrix: its number of non-zero eigenvalues."""
        return self.positive + self.negative

    @property
    def size(self) -> int:
        """The number N of rows of the matrix."""
        return self.positive + self.negative + self.zero

    def latex(self) -> str:
        """The three numbers in LaTeX."""
        return rf"(n_+, n_-, n_0) = ({self.positive}, {self.negative}, {self.zero})"

    def opposite(self) -> Inertia:
        """The inertia of ``-A``."""
        return Inertia(self.negative, self.positive, self.zero)

    def __add__(self, other: Inertia) -> Inertia:
        """The inertia of the direct sum of the two matrices."""
        return Inertia(self.positive + other.positive, self.negative + other.negative, self.zero + other.zero)

    def __str__(self) -> str:
        return f"(n+, n-, n0) = ({self.positive}, {self.negative}, {self.zero})"


def cleared_symmetric(matrix: Symmetric) -> tuple[flint.fmpz_mat, int]:
    """``(A, c)`` with ``A`` symmetric over the integers, ``c > 0`` and ``matrix = A / c``; so both have one inertia.

    Raises ``InputError`` when the matrix is not square or not symmetric, naming the first asymmetric pair of entries.
    """
    if isinstance(matrix, flint.fmpz_mat):
        numerators, denominator = matrix, 1
    else:
        numerators, denominator = (matrix if isinstance(matrix, Matrix) else Matrix(matrix)).cleared
    rows, columns = numerators.nrows(), numerators.ncols()
    if rows != columns:
        raise InputError(
            f"inertia is defined for symmetric matrices, but a {rows}x{columns} matrix was passed; pass a square one."
        )
    if numerators != numerators.transpose():
        raise InputError(_asymmetry(numerators, denominator))
    return numerators, denominator


def _asymmetry(numerators: flint.fmpz_mat, denominator: int) -> str:
    size = numerators.nrows()
    i, j = next((i, j) for i in range(size) for j in range(i + 1, size) if numerators[i, j] != numerators[j, i])
    above, below = (flint.fmpq(value, denominator) for value in (numerators[i, j], numerators[j, i]))
    return (
        f"inertia is defined for symmetric matrices, but row {i + 1}, column {j + 1} is {above} "
        f"and row {j + 1}, column {i + 1} is {below}; symmetrise the matrix first."
    )
