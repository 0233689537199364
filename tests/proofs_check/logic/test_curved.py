"""The theory "curved" speaks of every point that its claims name: the last layer may be zero, or narrower than p."""

from __future__ import annotations

from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.lucchi.parts.deep import hidden_rank
from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import Evaluator
from proofs_check.networks.formal_letters import layer_letters

LINES = replay.theory("curved").lines
IDS = ("lucchi.thm8.4", "lucchi.saddle-definition.corrected", "kawaguchi.thm2.3.iv")
WIDTHS = [(1, 1, 1), (2, 2, 1), (2, 2, 2, 1), (2, 2, 1, 2), (2, 1, 2, 2), (2, 2, 2, 1, 1)]


def ones(rows: int, columns: int) -> dln.Matrix:
    """Ones on the diagonal."""
    return dln.Matrix.from_entries(rows, columns, [int(i == j) for i in range(rows) for j in range(columns)])


def saddle(widths: tuple[int, ...]) -> tuple[dln.Point, dict[str, Any]]:
    """The first and the last layer are 0, ones on the diagonals between, X = I, Y = e_1 e_1^T; and all letters.

    All gradients vanish, as each has one of the two layers that are 0 as a factor.  The loss is 1, and 0 at the other
    weights, in which the first entry of every layer is 1 and all others are 0.
    """
    n, shapes = len(widths) - 1, list(zip(widths[1:], widths, strict=False))
    corner = [ones(rows, 1) @ ones(1, columns) for rows, columns in shapes]
    problem = dln.Problem.from_data(ones(widths[0], widths[0]), corner_target(widths), widths[1:-1])
    middle = [ones(*shape) for shape in shapes[1:-1]]
    point = dln.Point(problem, [0 * corner[0], *middle, 0 * corner[-1]])
    letters = layer_letters(point, dln.Point(problem, corner), (ones(widths[0], widths[0]), corner_target(widths)))
    width = min(widths[1:-1])
    k = widths.index(width, 1, n)
    path, way = letters["Path"], letters["Way"]
    letters |= {"Hidden": path(n - 1, k), "Hiddenleft": path(n - 1, k).T, "Rest": path(k, 1), "Restright": path(k, 1).T}
    return point, {**letters, "W2": path(n, k), "W1": path(k, 0), "U2": way(n, k), "U1": way(k, 0)}


def corner_target(widths: tuple[int, ...]) -> dln.Matrix:
    return ones(widths[-1], 1) @ ones(1, widths[0])


def evaluated(text: str, letters: dict[str, Any], **indices: int) -> bool | None:
    """Whether a line is true, None where its hypotheses are false."""
    known = {name: value if callable(value) else (lambda value=value: value) for name, value in letters.items()}
    evaluator = Evaluator(known | {name: (lambda value=value: value) for name, value in indices.items()})
    tree = syntax.statement(text)
    return evaluator.statement(tree) if evaluator.hypotheses(tree) else None


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("widths", WIDTHS)
def test_it_speaks_of_saddles_with_a_last_layer_that_is_zero(id: str, widths: tuple[int, ...]):
    """rank(W_H...W_2) = p, while W_{H+1}...W_2 = 0: the conclusion is false, so the assumption on the Hessian must be.

    Along the first columns of the last and the first layer the second derivative is
    2 tr((-Y)^T V_last (W_H...W_2) V_first) = -2.
    """
    point, letters = saddle(widths)
    assert point.is_critical
    assert hidden_rank.predicate(point)
    assert point.product(len(widths) - 1, 2).is_zero()
    assert all(evaluated(LINES["critical"].text, letters, j=j) for j in range(1, len(widths)))
    assert evaluated(LINES[id].text, letters) is False
    assert evaluated(LINES["semidefinite"].text, letters) is False
    assert point.inertia_by_hessian.negative > 0
