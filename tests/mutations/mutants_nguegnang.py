"""False neighbours of the claim of Nguegnang, Rauhut and Terstiege."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.nguegnang import descent
from tests.mutations.planting import Planting

plant = Planting()
plant.patched("nguegnang.descent", "the imbalance is kept", descent, "allowed", lambda exact: Fraction(0))
plant.patched("nguegnang.descent", "b without p", descent, "bound", lambda c, p: c / 2)
