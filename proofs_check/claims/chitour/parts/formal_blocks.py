"""The formal statements of the theory "critical" at exact critical points: the values of its letters.

Notations:

    MOST_WEIGHTS       the most weights of a point at which formal statements are evaluated
    THEORY             the theory in which they are stated
    RANK               the id of the claim on the rank in Proposition 4 iii)
    Letters            the values of the letters of the theory, by name
    letters            their values at a point
    formal_descent     Proposition 4 iii): the direction of its proof, and the formal statement at W = 0
    at_zero            that statement at W = 0
    formal_at_blocks   the formal statements of a theorem hold at a point
    ranges             the values of the free indices of a statement
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.claims.chitour.parts.notation import Blocks, blocks
from proofs_check.language.outcome import Outcome, all_of, fails, holds
from proofs_check.logic import syntax, theorem
from proofs_check.logic.evaluate import Evaluator
from proofs_check.logic.layers import free_indices
from proofs_check.logic.replay import theory
from proofs_check.networks.formal_letters import names_of

MOST_WEIGHTS = 8
"""The most weights of a point at which the formal statements are evaluated."""
THEORY = "critical"
RANK = "chitour.prop4.iii.rank"
Letters = dict[str, Callable[..., Any]]


def letters(b: Blocks) -> Letters:
    """The values of the letters at a point; those of U1, U2, W12 and of a factorisation of R only if they have columns.

    Without a second block W_{1,2} a column of zeros stands for it, which changes none of the equations.
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
    fixed = {"W": b._weights[-1], "Middle": b.Z, "W11": b.W_11, "W12": second, "R": b.R, "M": b.M, "DW": b.D_W,
             "SY": b.S_Y, "SYinverse": b.S_Y.inverse(), "dy": b.d_y}  # fmt: skip
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
    if b.H == 1:
        fixed["Zleft"] = b.Z
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
    known = letters(b)
    for part in theorem(id).parts:
        if names_of(part.text, THEORY) <= set(known):
            for values in ranges(part.text, b.d_y):
                evaluator = Evaluator(known | {name: (lambda value=value: value) for name, value in values.items()})
                statement = syntax.statement(part.text)
                if evaluator.hypotheses(statement) and not evaluator.conclusion(statement):
                    return fails(f"the formal statement {part.text} is false here", **values)
    return all_of(holds("the formal statements are true here"))


def formal_descent(b: Blocks) -> Outcome:
    """Proposition 4 iii): at a point with r_Z > r the assumption that no second derivative is negative fails along the
    direction that its proof names, and at W = 0, with two hidden layers, the formal statement holds.
    """
    if b.problem.parameters > MOST_WEIGHTS:
        return holds("the formal statements are evaluated at smaller points")
    kernel, units = b.R.nullspace(), [dln.Matrix.identity(b.d_y).column(i) for i in range(b.d_y)]
    columns = [kernel.column(k) for k in range(kernel.shape[1])]
    pairs = [(x, y) for x in columns for y in units if not (b.Z @ x).is_zero() and not (b.M.T @ y).is_zero()]
    if not pairs:
        return holds("the proof names no direction here: r_Z = r, or the residual vanishes")
    known, (x, y) = letters(b), pairs[0]
    up = y @ (b.Z @ x).T
    size = (up @ b.Z @ b.W_11).norm_squared() + (up @ b.Z @ known["W12"]()).norm_squared()
    weight = (b.Z @ x).norm_squared() * (b.M.T @ y).norm_squared()
    direction = {"w2": weight * up, "w11": (size + 1) * (x @ y.T @ b.M), "w12": 0 * known["W12"]()}
    text = theory(THEORY).lines["no.descent"].text
    evaluator = Evaluator(known | {name: (lambda value=value: value) for name, value in direction.items()})
    if evaluator.statement(syntax.statement(text)) is not False:
        return fails("no second derivative is negative along the direction of the proof", x=x, y=y)
    return at_zero(b.problem.output_width)


@cache
def at_zero(d_y: int) -> Outcome:
    """The formal statement of Proposition 4 iii) at critical points with two hidden layers: at W = 0, where Z = 0 and
    R = 0, and, if d_y >= 2, at a point of rank 1, where Z x = 0 for all x with R x = 0.
    """
    largest = dln.Matrix.diagonal([1] + [0] * (d_y - 1))
    problem = dln.Problem.canonical(range(d_y, 0, -1), (d_y, d_y, d_y, d_y))
    for rank in range(min(2, d_y)):
        point = dln.Point(problem, [(d_y if j == 0 else 1) * rank * largest for j in range(3)])
        last = dln.Matrix.identity(d_y).column(d_y - 1)
        known = letters(blocks(point)) | {"x": lambda last=last: last}
        readable = [part.text for part in theorem(RANK).parts if names_of(part.text, THEORY) <= set(known)]
        answers = [Evaluator(known).statement(syntax.statement(text)) for text in readable]
        if not point.is_critical or not readable or False in answers:
            return fails("the formal statement is false at a point with two hidden layers", weights=point.weights)
    return holds("the formal statement is true at points with two hidden layers")


def ranges(text: str, size: int) -> Iterator[dict[str, int]]:
    """All values from 1 to the size of the index variables of a statement."""
    names = free_indices(text, THEORY)
    for values in itertools.product(range(1, size + 1), repeat=len(names)):
        yield dict(zip(names, values, strict=True))
