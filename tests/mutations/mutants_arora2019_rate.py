"""False neighbours of the claims of Arora, Cohen, Golowich and Hu."""

from __future__ import annotations

from proofs_check.claims.arora2019 import rate
from tests.mutations.planting import Planting

plant = Planting()
FLOW, STEP = rate.exponent, rate.exponent_of_step
plant.patched("arora2019.rate", "a hundred times the rate", rate, "exponent_of_step", lambda exact: 100 * STEP(exact))
plant.patched("arora2019.rate.flow", "forty times the rate", rate, "exponent", lambda exact: 40 * FLOW(exact))
