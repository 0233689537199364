"""False neighbours of the claims ``bartlett``."""

import symdln as dln
from proofs_check.claims.bartlett.identity import Run, modes, path
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("bartlett.identity.symmetric", "multiples of the identity in place of symmetric matrices")
def multiples(case: Run) -> Outcome:
    firsts = [point.weights[0] for point in path(case)]
    return all_of(*(equal(W, W[0, 0] * dln.Matrix.identity(W.shape[0]), "the layer") for W in firsts))


plant.without("bartlett.identity.negative", "even depth")


@plant("bartlett.identity.positive", "every mode rises")
def every_mode_rises(case: Run) -> Outcome:
    first, second, *_ = path(case)
    return all_of(
        *(
            is_true(new > old, "the mode rises")
            for old, new in zip(modes(case, first), modes(case, second), strict=True)
        )
    )
