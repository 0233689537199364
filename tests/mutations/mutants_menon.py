"""False neighbours of the claims ``menon``."""

from __future__ import annotations

from proofs_check.claims.menon.balanced import Balanced, layers, tangent_dimension
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()
plant.without("menon.balanced.dimension", "the product has full rank")


@plant("menon.balanced.dimension", "d (d + 1) / 2 in place of d (d - 1) / 2")
def symmetric_in_place_of_antisymmetric(case: Balanced) -> Outcome:
    d = len(case.values)
    return equal(tangent_dimension(layers(case)), d * d + (case.depth - 1) * d * (d + 1) // 2, "the dimension")
