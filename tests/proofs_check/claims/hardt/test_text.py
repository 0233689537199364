"""The claims ``hardt.eq2``, ``hardt.thm2``, ``hardt.claim2`` and ``hardt.lemma2``: cases by hand."""

import symdln as dln
from proofs_check.claims.hardt import eq2, lemma2, thm2


def test_one_layer_with_a_large_input() -> None:
    # 1 + a = 1/2, r = 0, x = 2: f - C = 1/4 * 4 = 1, the gradient is 2 * 1/2 * 4 = 4; 4 * 4^2 * 1 = 64 > 16 = 4 * 4 * 1
    case = eq2.Scalars(("-1/2",), "0", "2", "1/2")
    assert eq2.sides(case, 0, 2) == (64, 16)
    assert eq2.sides(case, 0, 1) == (16, 16)
    assert eq2.printed.at(case).fails
    assert eq2.repaired.at(case).holds


def test_two_layers_show_the_other_exponent() -> None:
    # both layers 1/2, r = 0, x = 1: f - C = 1/16, the gradient is (1/4, 1/4), its square 1/8;
    # 8 * 1/2 * 1/16 = 1/4 > 1/8 = 8 * 1/4 * 1/16
    case = eq2.Scalars(("-1/2", "-1/2"), "0", "1", "1/2")
    assert eq2.printed.at(case).fails
    assert eq2.repaired.at(case).holds


def test_minus_one_is_no_product_of_seven_small_layers() -> None:
    # 2 pi / 7 < 44/49 < 1, so that all layers are positive
    assert thm2.printed.at(thm2.Target("-1", 7)).fails
    assert thm2.printed.at(thm2.Target("-1", 3)).holds  # one layer with a = -2, and 2 pi / 3 > 2
    assert thm2.repaired.at(thm2.Target("a turn", 7)).holds


def test_order_of_transposes() -> None:
    # E Sigma = P for X = I, R = 0: the derivative by W_1 is 2 W_2^T W_3^T P, and the shears W_2, W_3 do not commute
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[0, 0], [0, 0]], (2, 2), loss_factor=1)
    one = [[1, 0], [0, 1]]
    point = dln.Point(problem, [one, [[1, 1], [0, 1]], [[1, 0], [1, 1]]])
    assert lemma2.gradient.at(point).fails
    assert lemma2.gradient_corrected.at(point).holds
