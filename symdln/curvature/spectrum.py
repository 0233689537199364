"""Spectra of symmetric matrices: exactly with multiplicities, as enclosures without them, and the least and largest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import numpy as np

from symdln.algebra.eigenvalue import Eigenvalue, Interval, interval_of, rounded_outward
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import FieldMatrix
from symdln.algebra.rational import rational
from symdln.algebra.spectrum import spectrum_of
from symdln.errors import InputError

MOST_EXACT = 200  # rows: seconds for generic points, whose characteristic polynomials do not split
MOST_ENCLOSED = 400
BITS = 128  # of the ball arithmetic; the proposed vectors are floats


@dataclass(frozen=True)
class Spectrum:
    """All eigenvalues of a symmetric rational matrix: the distinct ones, decreasing, each with its multiplicity.

    Each :class:`symdln.Eigenvalue` is exact: a root of an irreducible factor of the characteristic polynomial in an
    isolating interval.  Floats decide no order, sign, tie or multiplicity.

    >>> import symdln as dln
    >>> spectrum = dln.eigenvalues(dln.Matrix([[2, 1], [1, 2]]))  # 1 and 3
    >>> spectrum.above(2), spectrum.below(2)
    (1, 1)
    >>> spectrum.largest.text(), spectrum.least.text(), spectrum.size, str(spectrum)
    ('3', '1', 2, '3, 1')
    >>> [(str(low), str(high), times) for low, high, times in spectrum.enclosures(3)]
    [('3', '3', 1), ('1', '1', 1)]
    """

    values: tuple[Eigenvalue, ...]

    @property
    def largest(self) -> Eigenvalue:
        """The largest eigenvalue; of a Hessian at a minimum, its sharpness."""
        return self.values[0]

    @property
    def least(self) -> Eigenvalue:
        """The least eigenvalue."""
        return self.values[-1]

    @property
    def size(self) -> int:
        """The number of rows of the matrix: the sum of all multiplicities."""
        return sum(value.multiplicity for value in self.values)

    def above(self, bound: Any) -> int:
        """How many eigenvalues, with multiplicity, are greater than a rational number."""
        return sum(value.multiplicity for value in self.values if compare(value, bound) > 0)

    def below(self, bound: Any) -> int:
        """How many eigenvalues, with multiplicity, are less than a rational number."""
        return sum(value.multiplicity for value in self.values if compare(value, bound) < 0)

    def enclosures(self, digits: int) -> tuple[tuple[Fraction, Fraction, int], ...]:
        """``(lower, upper, multiplicity)`` of each one, rounded outwards to decimals and narrower than 10^-digits."""
        return tuple((*value.enclosure(digits), value.multiplicity) for value in self.values)

    def __iter__(self) -> Any:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def __str__(self) -> str:
        texts = (f"{v.text()} ({v.multiplicity} times)" if v.multiplicity > 1 else v.text() for v in self.values)
        return ", ".join(texts)


def eigenvalues(matrix: Any) -> Spectrum:
    """The exact spectrum of a symmetric rational matrix, such as a Hessian or a Gauss-Newton matrix.

    Raises ``InputError`` for a matrix that is not symmetric, is empty or has more than 200 rows; for larger ones there
    are :func:`enclosed_eigenvalues` and ``symdln.inertia``.

    >>> spectrum = eigenvalues([[0, -2, 0], [-2, 0, 0], [0, 0, 2]])
    >>> print(spectrum)
    2 (2 times), -2
    >>> spectrum.largest.value == 2, spectrum.above("3/2"), spectrum.below(-2)
    (True, 2, 0)
    """
    given = _symmetric(matrix)
    check_size(given.shape[0])
    return Spectrum(spectrum_of(given))


def check_size(rows: int) -> None:
    """Refuse matrices whose characteristic polynomial takes too long to factor."""
    if rows > MOST_EXACT:
        raise InputError(
            f"Exact eigenvalues are computed up to {MOST_EXACT} rows, but this matrix has {rows}; use "
            "symdln.curvature.enclosed_eigenvalues for enclosures, or symdln.inertia for the signs."
        )


def compare(eigenvalue: Eigenvalue, bound: Any) -> int:
    """The sign of ``eigenvalue - bound`` for a rational bound, decided exactly: -1, 0 or 1.

    >>> root = eigenvalues([[1, 1], [1, 0]]).largest                  # (1 + sqrt 5) / 2
    >>> compare(root, "1.618"), compare(root, "1.619"), compare(eigenvalues([[2]]).largest, 2)
    (1, -1, 0)
    """
    value = rational(bound)
    if eigenvalue.value is not None:
        return (eigenvalue.value > value) - (eigenvalue.value < value)
    low, _ = eigenvalue.enclosure_until(lambda low, high: not low <= value <= high)  # irrational: never equal
    return 1 if low > value else -1


def _symmetric(matrix: Any) -> Matrix:
    given = matrix if isinstance(matrix, Matrix) else Matrix(matrix)
    if not given.shape[0] or not given.is_symmetric():
        raise InputError(
            f"Eigenvalues are computed of symmetric matrices with at least one row, but this {given.shape[0]}x"
            f"{given.shape[1]} matrix is not one; symmetrise it, as by (A + A.T) * '1/2'."
        )
    return given


# -- enclosures without exact multiplicities ---------------------------------------------------------------------------


def enclosed_eigenvalues(matrix: Matrix | FieldMatrix) -> tuple[Interval, ...]:
    """For each eigenvalue of a symmetric matrix, in decreasing order with repetitions, decimals that enclose it.

    The intervals are proved, for matrices over a number field too, and their width is about ``N 10^-15`` times the norm
    of the matrix.  They do not show whether two eigenvalues are equal.  Floats V propose eigenvectors.  In
    ball arithmetic ``V^T V = I + E`` and ``V^T A V = D + F`` with D diagonal; by Weyl's inequality for D + F and
    Ostrowski's theorem for the congruence, eigenvalue i of A is ``(d_i + x) / (1 + y)`` with ``|x| <= |F|`` and ``|y|
    <= |E|`` in Frobenius norms.  Raises ``InputError`` for a matrix that is not symmetric or has more than 400 rows.

    >>> [[str(end) for end in ends] for ends in enclosed_eigenvalues(Matrix([[2, 0], [0, -1]]))]
    [['2', '2'], ['-1', '-1']]
    """
    if not matrix.shape[0] or not matrix.is_symmetric():
        raise InputError("Eigenvalues are enclosed for symmetric matrices with at least one row; symmetrise it first.")
    if matrix.shape[0] > MOST_ENCLOSED:
        raise InputError(
            f"Eigenvalues are enclosed up to {MOST_ENCLOSED} rows, but this matrix has {matrix.shape[0]}; use "
            "symdln.inertia for the signs."
        )
    with flint.ctx.workprec(BITS):
        ball = matrix.enclosure(BITS) if isinstance(matrix, FieldMatrix) else flint.arb_mat(matrix.flint)
        return _monotone(_enclosed(ball))


def _enclosed(ball: flint.arb_mat) -> list[Interval]:
    """An interval for each diagonal entry of ``V^T A V``, in no order."""
    size = ball.nrows()
    V = _approximate_vectors(ball)
    identity = flint.arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
    turned = (V.transpose() * ball * V).tolist()
    off = [0 if i == j else turned[i][j] for i in range(size) for j in range(size)]
    around_zero = flint.arb(0, 1)
    spread = around_zero * _norm((V.transpose() * V - identity).entries()) + 1
    reach = around_zero * _norm(off)
    return [interval_of((turned[i][i] + reach) / spread) for i in range(size)]


def _monotone(found: Sequence[Interval]) -> tuple[Interval, ...]:
    """Bounds of the eigenvalues in decreasing order: the i-th largest lower one and the i-th largest upper one."""
    lows = sorted((low for low, _ in found), reverse=True)
    highs = sorted((high for _, high in found), reverse=True)
    largest = max(max(map(abs, lows)), max(map(abs, highs)))
    places = 15 - (len(str(int(largest))) if largest >= 1 else 0)
    return tuple(rounded_outward(low, high, max(places, 0)) for low, high in zip(lows, highs, strict=True))


def _norm(entries: Sequence[Any]) -> flint.arb:
    """An upper bound for the square root of the sum of squares."""
    total = sum((flint.arb(entry) ** 2 for entry in entries), flint.arb(0))
    return total.upper().sqrt().upper()


def _approximate_vectors(ball: flint.arb_mat) -> flint.arb_mat:
    """Eigenvectors by floats, as columns: a proposal.  Where the middles are beyond floats, the unit vectors."""
    middle = np.array([[float(entry.mid()) for entry in row] for row in ball.tolist()])
    scale = float(np.abs(middle).max())
    if not np.isfinite(scale) or scale == 0:
        vectors = np.eye(len(middle))
    else:
        _, vectors = np.linalg.eigh(middle / scale)
    return flint.arb_mat(len(middle), len(middle), [float(x) for x in vectors.ravel()])


__all__ = ["Spectrum", "compare", "eigenvalues", "enclosed_eigenvalues"]
