"""The claims ``yun.prop3``: cases by hand."""

import symdln as dln
from proofs_check.claims.yun import prop3


def test_a_bottleneck_between_two_and_two() -> None:
    # targets diag(2, 1) in white coordinates: the best map of rank one keeps the first
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    best = dln.Point(problem, [[[1, 0]], [[2], [0]]])
    other = dln.Point(problem, [[[0, 1]], [[0], [1]]])
    assert best.is_critical
    assert other.is_critical
    assert prop3.critical.at(best).holds
    assert prop3.best_space.at(best).holds
    assert prop3.best_space.at(other).holds
