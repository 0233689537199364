"""Minima with zero residual and white inputs, and whether they are flattest, by exact inertias."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from symdln.algebra.inertia import inertia_of

Changed = tuple[tuple[int, ...], int, str]
"""Widths (the first hidden one is 2), the root t of the largest singular value t^H, a change of the hidden basis."""

CHANGES = {
    "none": ((1, 0), (0, 1)),
    "rotation": ((Fraction(3, 5), Fraction(4, 5)), (Fraction(-4, 5), Fraction(3, 5))),
    "second direction": ((1, 0), (0, Fraction(3, 2))),
    "scaled": ((2, 0), (0, 2)),
    "sheared": ((1, 1), (0, 1)),
}
WIDTHS = ((1, 2, 1), (2, 2, 2), (2, 2, 2, 2), (3, 2, 2), (2, 2, 3, 2))


def minima(size: str, seed: int) -> Iterator[Changed]:
    yield from itertools.product(WIDTHS[: 3 if size == "small" else None], (2, 3), CHANGES)


def minimum(case: Changed) -> dln.Point:
    """The balanced minimum with singular values t^H and 1, the first hidden layer in another basis."""
    widths, root, change = case
    values = [root, 1][: min(widths[0], widths[-1])]
    target = dln.Matrix.diagonal([t ** (len(widths) - 1) for t in values], (widths[-1], widths[0]))
    problem = dln.Problem.from_data(dln.Matrix.identity(widths[0]), target, widths[1:-1])
    first, second, *rest = (dln.Matrix.diagonal(values, shape) for shape in problem.shapes)
    g = dln.Matrix(CHANGES[change])
    return dln.Point(problem, [g @ first, second @ g.inverse(), *rest])


def least(case: Changed) -> Fraction:
    """``2 f N s_1^(2 - 2/N)`` with ``s_1 = t^N`` and f = 1/2."""
    depth = len(case[0]) - 1
    return depth * Fraction(case[1]) ** (2 * depth - 2)


def above(point: dln.Point, bound: Fraction) -> tuple[int, int]:
    """How many eigenvalues of the Hessian are above the number, and how many equal to it."""
    found = inertia_of(point.hessian - bound * dln.Matrix.identity(point.problem.parameters))
    return found.positive, found.zero


def is_flattest(case: Changed) -> bool:
    """Whether the largest eigenvalue of the Hessian is the least possible one."""
    return above(minimum(case), least(case))[0] == 0
