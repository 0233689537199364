"""Real eigenvalues of a rational matrix in exact order: irreducible factors, isolating intervals, multiplicities."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import flint

from symdln.algebra.eigenvalue import START_BITS, Eigenvalue, real_roots
from symdln.algebra.matrix import Matrix
from symdln.algebra.sums import compare_sums, sum_enclosure, sum_value, sums_of_subsets_distinct
from symdln.errors import InputError

__all__ = ["Eigenvalue", "compare_sums", "spectrum_of", "sum_enclosure", "sum_value", "sums_of_subsets_distinct"]


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
            return tuple(found)
        bits *= 2


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
