"""Eigenvalues of exact symmetric matrices in high precision, each with a proved enclosure; ties proved by separation.

mpmath proposes eigenvalues and eigenvectors V.  In integers, exactly, one has ``C = V^T A V`` and ``E = V^T V - I``.
By Weyl the eigenvalues of C are within ``|C - diag(lambda)|_F`` of the proposed ones, and by Ostrowski those of A are
those of C divided by factors between ``1 - |E|`` and ``1 + |E|``.  So the enclosures hold whatever mpmath did.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from symdln.errors import UndecidedError
from symdln.precise.numbers import INTEGERS, Ring
from symdln.precise.slices import BITS, context

Interval = tuple[Fraction, Fraction]
MOST_DIGITS = 1000


def eigenvalues_of(matrix: np.ndarray, ring: Ring = INTEGERS, *, dps: int = 50) -> list[Interval]:
    """Enclosures of all eigenvalues of a symmetric matrix, in decreasing order, each as often as its multiplicity.

    Raises ``UndecidedError`` where the proposed eigenvectors are too far from orthonormal to bound anything.

    >>> import numpy as np
    >>> (low, high), _ = eigenvalues_of(np.array([[1, 2], [2, 1]], dtype=object), dps=20)       # 3 and -1
    >>> low <= 3 <= high, float(high - low) < 1e-15
    (True, True)
    """
    places = math.ceil(dps * BITS) + 16
    A = ring.embedded(matrix, places)
    slack = 0 if ring.degree == 1 else 2 * len(A)
    V, values = proposed_eigenvectors(A, places)
    one = np.zeros_like(A)
    np.fill_diagonal(one, 1 << (2 * places))
    skew = Fraction(_norm(V.T @ V - one) + 1, 1 << (2 * places))
    if skew >= Fraction(1, 2):
        raise UndecidedError(f"mpmath's eigenvectors at {dps} digits are not orthonormal; pass more digits.")
    C = V.T @ A @ V
    for i, value in enumerate(values):
        C[i, i] -= value << (2 * places)
    moved = Fraction(_norm(C) + 1, 1 << (3 * places)) + Fraction(slack, 1 << places) * (1 + skew)
    found = sorted((Fraction(value, 1 << places) for value in values), reverse=True)
    return [_divided(value - moved, value + moved, skew) for value in found]


def _divided(low: Fraction, high: Fraction, skew: Fraction) -> Interval:
    ends = [end / factor for end in (low, high) for factor in (1 - skew, 1 + skew)]
    return min(ends), max(ends)


def proposed_eigenvectors(A: np.ndarray, places: int) -> tuple[np.ndarray, list[int]]:
    """mpmath's eigenvectors, as columns, and eigenvalues, in units of ``2^-places``."""
    ctx = context(places + 16)
    n = len(A)
    values, vectors = ctx.eigsy(ctx.matrix([[ctx.ldexp(ctx.mpf(int(x)), -places) for x in row] for row in A]))
    V = np.empty((n, n), dtype=object)
    V[:] = [[int(ctx.floor(ctx.ldexp(vectors[i, j], places))) for j in range(n)] for i in range(n)]
    return V, [int(ctx.floor(ctx.ldexp(values[i], places))) for i in range(n)]


def _norm(matrix: np.ndarray) -> int:
    """The Frobenius norm, rounded down."""
    return math.isqrt(sum(x * x for x in matrix.flat))


def distinct(matrix: np.ndarray, *, dps: int = 50) -> list[tuple[Interval, int]]:
    """The distinct eigenvalues of a symmetric matrix of integers, largest first, with their proved multiplicities.

    Two eigenvalues whose enclosures are apart are different.  Two that are closer than different roots of a monic
    polynomial with integer coefficients can be are equal: for degree n and Mahler measure M these are further apart
    than ``sqrt(3) n^(-(n + 2) / 2) M^(1 - n)`` (Mahler 1964, for the squarefree part, whose discriminant is at least 1
    and whose degree and measure are not larger).  Digits are doubled until one of the two holds for every neighbour.

    >>> found = distinct(np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]], dtype=object))             # J - I: 2 and -1, twice
    >>> [(round(float(low), 9), times) for (low, high), times in found]
    [(2.0, 1), (-1.0, 2)]
    """
    n = len(matrix)
    while dps <= MOST_DIGITS:
        found = eigenvalues_of(matrix, dps=dps)
        measure = math.prod(max(Fraction(1), abs(low), abs(high)) for low, high in found)
        separation_squared = Fraction(3, n ** (n + 2)) / measure ** (2 * (n - 1))
        groups = _grouped(found, separation_squared)
        if groups is not None:
            return groups
        dps *= 2
    raise UndecidedError(f"{MOST_DIGITS} digits do not decide whether two eigenvalues of this matrix are equal.")


def _grouped(found: Sequence[Interval], separation_squared: Fraction) -> list[tuple[Interval, int]] | None:
    groups: list[tuple[Interval, int]] = [(found[0], 1)]
    for low, high in found[1:]:
        (last_low, last_high), count = groups[-1]
        if high < last_low:
            groups.append(((low, high), 1))
        elif (last_high - low) ** 2 < separation_squared:
            groups[-1] = (min(last_low, low), max(last_high, high)), count + 1
        else:
            return None
    return groups
