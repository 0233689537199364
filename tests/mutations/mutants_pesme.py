"""False neighbours of the claim of Pesme and Flammarion."""

from __future__ import annotations

from proofs_check.claims.pesme import lars
from proofs_check.facts.enclosures import decayed
from tests.mutations.planting import Planting

plant = Planting()
plant.patched("pesme.lars.white", "half the speed before", lars, "before", lambda s, a, t: decayed(a, s * t))
plant.patched("pesme.lars.white", "twice the speed after", lars, "after", lambda s, a, t: decayed(s**2 / a, -4 * s * t))
