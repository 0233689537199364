"""False neighbours of the claims ``bartlett``."""

import symdln as dln
from proofs_check.claims.bartlett.identity import Run, path
from proofs_check.language.outcome import Outcome, all_of, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("bartlett.identity.symmetric", "multiples of the identity in place of symmetric matrices")
def multiples(case: Run) -> Outcome:
    firsts = [point.weights[0] for point in path(case)]
    return all_of(*(equal(W, W[0, 0] * dln.Matrix.identity(W.shape[0]), "the layer") for W in firsts))


plant.without("bartlett.identity.negative", "even depth")
