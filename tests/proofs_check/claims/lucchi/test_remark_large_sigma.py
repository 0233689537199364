"""The first remark after Theorem 9 of Lucchi's lecture: large sigma; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi.parts import initialisation
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said

CLAIMS = claims_of("lucchi", "remark-large-sigma")


def threshold_as(setting: Any, threshold: Callable[[int, int, Fraction], bool]) -> Outcome:
    if setting == initialisation.ANY:
        return is_true(True, "numbers only")
    d, depth, v = int(setting[0]), int(setting[1]), Fraction(setting[2])
    first, second = initialisation.bound_terms(setting)
    return equal(first > second, threshold(d, depth, v), "the term with y_hat is larger")


PLANTED: dict[str, tuple[Claim, Any]] = {
    "threshold 1/(d(d+2))": (
        planted(
            CLAIMS["lucchi.remark-large-sigma.corrected"],
            check=lambda s: threshold_as(s, lambda d, L, v: v * v * d * (d + 2) > 1),
        ),
        [1, 1, "1"],
    ),
    "threshold without 3/d": (
        planted(
            CLAIMS["lucchi.remark-large-sigma.corrected"],
            check=lambda s: threshold_as(s, lambda d, L, v: v * (d + 2) > 1),
        ),
        [1, 1, "1/2"],
    ),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)
