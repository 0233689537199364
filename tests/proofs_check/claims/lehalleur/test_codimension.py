"""The claims of Lehalleur and Rimanyi: codimensions and components by hand."""

from __future__ import annotations

import pytest

from proofs_check.claims.lehalleur import codimension, components, multiplicity, permutation
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from symdln.strings.singularity import lehalleur_rimanyi
from tests.proofs_check.settling import settle

VERDICTS = {
    codimension.codimension: Verdict.VERIFIED,
    components.components: Verdict.VERIFIED,
    permutation.permutation: Verdict.VERIFIED,
    multiplicity.multiplicity: Verdict.REFUTED,
    multiplicity.multiplicity_corrected: Verdict.VERIFIED,
}


@pytest.mark.parametrize("claim", VERDICTS, ids=lambda claim: claim.id)
def test_claim_in_the_small_scope(claim: Claim) -> None:
    (result,) = settle(claim)
    assert result.error is None
    assert result.verdict is VERDICTS[claim]


def test_codimensions_by_hand() -> None:
    # x y = 0: two lines in the plane; W_2 W_1 = 0 at (1, 2, 1): one quadric u . v = 0
    assert (lehalleur_rimanyi((1, 1, 1)).codimension, lehalleur_rimanyi((1, 1, 1)).components) == (1, 2)
    assert (lehalleur_rimanyi((1, 2, 1)).codimension, lehalleur_rimanyi((1, 2, 1)).components) == (1, 1)
    # (2, 1, 2): z x^T = 0, so z = 0 or x = 0
    assert (lehalleur_rimanyi((2, 1, 2)).codimension, lehalleur_rimanyi((2, 1, 2)).components) == (2, 2)
    # (1, 1, 1, 2): a b z = 0 with z in R^2: a = 0 or b = 0; without the modulus the binomial has the index -1
    found = lehalleur_rimanyi((1, 1, 1, 2))
    assert (found.codimension, found.components) == (1, 2)


def test_the_printed_order_is_one_at_two_crossing_lines() -> None:
    # a^2 b^2: the zeta function is (2s + 1)^-2 up to a factor, a pole of order 2; printed is 4 * 1/2 * 1/2
    assert multiplicity.printed(((1, 1, 1), 0)) == 1
    assert multiplicity.multiplicity.at(((1, 1, 1), 0)).fails
