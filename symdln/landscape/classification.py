"""The class of given weights: not critical, global minimiser, strict saddle or non-strict saddle, with all the
reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.landscape import signature

if TYPE_CHECKING:
    from symdln.landscape.certified_point import CertifiedPoint
    from symdln.landscape.descent import Curve
    from symdln.landscape.point import Point
    from symdln.landscape.problem import Problem

NOT_CRITICAL = "not critical"
GLOBAL_MINIMISER = "global minimiser"
STRICT = "strict saddle"
NON_STRICT = "non-strict saddle"

LARGEST_HESSIAN = 500


@dataclass(frozen=True)
class Pivot:
    """The pivot (i, j), i > j, with the ranks of its complementary blocks (Achour et al. 2021).

    ``outer_rank`` is the rank of ``W_{j-1} ... W_1 Sxy W_H ... W_{i+1}`` and ``inner_rank`` that of ``W_{i-1} ...
    W_{j+1}`` (empty products are identities); the pivot is tightened if one of them equals the rank r of the product.
    """

    i: int
    j: int
    outer_rank: int
    inner_rank: int
    tightened: bool


@dataclass(frozen=True)
class Classification:
    """What is known about given weights.  At a point that is not critical only ``label``, ``loss``,
    ``failed_assumptions`` and ``offending`` are set.

    ``inertia`` comes from path ranks, ``inertia_by_hessian`` from the exact Hessian (None above LARGEST_HESSIAN
    parameters); the two always agree.  ``by_pivots`` is the class that the theorem of Achour et al. gives under its
    Assumption H, else None. ``failed_assumptions`` names the assumptions of the sources that do not hold.
    ``offending`` is (layer, row, column, derivative), all counted from 1, of the first gradient entry that does not
    vanish.
    """

    label: str
    loss: Fraction
    rank: int | None = None
    selection: tuple[int, ...] | None = None
    pivots: tuple[Pivot, ...] = ()
    inertia: Inertia | None = None
    inertia_by_hessian: Inertia | None = None
    by_pivots: str | None = None
    descent_direction: tuple[Matrix, ...] | None = None
    descent_curve: Curve | None = None
    failed_assumptions: tuple[str, ...] = ()
    offending: tuple[int, int, int, Any] | None = None


def pivots_of(point: Point | CertifiedPoint) -> tuple[Pivot, ...]:
    """All pivots (i, j) with H >= i > j >= 1 and the ranks of their complementary blocks."""
    depth, rank, ranks = point.problem.depth, point.rank, point.path_ranks
    found = []
    for i in range(2, depth + 1):
        for j in range(1, i):
            outer, inner = ranks[i, depth - i + j], ranks[j, i - 1 - j]
            found.append(Pivot(i, j, outer, inner, rank in (outer, inner)))
    return tuple(found)


def is_global_minimiser(point: Point) -> bool:
    """``L(W) = f (tr Syy - the sum of the min(least width, rank Sxy) largest eigenvalues of Sigma)``, decided exactly.

    The minimum over products is that of reduced-rank regression (Eckart and Young); it is attained only at critical
    points.
    """
    if not point.is_critical:
        return False
    problem = point.problem
    return len(point.selection) == problem.best_rank and not signature.inversions(problem, point.selection)


def label_of(point: Point) -> str:
    """The class, from the selection and the sign of n_- in the inertia theorem; no assumption on the data is used.

    A critical point with n_- = 0 that is no global minimiser is called a non-strict saddle:
    :func:`symdln.landscape.descent.descent_curve` shows where the loss decreases.
    """
    if not point.is_critical:
        return NOT_CRITICAL
    if is_global_minimiser(point):
        return GLOBAL_MINIMISER
    return STRICT if point.inertia_by_ranks.negative else NON_STRICT


def label_by_pivots(point: Point) -> str:
    """The class by the theorem of Achour, Malgouyres and Gerchinovitz (2021), valid under Assumption H.

    S = {1..r} with r = r_max: global minimiser.  S not {1..r}: strict saddle.  S = {1..r}, r < r_max: non-strict if
    tightened, else strict.
    """
    problem, S = point.problem, point.selection
    if tuple(range(len(S))) != S:
        return STRICT
    if len(S) == problem.least_width:
        return GLOBAL_MINIMISER
    return NON_STRICT if point.is_tightened else STRICT


def classify_point(point: Point, *, witness: bool = True) -> Classification:
    """Everything about one point; ``witness=False`` skips the search for a descent direction or curve."""
    problem = point.problem
    failed = tuple(name for name, holds in problem.assumptions().items() if holds is False)
    if not point.is_critical:
        return Classification(
            NOT_CRITICAL, point.loss, failed_assumptions=failed, offending=signature.offending_entry(point)
        )
    small = problem.parameters <= LARGEST_HESSIAN
    return Classification(
        label=point.label,
        loss=point.loss,
        rank=point.rank,
        selection=point.selection,
        pivots=point.pivots,
        inertia=point.inertia_by_ranks,
        inertia_by_hessian=_checked_against(point) if small else None,
        by_pivots=label_by_pivots(point) if "achour.H" not in failed else None,
        descent_direction=point.descent_direction if witness else None,
        descent_curve=point.descent_curve if witness and point.label == NON_STRICT else None,
        failed_assumptions=failed,
    )


def _checked_against(point: Point) -> Inertia:
    """The Hessian's inertia, after requiring that the rank route gives the same."""
    if point.inertia_by_hessian != point.inertia_by_ranks:
        raise AssertionError(
            f"the two routes disagree: ranks give {point.inertia_by_ranks}, the Hessian {point.inertia_by_hessian}. "
            f"This is an error in symdln; please report it with the point {point!r}."
        )
    return point.inertia_by_hessian


def classify(problem: Problem, weights: Any, *, witness: bool = True) -> Classification:
    """Classify weights ``(W_1, ..., W_H)`` (or a Point) of a problem, exactly.

    >>> from symdln import Problem, classify
    >>> problem = Problem.canonical(singular_values=(2,), widths=(1, 1, 1, 1))
    >>> answer = classify(problem, [[[0]], [[0]], [[0]]])          # L = 1/2 (c b a - 2)^2 at 0
    >>> answer.label, str(answer.inertia), answer.descent_curve is not None
    ('non-strict saddle', '(n+, n-, n0) = (0, 0, 3)', True)
    """
    from symdln.landscape.point import as_point

    return classify_point(as_point(problem, weights), witness=witness)
