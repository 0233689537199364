"""False neighbours of the claims ``wang``."""

from __future__ import annotations

from tests.mutations.mutants_ours_decay import no_spurious
from tests.mutations.planting import Planting

plant = Planting()

plant("wang.ranks", "a local minimum of one rank only")(no_spurious)
