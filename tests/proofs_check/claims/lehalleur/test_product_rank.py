"""The claims ``lehalleur.product-rank``: cases by hand."""

import itertools
from functools import reduce

import symdln as dln
from proofs_check.claims.lehalleur import product_rank
from proofs_check.claims.lehalleur.parts.quiver import codimension_by_stabiliser, laces, largest, partitions
from proofs_check.claims.lehalleur.product_rank import ALL_RANKS, FIVE, PRINTED_RANKS, orbit_of


def test_two_layers_of_width_one() -> None:
    # (a, b) with b a = 0: the orbits are a = b = 0, of codimension 2, and a = 0 or b = 0 alone, of codimension 1
    kinds = [orbit for orbit in partitions((1, 1, 1)) if not orbit.get((0, 2), 0)]
    assert sorted(codimension_by_stabiliser((1, 1, 1), orbit) for orbit in kinds) == [1, 1, 2]
    assert len(largest((1, 1, 1), 0)) == 2
    assert product_rank.components.at((1, 1, 1)).fails
    assert product_rank.closure.at((1, 1)).fails


def test_the_five_orbits_by_their_matrices() -> None:
    # the codimensions by the stabiliser of the weights of a lace diagram, without the program and without Hom
    orbits = [orbit_of(FIVE, e) for e in [(1,) * 5, (2, 0, 1, 1, 1), (2, 1, 0, 1, 1), (2, 1, 1, 0, 1), (2, 1, 1, 1, 0)]]
    assert [codimension_by_stabiliser(FIVE, orbit) for orbit in orbits] == [19] * 5
    assert product_rank.five.at(FIVE).holds


def test_the_printed_bounds_of_ranks_by_matrices() -> None:
    # (2, 1, 0, 2, 0): gaps in two, one, none, two and none of the five first rows, so that A_4 has the rank 6 - 2 = 4
    inside, wanted = (laces(5, orbit_of(FIVE, e)) for e in ((2, 1, 0, 2, 0), (2, 1, 1, 1, 0)))

    def rank(layers: list[dln.Matrix], i: int, j: int) -> int:
        return reduce(lambda product, A: A @ product, layers[i:j]).rank()

    assert all(rank(inside, *place) <= bound for place, bound in PRINTED_RANKS.items())
    assert codimension_by_stabiliser(FIVE, orbit_of(FIVE, (2, 1, 0, 2, 0))) == 20
    assert all(rank(wanted, *place) == bound for place, bound in ALL_RANKS.items())
    assert rank(wanted, 3, 4) == 5  # and not 4 as printed
    assert product_rank.component.at(FIVE).fails
    assert product_rank.component_corrected.at(FIVE).holds


def test_the_five_orbits_are_of_different_components() -> None:
    ranks = [product_rank.ranks_of(5, orbit) for orbit in product_rank.largest_of(FIVE)]
    assert not any(all(a[p] <= b[p] for p in a) for a, b in itertools.permutations(ranks, 2))
