"""The numerical class of float points: the class given by the zeros that lie within reach of the stated error.

The numerical rank of a matrix is the least rank in a ball around it; it is all that floats can say about a rank.
:func:`numerical_classes` does the same for critical points: what may be zero within the stated error counts as zero.

1. ``"not critical"`` only by proof: by the gradient (:mod:`symdln.numeric.classes.residual`), or if the singular values
   of the product fit no selection.
2. The selection, where each singular value of ``P Sxx^(1/2)`` is within its bound of exactly one value.
3. The ranks of all paths, in bases (:mod:`symdln.numeric.classes.gauge`) in which the gap is there
   (:mod:`symdln.numeric.classes.ranks`).  The string multiplicities that they give must be non-negative, fill every
   vertex and close as often as the data demand.
4. What steps 2 and 3 take for zero must be reachable within a quarter of the ball, to first order and in the weights as
   they were given (:mod:`symdln.numeric.classes.zeros`): the gradient, the product against the one that the selection
   prescribes, and every singular pair beyond the rank of a path.
5. The inertia theorem gives inertia and label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symdln.errors import InputError, shown
from symdln.numeric.classes.answer import Classes, write
from symdln.numeric.classes.gauge import InBases
from symdln.numeric.classes.inertia import consistent, inertia_and_label, multiplicities
from symdln.numeric.classes.landscape import Landscape
from symdln.numeric.classes.passes import SHARE, Passes, Started, started
from symdln.numeric.classes.ranks import PathRanks
from symdln.numeric.classes.selection import selected_counts
from symdln.numeric.classes.zeros import reached, zeros_within
from symdln.numeric.derivatives.workspace import Workspace

GAP = 100.0


def numerical_classes(
    landscape: Landscape,
    weights: Sequence[Any],
    *,
    backward_error: Any = None,
    gap: float = GAP,
    workspace: Workspace | None = None,
) -> Classes:
    """The numerical classes of a batch ``(B, d_j, d_{j-1})`` (or of one point, as a batch of one).

    The caller vouches for more than in :func:`symdln.numeric.classify`: that the intended point lies within
    ``||W_j - W_j'||_F <= backward_error ||W_j||_F`` of every layer, *and* that what may be zero within this error is
    zero there.  So ``W_2 = diag(1, 1e-17)`` counts as a matrix of rank 1 at the default error.  ``gap`` is the factor
    that must separate what counts as zero from what does not.  At error 0 both functions give the exact class.

    >>> import symdln as dln
    >>> landscape = Landscape.of(dln.Problem.canonical((3,), (1, 2, 2, 1)))
    >>> W = [np.zeros((2, 1)), np.diag([1.0, 1e-17]), np.zeros((1, 2))]
    >>> [numerical_classes(landscape, W, backward_error=eta).inertia.tolist() for eta in (None, 0)]
    [[[1, 1, 6]], [[2, 2, 4]]]
    """
    if not isinstance(gap, (int, float)) or not gap >= 1:
        raise InputError(f"gap={shown(gap)} was passed; it must be a number from 1 on.")
    start = started(landscape, weights, backward_error, workspace or Workspace())
    return _Numerical(landscape, start, gap).answer()


@dataclass
class _Numerical(Passes):
    """One batch on its way to its numerical classes."""

    landscape: Landscape
    start: Started
    gap: float

    def settle(self, points: np.ndarray, placed: InBases, layers: list[np.ndarray], noise: np.ndarray) -> None:
        """Answer for those of the points where everything is decided in these bases."""
        landscape, reach = self.landscape, SHARE * noise
        counts, fits = selected_counts(landscape, placed.matrices, placed.errors, self.gap)
        self.exclude(points[~fits])
        chosen = np.flatnonzero(fits & (counts >= 0).all(axis=1))
        if not len(chosen):
            return
        ranks = self.ranks(placed, chosen, self.gap)
        respected = self.raised(points[chosen], ranks)
        settled = np.flatnonzero(ranks.complete & respected)
        chosen, counts, ranks = chosen[settled], counts[chosen[settled]], ranks.at(settled)
        layers, reach = [W[chosen] for W in layers], reach[:, chosen]
        sure = self._zeros_within(placed.at(chosen), layers, reach, ranks)
        sure &= self._product_within(counts, layers, reach)
        chosen, counts = chosen[sure], counts[sure]
        rank = counts.sum(axis=1)
        strings = multiplicities(landscape, {key: value[sure] for key, value in ranks.decided.items()}, rank)
        good = consistent(landscape, strings, rank)
        chosen, counts, rank, strings = points[chosen[good]], counts[good], rank[good], strings[good]
        write(self.answers, chosen, (rank, counts, strings, *inertia_and_label(landscape, counts, strings)))

    def _zeros_within(
        self, placed: InBases, layers: list[np.ndarray], reach: np.ndarray, ranks: PathRanks
    ) -> np.ndarray:
        landscape = self.landscape
        return zeros_within(placed, layers, reach, landscape.closing, landscape.closing_error, ranks)

    def _product_within(self, counts: np.ndarray, layers: list[np.ndarray], reach: np.ndarray) -> np.ndarray:
        """Where the product is within reach of the one that the selection prescribes; where it takes a part of a
        multiple singular value it prescribes less, and nothing is required.
        """
        landscape = self.landscape
        if not landscape.data_rank:
            return np.ones(len(counts), dtype=bool)
        whole = ((counts == 0) | (counts == landscape.multiplicities)).all(axis=1)
        wanted = np.einsum("bk,kij->bij", (counts > 0).astype(float), landscape.parts)
        product = layers[0]
        for W in layers[1:]:
            product = W @ product
        off = product - wanted
        sizes = np.sqrt(np.einsum("bij,bij->bj", off, off))
        _, room = reached(
            layers, list(reach), np.eye(off.shape[2])[None], off / np.where(sizes > 0, sizes, 1.0)[:, None, :]
        )
        own = np.einsum("bjj->bj", room)  # column by column, each in the direction in which it is off
        return ~whole | (sizes <= own + landscape.product_error).all(axis=1)
