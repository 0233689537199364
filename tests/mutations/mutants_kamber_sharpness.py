"""False neighbours of the claims ``kamber.sharpness``."""

from proofs_check.claims.kamber.sharpness import Diagonals, Layers, deep_is_flat, greatest, is_flat
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("kamber.sharpness.balanced.corrected", "both norms are that of the product")
def without_the_root(case: Layers) -> Outcome:
    return equal(is_flat(case), case[2] == case[3] == case[4], "whether it is flat, and whether all norms are equal")


@plant("kamber.sharpness.sufficient.corrected", "equal spectral norms of the layers")
def equal_norms(case: Diagonals) -> Outcome:
    same = len({greatest([row]) for row in case}) == 1
    return is_true(deep_is_flat(case) or not same, "equal norms make the minimum flat")
