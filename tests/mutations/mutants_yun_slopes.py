"""False neighbours of the claims ``yun.two-slopes``."""

from proofs_check.claims.yun.two_slopes import BentData, better
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("yun.two-slopes", "the local minima are global")
def global_ones(data: BentData) -> Outcome:
    return is_true(better(data) is None, "no point has a smaller loss")
