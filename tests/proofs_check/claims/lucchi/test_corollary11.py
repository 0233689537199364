"""Corollary 11 of Lucchi's lecture: planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proofs_check.claims.lucchi.parts import sizes
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said

CLAIMS = claims_of("lucchi", "corollary11")


def corollary_as(scale: Callable[[Any, Any, int], Any]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        d, t = case
        if isinstance(t, str):
            return is_true(True, "numbers only")
        work = sizes.algebra({f"W{j}": (d, d) for j in range(t)} | {"x": (d, 1)}, {"d": d})
        layers, end = [work[f"W{j}"] for j in range(t)], work["x"]
        for W in layers:
            end = W @ end
        right = scale(work.number(d), work.variance, t) * work.norm(work["x"])
        return equal(work.expect(work.norm(end), *layers), right, "E ||W^{t:1} x||^2")

    return check


PLANTED: dict[str, tuple[Claim, Any]] = {
    "corollary 11 with t + 1": (
        planted(CLAIMS["lucchi.corollary11"], check=corollary_as(lambda d, v, t: (d * v) ** (t + 1))),
        [1, 0],
    ),
    "corollary 11 without d": (
        planted(CLAIMS["lucchi.corollary11"], check=corollary_as(lambda d, v, t: v**t)),
        [2, 1],
    ),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)
