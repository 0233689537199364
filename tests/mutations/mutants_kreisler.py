"""False neighbours of the claim of Kreisler, Nacson, Soudry and Carmon."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.kreisler import scalar
from tests.mutations.planting import Planting

plant = Planting()
plant.patched("kreisler.scalar", "up to eta^2 m^2 = 4", scalar, "most", lambda: Fraction(4))
plant.patched("kreisler.scalar", "up to eta^2 m^2 = 1/2", scalar, "most", lambda: Fraction(1, 2))
plant.patched("kreisler.scalar", "the factor 1 + eta^2 m^2", scalar, "factor", lambda eta, m: 1 + eta**2 * m**2)
