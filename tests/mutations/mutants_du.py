"""False neighbours of the claim of Du, Hu and Lee."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.du import descent
from tests.mutations.planting import Planting

plant = Planting()
plant.patched("du.descent", "norms at most sqrt(r) ||M|| / 20", descent, "norm_bound", lambda r, norm: r * norm / 400)
plant.patched("du.descent", "imbalance at most epsilon / 100", descent, "balance_bound", lambda x: x.epsilon**2 / 10**4)
plant.patched(
    "du.descent", "steps 10,000 times as long", descent.Factors, "step", lambda self, t: Fraction(100) / (t + 1)
)
