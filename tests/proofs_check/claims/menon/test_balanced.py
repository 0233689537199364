"""The claims ``menon.balanced``: cases by hand."""

from proofs_check.claims.menon.balanced import Balanced, change, dimension, layers, tangent_dimension


def test_one_number_in_each_layer() -> None:
    # b^2 = a^2 at a = b = 1: the line a = b, of dimension 1 = d^2
    assert tangent_dimension(layers(Balanced(2, (1,), turned=False))) == 1
    # the derivative of b^2 - a^2 at (1, 1) is -2 along a and 2 along b
    one = layers(Balanced(2, (1,), turned=False))
    assert [change(one, moved, one[0])[0] for moved in (0, 1)] == [-2, 2]


def test_two_layers_of_size_two_and_a_singular_product() -> None:
    # 4 + 1 = 5 for N = 2; at diag(2, 0) one equation less is independent
    assert dimension.at(Balanced(2, (1, 1), turned=True)).holds
    assert tangent_dimension(layers(Balanced(2, (2, 1), turned=True))) == 5
    assert tangent_dimension(layers(Balanced(2, (2, 0), turned=False))) == 6
