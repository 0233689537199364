"""Small integer weights under general data, critical or not, for statements about all weights."""

from __future__ import annotations

from collections.abc import Iterator

import symdln as dln
from proofs_check.language.scope import Scope, cases
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict

WIDTHS = ((1, 1, 1), (1, 2, 1), (2, 1, 2), (2, 2, 2), (1, 1, 1, 1), (2, 1, 2, 1), (2, 2, 2, 2))


def small_matrix(rows: int, columns: int, start: int) -> dln.Matrix:
    """A matrix of integers from -2 to 2.

    >>> small_matrix(2, 2, 1)
    Matrix([[-1, -2], [-1, 2]])
    """
    return dln.Matrix.from_entries(rows, columns, [(start + 3 * k + k * k) % 5 - 2 for k in range(rows * columns)])


def problem_of(widths: tuple[int, ...]) -> dln.Problem:
    """Two samples, inputs and targets that are neither white nor diagonal."""
    X, Y = small_matrix(widths[0], 2, 1), small_matrix(widths[-1], 2, 3)
    return dln.Problem.from_data(X, Y, widths[1:-1])


def points(size: str, seed: int) -> Iterator[dln.Point]:
    for widths in WIDTHS:
        problem = problem_of(widths)
        for start in range(1, 4):
            yield dln.Point(problem, [small_matrix(*shape, start + j) for j, shape in enumerate(problem.shapes)])


INTEGER_WEIGHTS: Scope = cases(
    "integer weights",
    points,
    sentence=f"three points with small integer weights and general data for each of the widths {WIDTHS}",
    strength=Verdict.VERIFIED,
    of=POINTS,
)
