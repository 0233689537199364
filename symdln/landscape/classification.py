"""The classes of points (not critical, global minimiser, strict saddle, non-strict saddle), and the selections,
inertias and pivots that decide them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symdln.landscape import calculus, signature
from symdln.landscape.regression import Regression
from symdln.landscape.shared import shared
from symdln.landscape.weights import Weights

NOT_CRITICAL = "not critical"
GLOBAL_MINIMISER = "global minimiser"
STRICT = "strict saddle"
NON_STRICT = "non-strict saddle"
CLASSES = GLOBAL_MINIMISER, STRICT, NON_STRICT  # the classes of critical points


@dataclass(frozen=True)
class Pivot:
    """The pivot (i, j), i > j, with the ranks of its complementary blocks (Achour et al. 2021).

    ``outer_rank`` is the rank of ``W_{j-1} ... W_1 Sxy W_H ... W_{i+1}`` and ``inner_rank`` that of ``W_{i-1} ...
    W_{j+1}`` (empty products are identities); the pivot is tightened if one of them equals the rank r of the product.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> dln.Point(problem, [[[0]], [[0]]]).pivots            # the ranks of Sxy and of the empty product; r = 0
    (Pivot(i=2, j=1, outer_rank=1, inner_rank=1, tightened=False),)
    """

    i: int
    j: int
    outer_rank: int
    inner_rank: int
    tightened: bool


def pivots_from_ranks(depth: int, ranks: Mapping[tuple[int, int], int], rank: int) -> tuple[Pivot, ...]:
    """All pivots (i, j) with H >= i > j >= 1 and the ranks of their complementary blocks, from the ranks of paths.

    ``ranks[vertex, length]`` is the rank of the path of ``length`` arrows from a vertex of the cycle 0 -> 1 -> ... ->
    H -> 0, and ``rank`` is r.  At zero weights every path with a layer has rank 0, the others are identities and Sxy:

    >>> import symdln as dln
    >>> point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1, 1)), [[[0]], [[0]], [[0]]])
    >>> for pivot in pivots_from_ranks(3, point.path_ranks, 0):               # W_2 alone lies inside the pivot (3, 1)
    ...     print((pivot.i, pivot.j), pivot.outer_rank, pivot.inner_rank, pivot.tightened)
    (2, 1) 0 1 True
    (3, 1) 1 0 True
    (3, 2) 0 1 True
    """
    found = []
    for i in range(2, depth + 1):
        for j in range(1, i):
            outer, inner = ranks[i, depth - i + j], ranks[j, i - 1 - j]
            found.append(Pivot(i, j, outer, inner, rank in (outer, inner)))
    return tuple(found)


@shared
def pivots_of(point: Weights) -> tuple[Pivot, ...]:
    """All pivots with the ranks of their complementary blocks.

    >>> from symdln import Point, Problem
    >>> [(pivot.i, pivot.j) for pivot in pivots_of(Point(Problem.canonical((2,), (1, 1, 1, 1)), [[[0]]] * 3))]
    [(2, 1), (3, 1), (3, 2)]
    """
    return pivots_from_ranks(point.problem.depth, signature.path_ranks(point), signature.product_rank(point))


@shared
def is_tightened(point: Weights) -> bool:
    """Whether all pivots are tightened.

    >>> from symdln import Point, Problem
    >>> [is_tightened(Point(Problem.canonical((2,), (1,) * (H + 1)), [[[0]]] * H)) for H in (2, 3)]
    [False, True]
    """
    return all(pivot.tightened for pivot in pivots_of(point))


@shared
def is_global_minimiser(point: Weights) -> bool:
    """``L(W) = f (tr Syy - the sum of the min(least width, rank Sxy) largest eigenvalues of Sigma)``, decided exactly.

    The minimum over products is that of reduced-rank regression (Eckart and Young); it is attained only at critical
    points.

    >>> from symdln import Point, Problem
    >>> problem = Problem.canonical((2,), (1, 1, 1))                             # L = 1/2 (b a - 2)^2
    >>> is_global_minimiser(Point(problem, [[[2]], [[1]]])), is_global_minimiser(Point(problem, [[[0]], [[0]]]))
    (True, False)
    """
    if not calculus.is_critical(point):
        return False
    return selects_the_best(point.problem, signature.selection_of(point))


def selects_the_best(problem: Regression, selection: tuple[int, ...]) -> bool:
    """Whether the selection is that of the global minimisers: of full rank, with no larger singular value left out.

    >>> from symdln import Problem
    >>> problem = Problem.canonical((2, 1), (2, 1, 2))                           # of two values one fits
    >>> selects_the_best(problem, (0,)), selects_the_best(problem, (1,)), selects_the_best(problem, ())
    (True, False, False)
    """
    return len(selection) == problem.best_rank and not signature.inversions(problem, selection)


@shared
def label_of(point: Weights) -> str:
    """The class, from the selection and the sign of ``n_-`` in the inertia theorem; no assumption on the data is used.

    A critical point with ``n_- = 0`` that is not a global minimiser is called a non-strict saddle:
    :func:`symdln.landscape.descent.descent_curve` shows where the loss decreases.

    >>> from symdln import Point, Problem
    >>> [label_of(Point(Problem.canonical((2,), (1,) * (H + 1)), [[[0]]] * H)) for H in (2, 3)]
    ['strict saddle', 'non-strict saddle']
    """
    if not calculus.is_critical(point):
        return NOT_CRITICAL
    if is_global_minimiser(point):
        return GLOBAL_MINIMISER
    return STRICT if signature.inertia_by_ranks(point).negative else NON_STRICT


def label_by_pivots(point: Weights) -> str:
    """The class by the theorem of Achour, Malgouyres and Gerchinovitz (2021), valid under Assumption H.

    S = {1..r} with r = r_max: global minimiser.  S not {1..r}: strict saddle.  S = {1..r}, r < r_max: non-strict if
    tightened, else strict.

    >>> from symdln import Point, Problem
    >>> [label_by_pivots(Point(Problem.canonical((2,), (1,) * (H + 1)), [[[0]]] * H)) for H in (2, 3)]
    ['strict saddle', 'non-strict saddle']
    """
    problem, S = point.problem, signature.selection_of(point)
    if tuple(range(len(S))) != S:
        return STRICT
    if len(S) == problem.least_width:
        return GLOBAL_MINIMISER
    return NON_STRICT if is_tightened(point) else STRICT
