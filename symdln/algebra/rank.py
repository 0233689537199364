"""The exact rank of a large integer matrix: a lower bound modulo a prime, an upper bound by p-adic lifting."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import flint
import numpy as np
from numpy.typing import NDArray

from symdln.algebra.products import Integers, largest, to_array, to_flint

_SMALL = 60  # sizes below which FLINT's own rank is faster
_MOST_ATTEMPTS = 10
_LEAST_PRIME = 2**10  # so that few primes are unlucky
_MODULUS = 2**50  # denominators are guessed from residues below this, whose products with denominators fit into int64
_LARGEST_DENOMINATOR = 2**12
_FACTORS = 8  # number of denominators that are combined into one
_LARGE_PRIME = 2**61 - 1  # a prime for finding pivots only
_EARLY = 12  # steps of a lifting that is expected to end by itself

Floats = NDArray[np.float64]


def integer_rank(matrix: flint.fmpz_mat) -> int:
    """The rank over the rationals, exactly, and quickly also when it is not full.

    >>> integer_rank(flint.fmpz_mat([[1, 2], [2, 4]]))
    1
    """
    return matrix.rank() if min(matrix.nrows(), matrix.ncols()) < _SMALL else array_rank(to_array(matrix), matrix)


def array_rank(array: Integers, matrix: flint.fmpz_mat) -> int:
    """The rank of a matrix that is given both as an array and as a flint matrix.

    Let r be the rank modulo a prime p; minors that do not vanish modulo p do not vanish, so the rank is at least r.
    With A = [[B, E], [F, G]] after permutations and det B prime to p, the rank is r exactly if the Schur complement
    ``S = G - F B^-1 E`` is zero.  The integers det(B) S_ij are minors of order r + 1, bounded by Hadamard's inequality;
    so ``S = 0 modulo p^k`` with p^k beyond that bound proves S = 0.  See :func:`_schur_vanishes` for the lifting.
    """
    split = _proved_split(array, matrix)
    return matrix.rank() if split is None else len(split.rows)


@dataclass(frozen=True)
class Span:
    """The exact rank of a matrix, rows that span its row space, and columns that span its column space."""

    rank: int
    rows: list[int]
    columns: list[int]


def spanning(array: Integers) -> Span:
    """The rank over the rationals, exactly, and as few spanning rows and columns as a prime shows.

    As many rows as the rank that are independent modulo a prime are independent, so they span; where the prime shows
    fewer, all rows are returned.  The same for columns.

    >>> spanning(np.array([[0, 1, 2], [0, 2, 4]]))
    Span(rank=1, rows=[0], columns=[1])
    """
    matrix = to_flint(array)
    split = _proved_split(array, matrix)
    if split is not None:
        return Span(len(split.rows), split.rows, split.columns)
    rows, columns = (_pivots(flint.nmod_mat(side, _LARGE_PRIME)) for side in (matrix.transpose(), matrix))
    rank = len(columns) if len(columns) == min(array.shape) else matrix.rank()
    sides = zip((rows, columns), array.shape, strict=True)
    rows, columns = (found if len(found) == rank else list(range(size)) for found, size in sides)
    return Span(rank, rows, columns)


def _proved_split(array: Integers, matrix: flint.fmpz_mat) -> _Split | None:
    """A block B that proves the rank; None where the entries are too large for it, or the matrix too small to gain."""
    prime = _prime_for(max(array.shape), largest(array))
    if min(array.shape) < _SMALL or prime < _LEAST_PRIME:
        return None
    for _ in range(_MOST_ATTEMPTS):
        split = _split(array, matrix, prime)
        if len(split.rows) == min(array.shape) or _schur_vanishes(array, split):
            return split
        prime = _prime_below(prime)  # S is not zero: p divides all minors of the true order
    return None


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
    if not columns:
        return _Split(prime, [], [], np.zeros((0, 0)))
    if len(columns) == min(array.shape):
        all_rows = len(columns) == array.shape[0]
        rows = list(range(len(columns))) if all_rows else _pivots(flint.nmod_mat(matrix.transpose(), prime))
        return _Split(prime, rows, columns, np.zeros((0, 0)))
    symmetric = array.shape[0] == array.shape[1] and bool((array == array.T).all())
    # where columns K of a symmetric matrix are a basis, so are rows K, hence the block K x K is invertible
    rows = columns if symmetric else _pivots(_reduced(array[:, columns].T, prime))
    inverse = _reduced(array[np.ix_(rows, columns)], prime).inv()
    entries = np.array(list(map(int, inverse.entries())), dtype=float)
    return _Split(prime, rows, columns, entries.reshape(len(rows), len(rows)))


def _reduced(array: Integers, prime: int) -> flint.nmod_mat:
    return flint.nmod_mat(array.shape[0], array.shape[1], (array % prime).ravel().tolist(), prime)


def _pivots(matrix: flint.nmod_mat) -> list[int]:
    """The columns that are not combinations of earlier ones."""
    echelon, rank = matrix.rref()
    pivots: list[int] = []
    for j in range(matrix.ncols()):
        if len(pivots) < rank and int(echelon[len(pivots), j]):
            pivots.append(j)
    return pivots


def _schur_vanishes(array: Integers, split: _Split) -> bool:
    """Whether ``S = 0 modulo p^k`` for the least k with p^k beyond every minor of order r + 1.

    Dixon's lifting of ``B Y = E``: with digits ``X = B^-1 R modulo p`` the residual ``R <- (R - A_Q X) / p`` stays an
    integer matrix of bounded size; A_Q are the columns of A that meet B, and R starts as the others.  Carried along for
    the rows outside B, the division by p is exact for all k steps if and only if S vanishes modulo p^k.  Where a
    column of the residual becomes zero its proof ends early: its digits make up an integer y with ``A_Q y = r_0``.  To
    make that happen each column of R_0 is multiplied by an integer D prime to p, a guess at the denominator of that of
    Y; a wrong one only costs time.

    Float64 holds all these numbers exactly.  With n rows or columns, entries up to a and digits up to p,
    :func:`_prime_for` gives ``|B^-1 R| <= n p^2 <= 2^53``.  If ``|R| <= n a p``, then ``|R - A_Q X| <= 2 n a p <=
    2^53``, so that the next R is at most ``2 n a <= n a p``; and D is at most n p.
    """
    others = sorted(set(range(array.shape[1])) - set(split.columns))
    basis, residual = array[:, split.columns].astype(float), array[:, others].astype(float)
    residual *= _denominators(basis[split.rows], residual[split.rows], split, max(array.shape) * split.prime)
    prime, lifted, bits = float(split.prime), 0.0, math.inf
    for step in itertools.count():
        if step == _EARLY:
            bits = _minor_bits(array, len(split.rows) + 1)
        if lifted > bits:
            return True
        digits = _modulo(split.inverse @ _modulo(residual[split.rows], prime), prime)
        residual -= basis @ digits
        quotient = np.rint(residual / prime)
        if (quotient * prime != residual).any():
            return False
        residual = quotient[:, quotient.any(axis=0)]
        if not residual.size:
            return True
        lifted += math.log2(prime) - 1e-9
    raise AssertionError("the lifting ends by itself.")


def _denominators(block: Floats, residual: Floats, split: _Split, most: int) -> Floats:
    """For each column of R a number D prime to p, from 1 to ``most``, for which ``D B^-1 R`` looks like one of small
    integers; else 1.

    ``B^-1 R`` is known modulo p^k, at most 2^50; the denominator of one entry at a time is reconstructed (Wang 1981).
    """
    prime, modulus, lifted = float(split.prime), 1, np.zeros(residual.shape, dtype=np.int64)
    while modulus * split.prime <= _MODULUS:
        digits = _modulo(split.inverse @ _modulo(residual, prime), prime)
        residual = np.rint((residual - block @ digits) / prime)
        lifted += digits.astype(np.int64) * modulus
        modulus *= split.prime
    limit, most = modulus // (2 * _LARGEST_DENOMINATOR), min(most, 2**62 // modulus)
    factors = np.ones(residual.shape[1], dtype=np.int64)
    for _ in range(_FACTORS):
        values = lifted * factors % modulus
        large = np.minimum(values, modulus - values) > limit
        if not large.any():
            break
        for column in np.flatnonzero(large.any(axis=0)):
            value = values[large[:, column].argmax(), column]
            factor = int(factors[column]) * _reconstructed(int(value), modulus, limit)
            factors[column] = factor if factor <= most and factor % split.prime else 1
    return factors.astype(float)


def _reconstructed(value: int, modulus: int, limit: int) -> int:
    """The denominator of the fraction with numerator up to ``limit`` that is ``value`` modulo ``modulus``."""
    above, below, first, second = modulus, value, 0, 1
    while below > limit:
        quotient = above // below
        above, below, first, second = below, above - quotient * below, second, first - quotient * second
    return abs(second)


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
