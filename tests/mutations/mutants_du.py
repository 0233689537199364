"""False neighbours of the claims ``du``."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.du import descent
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("du.balance.norms", "the sum of the squared norms in place of their difference")
def sums(point: dln.Point) -> Outcome:
    rates = [G.inner(W) for G, W in zip(point.gradient, point.weights, strict=True)]
    return equal(rates[0] + rates[1], 0, "half the rate of the sum")


plant.patched("du.descent", "norms at most sqrt(r) ||M|| / 20", descent, "norm_bound", lambda r, norm: r * norm / 400)
plant.patched("du.descent", "imbalance at most epsilon / 100", descent, "balance_bound", lambda x: x.epsilon**2 / 10**4)
plant.patched(
    "du.descent", "steps 10,000 times as long", descent.Factors, "step", lambda self, t: Fraction(100) / (t + 1)
)
