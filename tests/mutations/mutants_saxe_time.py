"""False neighbours of the claims ``saxe.time``."""

from fractions import Fraction

from proofs_check.claims.saxe.time import Mode, reached
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("saxe.time", "1 / s in place of 1 / (2 s)")
def twice_the_time(mode: Mode) -> Outcome:
    s, start, end = map(Fraction, mode)
    growth = end * (s - start) / (start * (s - end))
    return equal(reached(s, start, growth**2), end, "the value at twice the time")
