"""False neighbours of the claims ``du``."""

import symdln as dln
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("du.balance.norms", "the sum of the squared norms in place of their difference")
def sums(point: dln.Point) -> Outcome:
    rates = [G.inner(W) for G, W in zip(point.gradient, point.weights, strict=True)]
    return equal(rates[0] + rates[1], 0, "half the rate of the sum")
