"""The claims of this project on the small scope: their verdicts, and the cases on which they rest."""

import pytest

from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import claims_of, settle

IDS = (
    "ours.inertia",
    "ours.inertia.general-data",
    "ours.inertia.strictness",
    "ours.inertia.strictness.general-data",
    "ours.kinds",
)

CLAIMS = claims_of("ours", "inertia", "kinds")


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*(CLAIMS[id] for id in IDS))}


@pytest.mark.parametrize("id", IDS)
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is Verdict.DERIVED
