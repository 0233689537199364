"""False neighbours of the claim of Min, Vidal and Mallada."""

from __future__ import annotations

from proofs_check.claims.min import rate as three
from tests.mutations.planting import Planting

plant = Planting()
EXACT = three.rate
plant.patched("min.rate", "twice the rate", three, "rate", lambda a, b, hub: 2 * EXACT(a, b, hub), first=4)
plant.patched("min.rate", "(delta_1 + delta_2)^2 for every hub", three, "rate", lambda a, b, hub: (a + b) ** 2, first=4)
