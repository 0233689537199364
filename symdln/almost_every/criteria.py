"""Criteria under which a kind of non-strict saddles attracts only a null set of starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symdln.almost_every.invariants import (
    differential_rank,
    generic_rank,
    integer_point,
    without_common_eigenvalue,
)
from symdln.almost_every.kinds import SaddleKind
from symdln.strings.dimension import dimension_of_kind

RANKS, EIGENVALUES, DIMENSION, ONE_STRING = "A", "A2", "B", "one string"
CRITERIA = (RANKS, EIGENVALUES, DIMENSION, ONE_STRING)
DISTINCT = (DIMENSION, ONE_STRING)  # these need distinct nonzero singular values
POINTS = 3  # number of integer points that are tried


@dataclass(frozen=True)
class Reason:
    """The criterion that settles a kind, with the hidden layer and the number of the integer point if it needs them.

    >>> from symdln.almost_every.kinds import non_strict_kinds
    >>> zero, *_ = non_strict_kinds((2, 3, 2, 2))                  # the point 0
    >>> next(reasons(zero, (2, 3, 2, 2), 2))
    Reason(criterion='A', layer=1, point=None)
    """

    criterion: str
    layer: int | None = None
    point: int | None = None


def reasons(kind: SaddleKind, widths: Sequence[int], cross_rank: int) -> Iterator[Reason]:
    """The criteria that a kind meets, in the order A, A2, B, one string; ``cross_rank`` is rank Sxy.

    >>> from symdln.almost_every.kinds import non_strict_kinds
    >>> zero, other = non_strict_kinds((2, 2, 2, 2))
    >>> [[reason.criterion for reason in reasons(kind, (2, 2, 2, 2), 2)] for kind in (zero, other)]
    [['A', 'B'], ['one string']]
    """
    widths = tuple(widths)
    for found in (
        by_ranks(kind, widths),
        by_eigenvalues(kind, widths),
        by_dimension(kind, widths, cross_rank),
        by_one_string(kind, widths, cross_rank),
    ):
        if found is not None:
            yield found


def by_ranks(kind: SaddleKind, widths: tuple[int, ...]) -> Reason | None:
    """(A): for some hidden j the ranks of ``W_j`` and ``W_{j+1}`` add up to less than the generic rank of C_j.

    >>> from symdln.almost_every.kinds import non_strict_kinds
    >>> zero, other = non_strict_kinds((2, 2, 2, 2))               # all C_j have the generic rank 2
    >>> by_ranks(zero, (2, 2, 2, 2)), [other.layer_rank(j) for j in (1, 2, 3)], by_ranks(other, (2, 2, 2, 2))
    (Reason(criterion='A', layer=1, point=None), [1, 1, 1], None)
    """
    for j in range(1, kind.depth):
        if kind.layer_rank(j) + kind.layer_rank(j + 1) < generic_rank(widths, j):
            return Reason(RANKS, layer=j)
    return None


def by_eigenvalues(kind: SaddleKind, widths: tuple[int, ...]) -> Reason | None:
    """(A2): r = 0, and for some j with j + 1 hidden ``W_{j+1}`` is not 0, but its products with both neighbours are.

    Then C_j and - C_{j+1} have a common positive eigenvalue at the saddle, and at almost every start they have none.

    >>> kind = SaddleKind(4, 0, (((1, 1), 1), ((3, 0), 1), ((4, 1), 1)))      # 1-2, 3, 4-0: only W_2 is not 0
    >>> by_eigenvalues(kind, (1, 1, 1, 1, 1))                      # C_1 = w^2 and C_2 = - w^2
    Reason(criterion='A2', layer=1, point=0)
    """
    for j in range(1, kind.depth - 1):
        alone = kind.runs_over(j, j + 1) and not kind.runs_over(j - 1, j + 1) and not kind.runs_over(j, j + 2)
        if kind.rank == 0 and alone:
            for number in range(POINTS):
                if without_common_eigenvalue(integer_point(widths, number), j):
                    return Reason(EIGENVALUES, layer=j, point=number)
    return None


def by_dimension(kind: SaddleKind, widths: tuple[int, ...], cross_rank: int) -> Reason | None:
    """(B): the dimension of the kind is less than the rank modulo a prime of the derivative of all invariants.

    >>> kind = SaddleKind(4, 0, (((1, 1), 1), ((3, 0), 1), ((4, 1), 1)))      # only W_2 is not 0: a line without 0
    >>> by_dimension(kind, (1, 1, 1, 1, 1), 1)                     # C_1, C_2, C_3 are independent, and 1 < 3
    Reason(criterion='B', layer=None, point=0)
    """
    dimension = dimension_of_kind(widths, dict(kind.strings), kind.rank, cross_rank)
    for number in range(POINTS):
        if dimension < differential_rank(integer_point(widths, number)):
            return Reason(DIMENSION, point=number)
    return None


def by_one_string(kind: SaddleKind, widths: tuple[int, ...], cross_rank: int) -> Reason | None:
    """Depth 3, hidden widths n, rank Sxy = n the least width, and r = n - 1: the theorem on one-string saddles.

    >>> from symdln.almost_every.kinds import non_strict_kinds
    >>> zero, other = non_strict_kinds((2, 2, 2, 2))               # r = 0 and r = 1
    >>> by_one_string(zero, (2, 2, 2, 2), 2), by_one_string(other, (2, 2, 2, 2), 2)
    (None, Reason(criterion='one string', layer=None, point=None))
    """
    n = widths[1]
    equal = kind.depth == 3 and widths[2] == n and min(widths[0], widths[3]) == n == cross_rank
    return Reason(ONE_STRING) if equal and kind.rank == n - 1 else None
