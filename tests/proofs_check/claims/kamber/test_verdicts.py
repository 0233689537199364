"""The claims ``kamber`` on the small scope: their verdicts, and the cases on which they rest."""

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.running import registry
from tests.proofs_check.settling import settle

CLAIMS = [claim for id, claim in registry.all_claims().items() if id.startswith("kamber.")]


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*CLAIMS)}


@pytest.mark.parametrize("id", [claim.id for claim in CLAIMS])
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    result = results[id]
    assert result.error is None
    assert result.tally.cases > 0
    best = Verdict.PROVED if result.claim.proof else Verdict.DERIVED
    assert result.verdict is (Verdict.REFUTED if result.claim.grade else best)
