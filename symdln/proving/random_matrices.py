"""Small random rational matrices of the usual kinds: orthogonal, projections, of low rank, sparse."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from symdln.algebra.matrix import Matrix

ROTATIONS = ((Fraction(3, 5), Fraction(4, 5)), (Fraction(0), Fraction(1)), (Fraction(5, 13), Fraction(12, 13)))
NUMBERS = (Fraction(1), Fraction(2), Fraction(-1), Fraction(3), Fraction(1, 2), Fraction(0))


def orthonormal_columns(random: Random, rows: int, columns: int) -> Matrix | None:
    """A matrix V with V' V = I; there is none with more columns than rows."""
    if columns > rows:
        return None
    if random.random() < 0.6:
        places = random.sample(range(rows), columns)
        signs = [random.choice((1, 1, -1)) for _ in places]
        entries = [signs[j] if places[j] == i else 0 for i in range(rows) for j in range(columns)]
        return Matrix.from_entries(rows, columns, entries)
    table = [[Fraction(i == j) for j in range(rows)] for i in range(rows)]
    for _ in range(random.randint(0, 3)):
        if rows > 1 and random.random() < 0.7:
            i, j = random.sample(range(rows), 2)
            c, s = random.choice(ROTATIONS)
            for row in table:
                row[i], row[j] = c * row[i] - s * row[j], s * row[i] + c * row[j]
        else:
            i = random.randrange(rows)
            table[i] = [-x for x in table[i]]
    return Matrix.from_entries(rows, columns, [x for row in table for x in row[:columns]])


def projection(random: Random, size: int) -> Matrix:
    """The orthogonal projection onto a random subspace."""
    rank = random.randint(0, size)
    B = Matrix.from_entries(size, rank, [random.randint(-1, 2) for _ in range(size * rank)])
    return B @ B.pseudoinverse() if rank else Matrix.zeros(size, size)


def plain(random: Random, rows: int, columns: int, symmetric: bool) -> Matrix:
    """Zero, diagonal of any rank, with entries -1, 0, 1, sparse, or with entries up to 3."""
    what = random.random()
    if what < 0.08:
        entries = [0] * (rows * columns)
    elif what < 0.3:
        rank = random.randint(0, min(rows, columns))
        values = [random.choice((1, 1, 2, -1, 3)) for _ in range(rank)]
        entries = [values[i] if i == j and i < rank else 0 for i in range(rows) for j in range(columns)]
    elif what < 0.75:
        density = 1.0 if what < 0.6 else 0.4
        entries = [random.randint(-1, 1) if random.random() < density else 0 for _ in range(rows * columns)]
    else:
        entries = [random.randint(-3, 3) for _ in range(rows * columns)]
    if symmetric:
        entries = [entries[min(i, j) * columns + max(i, j)] for i in range(rows) for j in range(columns)]
    return Matrix.from_entries(rows, columns, entries)


def copied(random: Random, rows: int, columns: int, symmetric: bool, others: list[Matrix]) -> Matrix | None:
    """One of the other matrices, or its transpose or its negative, if one fits."""
    same = [M for M in others if M.shape == (rows, columns)] + [M.T for M in others if M.shape == (columns, rows)]
    if not same:
        return None
    M = random.choice(same) * random.choice((1, 1, 1, -1))
    return None if symmetric and not M.is_symmetric() else M
