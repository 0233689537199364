"""The claims ``hardt.eq2.3``: cases by hand."""

from proofs_check.claims.hardt import eq2


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
