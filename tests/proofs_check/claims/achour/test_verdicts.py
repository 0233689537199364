"""The claims of Achour, Malgouyres and Gerchinovitz on the small scope: their verdicts, and the cases they rest on."""

import pytest

from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import claims_of, settle

CLAIMS = {
    id: found for id, found in claims_of("achour").items() if not id.endswith(".irrational") and id != "achour.escape"
}

SMALL = {
    "achour.minimiser-exists": Verdict.PROVED,
    "achour.values.classes": Verdict.DERIVED,
    "achour.strictness-definition": Verdict.ILL_FORMED,
    "achour.no-spurious": Verdict.PROVED,
    "achour.no-spurious.general-data": Verdict.PROVED,
    "achour.shallow-strict": Verdict.PROVED,
    "achour.zero-nonstrict": Verdict.PROVED,
    "achour.large-sets": Verdict.PROVED,
    "achour.large-sets.general-data": Verdict.PROVED,
    "achour.values": Verdict.PROVED,
    "achour.values.general-data": Verdict.PROVED,
    "achour.values.attained": Verdict.PROVED,
    "achour.classification": Verdict.DERIVED,
    "achour.classification.general-data": Verdict.DERIVED,
    "achour.rank-constrained": Verdict.PROVED,
    "achour.rank-constrained.converse": Verdict.REFUTED,
    "achour.rank-constrained.converse.corrected": Verdict.DERIVED,
    "achour.rank-constrained.attained": Verdict.DERIVED,
    "achour.global-minimisers": Verdict.PROVED,
    "achour.plateau": Verdict.SUPPORTED,
}


def test_every_claim_is_listed_here():
    assert set(CLAIMS) == set(SMALL)


@pytest.fixture(scope="module")
def results():
    return {result.claim.id: result for result in settle(*CLAIMS.values())}


@pytest.mark.parametrize("id", SMALL)
def test_verdicts_on_the_small_scope_rest_on_cases(results, id):
    assert results[id].error is None
    assert results[id].tally.cases > 0
    assert results[id].verdict is SMALL[id]


def test_the_converse_fails_first_at_zero_weights_of_the_smallest_network(results):
    # widths (1, 1, 1): L = (b a - 3)^2, at 0 the Hessian is [[0, -6], [-6, 0]]: strict.
    witness = results["achour.rank-constrained.converse"].witness
    assert witness["problem"]["widths"] == [1, 1, 1]
    assert witness["weights"] == [[["0"]], [["0"]]]
