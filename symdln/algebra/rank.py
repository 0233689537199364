"""The exact rank of a large integer matrix: a lower bound modulo a prime, an upper bound by p-adic lifting."""

from __future__ import annotations

import math
from dataclasses import dataclass

import flint
import numpy as np
from numpy.typing import NDArray

from symdln.algebra.products import Integers, largest, to_array

_SMALL = 60  # sizes below which FLINT's own rank is the faster one
_MOST_ATTEMPTS = 10
_LEAST_PRIME = 2**10  # so that few primes are unlucky

Floats = NDArray[np.float64]


def integer_rank(matrix: flint.fmpz_mat) -> int:
    """The rank over the rationals, exactly, and quickly also when it is not full.

    >>> integer_rank(flint.fmpz_mat([[1, 2], [2, 4]]))
    1
    """
    return matrix.rank() if min(matrix.nrows(), matrix.ncols()) < _SMALL else array_rank(to_array(matrix), matrix)


def array_rank(array: Integers, matrix: flint.fmpz_mat) -> int:
    """The rank of a matrix that is at hand both as an array and as a flint matrix.

    Let r be the rank modulo a prime p; minors that do not vanish modulo p do not vanish, so the rank is at least r.
    With A = [[B, E], [F, G]] after permutations and det B prime to p, the rank is r exactly if the Schur complement
    ``S = G - F B^-1 E`` is zero.  The integers det(B) S_ij are minors of order r + 1, bounded by Hadamard's inequality;
    so ``S = 0 modulo p^k`` with p^k beyond that bound proves S = 0.  See :func:`_schur_vanishes` for the lifting.
    """
    prime = _prime_for(max(array.shape), largest(array))
    if min(array.shape) < _SMALL or prime < _LEAST_PRIME:
        return matrix.rank()
    for _ in range(_MOST_ATTEMPTS):
        split = _split(array, matrix, prime)
        rank = len(split.rows)
        if rank == min(array.shape) or _schur_vanishes(array, split, _minor_bits(array, rank + 1)):
            return rank
        prime = _prime_below(prime)  # S is not zero: p divides all minors of the true order
    return matrix.rank()


def _prime_for(size: int, entry: int) -> int:
    """The largest prime with ``size p^2 <= 2^53`` and ``2 size entry p <= 2^53`` (1 if there is none)."""
    return _prime_below(min(math.isqrt(2**53 // max(size, 1)), 2**53 // max(2 * size * entry, 1)) + 1)


@dataclass(frozen=True)
class _Split:
    """Rows and columns of a block B that is invertible modulo the prime and as large as possible, and its inverse."""

    prime: int
    rows: list[int]
    columns: list[int]
    inverse: Floats


def _split(array: Integers, matrix: flint.fmpz_mat, prime: int) -> _Split:
    columns = _pivots(flint.nmod_mat(matrix, prime))
    if not columns or len(columns) == min(array.shape):
        return _Split(prime, columns, columns, np.zeros((0, 0)))
    symmetric = array.shape[0] == array.shape[1] and bool((array == array.T).all())
    # where columns K of a symmetric matrix are a basis, so are rows K, hence the block K x K is invertible
    rows = columns if symmetric else _pivots(_reduced(array[:, columns].T, prime))
    inverse = _reduced(array[np.ix_(rows, columns)], prime).inv()
    entries = np.array(list(map(int, inverse.entries())), dtype=float)
    return _Split(prime, rows, columns, entries.reshape(len(rows), len(rows)))


def _reduced(array: Integers, prime: int) -> flint.nmod_mat:
    return flint.nmod_mat(array.shape[0], array.shape[1], (array % prime).ravel().tolist(), prime)


def _pivots(matrix: flint.nmod_mat) -> list[int]:
    """The columns that are no combination of earlier ones."""
    echelon, rank = matrix.rref()
    pivots: list[int] = []
    for j in range(matrix.ncols()):
        if len(pivots) < rank and int(echelon[len(pivots), j]):
            pivots.append(j)
    return pivots


def _schur_vanishes(array: Integers, split: _Split, bits: int) -> bool:
    """Whether ``S = 0 modulo p^k`` for the least k with ``p^k > 2**bits``.

    Dixon's lifting of ``B Y = E``: with digits ``X = B^-1 R modulo p`` the residual ``R <- (R - A_Q X) / p`` stays an
    integer matrix of bounded size; A_Q are the columns of A that meet B, and R starts as the others.  Carried along for
    the rows outside B, the division by p is exact for all k steps if and only if S vanishes modulo p^k.  A residual
    that becomes zero ends the proof early: then the digits make up an integer Y with ``A_Q Y = R_0``.

    Float64 holds all of it exactly.  With n rows or columns, entries up to a and digits up to p, :func:`_prime_for`
    gives ``|B^-1 R| <= n p^2 <= 2^53``.  If ``|R| <= 2 n a``, then ``|R - A_Q X| <= 2 n a + n a p <= 2 n a p <= 2^53``,
    so that the next R is again at most 2 n a.
    """
    others = sorted(set(range(array.shape[1])) - set(split.columns))
    basis, residual = array[:, split.columns].astype(float), array[:, others].astype(float)
    prime, lifted = float(split.prime), 0.0
    while lifted <= bits:
        digits = _modulo(split.inverse @ _modulo(residual[split.rows], prime), prime)
        residual -= basis @ digits
        quotient = np.rint(residual / prime)
        if (quotient * prime != residual).any():
            return False
        if not quotient.any():
            return True
        residual = quotient
        lifted += math.log2(prime) - 1e-9
    return True


def _modulo(array: Floats, prime: float) -> Floats:
    """Representatives modulo p; at most p in absolute value, also where the rounded quotient is off by one."""
    return array - prime * np.rint(array / prime)


def _minor_bits(array: Integers, order: int) -> int:
    """b such that every minor of this order is at most ``2**b``: Hadamard's inequality over the largest row norms."""
    squares = sorted((sum(int(x) ** 2 for x in row if x) for row in array.tolist()), reverse=True)
    return math.prod(square for square in squares[:order] if square).bit_length() // 2 + 1


def _prime_below(bound: int) -> int:
    """The largest prime below the bound, 1 if there is none."""
    return next((n for n in range(bound - 1, 1, -1) if flint.fmpz(n).is_prime()), 1)
