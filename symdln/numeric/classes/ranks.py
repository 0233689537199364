"""Ranks of the paths of a batch of points: certain lower bounds, and numerical ranks where a gap is there.

A singular value moves by at most the norm of a perturbation (Weyl).  So if the computed singular values of a path lie
within b of those of every point of the ball, then the number of singular values above b is a lower bound for the rank
of the path at *every* point of the ball.  The bound b is carried along the path.  With ``|A' - A| <= a`` and ``|M' - M|
<= e`` for computed A and M and those of any point of the ball, in the spectral norm,

    |A' M' - fl(A M)|  <=  (|A| + a) e + a |M| + (n + 1) u ||A||_F ||M||_F,        n the inner size,

and of the singular values LAPACK states ``p(n) u |M|`` with p growing modestly, taken as 8 n here.  Norms are those of
the computed matrices, not products of norms: what is lost to cancellation is seen.

That the other singular values are zeros at some point of the ball cannot be read off one matrix.  As a *numerical rank*
it is accepted where no singular value lies in (b, G b], and G b is at most the least singular value that the
path could legitimately have (*floor*), taken as the product of the least accepted non-zero ones of its arrows.
Elsewhere the numerical rank is undecided, -1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symdln.numeric.classes.scaling import TINY, frobenius
from symdln.numeric.derivatives.rounding import UNIT

UNDECIDED = -1


@dataclass(frozen=True)
class Arrows:
    """The arrows of a batch in some gauge: ``matrices[j - 1]`` is arrow j-1 -> j, shape ``(B, d_j, d_{j-1})``, and
    ``errors[j - 1]``, shape ``(B,)``, bounds how far it is from that of any point of the ball, in the spectral norm.

    ``first`` (B,) is the norm of W_1 before it was restricted to the inputs that the data use: an error well below it
    may leave a zero.  ``closing`` is Sxy, ``(d_0, d_H)``, with an error and a rank that are those of the data.
    """

    matrices: Sequence[np.ndarray]
    errors: Sequence[np.ndarray]
    first: np.ndarray
    closing: np.ndarray
    closing_error: float
    closing_rank: int

    @property
    def depth(self) -> int:
        return len(self.matrices)


@dataclass(frozen=True)
class _Factor:
    """One arrow: the matrix, its spectral and Frobenius norms, error, numerical rank (UNDECIDED possible), certain
    lower bound of the rank, least non-zero singular value and singular vectors.
    """

    matrix: np.ndarray
    norm: np.ndarray
    frobenius: np.ndarray
    error: np.ndarray
    rank: np.ndarray
    at_least: np.ndarray
    least: np.ndarray
    vectors: tuple[np.ndarray, np.ndarray]


def singular_values(matrices: np.ndarray) -> np.ndarray:
    """Singular values in decreasing order, ``(B, min(rows, columns))``; one row or column is a plain norm.

    They are nan, which is above no bound, where an entry is not finite.
    """
    if 1 in matrices.shape[-2:]:
        return frobenius(matrices)[:, None]
    usable, safe = _finite(matrices)
    return np.where(usable[:, None], np.linalg.svd(safe, compute_uv=False), np.nan)


def decomposed(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left vectors (as columns), singular values in decreasing order and right vectors (as rows), square bases all.

    Of a single row or column the vectors matter only where it is zero: unit vectors will do.
    """
    size, rows, columns = matrices.shape
    if 1 in (rows, columns):
        bases = (np.broadcast_to(np.eye(n), (size, n, n)) for n in (rows, columns))
        left, right = bases
        return left, singular_values(matrices), right
    usable, safe = _finite(matrices)
    left, values, right = np.linalg.svd(safe)
    return left, np.where(usable[:, None], values, np.nan), right


def _finite(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which matrices are finite, and all of them with zeros for the others: LAPACK refuses a batch with one nan."""
    usable = np.asarray(np.isfinite(matrices).all(axis=(1, 2)))
    return usable, matrices if usable.all() else np.where(usable[:, None, None], matrices, 0.0)


def decided_rank(values: np.ndarray, bound: np.ndarray, floor: np.ndarray, gap: float) -> np.ndarray:
    """The numerical rank where the gap is there, else UNDECIDED; the rule is that of this module's head.

    ``values`` are ``(B, n)`` in decreasing order, ``bound`` and ``floor`` are ``(B,)``.

    >>> values = np.array([[1.0, 1e-3, 1e-14], [1.0, 1e-13, 0.0], [1.0, 1.0, 1.0]])
    >>> decided_rank(values, np.array([1e-13, 1e-14, 0.3]), np.array([1.0, 1.0, 1.0]), gap=100).tolist()
    [2, -1, -1]
    """
    at_least, clear = _count_above(values, bound), _count_above(values, gap * bound)
    accepted = (clear == values.shape[1]) | (gap * bound <= floor)
    accepted &= np.isfinite(bound) & np.isfinite(values).all(axis=1)
    return np.where((at_least == clear) & accepted, clear, UNDECIDED)


@dataclass(frozen=True)
class PathRanks:
    """Ranks ``(B,)`` of paths, keyed by (start vertex, length): ``decided`` where the gap is there (else UNDECIDED),
    and ``at_least``, which holds at every point of the ball; and the left and right singular ``vectors`` of the paths.
    """

    decided: Mapping[tuple[int, int], np.ndarray]
    at_least: Mapping[tuple[int, int], np.ndarray]
    vectors: Mapping[tuple[int, int], tuple[np.ndarray, np.ndarray]]

    def at(self, rows: np.ndarray) -> PathRanks:
        """The same for some of the points."""
        decided, least = ({key: rank[rows] for key, rank in ranks.items()} for ranks in (self.decided, self.at_least))
        return PathRanks(
            decided, least, {key: (left[rows], right[rows]) for key, (left, right) in self.vectors.items()}
        )

    @property
    def complete(self) -> np.ndarray:
        """Where no rank is undecided."""
        return np.all([rank != UNDECIDED for rank in self.decided.values()], axis=0)


def path_ranks(arrows: Arrows, gap: float) -> PathRanks:
    """The ranks of the paths of 1 to H - 1 arrows from every vertex a of the cycle.

    Arrow H -> 0 is Sxy.  Where the rank of an arrow is undecided, so are those of the longer paths through it.
    """
    depth = arrows.depth
    whole = [arrows.first, *([None] * (depth - 1))]
    factors = {j: _factor(arrows.matrices[j], arrows.errors[j], whole[j], gap) for j in range(depth)}
    factors[depth] = _closing_factor(arrows)
    ranks = {(a, 1): factor.rank for a, factor in factors.items()}
    least = {(a, 1): factor.at_least for a, factor in factors.items()}
    vectors = {(a, 1): factor.vectors for a, factor in factors.items() if a < depth}
    for start in range(depth + 1):
        product = factors[start].matrix
        norm, size, error = factors[start].norm, factors[start].frobenius, factors[start].error
        floor, known = factors[start].least, factors[start].rank
        for length in range(2, depth):
            factor = factors[(start + length - 1) % (depth + 1)]
            error = grown_error(norm, error, factor.norm, factor.error)
            error = error + rounding_of_product(factor.frobenius, size, product.shape[1])
            product = factor.matrix @ product
            size = frobenius(product)
            floor = floor * factor.least
            known = _joint(known, factor.rank)
            left, values, right = decomposed(product)
            norm = values[:, 0]
            vectors[start, length] = left, right
            bound = error + solver_error(product, size)
            found = decided_rank(values, bound, floor, gap)
            ranks[start, length] = np.where(known <= 0, known, np.where(found > known, UNDECIDED, found))
            least[start, length] = _count_above(values, bound)
    return PathRanks(ranks, least, vectors)


def rounding_of_product(left: np.ndarray, right: np.ndarray, inner: int) -> np.ndarray:
    """The most that ``fl(A M)`` differs from ``A M``, from the Frobenius norms of the factors and their inner size."""
    return (inner + 1) * UNIT * left * right + (1 + left) * (1 + right) * TINY


def solver_error(matrices: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The error of LAPACK's singular values of matrices with Frobenius norms ``size``."""
    return 8 * max(matrices.shape[1:]) * UNIT * size


def grown_error(norm: np.ndarray, error: np.ndarray, size: np.ndarray, bound: np.ndarray) -> np.ndarray:
    """The error of a product of two factors with norms ``norm`` and ``size`` and errors ``error`` and ``bound``:
    ``error (size + bound) + norm bound``, infinite where one of them is.
    """
    grown = error * (size + bound) + norm * bound
    return np.where(np.isnan(grown), np.inf, grown)


def _count_above(values: np.ndarray, bound: np.ndarray) -> np.ndarray:
    return (values > bound[:, None]).sum(axis=1)


def _factor(matrix: np.ndarray, error: np.ndarray, whole: np.ndarray | None, gap: float) -> _Factor:
    left, values, right = decomposed(matrix)
    size = frobenius(matrix)
    error = error + solver_error(matrix, size)
    rank = decided_rank(values, error, np.full(len(values), np.inf), gap)
    small = np.zeros(len(values), dtype=bool) if whole is None else gap * error <= whole
    rank = np.where((rank == 0) & (values[:, 0] > 0) & ~small, UNDECIDED, rank)  # nothing to measure the error by
    least = np.take_along_axis(values, np.maximum(rank - 1, 0)[:, None], axis=1)[:, 0]
    return _Factor(matrix, values[:, 0], size, error, rank, _count_above(values, error), least, (left, right))


def _closing_factor(arrows: Arrows) -> _Factor:
    matrix, points = arrows.closing[None], len(arrows.matrices[0])
    left, singular, right = decomposed(matrix)
    values, size = singular[0], frobenius(matrix)
    least = values[arrows.closing_rank - 1] if arrows.closing_rank else 0.0
    error = arrows.closing_error + solver_error(matrix, size)[0]
    norm, whole, wrong, low = (np.full(points, number) for number in (values[0], size[0], error, least))
    rank = np.full(points, arrows.closing_rank)
    return _Factor(matrix, norm, whole, wrong, rank, rank, low, (left, right))


def _joint(known: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """0 where one of the ranks is 0, UNDECIDED where one is, else an upper bound for the rank of the product."""
    least = np.minimum(known, rank)
    return np.where((known == 0) | (rank == 0), 0, least)
