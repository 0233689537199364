"""At depth 2 every saddle is strict, slides of Achour et al. (2025): planted faults."""

import pytest

from proofs_check.claims.achour import shallow_strict
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle_planted, without

PLANTED: dict[str, Claim] = {
    "deep saddles strict too": without(shallow_strict.shallow_strict, "depth = 2"),
}


@pytest.fixture(scope="module")
def planted_results():
    return settle_planted(PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_refuted_with_a_small_witness(planted_results, name):
    result = planted_results[name]
    assert result.verdict is Verdict.REFUTED, result.error
    assert max(result.witness["problem"]["widths"]) <= 2
