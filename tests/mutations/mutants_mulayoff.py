"""False neighbours of the claims ``mulayoff``."""

from fractions import Fraction

from proofs_check.facts import flat_minima
from proofs_check.facts.flat_minima import Changed
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("mulayoff.flat.value", "s_1^(2/N) in place of s_1^(2 - 2/N)")
def other_power(case: Changed) -> Outcome:
    bound = (len(case[0]) - 1) * Fraction(case[1]) ** 2
    more, same = flat_minima.above(flat_minima.minimum(case), bound)
    return is_true(more == 0 < same or case[2] != "none", "the largest eigenvalue of a balanced minimum is the bound")


plant.without("mulayoff.flat.gain", "flattest")
plant.without("mulayoff.flat.coupled", "flattest")
