"""Matrices of FLINT balls: norms from above, least eigenvalues from below, and entries as exact intervals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from operator import mul

import flint
import numpy as np

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import to_fmpq

Ball = flint.arb
Balls = flint.arb_mat

_TRACE_POWER = 4  # ||A|| <= tr((A^T A)^4)^(1/8), too large by at most the eighth root of the rank


def ball(value: Fraction) -> Ball:
    """A ball that contains the rational number.

    >>> (ball(Fraction(1, 3)) * 3).contains(1)
    True
    """
    return flint.arb(to_fmpq(value))


def balls(matrix: Matrix) -> Balls:
    """Balls that contain the entries of a rational matrix.

    >>> (balls(Matrix([["1/3", 2]])) * 3).contains(flint.arb_mat([[1, 6]]))
    True
    """
    return flint.arb_mat(matrix.flint)


def upper(value: Ball) -> Ball:
    """An upper bound of the moduli of the numbers in the ball, as a ball of radius 0.

    >>> bound = upper(flint.arb(-2, 1))                                # the numbers from -3 to -1
    >>> 3 <= bound <= 3.001, bound.is_exact()
    (True, True)
    """
    return value.abs_upper()


def norm(matrix: Balls) -> Ball:
    """An upper bound of the Frobenius norm of all matrices in the balls.

    >>> 5 <= norm(balls(Matrix([[3, 4]]))) <= 5.001
    True
    """
    return upper(sum((upper(entry) ** 2 for entry in matrix.entries()), flint.arb(0)).sqrt())


def operator_norm(matrix: Balls) -> Ball:
    """An upper bound of the largest singular value: the smaller of a trace of a power and the Frobenius norm.

    >>> 2 <= operator_norm(balls(Matrix.diagonal([2, 1]))) <= 2.001    # (2^8 + 1)^(1/8)
    True
    """
    gram = matrix.transpose() * matrix
    square = gram * gram
    trace = upper((square * square).trace())
    by_trace, by_norm = upper(trace.root(2 * _TRACE_POWER)), norm(matrix)
    return by_trace if by_trace < by_norm else by_norm


def least_eigenvalue(matrix: Balls) -> Ball:
    """A number ``c >= 0`` such that no symmetric matrix in the balls has an eigenvalue below c; 0 if none is proved.

    Floating-point eigenvalues propose c, and the pivots of LDL^T prove that ``A - c I`` is positive definite.  As zero
    is returned where nothing is proved, the result bounds the least eigenvalue of Gram matrices only.  For a matrix of
    size 0 it is 1.

    >>> 1.99 <= least_eigenvalue(balls(Matrix([[3, 1], [1, 3]]))) <= 2                  # of the eigenvalues 2 and 4
    True
    """
    size = matrix.nrows()
    values = _eigenvalues(matrix)
    if values is None:
        return flint.arb(0)
    guess = float(values[0])
    for share in (0.999, 0.9, 0.5):
        c = flint.arb(share * guess)
        if c > 0 and _is_positive_definite([[e - c * (i == j) for j, e in enumerate(row)] for i, row in _rows(matrix)]):
            return c
    return flint.arb(0) if size else flint.arb(1)


def shift_to_positive(matrix: Balls) -> Ball:
    """A number ``c >= 0``, close to ``-lambda_min``, such that ``A + c I`` is positive definite for all A in the balls.

    Floating-point eigenvalues propose c, and the pivots of LDL^T prove it; c is infinite where nothing is proved.

    >>> 1 < shift_to_positive(balls(Matrix([[1, 2], [2, 1]]))) <= 1.001                 # the eigenvalues are -1 and 3
    True
    """
    values = _eigenvalues(matrix)
    if values is None:
        return flint.arb.pos_inf()
    size = max(abs(float(values[0])), abs(float(values[-1])), 1e-300)
    for margin in (1e-10, 1e-6, 1e-3, 1.0):
        c = flint.arb(max(-float(values[0]), 0.0) + margin * size)
        if _is_positive_definite([[e + c * (i == j) for j, e in enumerate(row)] for i, row in _rows(matrix)]):
            return c
    return flint.arb.pos_inf()


def _eigenvalues(matrix: Balls) -> np.ndarray | None:
    """Floating-point eigenvalues of the midpoints, or None where the midpoints are too large for a float."""
    middle = np.array([[float(entry.mid()) for entry in row] for row in matrix.tolist()])
    return np.linalg.eigvalsh(middle) if np.isfinite(middle).all() else None


def _rows(matrix: Balls) -> Iterable[tuple[int, list[Ball]]]:
    return enumerate(matrix.tolist())


def _is_positive_definite(rows: list[list[Ball]]) -> bool:
    """Whether all pivots of the elimination are proved positive; the lower triangle is not read."""
    for k, row in enumerate(rows):
        if not row[k] > 0:
            return False
        for i in range(k + 1, len(rows)):
            factor = row[i] / row[k]
            for j in range(i, len(rows)):
                rows[i][j] = rows[i][j] - factor * row[j]
    return True


def inverse_root(gram: Balls) -> Balls:
    """R with ``R^T G R = I`` for a positive definite G: the inverse transpose of its Cholesky factor.

    >>> R = inverse_root(balls(Matrix.diagonal([4, 9])))
    >>> R.overlaps(balls(Matrix.diagonal(["1/2", "1/3"])))
    True
    """
    n = gram.nrows()
    L = [[flint.arb(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = gram[i, j] - sum((L[i][k] * L[j][k] for k in range(j)), flint.arb(0))
            L[i][j] = rest.sqrt() if i == j else rest / L[j][j]
    return flint.arb_mat(L).inv().transpose()


def moved(sizes: list[Ball], rho: Ball) -> Ball:
    """How far, in Frobenius norm, a product of layers of these operator norms moves if each moves by at most ``rho``.

    Every term of the difference has a moved layer, bounded in Frobenius norm, and others, bounded in operator norm.

    >>> bound = moved([flint.arb(2), flint.arb(3)], flint.arb(1))                       # (2 + 1) (3 + 1) - 2 * 3
    >>> 6 <= bound <= 6.001
    True
    """
    one = flint.arb(1)
    return upper(reduce(mul, [size + rho for size in sizes], one) - reduce(mul, sizes, one))


def widened(centre: Balls, radius: Ball) -> Balls:
    """The entries with radii enlarged by ``radius``, which contain every matrix within that Frobenius distance.

    >>> widened(balls(Matrix([[1, 2]])), flint.arb(1)).contains(balls(Matrix([["3/2", "5/4"]])))
    True
    """
    margin = flint.arb(0, radius)
    return flint.arb_mat([[entry + margin for entry in row] for row in centre.tolist()])


def split(matrix: Balls) -> tuple[Balls, Ball]:
    """The exact midpoints of the entries, and a bound of the distance of every matrix in the balls from them.

    >>> middle, radius = split(flint.arb_mat([[flint.arb(1, 3), flint.arb(2, 4)]]))
    >>> middle == flint.arb_mat([[1, 2]]), 5 <= radius <= 5.001                         # |(3, 4)|
    (True, True)
    """
    middle = matrix.mid()
    return middle, norm(matrix - middle)


def intervals(matrix: Balls) -> tuple[tuple[Interval, ...], ...]:
    """The entries as intervals with rational ends, row by row.

    >>> [[(str(low), str(high)) for low, high in row] for row in intervals(balls(Matrix([["1/2"], [3]])))]
    [[('1/2', '1/2')], [('3', '3')]]
    """
    return tuple(tuple(interval_of(entry) for entry in row) for row in matrix.tolist())
