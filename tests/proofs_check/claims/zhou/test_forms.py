"""The claims ``zhou.forms``: cases by hand."""

import symdln as dln
from proofs_check.claims.zhou.forms import Parts, necessary, sufficient, value


def test_zero_by_hand() -> None:
    # A = 0: A^+ = 0, so B = L is free where Syx L^T = 0, and the loss is tr Syy / 2 = 2
    point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])
    assert (Parts(point).onto, point.loss) == (dln.Matrix([[0]]), 2)
    assert all(claim.at(point).holds for claim in (necessary, sufficient, value))


def test_weights_that_are_not_critical() -> None:
    point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[1]], [[1]]])
    assert necessary.at(point).fails
    assert value.at(point).fails
