"""The answers of a classification of a batch: labels, ranks, selections, strings and inertias, and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from symdln.errors import InputError
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, NOT_CRITICAL, STRICT
from symdln.numeric.derivatives.batch import ROUNDINGS
from symdln.numeric.derivatives.rounding import UNIT

UNDECIDED = "undecided"
LABELS = (UNDECIDED, NOT_CRITICAL, GLOBAL_MINIMISER, STRICT, NON_STRICT)
BACKWARD_ERROR = ROUNDINGS * UNIT
"""The default backward error of float64 weights."""


@dataclass(frozen=True, eq=False)
class Classes:
    """The answers for B points.

    ``code[b]`` is the place of the label in :data:`LABELS`.  Except at decided critical points the other
    arrays hold -1: ``rank`` (B,), ``counts`` (B, K), how often each distinct non-zero singular value is selected,
    ``strings`` (B, H (H + 1)), multiplicities in the order of :func:`symdln.landscape.strings.all_strings`, and
    ``inertia`` (B, 3), the numbers ``n_+``, ``n_-``, ``n_0``.  ``backward_error`` (B,) is the error for which each
    answer is stated.

    >>> import symdln as dln
    >>> from symdln.numeric.classes.classify import classify
    >>> from symdln.numeric.classes.landscape import Landscape
    >>> landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))              # 1/2 (cba - 1)^2
    >>> found = classify(landscape, [np.ones((1, 1))] * 3)
    >>> found.labels, found.decided.tolist()
    (['global minimiser'], [True])
    >>> print(found.sentence(0))
    Point 0 is a global minimiser with (n+, n-, n0) = (1, 0, 2) (backward_error=1.8e-15).
    >>> Classes.undecided(np.zeros(2), depth=3, values=1).labels
    ['undecided', 'undecided']
    """

    code: np.ndarray
    rank: np.ndarray
    counts: np.ndarray
    strings: np.ndarray
    inertia: np.ndarray
    backward_error: np.ndarray

    @classmethod
    def undecided(cls, eta: np.ndarray, depth: int, values: int) -> Classes:
        """No answer yet, for ``len(eta)`` points; ``values`` is K."""
        size = len(eta)
        code = np.full(size, LABELS.index(UNDECIDED))
        rank, counts = np.full(size, -1), np.full((size, values), -1)
        return cls(code, rank, counts, np.full((size, depth * (depth + 1)), -1), np.full((size, 3), -1), eta)

    @property
    def labels(self) -> list[str]:
        """The label of every point, one of :data:`LABELS`."""
        return [LABELS[code] for code in self.code]

    @property
    def decided(self) -> np.ndarray:
        """Where the label is not "undecided", ``(B,)``."""
        return self.code != 0

    def sentence(self, point: int) -> str:
        """The answer for one point (counted from 0) in words, with the error for which it is stated."""
        if not 0 <= point < len(self.code):
            raise InputError(f"There is no point {point}; the answers are for points 0 to {len(self.code) - 1}.")
        label, eta = LABELS[self.code[point]], float(self.backward_error[point])
        within = f"backward_error={eta:.2g}" if eta else "backward_error=0, the floats exactly as they are"
        if label == NOT_CRITICAL:
            return (
                f"Point {point} is not critical within the stated error ({within}); if its weights were trained or "
                "rounded more coarsely, pass a larger backward_error."
            )
        if label == UNDECIDED:
            return (
                f"Point {point} is undecided within the stated error ({within}): the ball of this error holds points "
                "of several classes, or the bounds of the floating arithmetic do not exclude it; pass backward_error=0 "
                "to classify the floats exactly as they are."
            )
        plus, minus, zero = (int(n) for n in self.inertia[point])
        return f"Point {point} is a {label} with (n+, n-, n0) = ({plus}, {minus}, {zero}) ({within})."


def write(answers: Classes, points: np.ndarray, found: Sequence[np.ndarray]) -> None:
    """Enter rank, counts, strings, inertia and code (in this order) of some of the points."""
    fields = (answers.rank, answers.counts, answers.strings, answers.inertia, answers.code)
    for target, values in zip(fields, found, strict=True):
        target[points] = values
