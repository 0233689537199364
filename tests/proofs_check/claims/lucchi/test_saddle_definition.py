"""Definition 3 of Lucchi's lecture, and the saddles of Theorem 8: planted faults."""

import pytest

from proofs_check.claims.lucchi import saddle_definition
from proofs_check.facts import extrema
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle_planted, without

ABOVE = extrema.critical_above_minimum

PLANTED: dict[str, Claim] = {
    "definition 3 at minima too": without(saddle_definition.saddle_definition_corrected, ABOVE.name),
}


@pytest.fixture(scope="module")
def planted_results():
    return settle_planted(PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_with_a_small_witness(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert max(result.witness["problem"]["widths"]) <= 2
