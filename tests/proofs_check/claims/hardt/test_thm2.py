"""The claims ``hardt.thm2.1``: cases by hand."""

from proofs_check.claims.hardt import thm2


def test_minus_one_is_no_product_of_seven_small_layers() -> None:
    # 2 pi / 7 < 44/49 < 1, so that all layers are positive
    assert thm2.printed.at(thm2.NamedTarget("-1", 7)).fails
    assert thm2.printed.at(thm2.NamedTarget("-1", 3)).holds  # one layer with a = -2, and 2 pi / 3 > 2
    assert thm2.repaired.at(thm2.NamedTarget("a turn", 7)).holds
