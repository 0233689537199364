"""Points and problems that no scope of a claim was made for: other depths, other data, X of every rank, ties, zeros."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.scopes.general_data import has_rational_points

Rows = list[list[object]]
EIGHTH = Fraction(1, 8)

DATA: dict[str, tuple[Rows, Rows]] = {
    # name: X (d_x rows), Y (d_y rows), one column a sample
    "scalar": ([[1]], [[2]]),
    "scalar, not white": ([[2]], [[2]]),
    "scalar, negative": ([[1]], [[-3]]),
    "scalar, small": ([[1]], [[EIGHTH]]),
    "scalar, zero target": ([[1]], [[0]]),
    "scalar, zero input": ([[0]], [[1]]),
    "white, diagonal": ([[1, 0], [0, 1]], [[3, 0], [0, 2]]),
    "white, rotated": ([[1, 0], [0, 1]], [[Fraction(3, 5), Fraction(-8, 5)], [Fraction(4, 5), Fraction(6, 5)]]),
    "white, nilpotent": ([[1, 0], [0, 1]], [[0, 1], [0, 0]]),
    "white, tied": ([[1, 0], [0, 1]], [[2, 0], [0, 2]]),
    "white, small and far apart": ([[1, 0], [0, 1]], [[8, 0], [0, EIGHTH]]),
    "white, a zero value": ([[1, 0], [0, 1]], [[3, 0], [0, 0]]),
    "white, wide input": ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[3, 0, 0], [0, 2, 0]]),
    "white, wide output": ([[1, 0], [0, 1]], [[3, 0], [0, 2], [0, 0]]),
    "correlated": ([[1, 1], [0, 2]], [[1, 0], [2, 1]]),
    "singular input": ([[1, 1], [1, 1]], [[1, 0], [0, 2]]),
    "singular input, wide output": ([[1, 1], [2, 2]], [[1, 0], [0, 2], [1, 1]]),
    "white, factor 1": ([[1, 0], [0, 1]], [[3, 0], [0, 2]]),
    "noise": ([[1, 0, 1], [0, 1, 1]], [[1, 2, 0], [0, 0, 5]]),
}
HIDDEN: tuple[tuple[int, ...], ...] = ((), (1,), (2,), (3,), (1, 1), (2, 1), (2, 2), (1, 2, 1), (2, 2, 2), (1, 1, 1, 1))


WITHOUT_HIDDEN = (
    "scalar",
    "white, rotated",
    "white, a zero value",
    "white, wide input",
    "white, wide output",
    "correlated",
    "singular input",
    "noise",
)
"""The data of the problems of depth 1."""


def problems() -> Iterator[tuple[str, dln.Problem]]:
    """Every data with every hidden widths, and some with none: depth 1."""
    for (name, (X, Y)), hidden in itertools.product(DATA.items(), HIDDEN):
        if not hidden and name not in WITHOUT_HIDDEN:
            continue
        factor = 1 if "factor 1" in name else Fraction(1, 2)
        yield f"{name}, hidden {hidden}", dln.Problem.from_data(X, Y, hidden, loss_factor=factor)


def points(problem: dln.Problem) -> Iterator[tuple[str, dln.Point]]:
    """W = 0, ones on the diagonals, weights that are not critical, the last layer zero, and points of some kinds."""
    shapes = problem.shapes
    zeros = [dln.Matrix.zeros(*shape) for shape in shapes]
    eyes = [dln.Matrix.diagonal([1] * min(shape), shape) for shape in shapes]
    steps = [dln.Matrix.from_entries(r, c, [(k % 5) - 2 for k in range(r * c)]) for r, c in shapes]
    yield "W = 0", dln.Point(problem, zeros)
    yield "ones on the diagonals", dln.Point(problem, eyes)
    yield "entries -2 to 2", dln.Point(problem, steps)
    yield "large first layer", dln.Point(problem, [7 * eyes[0], *eyes[1:]])
    yield "last layer zero", dln.Point(problem, [*eyes[:-1], zeros[-1]])
    yield "last layer zero, others general", dln.Point(problem, [*steps[:-1], zeros[-1]])
    for number, kind in enumerate(itertools.islice(problem.kinds(), 12)):
        if has_rational_points(problem, kind.selection):
            yield f"kind {number}, {kind.label}", kind.representative(rng=number)
