"""False neighbours of the claims ``trager.pure``."""

import symdln as dln
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("trager.pure", "a critical point of the loss on all matrices")
def on_all_matrices(point: dln.Point) -> Outcome:
    gradient = point.end_to_end @ point.problem.Sxx - point.problem.Syx
    return is_true(gradient.is_zero(), "the gradient by the product vanishes")
