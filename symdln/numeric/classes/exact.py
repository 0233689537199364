"""The class of floats exactly as they are: floats are dyadic rationals, so at error 0 the exact library decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import flint
import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.errors import UndecidedError
from symdln.landscape import signature
from symdln.landscape.classification import NOT_CRITICAL
from symdln.landscape.kinds import Kind
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem
from symdln.numeric.classes.answer import LABELS, Classes, write

Answer = tuple[int, tuple[int, ...], tuple[int, ...], tuple[int, int, int], int]
Found = tuple[tuple[int, ...], tuple[int, ...]]


def classify_exactly(problem: Problem, layers: Sequence[np.ndarray], points: np.ndarray, answers: Classes) -> None:
    """Enter the classes of some of the points, by exact gradients and ranks; a point whose spectrum the exact library
    cannot decide stays undecided.
    """
    if not len(points):
        return
    kinds: dict[Found, Answer] = {}
    found, critical = [], []
    for place, weights in enumerate(_matrices([W[points] for W in layers])):
        exact = Point(problem, weights)
        if not exact.is_critical:
            answers.code[points[place]] = LABELS.index(NOT_CRITICAL)
            continue
        try:
            kind = signature.selected_counts(exact), exact.multiplicities
            if kind not in kinds:
                kinds[kind] = _answer(problem, *kind)
        except UndecidedError:
            continue
        found.append(kinds[kind])
        critical.append(points[place])
    if critical:
        write(answers, np.array(critical), [np.array(values) for values in zip(*found, strict=True)])


def _answer(problem: Problem, counts: tuple[int, ...], multiplicities: tuple[int, ...]) -> Answer:
    kind = Kind(problem, problem.selection_of_counts(counts), multiplicities)
    inertia = kind.inertia
    nonzero = tuple(count for count, value in zip(counts, problem.spectrum, strict=True) if not value.is_zero)
    signs = inertia.positive, inertia.negative, inertia.zero
    return kind.rank, nonzero, multiplicities, signs, LABELS.index(kind.label)


def _matrices(layers: Sequence[np.ndarray]) -> Iterator[list[Matrix]]:
    """The points one after another, exactly: an entry is ``m 2^e`` with an integer m below 2^53."""
    parts = []
    for W in layers:
        mantissas, exponents = np.frexp(W)
        whole = np.ldexp(mantissas, 53).astype(np.int64)
        exponents = np.where(whole == 0, 0, exponents - 53).astype(np.int64)
        least = np.minimum(exponents.min(axis=(1, 2)), 0)
        shifts = exponents - least[:, None, None]
        flat = (len(W), -1)
        parts.append((W.shape[1:], whole.reshape(flat).tolist(), shifts.reshape(flat).tolist(), least.tolist()))
    for point in range(len(layers[0])):
        yield [_matrix(shape, whole[point], shifts[point], -least[point]) for shape, whole, shifts, least in parts]


def _matrix(shape: tuple[int, ...], whole: Sequence[int], shifts: Sequence[int], halvings: int) -> Matrix:
    """The matrix of the ``m 2^k / 2^halvings``."""
    entries = [m << k for m, k in zip(whole, shifts, strict=True)]
    return Matrix.from_flint(flint.fmpq_mat(flint.fmpz_mat(shape[0], shape[1], entries)) / (1 << halvings))
