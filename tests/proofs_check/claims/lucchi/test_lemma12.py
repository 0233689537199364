"""Lemma 12 of Lucchi's lecture: the fourth moment of the norm after a random layer; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proofs_check.claims.lucchi.parts import random_weights, sizes
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis
from proofs_check.language.outcome import Outcome, equal
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said, settle

CLAIMS = claims_of("lucchi", "lemma10", "lemma12")


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_with_independence_the_printed_formulas_hold_for_all_discrete_laws():
    free = Hypothesis("independent", "independent", random_weights.independent)
    ten = planted(CLAIMS["lucchi.lemma10.random"], assuming=(random_weights.W_CENTRED, free))
    twelve = planted(CLAIMS["lucchi.lemma12"], assuming=(*CLAIMS["lucchi.lemma12"].assuming, free))
    for result in settle(ten, twelve):
        assert result.verdict is Verdict.VERIFIED
        assert result.tally.cases > 5


# -- planted faults ----------------------------------------------------------------------------------------------------


def lemma_12_as(first: Callable[[int, int], int], excess: Callable[[Any], Any]) -> Callable[[Any], Outcome]:
    def check(case: Any) -> Outcome:
        m, n = case
        work = sizes.algebra({"W": ("m", "n"), "xi": ("n", 1)}, {"m": m, "n": n})
        W, xi, square = work["W"], work["xi"], work.variance**2
        fourth = sum((row[0] ** 4 for row in xi.rows), xi.zero)
        right = first(m, n) * square * work.norm(xi) ** 2 + excess(work.kurtosis) * m * square * fourth
        return equal(work.expect(work.norm(W @ xi) ** 2, W), right, "E ||W xi||^4")

    return check


PLANTED: dict[str, tuple[Claim, Any]] = {
    "lemma 12 with d^2": (
        planted(
            CLAIMS["lucchi.lemma12.corrected"], check=lemma_12_as(lambda m, n: m * m, lambda kurtosis: kurtosis - 3)
        ),
        [1, 1],
    ),
    "lemma 12 with columns": (
        planted(
            CLAIMS["lucchi.lemma12.corrected"],
            check=lemma_12_as(lambda m, n: m * (n + 2), lambda kurtosis: kurtosis - 3),
        ),
        [1, 2],
    ),
    "lemma 12 for Gaussians only": (
        planted(
            CLAIMS["lucchi.lemma12.corrected"],
            check=lemma_12_as(lambda m, n: m * (m + 2), lambda kurtosis: 0 * kurtosis),
        ),
        [1, 1],
    ),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)
