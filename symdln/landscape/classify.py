"""Classification of given weights: their class with all the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.landscape import signature
from symdln.landscape.classification import NON_STRICT, NOT_CRITICAL, Pivot, label_by_pivots
from symdln.landscape.descent import Curve
from symdln.landscape.point import Point, as_point
from symdln.landscape.problem import Problem

LARGEST_HESSIAN = 500


@dataclass(frozen=True)
class Classification:
    """The known facts about given weights.  At a point that is not critical only ``label``, ``loss``,
    ``failed_assumptions`` and ``offending`` are set.

    ``inertia`` comes from path ranks, ``inertia_by_hessian`` from the exact Hessian (None above LARGEST_HESSIAN
    parameters); the two always agree.  ``by_pivots`` is the class that the theorem of Achour et al. gives under its
    Assumption H, else None. ``failed_assumptions`` names the assumptions of the sources that do not hold.
    ``offending`` is (layer, row, column, derivative), all counted from 1, of the first gradient entry that does not
    vanish.

    >>> from symdln import Problem, classify
    >>> problem = Problem.canonical(singular_values=(2,), widths=(1, 1, 1))         # L = 1/2 (b a - 2)^2
    >>> saddle, slope = classify(problem, [[[0]], [[0]]]), classify(problem, [[[1]], [[1]]])
    >>> saddle.label, saddle.rank, saddle.inertia == saddle.inertia_by_hessian, saddle.by_pivots
    ('strict saddle', 0, True, 'strict saddle')
    >>> slope.label, str(slope.loss), [str(number) for number in slope.offending]   # dL/da = (b a - 2) b
    ('not critical', '1/2', ['1', '1', '1', '-1'])
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


def classify_point(point: Point, *, witness: bool = True) -> Classification:
    """The classification of one point; ``witness=False`` skips the search for a descent direction or curve."""
    problem = point.problem
    failed = tuple(name for name, holds in problem.assumptions.items() if holds is False)
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
    return classify_point(as_point(problem, weights), witness=witness)
