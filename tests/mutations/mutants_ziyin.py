"""False neighbours of the claims ``ziyin``."""

from __future__ import annotations

from proofs_check.language.outcome import Outcome, equal
from proofs_check.scopes.decayed import Problem, spectrum
from symdln.landscape.classification import GLOBAL_MINIMISER
from tests.mutations.planting import Planting

plant = Planting()


@plant("ziyin.zero.deep", "and it is a global minimum")
def zero_is_global(case: Problem) -> Outcome:
    return equal(spectrum(*case).kind().label, GLOBAL_MINIMISER, "the class of zero")


plant.without("ziyin.zero.shallow", "depth 2")
