"""The claims ``lu.rank-constrained``: cases by hand."""

import symdln as dln
from proofs_check.claims.lu.rank_constrained import deep, shallow


def test_the_best_product_of_rank_one_and_a_worse_one() -> None:
    # Y = diag(2, 1), hidden width 1: products diag(2, 0), of loss 1/2, and diag(0, 1), of loss 2, are critical
    problem = dln.Problem.canonical((2, 1), (2, 1, 2))
    best = dln.Point(problem, [[[2, 0]], [[1], [0]]])
    worse = dln.Point(problem, [[[0, 1]], [[0], [1]]])
    assert worse.is_critical
    for point in (best, worse):
        assert deep.at(point).holds
        assert shallow.at(point).holds
    assert worse.inertia_by_hessian.negative > 0
