"""False neighbours of the claims ``radhakrishnan``."""

import itertools

import symdln as dln
from proofs_check.claims.radhakrishnan.alignment import Network, aligned, placed
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("radhakrishnan.alignment.exists", "another singular value of the product")
def another_value(network: Network) -> Outcome:
    return is_true(has_least_loss(placed(network, [1, *[0] * (len(network[1]) - 1)])), "the layers have the least loss")


@plant("radhakrishnan.alignment.invariant", "diagonal in the unit vectors")
def in_unit_vectors(network: Network) -> Outcome:
    shapes = [(b, a) for a, b in itertools.pairwise(network[0])]
    point = aligned(network, [dln.Matrix.diagonal([1 + i for i in range(min(s))], s) for s in shapes])
    return all_of(
        *(equal(G, dln.Matrix.diagonal([G[i, i] for i in range(min(G.shape))], G.shape), "G") for G in point.gradient)
    )
