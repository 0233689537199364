"""The claims ``trager.pure``: cases by hand."""

import symdln as dln
from proofs_check.claims.trager.pure import pure


def test_a_saddle_of_rank_one() -> None:
    # P = diag(2, 0) for the target diag(2, 1): G = diag(0, -1), and the tangent space at P has no entry (2, 2)
    problem = dln.Problem.canonical((2, 1), (2, 2, 2))
    assert pure.at(dln.Point(problem, [[[2, 0], [0, 0]], [[1, 0], [0, 0]]])).holds


def test_a_point_that_is_not_critical() -> None:
    # P = diag(1, 0): G = diag(-1, -1) is not normal at P, where the entry (1, 1) is free
    problem = dln.Problem.canonical((2, 1), (2, 2, 2))
    assert pure.at(dln.Point(problem, [[[1, 0], [0, 0]], [[1, 0], [0, 0]]])).fails
