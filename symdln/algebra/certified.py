"""Inertia of a large matrix, proved in integers from floating eigenvectors: two definite blocks and the exact rank."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import flint
import numpy as np
from numpy.typing import NDArray

from symdln.algebra.matrix import Matrix
from symdln.algebra.products import Integers, exact_product, largest, to_array, to_flint
from symdln.algebra.rank import array_rank
from symdln.algebra.signs import Inertia, Symmetric, cleared_symmetric
from symdln.errors import InputError, UndecidedError

Floats = NDArray[np.float64]

_GUARD_BITS = 2, 12  # bits of the eigenvectors beyond those that the condition number requires; tried in turn
_MOST_BITS = 50
_SHORT_ENTRIES = 31  # entries with more bits than this suggest a badly scaled matrix, to be equilibrated first


@dataclass(frozen=True)
class DefiniteBlocks:
    """A certificate of inertia: integer bases ``P`` (N x p) and ``Q`` (N x q), and the rank.

    ``P^T A P`` is positive definite, hence n_+ >= p; ``Q^T A Q`` is negative definite, hence n_- >= q; and with
    rank A = p + q both are equalities.
    """

    positive_basis: Matrix
    negative_basis: Matrix
    size: int

    @property
    def inertia(self) -> Inertia:
        positive, negative = self.positive_basis.shape[1], self.negative_basis.shape[1]
        return Inertia(positive, negative, self.size - positive - negative)

    def verify(self, matrix: Symmetric) -> bool:
        """Whether both blocks, recomputed with FLINT's integers, are strictly diagonally dominant with the right signs.

        The rank is recomputed by FLINT's elimination, which takes seconds for a singular matrix of size 400.
        """
        try:
            integers, _ = cleared_symmetric(matrix)
        except InputError:
            return False
        size = integers.nrows()
        bases = self.positive_basis, self.negative_basis
        if size != self.size or any(basis.shape[0] != size for basis in bases):
            return False
        definite = (_is_dominant_in(integers, V.cleared[0], sign) for V, sign in zip(bases, (1, -1), strict=True))
        return all(definite) and integers.rank() == self.inertia.rank


def _is_dominant_in(integers: flint.fmpz_mat, basis: flint.fmpz_mat, sign: int) -> bool:
    """Whether ``sign * V^T A V`` has a diagonal that strictly exceeds the absolute row sums beside it."""
    block = (basis.transpose() * integers * basis).tolist()
    return all(2 * sign * row[i] > sum(map(abs, row)) for i, row in enumerate(block))


@dataclass(frozen=True)
class Signs:
    """A proved inertia with the integer bases of the two definite blocks."""

    inertia: Inertia
    positive_basis: Integers
    negative_basis: Integers


def certify(integers: flint.fmpz_mat) -> DefiniteBlocks:
    """The certificate for a symmetric integer matrix; ``UndecidedError`` if float64 eigenvectors prove nothing."""
    signs = certified_signs(integers)
    bases = [Matrix.from_flint(to_flint(basis)) for basis in (signs.positive_basis, signs.negative_basis)]
    return DefiniteBlocks(*bases, size=integers.nrows())


def certified_signs(integers: flint.fmpz_mat) -> Signs:
    """The inertia of a symmetric integer matrix, proposed by floats and proved by integers.

    Floating eigenvectors for the r = rank A largest ``|eigenvalues|``, scaled and rounded to integers, are the columns
    of P and Q; where ``P^T A P`` and ``-Q^T A Q``, computed exactly, are strictly diagonally dominant with positive
    diagonal, they are positive definite (Gershgorin) and the inertia is proved.  A badly scaled A is replaced by
    ``D A D / 2^m``, D a diagonal of powers of two, which has the same inertia.

    The caller vouches for symmetry.  Raises ``UndecidedError`` where no attempt proves anything.
    """
    rank = None
    for array, exponents in _gauges(to_array(integers)):
        if rank is None:
            rank = array_rank(array, to_flint(array) if any(exponents) else integers)
        for positive, negative in _proposals(array, rank):
            if _is_definite(array, positive, 1) and _is_definite(array, negative, -1):
                p, q = positive.shape[1], negative.shape[1]
                bases = _rescaled(positive, exponents), _rescaled(negative, exponents)
                return Signs(Inertia(p, q, integers.nrows() - rank), *bases)
    raise UndecidedError(
        f"floating eigenvectors prove nothing about this {integers.nrows()}x{integers.ncols()} matrix, "
        'whose non-zero eigenvalues differ too much in size; use method="charpoly" or method="ldl".'
    )


def _gauges(array: Integers) -> Iterator[tuple[Integers, list[int]]]:
    """The matrix itself and an equilibrated congruent one (with the exponents of D), the better scaled one first."""
    if not largest(array):
        yield array, [0] * len(array)
        return
    plain = largest(array).bit_length() <= _SHORT_ENTRIES
    if plain:
        yield array, [0] * len(array)
    yield _equilibrated(array)
    if not plain:
        yield array, [0] * len(array)


def _equilibrated(array: Integers) -> tuple[Integers, list[int]]:
    """``(D A D / 2^m, exponents of D)``: the largest entries of all rows about equal (Ruiz), m as large as possible."""
    sizes = _binary_logarithms(array)
    shift = np.zeros(len(array))
    for _ in range(10):
        top = (sizes + shift[:, None] + shift[None, :]).max(axis=1)
        shift -= np.where(np.isfinite(top), top, 0) / 2
    exponents = np.rint(shift).astype(int)
    exponents -= exponents.min()
    powers = exponents[:, None] + exponents[None, :]
    lowest = np.where(array != 0, _binary_logarithms(array & -array) + powers, np.inf)  # exact: powers of two
    powers -= int(lowest.min())
    if array.dtype == object or (sizes + powers).max() > _MOST_BITS:
        array = array.astype(object)
    scaled = (array << np.maximum(powers, 0)) >> np.maximum(-powers, 0)
    return to_array(to_flint(scaled)) if array.dtype == object else scaled, exponents.tolist()


def _binary_logarithms(array: Integers) -> Floats:
    """``log2 |entries|`` in floats, -inf for zeros."""
    if array.dtype == object:
        return np.array([[math.log2(abs(x)) if x else -np.inf for x in row] for row in array.tolist()])
    with np.errstate(divide="ignore"):
        return np.log2(abs(array).astype(float))


def _rescaled(basis: Integers, exponents: list[int]) -> Integers:
    """``D V``: the basis for A that belongs to the basis V for ``D A D``."""
    if not any(exponents):
        return basis
    return basis.astype(object) * np.array([1 << e for e in exponents], dtype=object)[:, None]


def _proposals(array: Integers, rank: int) -> Iterator[tuple[Integers, Integers]]:
    """Integer bases for the positive and the negative eigenvectors, with more and more bits; floats, nothing proved.

    Columns are ``2^b sqrt(mu / |lambda|) v`` rounded, with mu the smallest of the r largest |eigenvalues|: then the
    diagonal of ``V^T A V`` is about ``4^b mu``, and rounding adds about ``2^b r sqrt(mu max|lambda|)`` to a row, which
    is less when ``2^b > r sqrt(max|lambda| / mu)``.
    """
    if not rank:
        nothing = np.zeros((len(array), 0), dtype=np.int64)
        yield nothing, nothing
        return
    values, vectors = np.linalg.eigh(_rounded(array))
    chosen = np.argsort(np.abs(values))[len(values) - rank :]
    values, vectors = values[chosen], vectors[:, chosen]
    least, most = np.abs(values).min(), np.abs(values).max()
    if least <= most * np.finfo(float).eps:
        return
    need = math.log2(rank * math.sqrt(most / least))
    for guard in _GUARD_BITS:
        bits = math.ceil(need) + guard
        if bits <= _MOST_BITS:
            basis = np.rint(vectors * (2.0**bits * np.sqrt(least / np.abs(values)))).astype(np.int64)
            yield basis[:, values > 0], basis[:, values < 0]


def _rounded(array: Integers) -> Floats:
    """The matrix, up to a power of two, in float64."""
    excess = max(0, largest(array).bit_length() - 62)
    return (array >> excess).astype(np.int64).astype(float)


def _is_definite(array: Integers, basis: Integers, sign: int) -> bool:
    """Whether ``sign * V^T A V``, in exact integers, has a diagonal that strictly exceeds the row sums beside it."""
    block = exact_product(basis.T, exact_product(array, basis))
    if 2 * len(block) * largest(block) >= 2**62:
        block = block.astype(object)
    sums = np.abs(block).sum(axis=1).tolist()
    return all(2 * sign * entry > total for entry, total in zip(block.diagonal().tolist(), sums, strict=True))
