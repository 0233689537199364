"""Polynomials whose roots are the sums of eigenvalues over subsets, without the eigenvalues: additive compounds."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from fractions import Fraction

import flint

from symdln.algebra.matrix import Matrix


def additive_compound(matrix: Matrix, size: int) -> Matrix:
    """The additive compound of a square matrix: its action on ``v_1 ^ ... ^ v_k`` as a derivation, with k = ``size``.

    Its eigenvalues are the sums of k eigenvalues of the matrix, over all k-subsets of them (Fiedler 1974).

    >>> print(additive_compound(Matrix.diagonal([5, 3, 1]), 2).texts())
    [['8', '0', '0'], ['0', '6', '0'], ['0', '0', '4']]
    """
    subsets = list(itertools.combinations(range(matrix.shape[0]), size))
    entries = [_entry(matrix, rows, columns) for rows in subsets for columns in subsets]
    return Matrix.from_entries(len(subsets), len(subsets), entries)


def _entry(matrix: Matrix, rows: tuple[int, ...], columns: tuple[int, ...]) -> Fraction:
    """The sum of ``a_ii`` where the subsets agree, ``+-a_ij`` where only i and j differ, 0 elsewhere."""
    if rows == columns:
        return sum((matrix[i, i] for i in rows), Fraction(0))
    out, into = set(rows) - set(columns), set(columns) - set(rows)
    if len(out) > 1:
        return Fraction(0)
    (i,), (j,) = out, into
    return matrix[i, j] * (-1) ** (rows.index(i) + columns.index(j))


def subset_sum_polynomial(matrix: Matrix, sizes: Iterable[int]) -> flint.fmpq_poly:
    """The monic polynomial whose roots are the sums of k eigenvalues, for all k of ``sizes``, with multiplicity.

    >>> subset_sum_polynomial(Matrix.diagonal([3, 1]), (0, 1)) == flint.fmpq_poly([0, 3, -4, 1])  # x (x - 3) (x - 1)
    True
    """
    product = flint.fmpq_poly([1])
    for size in sizes:
        integers, denominator = additive_compound(matrix, size).cleared
        monic = integers.charpoly().coeffs()  # its roots are ``denominator`` times the sums
        degree = len(monic) - 1
        product *= flint.fmpq_poly(
            [flint.fmpq(value, flint.fmpz(denominator) ** (degree - k)) for k, value in enumerate(monic)]
        )
    return product


def is_squarefree(polynomial: flint.fmpq_poly) -> bool:
    """Whether no root is multiple: the discriminant is not zero."""
    return polynomial.gcd(polynomial.derivative()).degree() == 0


def squarefree_part(polynomial: flint.fmpq_poly) -> flint.fmpq_poly:
    """The monic polynomial with the same roots, each once."""
    reduced = polynomial / polynomial.gcd(polynomial.derivative())
    return reduced / reduced.coeffs()[-1]
