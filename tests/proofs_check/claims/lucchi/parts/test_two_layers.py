"""The notation of Theorems 4 to 7 of the slides: the loss as a function of one factor."""

import symdln as dln
from proofs_check.claims.lucchi.parts import two_layers
from symdln.algebra.matrix import Matrix
from tests.proofs_check.claims.lucchi.support import two_by_two


def test_a_loss_that_is_not_quadratic_in_a_factor_is_noticed():
    # at depth 2 each factor enters quadratically; the block of A at fixed B = (1, 0) is 2 Sxx_11 on each entry of A
    point = two_by_two([[1], [0]], [[1, 0]])
    assert two_layers.is_convex(point, two_layers.A_LAYER).holds
    assert dln.hessian_block(point.problem, point, 2, 2) == Matrix([[2, 0], [0, 2]])
