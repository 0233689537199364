"""False neighbours of the claims ``chen``."""

from __future__ import annotations

from proofs_check.language.outcome import Outcome, is_true
from proofs_check.scopes.decayed import Problem, spectrum
from tests.mutations.mutants_ours_decay import (
    AT_THRESHOLD,
    DOUBLE,
    EQUAL,
    TWO_ROOTS,
    always_bounded,
    large_roots_only,
    no_spurious,
)
from tests.mutations.planting import Planting, listed

plant = Planting()

plant("chen.critical.points", "large roots only", over=listed(TWO_ROOTS))(large_roots_only)
plant("chen.critical.classes", "no spurious local minima")(no_spurious)
plant("chen.error-bound", "whatever the singular values", over=listed(DOUBLE, AT_THRESHOLD, EQUAL))(always_bounded)


@plant("chen.critical.dichotomy", "at every decay")
def always_strict(case: Problem) -> Outcome:
    return is_true(
        spectrum(*case).thresholds().all_saddles_strict, "every critical point is a minimum or strict saddle"
    )
