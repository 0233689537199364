"""False neighbours of the claims of Freeman and Bruna (2016)."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.freeman import level_sets
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()


plant.without("freeman.level-sets.connected.corrected", level_sets.wide.name)


@plant("freeman.level-sets.local-minima.corrected", "a set is connected if a point between lies above the level")
def above_the_level(between: Fraction) -> Outcome:
    return is_true(level_sets.two_wells(between) <= level_sets.two_wells(Fraction(0)), "the point lies in the set")
