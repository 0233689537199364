"""False neighbours of the claims ``nouiehed``."""

import symdln as dln
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("nouiehed.two-layers", "every critical point in place of every local minimum")
def every_critical_point(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the critical point is a global minimum")
