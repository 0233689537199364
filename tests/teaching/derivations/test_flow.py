"""The derived flow of the product and dissipation, compared with the exact landscape code at random points."""

import pytest

import symdln as dln
from symdln.algebra.words import Symbol, evaluate
from tests.teaching.derivations.support import WIDTHS, Case, derive


@pytest.mark.parametrize("widths", WIDTHS)
def test_the_flow_of_the_product_is_what_the_gradients_make(widths):
    """dP/dt = sum_j A_j (-dL/dW_j) B_j with the landscape's own gradients; dL/dt = -sum_j ||dL/dW_j||^2."""
    case, general = Case(widths), derive("residual-flow")
    gradients = dln.gradient(case.problem, case.weights)
    G = case.point.end_to_end @ case.X @ case.X.T - case.Y @ case.X.T
    velocity, dissipation = general.parts[0].result.values["j"], general.parts[2].result.values["j"]
    for j in range(1, case.depth + 1):
        letters = {**case.letters(general.symbols(), {"j": j}), Symbol("G", "d_y", "d_x"): G}
        around = case.point.product(case.depth, j + 1), case.point.product(j - 1, 1)
        assert evaluate(velocity, letters) == around[0] @ (gradients[j - 1] * -1) @ around[1]
        assert evaluate(dissipation, letters) == -(gradients[j - 1].T @ gradients[j - 1]).trace()
