"""The claims ``razin``: cases by hand."""

from fractions import Fraction

import pytest

import symdln as dln
from proofs_check.claims.razin.completion import Completed, completion, determinant, factor, matrix, rates


def test_a_matrix_by_hand() -> None:
    # errors 2/14, 3/14 and 6/14 with 2 l = 1/4: W_11 = (1/100 + (16/14)(17/14)) / (6/14) = 3.26..., above 1/2
    case = Completed(Fraction(1, 2), (Fraction(2, 7), Fraction(3, 7), Fraction(6, 7)), Fraction(1, 100))
    W = matrix(case)
    assert W[0, 0] * W[1, 1] - W[0, 1] * W[1, 0] == Fraction(1, 100)
    assert sum(e**2 for e in (W[0, 1] - 1, W[1, 0] - 1, W[1, 1])) == Fraction(1, 4)
    assert completion.at(case).holds


@pytest.mark.parametrize("depth", [2, 3])
def test_rates_by_hand(depth: int) -> None:
    # all layers I turned: P is orthogonal, P' = -N G, and d det P = -N det P tr(P^T G)
    by_layers, by_formula = rates((depth, (1, 1)), dln.Matrix([[1, 2], [-3, 1]]))
    assert by_layers == by_formula != 0


def test_the_formula_has_other_values_for_other_gradients() -> None:
    case = (2, (2, 1))
    assert factor(case, dln.Matrix([[1, 0], [0, 0]])) != factor(case, dln.Matrix([[0, 1], [0, 0]]))
    assert determinant.at(case).holds
