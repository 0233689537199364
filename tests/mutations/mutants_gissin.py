"""False neighbours of the claims of Gissin, Shalev-Shwartz and Daniely."""

from __future__ import annotations

from proofs_check.claims.gissin import incremental
from tests.mutations.planting import Planting

plant = Planting()
EXACT = incremental.threshold
plant.patched(
    "gissin.incremental.shallow",
    "a tenth of the threshold",
    incremental,
    "threshold",
    lambda r, f, s: EXACT(r, f, s) / 10,
)
plant.patched(
    "gissin.incremental.shallow",
    "polynomial in r - 1",
    incremental,
    "threshold",
    lambda r, f, s: s * (r - 1) ** 3 / 100,
)
plant.patched("gissin.incremental.deep", "half of s suffices", incremental, "enough", lambda r, f, s, N: s / 2)
