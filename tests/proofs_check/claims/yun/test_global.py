"""Critical points with a product of full rank, Yun, Sra and Jadbabaie (2018)."""

from __future__ import annotations

from proofs_check.claims.yun import global_
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import first_failure, texts, verdicts_on_cases, without

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {global_.full_rank_products: Verdict.DERIVED}
)


def test_strictness_needs_a_product_of_full_rank() -> None:
    # W = 0 at depth 3: rank 0, Hessian 0, loss 9/2
    claim = global_.full_rank_products
    witness = first_failure(claim, assuming=without(claim, global_.full_rank.name).assuming)
    assert witness.problem.widths == (1, 1, 1, 1)
    assert texts(witness) == [[["0"]]] * 3


def test_strict_saddles_everywhere_are_a_matter_of_depth_2() -> None:
    claim = without(global_.full_rank_products, global_.full_rank.name)
    assert first_failure(claim, assuming=(*claim.assuming, depth_is(2))) is None
