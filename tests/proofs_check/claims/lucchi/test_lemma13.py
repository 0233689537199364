"""Lemma 13 of Lucchi's lecture: the expected squared gradient and its two parts; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.claims.lucchi.parts import random_weights, sizes
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.proofs_check.settling import claims_of, planted, refuted_first_where_said, settle

CLAIMS = claims_of("lucchi", "lemma13")


def lemma_13_as(first_factor: int, second_factor: int, sharp: bool = False) -> Callable[[Any], Outcome]:
    """With the terms weighted by these numbers of halves."""

    def check(case: Any) -> Outcome:
        first, second = random_weights.lemma_13_terms(case)
        right, left = first_factor * first + second_factor * second, 2 * random_weights.gradient_norm(case)
        if not isinstance(case[0], int):
            return is_true(True, "numbers only")
        return equal(left, right, "2 E") if sharp else sizes.is_nonnegative(right - left, "bound minus expectation")

    return check


PLANTED: dict[str, tuple[Claim, Any]] = {
    "lemma 13 with 1/2": (planted(CLAIMS["lucchi.lemma13"], check=lemma_13_as(1, 4)), [1, 1, 1]),
    "lemma 13 with 1/2 at y": (planted(CLAIMS["lucchi.lemma13"], check=lemma_13_as(4, 1)), [1, 1, 1]),
    "lemma 13 sharp with 2": (planted(CLAIMS["lucchi.lemma13.sharp"], check=lemma_13_as(4, 4, True)), [1, 1, 1]),
}


test_planted_faults_are_refuted_at_the_smallest_case = refuted_first_where_said(PLANTED)


@pytest.mark.parametrize(("first", "second"), [(2, 2), (3, 3)])
def test_the_factors_2_of_lemma_13_can_be_1(first, second):
    # lemma_13_as counts in halves of the printed bound's terms: (2, 2) is the exact value
    (result,) = settle(planted(CLAIMS["lucchi.lemma13"], check=lemma_13_as(first, second)))
    assert result.tally.failures == 0
