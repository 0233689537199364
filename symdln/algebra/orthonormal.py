"""Rational roots, rational orthonormal vectors and rational rotations."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

import flint

from symdln.algebra.matrix import Matrix, hstack

_TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17))


def rational_power(value: Fraction, degree: int) -> Fraction | None:
    """The nonnegative root of this degree, where it is rational.

    >>> rational_power(Fraction(8, 27), 3), rational_power(Fraction(2), 2)
    (Fraction(2, 3), None)
    """
    top, bottom = (int(flint.fmpz(n).root(degree)) if n else 0 for n in (value.numerator, value.denominator))
    root = Fraction(top, bottom)
    return root if root**degree == value else None


def orthonormal_columns(space: Matrix, number: int, rng: random.Random | None = None) -> Matrix | None:
    """This many rational orthonormal vectors in the span of the columns; None if the search finds fewer.

    It looks at the columns, at the projections of the coordinate vectors, and at sums and differences of two of them.
    The search is complete for a line; in spaces of higher dimension it may miss some.

    >>> orthonormal_columns(Matrix([[1], [1]]), 1) is None, print(orthonormal_columns(Matrix([[3], [4]]), 1))
    [3/5]
    [4/5]
    (True, None)
    """
    size, found = space.shape[1], []
    for vector in _candidates(space):
        for unit in found:
            vector = vector - unit * (unit.T @ vector)[0, 0]
        length = rational_power(vector.norm_squared(), 2)
        if length:
            found.append(vector * (1 / length))
        if len(found) == size:
            break
    if len(found) < number:
        return None
    columns = hstack(found)
    if rng is not None and len(found) == size:
        columns = columns @ rational_rotation(size, rng)
    return columns.block(range(space.shape[0]), range(number))


def _candidates(space: Matrix) -> Iterator[Matrix]:
    columns = [space.column(k) for k in range(space.shape[1])]
    yield from columns
    if len(columns) < 2:
        return
    inside = space @ (space.T @ space).inverse() @ space.T
    projected = [inside.column(k) for k in range(inside.shape[1])]
    yield from projected
    for first, second in itertools.combinations([*columns, *projected], 2):
        yield first + second
        yield first - second


def rational_rotation(size: int, rng: random.Random) -> Matrix:
    """A random rational orthogonal matrix: a signed permutation times a few rotations in planes.

    >>> U = rational_rotation(3, random.Random(0))
    >>> U @ U.T == Matrix.identity(3)
    True
    """
    order = rng.sample(range(size), size)
    rows = [[rng.choice((-1, 1)) if order[i] == j else 0 for j in range(size)] for i in range(size)]
    turned = Matrix(rows)
    for _ in range(min(2, size - 1)):
        i, j = rng.sample(range(size), 2)
        a, b, c = rng.choice(_TRIPLES)
        plane = [[Fraction(int(k == m)) for m in range(size)] for k in range(size)]
        plane[i][i] = plane[j][j] = Fraction(a, c)
        plane[i][j], plane[j][i] = Fraction(b, c), Fraction(-b, c)
        turned = turned @ Matrix(plane)
    return turned
