"""False neighbours of the claim of Tarmoun, Franca, Haeffele and Vidal."""

from __future__ import annotations

from proofs_check.claims.tarmoun import imbalance
from tests.mutations.planting import Planting

plant = Planting()
plant.patched("tarmoun.imbalance", "lambda^2 + p^2", imbalance, "speed_squared", lambda kept, p: kept**2 + p**2)
plant.patched("tarmoun.imbalance", "the rate 3 |lambda|", imbalance, "rate", lambda kept: 3 * abs(kept))
