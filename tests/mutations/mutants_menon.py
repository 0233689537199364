"""False neighbours of the claim of Menon and Yu."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.menon import balanced
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("menon.balanced", "d (d + 1) / 2 for each further layer")
def symmetric_instead_of_skew(case: Any) -> Outcome:
    return printed(case, lambda N, d: d * d + (N - 1) * d * (d + 1) // 2)


@plant("menon.balanced", "N d (d - 1) / 2")
def one_layer_more(case: Any) -> Outcome:
    return printed(case, lambda N, d: d * d + N * d * (d - 1) // 2)


def printed(case: Any, formula: Any) -> Outcome:
    N, d, W = case[0], len(case[1]), balanced.balanced(case)
    return equal(N * d * d - balanced.derivative(W).rank(), formula(N, d), "dimension by rank, and printed")
