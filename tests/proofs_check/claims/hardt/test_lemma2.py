"""The claims ``hardt.lemma2.4``: a case by hand."""

import symdln as dln
from proofs_check.claims.hardt import lemma2


def test_order_of_transposes() -> None:
    # E Sigma = P for X = I, R = 0: the derivative by W_1 is 2 W_2^T W_3^T P, and the shears W_2, W_3 do not commute
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[0, 0], [0, 0]], (2, 2), loss_factor=1)
    one = [[1, 0], [0, 1]]
    point = dln.Point(problem, [one, [[1, 1], [0, 1]], [[1, 0], [1, 1]]])
    assert lemma2.gradient.at(point).fails
    assert lemma2.gradient_corrected.at(point).holds
