"""The formal statements of the theory "critical" at exact critical points: the values of its letters.

Notations:

    THEORY             the theory in which they are stated
    RANK               the id of the claim on the rank in Proposition 4 iii)
    Letters            the values of the letters of the theory, by name
    letters            their values at a point
    formal_descent     Proposition 4 iii): the direction of its proof, and the formal statement where r_Z = r
    descends           the direction for one pair of vectors
    zeros_like         zeros of the same shape
    at_equal_ranks     that statement at W = 0 and at other points with r_Z = r
    formal_at_blocks   the formal statements of a theorem hold at a point
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.notation import Blocks, blocks
from proofs_check.language.outcome import Outcome, all_of, equal, fails, holds, is_true
from proofs_check.logic import syntax, theorem
from proofs_check.logic.evaluate import Evaluator
from proofs_check.logic.replay import theory
from proofs_check.networks.formal_letters import MOST_WEIGHTS, formal_at_letters, names_of
from symdln.algebra.matrix import hstack

THEORY = "critical"
RANK = "chitour.prop4.iii.rank"
Letters = dict[str, Callable[..., Any]]


def letters(b: Blocks) -> Letters:
    """The values of the letters at a point; those of U1, U2 and of a factorisation of R only if they have columns.

    Without a second block W_{1,2} a column of zeros stands for it, which changes none of the equations; with a single
    layer identity matrices stand for the last one and for Z.
    """
    units = [dln.Matrix.identity(b.d_y).column(i) for i in range(b.d_y)]
    values = [b.S_Y[i, i] for i in range(b.d_y)]
    square = [value * value for value in values]

    def gap(i: int, j: int) -> Fraction:
        ranged = 1 <= i <= b.d_y and 1 <= j <= b.d_y and square[i - 1] != square[j - 1]
        return 1 / (square[i - 1] - square[j - 1]) if ranged else Fraction(0)

    def total(i: int) -> dln.Matrix:
        return dln.Matrix.diagonal([int(k < i) for k in range(b.d_y)])

    d_1 = b.W_11.shape[0]
    second = b.W_12 if b.d_x > b.d_y else dln.Matrix.zeros(d_1, 1)
    last, middle = (b._weights[-1], b.Z) if b.H else (b.R, b.R)
    fixed = {"W": last, "Middle": middle, "W11": b.W_11, "W12": second, "R": b.R, "M": b.M, "DW": b.D_W,
             "SY": b.S_Y, "SYinverse": b.S_Y.inverse(), "Zleft": middle.pseudoinverse(), "dy": b.d_y}  # fmt: skip
    loss = b.M.norm_squared() + (b.R @ second).norm_squared()
    if loss:
        fixed["positive"] = 1 / loss
    if b.r > 0:
        rows = b.R.T @ b.U.block(range(b.d_y), range(b.r))
        columns = b.U.block(range(b.d_y), range(b.r))
        fixed |= {"U1": columns, "rk": b.r, "Columns": columns, "Rows": rows.T}
        fixed |= {"LeftInverse": columns.T, "RightInverse": rows.T.pseudoinverse()}
    if b.r < b.d_y:
        fixed["U2"] = b.U.block(range(b.d_y), range(b.r, b.d_y))
    return {
        **{name: (lambda value=value: value) for name, value in fixed.items()},
        "e": lambda i: units[i - 1],
        "sv": lambda i: values[i - 1],
        "inverse": lambda i: 1 / values[i - 1],
        "gap": gap,
        "sum": total,
    }


def formal_at_blocks(id: str, b: Blocks) -> Outcome:
    """Whether the formal statements are true at a point, for all values of their indices.

    A statement about a block without columns says nothing and is left out.
    """
    if b.problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at smaller points")
    return formal_at_letters(id, letters(b), b.d_y)


def formal_descent(point: dln.Point) -> Outcome:
    """Proposition 4 iii): at a point with r_Z > r the assumption that no second derivative is negative fails along the
    directions that its proof names; and at points with r_Z = r and two hidden layers the formal statement holds.
    """
    if point.problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at smaller points")
    b = blocks(point)
    kernel, units = b.R.nullspace(), [dln.Matrix.identity(b.d_y).column(i) for i in range(b.d_y)]
    columns = [kernel.column(k) for k in range(kernel.shape[1])]
    pairs = [(x, y) for x in columns for y in units if not (b.Z @ x).is_zero() and not (b.M.T @ y).is_zero()]
    expected = b.r_Z > b.r and not b.M.is_zero()
    return all_of(
        equal(bool(pairs), expected, "whether the proof names a direction, and whether r_Z > r with a residual"),
        *(descends(point, x, y) for x, y in pairs),
        at_equal_ranks(b.d_y),
    )


def descends(point: dln.Point, x: dln.Matrix, y: dln.Matrix) -> Outcome:
    """The direction ``w2 = c y (Z x)'``, ``w11 = (N + 1) x y' M`` with ``R x = 0``, ``c = |Z x|^2 |M' y|^2`` and
    ``N = |y (Z x)' Z W_1|^2``; the second variation along it, found by a second route, is ``-c^2 (N + 2) / 2``.
    """
    b = blocks(point)
    known = letters(b)
    up = y @ (b.Z @ x).T
    size = (up @ b.Z @ b.W_11).norm_squared() + (up @ b.Z @ b.W_12).norm_squared()
    weight = (b.Z @ x).norm_squared() * (b.M.T @ y).norm_squared()
    direction = {"w2": weight * up, "w11": (size + 1) * (x @ y.T @ b.M), "w12": zeros_like(known["W12"]())}
    text = theory(THEORY).lines["no.descent"].text
    evaluator = Evaluator(known | {name: (lambda value=value: value) for name, value in direction.items()})
    first = hstack([direction["w11"], zeros_like(b.W_12)])
    variation = [first, *map(zeros_like, point.weights[1:-1]), direction["w2"]]
    return all_of(
        is_true(evaluator.statement(syntax.statement(text)) is False, "a second derivative is negative", x=x, y=y),
        equal(point.second_order(variation), -(weight**2) * (size + 2) / 2, "the second variation, and by the proof"),
    )


def zeros_like(matrix: dln.Matrix) -> dln.Matrix:
    return dln.Matrix.zeros(*matrix.shape)


@cache
def at_equal_ranks(d_y: int) -> Outcome:
    """The formal statement of Proposition 4 iii) at critical points of every rank below d_y with two hidden layers:
    at W = 0, where Z = 0 and R = 0, and further ones at which Z x = 0 for all x with R x = 0.
    """
    problem = dln.Problem.canonical(range(d_y, 0, -1), (d_y, d_y, d_y, d_y))
    for rank in range(d_y):
        kept = dln.Matrix.diagonal([1] * rank + [0] * (d_y - rank))
        point = dln.Point(problem, [problem.Syx @ kept, kept, kept])
        b, last = blocks(point), dln.Matrix.identity(d_y).column(d_y - 1)
        known = letters(b) | {"x": lambda last=last: last}
        readable = [part.text for part in theorem(RANK).parts if names_of(part.text, THEORY) <= set(known)]
        answers = [Evaluator(known).statement(syntax.statement(text)) for text in readable]
        if b.r != rank or not point.is_critical or not readable or False in answers:
            return fails("the formal statement is false at a point with two hidden layers", weights=point.weights)
    return holds("the formal statement is true at points with two hidden layers")
