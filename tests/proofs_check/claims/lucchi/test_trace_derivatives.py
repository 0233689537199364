"""Equation (3) of Lucchi's lecture: three derivatives of traces; planted faults."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.lucchi.parts.sizes import Sizes, algebra
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said, settle_planted_at_sizes

CLAIMS = claims_of("lucchi", "trace-derivatives")


def traces(sizes: Sizes, second: bool) -> Outcome:
    d, p = sizes
    work = algebra({"A": ("d", "p"), "B": ("p", "d"), "C": ("d", "d")}, {"d": d, "p": p})
    A, B, C = work["A"], work["B"], work["C"]
    if second:  # as if C were symmetric
        half = A.T @ A @ B @ C
        return equal(work.gradient(work.trace(A @ B @ C @ B.T @ A.T), B), half + half, "d tr[ABCB^TA^T]")
    return equal(work.gradient(work.trace(A @ B @ C), B), A.T @ C, "d tr[ABC]")


PLANTED: dict[str, tuple[Claim, Any]] = {
    "trace with C untransposed": (
        planted(CLAIMS["lucchi.trace-derivatives"], check=lambda s: traces(s, False)),
        [2, 1],
    ),
    "trace as if C = C^T": (planted(CLAIMS["lucchi.trace-derivatives"], check=lambda s: traces(s, True)), [2, 1]),
}


test_planted_faults_are_refuted_at_the_smallest_size = refuted_first_where_said(PLANTED, settle_planted_at_sizes)
