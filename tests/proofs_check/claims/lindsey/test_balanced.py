"""The claims ``lindsey.balanced``: cases by hand."""

from proofs_check.claims.lindsey.balanced import OnFibre, balanced, is_balanced, layers


def test_the_product_diag_4_1_of_two_layers() -> None:
    # diag(2, 1) twice has the sum 2 (4 + 1) = 10; with the basis scaled by 2: 4 * 5 + 5 / 4 = 85 / 4
    sums = [sum(W.norm_squared() for W in layers(OnFibre(2, (2, 1), (change,)))) for change in ("none", "scaled")]
    assert [str(each) for each in sums] == ["10", "85/4"]
    assert is_balanced(layers(OnFibre(2, (2, 1), ("turned",))))
    assert not is_balanced(layers(OnFibre(2, (2, 1), ("sheared",))))
    assert all(balanced.at(OnFibre(2, (2, 1), (change,))).holds for change in ("none", "turned", "scaled", "sheared"))


def test_of_a_singular_product_too() -> None:
    assert balanced.at(OnFibre(3, (3, 0), ("sheared", "turned"))).holds
