"""Ranks of the paths of a batch of points, from singular values, an error bound and a gap that must be there.

A singular value moves by at most the norm of a perturbation (Weyl).  So if the computed singular values of a path lie
within b of those of every point of the ball, then

* the number of singular values above b is a lower bound for the rank of the path at *every* point of the ball;
* that the others are zeros at some point of the ball cannot be read off one matrix.  It is accepted only where the gap
  is there: no singular value lies in (b, G b], and G b is no larger than the least singular value that the path could
  legitimately have (*floor*), taken as the product of the least accepted non-zero ones of its arrows.

Elsewhere the rank is undecided, -1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

UNIT = 2.0**-53
UNDECIDED = -1


@dataclass(frozen=True)
class Arrows:
    """The arrows of a batch in some gauge: ``matrices[j - 1]`` is arrow j-1 -> j, shape ``(B, d_j, d_{j-1})``, and
    ``errors[j - 1]``, shape ``(B,)``, bounds how far it is from that of any point of the ball, in the spectral norm.

    ``closing`` is Sxy, ``(d_0, d_H)``, with its own ``closing_error`` and rank, which are those of the data.
    """

    matrices: Sequence[np.ndarray]
    errors: Sequence[np.ndarray]
    closing: np.ndarray
    closing_error: float
    closing_rank: int

    @property
    def depth(self) -> int:
        return len(self.matrices)


@dataclass(frozen=True)
class _Factor:
    """One arrow: the matrix, its norm, error, rank (UNDECIDED possible) and least non-zero singular value."""

    matrix: np.ndarray
    norm: np.ndarray
    error: np.ndarray
    rank: np.ndarray
    least: np.ndarray


def singular_values(matrices: np.ndarray) -> np.ndarray:
    """Singular values in decreasing order, ``(B, min(rows, columns))``; one row or column is a plain norm."""
    if 1 in matrices.shape[-2:]:
        return np.sqrt(np.einsum("bij,bij->b", matrices, matrices))[:, None]
    return np.linalg.svd(matrices, compute_uv=False)


def decided_rank(values: np.ndarray, bound: np.ndarray, floor: np.ndarray, gap: float) -> np.ndarray:
    """The rank where the gap is there, else UNDECIDED; the rule is that of this module's head.

    ``values`` are ``(B, n)`` in decreasing order, ``bound`` and ``floor`` are ``(B,)``.

    >>> values = np.array([[1.0, 1e-3, 1e-14], [1.0, 1e-13, 0.0], [1.0, 1.0, 1.0]])
    >>> decided_rank(values, np.array([1e-13, 1e-14, 0.3]), np.array([1.0, 1.0, 1.0]), gap=100).tolist()
    [2, -1, -1]
    """
    at_least = (values > bound[:, None]).sum(axis=1)
    clear = (values > gap * bound[:, None]).sum(axis=1)
    accepted = (clear == values.shape[1]) | (gap * bound <= floor)
    return np.where((at_least == clear) & accepted, clear, UNDECIDED)


def path_ranks(arrows: Arrows, gap: float) -> dict[tuple[int, int], np.ndarray]:
    """The ranks ``(B,)`` of the paths of 1 to H - 1 arrows from every vertex a of the cycle, keyed by (a, length).

    Arrow H -> 0 is Sxy.  Where a rank is undecided, so are those of all longer paths through its arrows.
    """
    depth = arrows.depth
    factors = {j: _factor(arrows.matrices[j], arrows.errors[j], gap) for j in range(depth)}
    factors[depth] = _closing_factor(arrows)
    ranks = {(a, 1): factor.rank for a, factor in factors.items()}
    for start in range(depth + 1):
        product = factors[start].matrix
        norm, error = factors[start].norm, factors[start].error
        floor, known = factors[start].least, factors[start].rank
        for length in range(2, depth):
            factor = factors[(start + length - 1) % (depth + 1)]
            product = factor.matrix @ product
            error = error * (factor.norm + factor.error) + norm * factor.error
            norm = norm * factor.norm
            floor = floor * factor.least
            known = _joint(known, factor.rank)
            ranks[start, length] = _product_rank(product, norm, error, floor, known, gap)
    return ranks


def _factor(matrix: np.ndarray, error: np.ndarray, gap: float) -> _Factor:
    values = singular_values(matrix)
    error = error + 8 * values.shape[1] * UNIT * values[:, 0]
    rank = decided_rank(values, error, np.full(len(values), np.inf), gap)
    rank = np.where((rank == 0) & (values[:, 0] > 0), UNDECIDED, rank)  # no singular value to measure the error by
    least = np.take_along_axis(values, np.maximum(rank - 1, 0)[:, None], axis=1)[:, 0]
    return _Factor(matrix, values[:, 0], error, rank, least)


def _closing_factor(arrows: Arrows) -> _Factor:
    values, size = singular_values(arrows.closing[None])[0], len(arrows.matrices[0])
    least = values[arrows.closing_rank - 1] if arrows.closing_rank else 0.0
    error = arrows.closing_error + 8 * len(values) * UNIT * values[0]
    norm, wrong, low = (np.full(size, number) for number in (values[0], error, least))
    return _Factor(arrows.closing[None], norm, wrong, np.full(size, arrows.closing_rank), low)


def _joint(known: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """0 where one of the ranks is 0, UNDECIDED where one is, else an upper bound for the rank of the product."""
    least = np.minimum(known, rank)
    return np.where((known == 0) | (rank == 0), 0, least)


def _product_rank(
    product: np.ndarray, norm: np.ndarray, error: np.ndarray, floor: np.ndarray, known: np.ndarray, gap: float
) -> np.ndarray:
    """The rank of a product whose factors have decided ranks: 0 if one of them has, UNDECIDED if one of them is."""
    values = singular_values(product)
    width = max(product.shape[1:])
    found = decided_rank(values, error + 16 * width * UNIT * norm, floor, gap)
    return np.where(known <= 0, known, np.where(found > known, UNDECIDED, found))


def all_decided(ranks: Mapping[tuple[int, int], np.ndarray]) -> np.ndarray:
    """Where no rank is undecided, ``(B,)``."""
    return np.all([rank != UNDECIDED for rank in ranks.values()], axis=0)
