"""Sections 2.3 and 3.2: local extrema, saddles and negative curvature, Proposition 4; cases by hand."""

from __future__ import annotations

import pytest

import symdln as dln
from proofs_check.claims.chitour.parts import notation
from proofs_check.claims.chitour.parts.notation import blocks


@pytest.mark.parametrize(
    ("problem", "reduced"),
    [
        (dln.Problem.canonical((3, 2), (3, 2, 2)), True),
        (dln.Problem.canonical((3, 2), (3, 2, 2), loss_factor=1), False),
        (dln.Problem.canonical((3,), (1, 2, 2)), False),  # d_x < d_y
        (dln.Problem.from_data([[1, 1], [0, 1]], [[3, 0], [0, 2]], (2,)), False),  # Sxx is not I
        (dln.Problem.from_data([[1, 0], [0, 1]], [[0, 3], [2, 0]], (2,)), False),  # Syx is not diagonal
        (dln.Problem.from_data([[1, 0], [0, 1]], [[-3, 0], [0, 2]], (2,)), False),  # no singular value is negative
        (dln.Problem.from_data([[1, 0]], [[3, 1]], (1,)), False),  # a residual: Syy is not s^2
    ],
)
def test_reduced_problems_are_recognised(problem: dln.Problem, reduced: bool) -> None:
    assert notation.reduced.met_by(problem) is reduced


def second_value_kept() -> dln.Point:
    """Widths (3, 2, 2), s = (3, 2), P = [diag(0, 2) 0]: the second singular value is selected."""
    problem = dln.Problem.canonical((3, 2), (3, 2, 2))
    return dln.Point(problem, [[[5, 1, 0], [0, 2, 0]], [[0, 0], [0, 1]]])


def test_blocks_at_a_point_by_hand() -> None:
    # R = W_2 = diag(0, 1), Z = I; R W_{1,1} = diag(0, 2) = S_Y diag(0, 1); so U swaps the two coordinates
    b = blocks(second_value_kept())
    assert (b.H, b.r, b.r_Z, b.order) == (1, 1, 2, (1, 0))
    assert dln.Matrix.diagonal((0, 1)) == b.D_W
    assert dln.Matrix([[0, 1], [1, 0]]) == b.U
    assert (b.D_Y.texts(), b.E_Y.texts()) == ([["2"]], [["3"]])
    assert (b.W_last_1.texts(), b.W_last_2.texts()) == ([["0", "1"]], [["0", "0"]])
    assert (b.W_111.texts(), b.W_112.texts(), b.W_12.texts()) == ([["1"], ["2"]], [["5"], ["0"]], [["0"], ["0"]])
    assert dln.Matrix.diagonal((3, 0)) == b.M


def test_variation_puts_blocks_back_in_their_places() -> None:
    # U^T w_2 = [0; w_{2,2}] and w_{1,1} U = [0 w_{1,1,2}] with U the swap: row 0 of w_2, column 0 of w_1
    w = blocks(second_value_kept()).variation(dln.Matrix([[7], [8]]), dln.Matrix([[5, 6]]))
    assert texts_of(w) == [[["7", "0", "0"], ["8", "0", "0"]], [["5", "6"], ["0", "0"]]]


def texts_of(matrices: list[dln.Matrix]) -> list[list[list[str]]]:
    return [matrix.texts() for matrix in matrices]
