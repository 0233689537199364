"""Inertia from an exact congruence: ``T^T A T`` block diagonal with 1x1 and 2x2 blocks (Sylvester's law of inertia)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint

from symdln.algebra.matrix import Matrix
from symdln.algebra.signs import Inertia, Symmetric, cleared_symmetric
from symdln.errors import InputError

IntegerRows = list[list[int]]


@dataclass(frozen=True)
class Congruence:
    """A certificate of inertia: an invertible ``transform`` T with ``T^T A T = diag(blocks)``.

    The blocks are 1x1 (zeros included) or nonsingular 2x2.
    """

    transform: Matrix
    blocks: tuple[Matrix, ...]

    @property
    def inertia(self) -> Inertia:
        """The sum of the inertias of the blocks, which by Sylvester's law is that of A."""
        return sum((_block_inertia(block) for block in self.blocks), Inertia(0, 0, 0))

    def verify(self, matrix: Symmetric) -> bool:
        """Whether T is invertible, ``T^T A T`` is the block diagonal matrix, and every block is of an allowed form."""
        try:
            integers, denominator = cleared_symmetric(matrix)
        except InputError:
            return False
        size = integers.nrows()
        if self.transform.shape != (size, size) or sum(block.shape[0] for block in self.blocks) != size:
            return False
        if not all(_is_block(block) for block in self.blocks) or self.transform.rank() != size:
            return False
        product = self.transform.flint.transpose() * flint.fmpq_mat(integers) * self.transform.flint
        return bool(product == _block_diagonal(self.blocks, size) * flint.fmpq(denominator))

    def negative_direction(self) -> Matrix | None:
        """A rational N x 1 vector v with ``v^T A v < 0``, or None when A is positive semidefinite."""
        start = 0
        for block in self.blocks:
            weights = _negative_weights(block)
            if weights is not None:
                columns = self.transform.block(range(self.transform.shape[0]), range(start, start + block.shape[0]))
                return columns @ Matrix([[weight] for weight in weights])
            start += block.shape[0]
        return None


def congruence_of(matrix: Symmetric) -> Congruence:
    """The congruence of a symmetric rational matrix; the columns of ``transform`` are primitive integer vectors.

    Each step takes the smallest non-zero diagonal entry that is left as a 1x1 pivot, and when all of them vanish a 2x2
    pivot ``[[0, b], [b, 0]]``; any non-zero pivot is good enough in exact arithmetic.

    Raises ``InputError`` for a matrix that is not square or not symmetric.

    >>> proof = congruence_of(Matrix([[0, 1], [1, 0]]))             # zero diagonal: one 2x2 pivot
    >>> print(proof.blocks[0])
    [0  1]
    [1  0]
    >>> v = proof.negative_direction()
    >>> print(v.T)
    [1  -1]
    """
    integers, denominator = cleared_symmetric(matrix)
    return congruence_of_integers(integers, denominator)


def congruence_of_integers(integers: flint.fmpz_mat, denominator: int = 1) -> Congruence:
    """:func:`congruence_of` for ``integers / denominator``; the caller vouches for symmetry."""
    size = integers.nrows()
    columns, widths = _eliminate([[int(value) for value in row] for row in integers.tolist()])
    transform = flint.fmpz_mat(size, size, [columns[j][i] for i in range(size) for j in range(size)])
    images = integers * transform  # T^T A T is known to be block diagonal, so only its blocks are computed
    blocks, start = [], 0
    for width in widths:
        places = range(start, start + width)
        entries = [sum(columns[i][k] * int(images[k, j]) for k in range(size)) for i in places for j in places]
        blocks.append(Matrix.from_entries(width, width, [Fraction(value, denominator) for value in entries]))
        start += width
    return Congruence(Matrix.from_flint(transform), tuple(blocks))


def _eliminate(rows: IntegerRows) -> tuple[IntegerRows, list[int]]:
    """Columns of T and block widths, by fraction-free elimination of ``[A | I]`` with symmetric pivoting.

    After k pivots with (nonsingular) leading minor d, row i holds d times the row of the Schur complement, so by
    Sylvester's identity its entries are minors of A and every division below is exact (Bareiss).  The right half
    undergoes the same row operations; its row i, when i becomes a pivot, is a column of T up to a factor.
    """
    size = len(rows)
    rows = [[*row, *(int(i == j) for j in range(size))] for i, row in enumerate(rows)]
    left, columns, widths, minor = list(range(size)), [], [], 1
    while left:
        pivots = _choose(rows, left)
        columns += [_primitive(rows[i][size:]) for i in pivots]
        left = [i for i in left if i not in pivots]
        widths.append(len(pivots))
        if len(pivots) == 1 and rows[pivots[0]][pivots[0]]:
            minor = _reduce_one(rows, left, pivots[0], minor)
        elif len(pivots) == 2:
            minor = _reduce_two(rows, left, pivots, minor)
    return columns, widths


def _choose(rows: IntegerRows, left: Sequence[int]) -> tuple[int, ...]:
    """The next pivot: a smallest diagonal entry, else the place of an off-diagonal one, else any row (all is zero)."""
    diagonal = [i for i in left if rows[i][i]]
    if diagonal:
        return (min(diagonal, key=lambda i: abs(rows[i][i])),)
    places = ((i, j) for i in left for j in left if i < j and rows[i][j])
    return min(places, key=lambda place: abs(rows[place[0]][place[1]]), default=(left[0],))


def _reduce_one(rows: IntegerRows, left: Sequence[int], k: int, minor: int) -> int:
    """Eliminate column k with the pivot ``p = rows[k][k]``; returns the next leading minor, p itself."""
    above, p = rows[k], rows[k][k]
    for i in left:
        if c := rows[i][k]:
            rows[i] = [(p * x - c * y) // minor for x, y in zip(rows[i], above, strict=True)]
        elif p != minor:
            rows[i] = [p * x // minor for x in rows[i]]
    return p


def _reduce_two(rows: IntegerRows, left: Sequence[int], pair: Sequence[int], minor: int) -> int:
    """Eliminate two columns with the pivot ``[[0, b], [b, 0]]``, whose minor is ``-b^2 / minor``."""
    k, m = pair
    first, second, b = rows[k], rows[m], rows[k][m]
    square = minor * minor
    for i in left:
        c, e = b * rows[i][m], b * rows[i][k]
        rows[i] = [(c * x + e * y - b * b * z) // square for x, y, z in zip(first, second, rows[i], strict=True)]
    return -b * b // minor


def _primitive(vector: list[int]) -> list[int]:
    """The vector divided by the greatest common divisor of its entries."""
    content = math.gcd(*vector)
    return [value // content for value in vector]


def _is_block(block: Matrix) -> bool:
    """1x1, or symmetric nonsingular 2x2."""
    if block.shape == (1, 1):
        return True
    return block.shape == (2, 2) and block.is_symmetric() and _determinant(block) != 0


def _determinant(block: Matrix) -> Fraction:
    return block[0, 0] * block[1, 1] - block[0, 1] * block[1, 0]


def _block_inertia(block: Matrix) -> Inertia:
    if block.shape == (1, 1):
        value = block[0, 0]
        return Inertia(int(value > 0), int(value < 0), int(value == 0))
    if _determinant(block) < 0:
        return Inertia(1, 1, 0)
    return Inertia(2, 0, 0) if block[0, 0] > 0 else Inertia(0, 2, 0)


def _negative_weights(block: Matrix) -> tuple[Fraction, ...] | None:
    """``w`` with ``w^T B w < 0`` for ``B = [[a, b], [b, c]]`` or ``[a]``, if there is one.

    A unit vector serves unless a, c >= 0 and det B < 0.  Then w = (-b, a) has value a det B, negative for a > 0; and
    for a = 0, w = (c, -b) has value -c b^2, negative for c > 0, and w = (1, -b) has value -2 b^2 for c = 0.
    """
    if block[0, 0] < 0:
        return (Fraction(1), Fraction(0))[: block.shape[0]]
    if block.shape == (1, 1) or _determinant(block) > 0:
        return None
    if block[1, 1] < 0:
        return Fraction(0), Fraction(1)
    a, b, c = block[0, 0], block[0, 1], block[1, 1]
    if a > 0:
        return -b, a
    return c or Fraction(1), -b


def _block_diagonal(blocks: Sequence[Matrix], size: int) -> flint.fmpq_mat:
    result, start = flint.fmpq_mat(size, size), 0
    for block in blocks:
        for i in range(block.shape[0]):
            for j in range(block.shape[0]):
                result[start + i, start + j] = block.flint[i, j]
        start += block.shape[0]
    return result
