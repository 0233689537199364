"""The class of floats exactly as they are: floats are dyadic rationals, so at error 0 the exact library decides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from symdln.errors import UndecidedError
from symdln.landscape import signature
from symdln.landscape.classification import NOT_CRITICAL
from symdln.landscape.kinds import Kind
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem
from symdln.numeric.classes.answer import LABELS, Classes, write

Answer = tuple[int, tuple[int, ...], tuple[int, ...], tuple[int, int, int], int]


def classify_exactly(problem: Problem, layers: Sequence[np.ndarray], points: np.ndarray, answers: Classes) -> None:
    """Enter the classes of some of the points, by exact gradients and ranks; a point whose spectrum the exact library
    cannot decide stays undecided.
    """
    found, critical = [], []
    for point in points:
        exact = Point(problem, [W[point] for W in layers], exactly=True)
        if not exact.is_critical:
            answers.code[point] = LABELS.index(NOT_CRITICAL)
            continue
        try:
            found.append(_answer(problem, exact))
        except UndecidedError:
            continue
        critical.append(point)
    if critical:
        write(answers, np.array(critical), [np.array(values) for values in zip(*found, strict=True)])


def _answer(problem: Problem, point: Point) -> Answer:
    counts = signature.selected_counts(point)
    return _of_kind(problem, counts, point.multiplicities)


@lru_cache(maxsize=1 << 14)
def _of_kind(problem: Problem, counts: tuple[int, ...], multiplicities: tuple[int, ...]) -> Answer:
    kind = Kind(problem, problem.selection_of_counts(counts), multiplicities)
    inertia = kind.inertia()
    nonzero = tuple(count for count, value in zip(counts, problem.spectrum, strict=True) if not value.is_zero)
    signs = inertia.positive, inertia.negative, inertia.zero
    return kind.rank, nonzero, multiplicities, signs, LABELS.index(kind.label)
