"""The second remark after Theorem 9 of Lucchi's lecture: small sigma; planted faults."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.claims.lucchi.parts import initialisation
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said

CLAIMS = claims_of("lucchi", "remark-small-sigma")


def tends_too_fast(setting: Any) -> Outcome:
    if setting == initialisation.ANY:
        return is_true(True, "numbers only")
    d, depth, v = setting
    first, second = initialisation.bound_terms(setting)
    halved = initialisation.bound_terms((d, depth, str(Fraction(v) / 2)))
    return equal(halved[0] / halved[1] * 4 ** int(depth), first / second, "ratio at half the variance, times 4^L")


PLANTED: dict[str, tuple[Claim, Any]] = {
    "small sigma with sigma^4": (planted(CLAIMS["lucchi.remark-small-sigma"], check=tends_too_fast), [1, 1, "1/8"]),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)
