"""False neighbours of the claims of Bah, Rauhut, Terstiege and Westdickenberg."""

from __future__ import annotations

from proofs_check.claims.bah import riemannian
from tests.mutations.planting import Planting

plant = Planting()
plant.patched("bah.riemannian.rank", "every normal part vanishes", riemannian, "outside", lambda A: A @ A.T)
plant.patched(
    "bah.riemannian.metric",
    "the dimension r (m + n)",
    riemannian,
    "tangent_dimension",
    lambda rank, rows, columns: rank * (rows + columns),
)
