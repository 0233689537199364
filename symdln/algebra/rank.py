"""The exact rank of a large integer matrix: a lower bound modulo a prime, an upper bound by p-adic lifting."""

from __future__ import annotations

import math
from dataclasses import dataclass

import flint
import numpy as np
from numpy.typing import NDArray

from symdln.algebra.products import Integers, exact_product, largest, to_array

_SMALL = 24  # sizes below which FLINT's rank takes less than the overhead here
_MOST_ATTEMPTS = 10


def integer_rank(matrix: flint.fmpz_mat) -> int:
    """The rank over the rationals, exactly, and quickly also when it is not full.

    >>> integer_rank(flint.fmpz_mat([[1, 2], [2, 4]]))
    1
    """
    if min(matrix.nrows(), matrix.ncols()) < _SMALL:
        return matrix.rank()
    return array_rank(to_array(matrix), matrix)


def array_rank(array: Integers, matrix: flint.fmpz_mat) -> int:
    """The rank of a matrix that is at hand both as an array and as a flint matrix.

    Let r be the rank modulo a prime p; minors that do not vanish modulo p do not vanish, so the rank is at least r.
    With A = [[B, E], [F, G]] after permutations and det B prime to p, the rank is r exactly if the Schur complement
    ``S = G - F B^-1 E`` is zero.  The integers det(B) S_ij are minors of order r + 1, bounded by Hadamard's inequality;
    so ``S = 0 modulo p^k`` with p^k beyond that bound proves S = 0.  See :func:`_schur_vanishes` for the lifting.
    """
    rows, columns = array.shape
    prime = _prime_below(2 ** ((53 - max(rows, columns, 2).bit_length()) // 2))
    if max(rows, columns) * largest(array) * prime >= 2**62:
        return matrix.rank()
    for _ in range(_MOST_ATTEMPTS):
        split = _split(array, matrix, prime)
        if len(split.rows) == min(rows, columns):
            return len(split.rows)
        if _schur_vanishes(array, split, _minor_bits(array, len(split.rows) + 1)):
            return len(split.rows)
        prime = _prime_below(prime)  # S is not zero: p divided all minors of the true order
    return matrix.rank()


@dataclass(frozen=True)
class _Split:
    """Rows and columns of a block B that is invertible modulo the prime and as large as possible, and its inverse."""

    prime: int
    rows: list[int]
    columns: list[int]
    inverse: NDArray[np.int64]


def _split(array: Integers, matrix: flint.fmpz_mat, prime: int) -> _Split:
    columns = _pivots(flint.nmod_mat(matrix, prime))
    if not columns or len(columns) == min(array.shape):
        return _Split(prime, columns, columns, np.zeros((0, 0), dtype=np.int64))
    symmetric = array.shape[0] == array.shape[1] and bool((array == array.T).all())
    rows = columns if symmetric else _pivots(_modulo(array[:, columns].T, prime))
    inverse = _modulo(array[np.ix_(rows, columns)], prime).inv()
    entries = np.array(list(map(int, inverse.entries())), dtype=np.int64)
    return _Split(prime, rows, columns, _balanced(entries.reshape(len(rows), len(rows)), prime))


def _modulo(array: Integers, prime: int) -> flint.nmod_mat:
    return flint.nmod_mat(*array.shape, (array % prime).ravel().tolist(), prime)


def _pivots(matrix: flint.nmod_mat) -> list[int]:
    """The columns that are no combination of earlier ones; a symmetric matrix has a nonsingular block in these rows too."""
    echelon, rank = matrix.rref()
    pivots: list[int] = []
    for j in range(matrix.ncols()):
        if len(pivots) < rank and int(echelon[len(pivots), j]):
            pivots.append(j)
    return pivots


def _schur_vanishes(array: Integers, split: _Split, bits: int) -> bool:
    """Whether ``S = 0 modulo p^k`` for the least k with ``p^k > 2**bits``.

    Dixon's lifting of ``B Y = E``: with digits ``X = B^-1 R modulo p`` the residual ``R <- (R - A_Q X) / p`` stays an integer
    matrix of bounded size.  Carried along for the other rows, the division by p is exact for all k steps if and only
    if S vanishes modulo p^k; and a residual that becomes zero ends the proof early, since then ``A_Q Y = A_F`` exactly.
    """
    others = sorted(set(range(array.shape[1])) - set(split.columns))
    basis, residual = array[:, split.columns], array[:, others]
    lifted = 0.0
    while lifted <= bits:
        digits = _balanced(exact_product(split.inverse, _balanced(residual[split.rows], split.prime)), split.prime)
        residual = residual - exact_product(basis, digits)
        quotient = residual // split.prime
        if (quotient * split.prime != residual).any():
            return False
        if not quotient.any():
            return True
        residual = quotient
        lifted += math.log2(split.prime) - 1e-9
    return True


def _balanced(array: Integers, prime: int) -> Integers:
    """The entries modulo an odd prime, in [-(p-1)/2, (p-1)/2]."""
    half = prime // 2
    return (array + half) % prime - half


def _minor_bits(array: Integers, order: int) -> int:
    """b such that every minor of this order is at most ``2**b``: Hadamard's inequality over the largest row norms."""
    squares = sorted((sum(int(x) ** 2 for x in row if x) for row in array.tolist()), reverse=True)
    return math.prod(square for square in squares[:order] if square).bit_length() // 2 + 1


def _prime_below(bound: int) -> int:
    """The largest prime below the bound."""
    return next(n for n in range(bound - 1, 1, -1) if flint.fmpz(n).is_prime())
