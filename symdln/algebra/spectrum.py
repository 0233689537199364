"""Real eigenvalues of a rational matrix in exact order: irreducible factors, isolating intervals, multiplicities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import flint

from symdln.algebra.eigenvalue import START_BITS, Eigenvalue, real_roots, shortened
from symdln.algebra.matrix import Matrix
from symdln.algebra.sums import compare_sums, sum_enclosure, sum_value, sums_of_subsets_distinct
from symdln.errors import InputError

__all__ = [
    "Eigenvalue",
    "compare_sums",
    "spectrum_of",
    "square_roots_of",
    "sum_enclosure",
    "sum_value",
    "sums_of_subsets_distinct",
]


def spectrum_of(matrix: Matrix) -> tuple[Eigenvalue, ...]:
    """The distinct eigenvalues of a square rational matrix with real eigenvalues only, in strictly decreasing order.

    The characteristic polynomial is factored over the rationals (distinct irreducible factors share no root), and the
    roots are isolated by intervals with a change of sign at their ends, refined until all are disjoint: no float
    decides an order, a tie or a multiplicity.

    Raises ``InputError`` for a matrix that is not square or has eigenvalues that are not real.

    >>> [(float(x), x.multiplicity) for x in spectrum_of(Matrix([[4, 0, 0], [0, 1, 0], [0, 0, 4]]))]
    [(4.0, 2), (1.0, 1)]
    """
    rows, columns = matrix.shape
    if rows != columns:
        raise InputError(f"eigenvalues are defined for square matrices, but a {rows}x{columns} matrix was passed.")
    integers, denominator = matrix.cleared
    monic = integers.charpoly().coeffs()  # its roots are ``denominator`` times the eigenvalues
    scaled = flint.fmpz_poly([value * flint.fmpz(denominator) ** k for k, value in enumerate(monic)])
    factors = [(tuple(int(value) for value in factor.coeffs()), power) for factor, power in scaled.factor()[1]]
    bits = START_BITS
    while True:
        found = [item for factor, power in factors for item in _eigenvalues(factor, power, bits)]
        found.sort(key=lambda item: item.lower, reverse=True)
        if all(right.upper < left.lower for left, right in pairwise(found)):
            return tuple(with_short_ends(found))
        bits *= 2


def with_short_ends(found: Sequence[Eigenvalue]) -> Iterator[Eigenvalue]:
    """The same numbers, decreasing, with intervals that end in short decimals, are disjoint and exclude zero."""
    middles = [(right.upper + left.lower) / 2 for left, right in pairwise(found)]
    ends = [found[0].upper + 1, *middles, found[-1].lower - 1] if found else []
    zero = Fraction(0)
    for item, (above, below) in zip(found, pairwise(ends), strict=True):
        if item.value is None:
            below, above = (max(below, zero), above) if item.lower > 0 else (below, min(above, zero))
            low, high = shortened(item.lower, item.upper, below, above)
            yield replace(item, lower=low, upper=high)
        else:
            yield item


def square_roots_of(squares: Sequence[Eigenvalue]) -> tuple[Eigenvalue, ...]:
    """The nonnegative roots of distinct decreasing eigenvalues >= 0, known as exactly: singular values from squares.

    >>> [root.text() for root in square_roots_of(spectrum_of(Matrix([[2, 1, 0], [1, 1, 0], [0, 0, "4/9"]])))]
    ['1.61803...', '2/3', '0.618033...']
    """
    if squares and squares[-1].lower < 0:
        raise InputError(f"{squares[-1].text()} is negative, so it is not the square of a singular value.")
    bits = START_BITS
    while True:
        found = [root for square in squares for root in _roots_of(square, bits)]
        if len(found) == len(squares) and all(right.upper < left.lower for left, right in pairwise(found)):
            return tuple(with_short_ends(found))
        bits *= 2


def _roots_of(square: Eigenvalue, bits: int) -> Iterator[Eigenvalue]:
    """The roots ``x >= 0`` of ``f(x^2)`` whose squares intervals of so many bits do not separate from the given one.

    Here f is the factor of the square, and each of them comes as a root of an irreducible factor of ``f(x^2)``.
    """
    spread = [value for coefficient in square.factor for value in (coefficient, 0)][:-1]
    for irreducible, _ in flint.fmpz_poly(spread).factor()[1]:
        factor = tuple(int(value) for value in irreducible.coeffs())
        for root, (low, high) in enumerate(real_roots(factor, bits)):
            if low >= 0 and low * low <= square.upper and square.lower <= high * high:
                yield Eigenvalue(low if low == high else None, factor, root, square.multiplicity, low, high)


def _eigenvalues(factor: tuple[int, ...], power: int, bits: int) -> list[Eigenvalue]:
    """The roots of one irreducible factor, in decreasing order."""
    if len(factor) == 2:
        value = Fraction(-factor[0], factor[1])
        return [Eigenvalue(value, factor, 0, power, value, value)]
    roots = real_roots(factor, bits)
    if len(roots) < len(factor) - 1:
        raise InputError(
            f"the matrix has eigenvalues that are not real (roots of {flint.fmpz_poly(list(factor))}); "
            "pass a matrix with real eigenvalues, such as a symmetric one."
        )
    return [Eigenvalue(None, factor, index, power, *interval) for index, interval in enumerate(roots)]
