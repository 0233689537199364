"""The claims ``baldi.critical``: cases by hand."""

import symdln as dln
from proofs_check.claims.baldi.critical import forms, saddles


def point(A: list[list[int]], B: list[list[int]]) -> dln.Point:
    """Under Y = diag(2, 1) and X = I, Sigma = diag(4, 1) has the eigenvectors e_1 and e_2."""
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[2, 0], [0, 1]], (1,), loss_factor=1)
    return dln.Point(problem, [dln.Matrix(B), dln.Matrix(A)])


def test_both_choices_of_one_eigenvector() -> None:
    # U_S = e_2, C = (3): A = 3 e_2 and B = e_2^T Y / 3 = (0, 1/3); the loss is 4 + 1 - 1 = 4
    second = point([[0], [3]], [["0", "1/3"]])
    assert second.is_critical
    assert second.loss == 4
    assert forms.at(second).holds
    assert saddles.at(second).holds
    # U_S = e_1, C = (1): the global minimum, with loss 1
    first = point([[1], [0]], [[2, 0]])
    assert first.loss == 1
    assert forms.at(first).holds


def test_without_the_inverse_factor_it_is_not_critical() -> None:
    assert not point([[0], [3]], [[0, 1]]).is_critical
