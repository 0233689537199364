"""Theorem 7 of Lucchi's lecture: two layers have no spurious minima; planted faults."""

import pytest

from proofs_check.claims.lucchi import thm7
from proofs_check.facts import extrema
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle_planted, without

ABOVE = extrema.critical_above_minimum

PLANTED: dict[str, Claim] = {
    "thm7 at any depth": without(thm7.theorem_7, "depth = 2"),
    "thm7 at minima too": without(thm7.theorem_7, ABOVE.name),
}


@pytest.fixture(scope="module")
def planted_results():
    return settle_planted(PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_with_a_small_witness(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert max(result.witness["problem"]["widths"]) <= 2
