"""False neighbours of our claims about random steps and about rates."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.ours import bottleneck_rate, descent_rate, stochastic_step
from tests.mutations.planting import Planting

plant = Planting()
plant.patched(
    "ours.stochastic-step",
    "the whole gradient in place of the draws",
    stochastic_step,
    "spread",
    lambda exact, j: exact.whole[j].T @ exact.whole[j] - exact.whole[j - 1] @ exact.whole[j - 1].T,
)
RATE, EXCESS = bottleneck_rate.rate, bottleneck_rate.excess
plant.patched("ours.bottleneck-rate", "fifty times m", bottleneck_rate, "rate", lambda point: 50 * RATE(point))
plant.patched(
    "ours.bottleneck-rate",
    "the excess over 0",
    bottleneck_rate,
    "excess",
    lambda point: EXCESS(point) + Fraction(1, 2),
)
plant.patched(
    "ours.descent-rate", "twice as fast", descent_rate, "bound", lambda proof, n: proof.excess_after(2 * n) / 10**3
)
