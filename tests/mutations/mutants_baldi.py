"""False neighbours of the claims ``baldi``."""

from __future__ import annotations

import symdln as dln
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()
plant.without("baldi.critical.saddles", "critical, loss above the minimum")


@plant("baldi.critical.forms", "the projection onto the rows of B in place of the columns of A")
def rows_of_the_first_layer(point: dln.Point) -> Outcome:
    B, A = point.weights
    regression = point.problem.Syx @ point.problem.Sxx.inverse()
    return equal(A @ B, regression @ B.pseudoinverse() @ B, "A B, and Syx Sxx^{-1} P_B")
