"""The common part of certain and numerical classes of a batch: the tests of the gradient, and bases one after another.

A point of error 0 is left to the exact library, unless its gradient proves it not critical.  Every other point goes
through up to three choices of bases, until it is answered.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symdln.errors import InputError
from symdln.landscape.classification import NOT_CRITICAL
from symdln.numeric.classes.answer import LABELS, Classes
from symdln.numeric.classes.exact import classify_exactly
from symdln.numeric.classes.gauge import InBases, in_bases, in_plain_bases, reversed_bases, string_bases
from symdln.numeric.classes.landscape import Landscape
from symdln.numeric.classes.ranks import Arrows, PathRanks, path_ranks
from symdln.numeric.classes.residual import gradient_test
from symdln.numeric.classes.scaling import Scaled, frobenius
from symdln.numeric.derivatives.batch import checked_batch, checked_error
from symdln.numeric.derivatives.rounding import UNIT
from symdln.numeric.derivatives.workspace import Workspace

SHARE = 0.25
"""The part of the stated error within which the intended point must lie for an answer to be required."""
Key = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Started:
    """A batch whose gradients have been tested: the answers so far, and the data for the passes.

    ``layers`` are the balanced ones of :class:`symdln.numeric.classes.scaling.Scaled`, ``sizes`` (H, B) their norms and
    ``zero`` (H, B) which of them are zero; ``waiting`` are the points without an answer.
    """

    answers: Classes
    layers: list[np.ndarray]
    sizes: np.ndarray
    zero: np.ndarray
    waiting: np.ndarray


def started(landscape: Landscape, weights: Sequence[Any], backward_error: Any, workspace: Workspace) -> Started:
    """The batch with the answers that need no bases: not critical by the gradient, and the exact class at error 0."""
    if not isinstance(landscape, Landscape):
        raise InputError(
            f"Classes of float points need a Landscape, but {type(landscape).__name__} was passed; build it once by "
            "Landscape.of(problem)."
        )
    batch = checked_batch(landscape.problem, weights, finite=False)
    finite = np.all([np.isfinite(W).all(axis=(1, 2)) for W in batch.layers], axis=0)
    if not finite.all():  # only such a point is undecided; it continues as zero and is not examined
        batch.layers[:] = [np.where(finite[:, None, None], W, 0.0) for W in batch.layers]
    eta = checked_error(backward_error, batch)
    answers = Classes.undecided(eta, landscape.problem.depth, len(landscape.values))
    scaled = Scaled.of(batch.layers)
    usable = scaled.usable(landscape.problem) & finite
    near = usable.copy()
    kept = np.flatnonzero(usable)
    layers = scaled.balanced(usable)
    sizes = np.array([frobenius(W) for W in layers])
    tested = [W[kept] for W in layers]
    excess, near[kept] = gradient_test(landscape.problem, tested, eta[kept] * sizes[:, kept], SHARE, workspace)
    answers.code[kept[excess]] = LABELS.index(NOT_CRITICAL)
    exact = eta == 0
    asked = np.flatnonzero(exact & finite & (answers.code == 0))
    classify_exactly(landscape.exact, batch.layers, asked, answers)
    waiting = np.flatnonzero(near & ~exact & (answers.code == 0))
    return Started(answers, layers, sizes, scaled.zero, waiting)


@dataclass
class Passes(ABC):
    """A batch on its way through the bases; a subclass says what is answered in one of them (:meth:`settle`)."""

    landscape: Landscape
    start: Started
    at_least: dict[Key, np.ndarray] = field(default_factory=dict, init=False)

    @property
    def answers(self) -> Classes:
        return self.start.answers

    @abstractmethod
    def settle(self, points: np.ndarray, placed: InBases, layers: list[np.ndarray], noise: np.ndarray) -> None:
        """Answer for those of the points that can be answered in these bases.

        ``layers`` are the weights restricted to the inputs that the data use, and ``noise`` (H, B) their errors.
        """

    def answer(self) -> Classes:
        landscape, start = self.landscape, self.start
        waiting = start.waiting
        if not len(waiting):
            return self.answers
        restricted = [start.layers[0] @ landscape.inputs, *start.layers[1:]]
        errors = self.answers.backward_error * start.sizes
        errors[0] += landscape.inputs_error * start.sizes[0]
        with np.errstate(all="ignore"):  # non-finite entries decide nothing
            for propose in (None, string_bases, reversed_bases):
                layers, noise, whole = [W[waiting] for W in restricted], errors[:, waiting], start.layers[0][waiting]
                if propose is None:
                    placed = in_plain_bases(layers, noise, whole)
                else:
                    bases = propose(layers, noise + 4 * UNIT * start.sizes[:, waiting])
                    placed = in_bases(layers, noise, bases, whole)
                self.settle(waiting, placed, layers, noise)
                waiting = waiting[~self.finished(waiting)]
                if not len(waiting):
                    break
        return self.answers

    def finished(self, points: np.ndarray) -> np.ndarray:
        """Which of the points need no other bases."""
        return self.answers.code[points] != 0

    def exclude(self, points: np.ndarray) -> None:
        """Mark these points as not critical."""
        self.answers.code[points] = LABELS.index(NOT_CRITICAL)

    def ranks(self, placed: InBases, chosen: np.ndarray, gap: float) -> PathRanks:
        """The ranks of all paths of some of the points, in the bases of ``placed``."""
        landscape = self.landscape
        arrows = Arrows(
            [W[chosen] for W in placed.matrices],
            [bound[chosen] for bound in placed.errors],
            placed.first[chosen],
            landscape.closing,
            landscape.closing_error,
            landscape.cross_rank,
        )
        return path_ranks(arrows, gap)

    def raised(self, points: np.ndarray, ranks: PathRanks) -> np.ndarray:
        """Raise the certain lower bounds of all ranks; where the decided ranks respect those found in any bases."""
        respected = np.ones(len(points), dtype=bool)
        for key, least in ranks.at_least.items():
            known = self.at_least.setdefault(key, np.zeros(len(self.answers.code), dtype=np.int64))
            known[points] = np.maximum(known[points], least)
            respected &= ranks.decided[key] >= known[points]
        return respected
