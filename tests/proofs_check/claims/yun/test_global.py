"""Critical points with a product of full rank, Yun, Sra and Jadbabaie (2018)."""

from __future__ import annotations

import pytest

from proofs_check.claims.yun import global_
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import first_failure, settle, small_cases, texts, without


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (global_.full_rank_products, Verdict.DERIVED),
    ],
    ids=lambda value: value.id if isinstance(value, Claim) else value.name,
)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim, verdict: Verdict) -> None:
    assert next(small_cases(claim), None) is not None
    (result,) = settle(claim)
    assert result.verdict is verdict


def test_strictness_needs_a_product_of_full_rank() -> None:
    # W = 0 at depth 3: rank 0, Hessian 0, loss 9/2
    claim = global_.full_rank_products
    witness = first_failure(claim, assuming=without(claim, global_.full_rank.name).assuming)
    assert witness.problem.widths == (1, 1, 1, 1)
    assert texts(witness) == [[["0"]]] * 3


def test_strict_saddles_everywhere_are_a_matter_of_depth_2() -> None:
    claim = without(global_.full_rank_products, global_.full_rank.name)
    assert first_failure(claim, assuming=(*claim.assuming, depth_is(2))) is None
