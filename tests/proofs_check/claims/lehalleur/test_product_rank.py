"""The claims ``lehalleur.product-rank``: cases by hand."""

from proofs_check.claims.lehalleur import product_rank
from proofs_check.claims.lehalleur.parts.quiver import codimension_by_stabiliser, largest, partitions


def test_two_layers_of_width_one() -> None:
    # (a, b) with b a = 0: the orbits are a = b = 0, of codimension 2, and a = 0 or b = 0 alone, of codimension 1
    kinds = [orbit for orbit in partitions((1, 1, 1)) if not orbit.get((0, 2), 0)]
    assert sorted(codimension_by_stabiliser((1, 1, 1), orbit) for orbit in kinds) == [1, 1, 2]
    assert len(largest((1, 1, 1), 0)) == 2
    assert product_rank.components.at((1, 1, 1)).fails
    assert product_rank.closure.at((1, 1)).fails
