"""Classes and inertias of a batch of float64 points that hold at every critical point of the stated ball.

*The question.*  A point comes with a stated backward error eta: the caller vouches that the point meant is critical and
lies within ``||W_j - W_j'||_F <= eta ||W_j||_F`` of every layer.  The answer is a class (label, rank, selection, string
multiplicities, inertia) only if *every* critical point of that ball is of this class, and ``"not critical"`` only if
the ball contains none.  Where the ball holds points of two classes, and where the bounds do not decide, the answer is
``"undecided"``.

*How it is found.*

1. At eta = 0 the floats are the point: dyadic rationals, whose class the exact library decides.
2. ``"not critical"`` if the gradient is larger than it can be anywhere in a ball around a critical point
   (:mod:`symdln.numeric.classes.residual`), or if the singular values of the product fit no selection.
3. The selection, where each singular value of ``P Sxx^(1/2)`` is within its bound of exactly one value: it is the same
   at every critical point of the ball (:mod:`symdln.numeric.classes.selection`).
4. Certain lower bounds of the ranks of all paths (:mod:`symdln.numeric.classes.ranks`), the best of three choices of
   bases (:mod:`symdln.numeric.classes.gauge`).
5. If these bounds are the ranks of a kind, and no kind of this selection has larger ones
   (:func:`symdln.numeric.classes.inertia.maximal`), then every critical point of the ball is of that kind.  Ranks can
   only fall under a limit, so an upper bound is never read off floats: it comes from the list of all kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symdln.numeric.classes.answer import Classes, write
from symdln.numeric.classes.gauge import InBases
from symdln.numeric.classes.inertia import consistent, inertia_and_label, maximal, multiplicities
from symdln.numeric.classes.landscape import Landscape
from symdln.numeric.classes.passes import Passes, Started, started
from symdln.numeric.classes.ranks import UNDECIDED, PathRanks
from symdln.numeric.classes.selection import selected_counts
from symdln.numeric.derivatives.workspace import Workspace

CLEAR = 100.0
"""Bases are not changed where no singular value lies between its bound and this multiple of it; it would not help."""


def classify(
    landscape: Landscape, weights: Sequence[Any], *, backward_error: Any = None, workspace: Workspace | None = None
) -> Classes:
    """The certain classes of a batch ``(B, d_j, d_{j-1})`` (or of one point, as a batch of one).

    ``backward_error`` is eta, a number or one for each point; by default 16 units of roundoff of the type of the
    weights: 1.8e-15 for float64, 9.5e-7 for float32, 7.8e-3 for float16.  With eta = 0 the class is that of the floats
    exactly as they are.  A point of a batch with an entry that is infinite or not a number is undecided.

    With c b a in place of W_3 W_2 W_1, ``1/2 (c b a - 1)^2`` has its minimum at (1, 1, 1), which no error hides.  At
    ``W_2 = diag(1, 1e-17)`` between zero layers the ball of the default error holds ranks 1 and 2.

    >>> import symdln as dln
    >>> landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    >>> classify(landscape, [np.ones((1, 1))] * 3).labels
    ['global minimiser']
    >>> landscape = Landscape.of(dln.Problem.canonical((3,), (1, 2, 2, 1)))
    >>> W = [np.zeros((2, 1)), np.diag([1.0, 1e-17]), np.zeros((1, 2))]
    >>> classify(landscape, W).labels, classify(landscape, W, backward_error=0).inertia.tolist()
    (['undecided'], [[2, 2, 4]])
    """
    start = started(landscape, weights, backward_error, workspace or Workspace())
    return _Certain(landscape, start).answer()


@dataclass
class _Certain(Passes):
    """One batch on its way to its certain classes; ``closed`` are points that other bases would not help."""

    landscape: Landscape
    start: Started
    closed: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.closed = np.zeros(len(self.answers.code), dtype=bool)

    def finished(self, points: np.ndarray) -> np.ndarray:
        return (self.answers.code[points] != 0) | self.closed[points]

    def settle(self, points: np.ndarray, placed: InBases, layers: list[np.ndarray], noise: np.ndarray) -> None:
        landscape = self.landscape
        counts, fits = selected_counts(landscape, placed.matrices, placed.errors, gap=0.0)
        self.exclude(points[~fits])
        chosen = np.flatnonzero(fits & (counts >= 0).all(axis=1))
        if not len(chosen):
            return
        ranks = self.ranks(placed, chosen, CLEAR)
        self.raised(points[chosen], ranks)
        points, counts = points[chosen], counts[chosen]
        rank = counts.sum(axis=1)
        least = {key: known[points] for key, known in self.at_least.items()}
        strings = multiplicities(landscape, least, rank)
        unique = consistent(landscape, strings, rank) & maximal(
            landscape.problem.depth, strings, self.start.zero[:, points]
        )
        self.closed[points[_clear(ranks, least) & ~unique]] = True
        inertia, label = inertia_and_label(landscape, counts[unique], strings[unique])
        write(self.answers, points[unique], (rank[unique], counts[unique], strings[unique], inertia, label))


def _clear(ranks: PathRanks, least: dict[tuple[int, int], np.ndarray]) -> np.ndarray:
    """Where every numerical rank is the certain one."""
    return np.all([(found != UNDECIDED) & (found == least[key]) for key, found in ranks.decided.items()], axis=0)
