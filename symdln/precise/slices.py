"""The signature of an exact symmetric matrix in high precision: slices of its spectrum, and zeros by integrality.

*Slices.*  For a shift s let ``L D L^T = A - s I + F`` with L unit lower triangular and D diagonal.  By Sylvester as
many eigenvalues of the right side are positive as entries of D, and by Weyl each of them is within |F| of one of A - s.
So with |F| < s the positive entries of D at the shift s count certain positive eigenvalues of A, and the negative
entries at the shift -s certain negative ones.  All others are at most 2 s in absolute value.  mpmath proposes L and D;
they are rounded to multiples of a power of two, and |F| is then bounded in integers, exactly, so that it does not
matter how they were found.

*Zeros.*  An eigenvalue near zero is zero where this is the only possibility.  Let A have integer entries and rank
r. The product of its nonzero eigenvalues is a coefficient of its characteristic polynomial, so an integer other than 0,
and at least 1 in absolute value.  If m eigenvalues are certain and some of the others are not zero, with absolute
values at most ``d < 1``, then ``1 <= (|A|_F^2 / m)^(m/2) d`` by the inequality of the means.  Where d is too small for
that, all others are zero.  For entries in the ring of integers of a number field the product is an algebraic integer,
and at least 1 over the product of its conjugates (:meth:`symdln.precise.numbers.Ring.conjugates_bound`).  No floating
number and no tolerance decides a zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from symdln.errors import UndecidedError
from symdln.precise.numbers import INTEGERS, Ring

MOST_DIGITS = 4000
BITS = math.log2(10)


class Signature(NamedTuple):
    """Numbers of positive, negative and zero eigenvalues, and the digits after the point that separated them.

    >>> found = signature_of(np.array([[1, 1], [1, 1]], dtype=object))                             # eigenvalues 2 and 0
    >>> found.positive, found.negative, found.zero
    (1, 0, 1)
    """

    positive: int
    negative: int
    zero: int
    digits: int


def signature_of(
    matrix: np.ndarray, ring: Ring = INTEGERS, *, dps: int | None = None, most: int = MOST_DIGITS
) -> Signature:
    """The signature of a symmetric matrix of integers, or of elements of a ring of algebraic integers.

    ``dps`` digits are tried first, then twice as many and so on up to ``most``; without ``dps`` the first attempt has
    as many as the bound for zeros asks.  Raises ``UndecidedError`` where ``most`` digits do not separate the
    eigenvalues.

    >>> import numpy as np
    >>> signature_of(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=object))[:3]   # eigenvalues 1, -1, 0
    (1, 1, 1)
    """
    if not any(map(bool, matrix.flat)):
        return Signature(0, 0, len(matrix), 0)
    gap = Gap.of(matrix, ring)
    for digits in _doubling(min(dps or gap.digits_enough, most), most):
        bits = math.ceil(digits * BITS)
        positive = certain(matrix, ring, bits, 1)
        negative = None if positive is None else certain(matrix, ring, bits, -1)
        if positive is None or negative is None:
            continue
        rest = len(matrix) - positive - negative
        if rest == 0 or gap.proves_zero(positive + negative, bits - 1):
            return Signature(positive, negative, rest, digits)
    raise UndecidedError(
        f"{most} digits do not separate the eigenvalues of this matrix of size {len(matrix)} from zero; about "
        f"{gap.digits_enough} digits would, which is more than is tried."
    )


def rank_of(matrix: np.ndarray, ring: Ring = INTEGERS, *, dps: int | None = None, most: int = MOST_DIGITS) -> int:
    """The rank: the number of singular values that are not zero, from the signature of ``A^T A`` or ``A A^T``.

    Raises ``UndecidedError`` where ``most`` digits do not separate the singular values.

    >>> rank_of(np.array([[1, 2, 3], [2, 4, 6]], dtype=object)), rank_of(np.array([[1, 2], [2, 5]], dtype=object))
    (1, 2)
    """
    gram = matrix.T @ matrix if matrix.shape[1] <= matrix.shape[0] else matrix @ matrix.T
    if not any(map(bool, gram.flat)):
        return 0
    gap = Gap.of(gram, ring)
    for digits in _doubling(min(dps or gap.digits_enough, most), most):
        bits = math.ceil(digits * BITS)
        positive = certain(gram, ring, bits, 1)  # a Gram matrix has no negative eigenvalue
        if positive is not None and (positive == len(gram) or gap.proves_zero(positive, bits - 1)):
            return positive
    raise UndecidedError(f"{most} digits do not separate the singular values of this matrix from zero.")


def _doubling(digits: int, most: int) -> Iterator[int]:
    while digits < most:
        yield digits
        digits *= 2
    yield most


@dataclass(frozen=True)
class Gap:
    """The bounds of the nonzero eigenvalues of an integer matrix from below."""

    size: int
    norm_squared: int  # at least |A|_F^2
    conjugates: int  # at least the product of the other conjugates of the product of nonzero eigenvalues

    @classmethod
    def of(cls, matrix: np.ndarray, ring: Ring) -> Gap:
        """The bounds of a matrix that is not zero."""
        rounded = ring.embedded(matrix, 0)
        slack = 0 if ring.degree == 1 else 2
        squares = sum((abs(x) + slack) ** 2 for x in rounded.flat)
        return cls(len(matrix), squares, ring.conjugates_bound(matrix))

    def proves_zero(self, certain: int, bits: int) -> bool:
        """Whether all eigenvalues but the certain ones vanish, given that they are at most ``2^-bits``.

        This is ``(F / m)^(m/2) 2^-bits conjugates < 1``, squared; with m = 0 the product before the bits is 1.
        """
        size = self.norm_squared**certain * self.conjugates**2
        return bits > 0 and size < certain**certain << (2 * bits)

    @property
    def digits_enough(self) -> int:
        """Digits with which zeros are proved, however many eigenvalues are certain."""
        logs = (m / 2 * (math.log2(self.norm_squared) - math.log2(m)) for m in range(1, self.size + 1))
        return math.ceil((max(logs) + math.log2(self.conjugates) + 4) / BITS) + 1


def certain(matrix: np.ndarray, ring: Ring, bits: int, sign: int) -> int | None:
    """How many eigenvalues are certainly of this sign, the others of it being at most ``2^(1 - bits)`` in absolute
    value; None where the factors are not good enough.
    """
    for places in (2 * bits + 64, 4 * bits + 64):
        embedded = ring.embedded(matrix, places)
        shifted = embedded.copy()
        for i in range(len(matrix)):
            shifted[i, i] -= sign << (places - bits)
        factors = proposed(shifted, places)
        if factors is None:
            continue
        L, D = factors
        slack = 0 if ring.degree == 1 else 2 * len(matrix)
        # in units of 2^-places; the entries of L (L D)^T have three factors
        error = (L * D) @ L.T - (shifted << (2 * places))
        most = (math.isqrt(sum(x * x for x in error.flat)) >> (2 * places)) + 1 + slack
        if most < 1 << (places - bits):
            return sum(sign * d > 0 for d in D)
    return None


@lru_cache(maxsize=64)
def context(bits: int) -> Any:
    """A context of mpmath with a fixed precision; making one takes a millisecond."""
    from mpmath.ctx_mp import MPContext  # it takes a while to import

    made = MPContext()
    made.prec = bits
    return made


def proposed(shifted: np.ndarray, places: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Unit lower triangular L and diagonal D with L D L^T near the matrix, all in units of ``2^-places``; no pivoting.

    The numbers are mpmath's, with ``places`` bits; None where a pivot vanishes.
    """
    ctx = context(places)
    n = len(shifted)
    A = [[ctx.ldexp(ctx.mpf(int(shifted[i, j])), -places) for j in range(i + 1)] for i in range(n)]
    L: list[list[Any]] = []
    D: list[Any] = []
    for i in range(n):
        row: list[Any] = []  # first the entries times D, then divided
        for j in range(i):
            row.append(A[i][j] - ctx.fdot(row, L[j]) if j else A[i][j])
        scaled = [x / d for x, d in zip(row, D, strict=True)]
        pivot = A[i][i] - ctx.fdot(row, scaled) if i else A[i][i]
        if not pivot:
            return None
        L.append(scaled)
        D.append(pivot)
    fixed: Callable[[Any], int] = lambda x: int(ctx.floor(ctx.ldexp(x, places)))  # noqa: E731
    lower = np.zeros((n, n), dtype=object)
    for i in range(n):
        lower[i, i] = 1 << places
        lower[i, :i] = [fixed(x) for x in L[i]]
    return lower, np.array([fixed(d) for d in D], dtype=object)
