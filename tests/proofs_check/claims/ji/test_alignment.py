"""The claims ``ji.alignment``: cases by hand."""

import symdln as dln
from proofs_check.claims.ji.alignment import alignment, wider


def test_the_spectral_norm_of_a_symmetric_matrix() -> None:
    C = dln.Matrix([[1, 0], [0, -3]])
    assert wider(C) == (-1 * C, 2)


def test_a_layer_of_rank_two_below_one_row() -> None:
    # W_1 = I, W_2 = (2, 0): ||W_2||^2 = 4 <= ||W_1||_2^2 + ||I - diag(4, 0)||_2 = 1 + 3, with equality
    problem = dln.Problem.canonical((1,), (2, 2, 1))
    assert alignment.at(dln.Point(problem, [[[1, 0], [0, 1]], [[2, 0]]])).holds
