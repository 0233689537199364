"""False neighbours of the claims ``yaras``."""

from proofs_check.claims.yaras.subspace import Start, frames, orthogonal_start
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("yaras.subspace", "dimension d - r in place of d - 2 r")
def larger(case: Start) -> Outcome:
    return is_true(frames(orthogonal_start(case))[0].shape[1] >= case[0] - case[1], "the dimension is d - r at least")
