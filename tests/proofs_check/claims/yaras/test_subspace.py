"""The claims ``yaras.subspace``: cases by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.yaras.subspace import frames, kept, orthogonal_start, subspace


def test_a_start_by_hand() -> None:
    assert subspace.at((3, 1, 2)).holds
    # halves of orthogonal layers: P^T P = I / 16, and X X^T = 4 I
    point = orthogonal_start((3, 1, 2))
    assert point.end_to_end.T @ point.end_to_end == Fraction(1, 16) * dln.Matrix.identity(3)
    assert point.problem.Sxx == 4 * dln.Matrix.identity(3)


def test_frames_that_are_not_kept_are_seen() -> None:
    point = orthogonal_start((3, 1, 2))
    bent = dln.Point(
        point.problem, [point.weights[0] + dln.Matrix([[1, 0, 0], [0, 0, 0], [0, 0, 0]]), point.weights[1]]
    )
    assert kept(bent, frames(point)).fails
