"""False neighbours of the claims ``kamber.sharpness``."""

from proofs_check.claims.kamber.sharpness import Layers, is_flat
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("kamber.sharpness.balanced.corrected", "both norms are that of the product")
def without_the_root(case: Layers) -> Outcome:
    return equal(is_flat(case), case[2] == case[3] == case[4], "whether it is flat, and whether all norms are equal")
