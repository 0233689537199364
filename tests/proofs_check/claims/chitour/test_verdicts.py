"""The claims of Chitour, Liao and Couillet on the small scope: their verdicts, and the cases on which they rest."""

from __future__ import annotations

import pytest

from proofs_check.claims.chitour import (
    critical_shallow,
    degree,
    first_variation,
    gradient,
    growth,
    hessian_shallow,
    invariant,
    products,
    prop3,
    prop4,
    reduction,
    remark3,
    residual_flow,
    target_positive,
)
from proofs_check.claims.chitour import prop5 as prop5_claims
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import first_failure, named_cases, settle, small_cases, word_cases

WORDS = (
    first_variation.first_variation,
    gradient.gradient,
    invariant.invariant,
    invariant.invariant_norms,
    growth.growth,
    residual_flow.residual_flow,
    products.products_corrected,
    degree.degree_corrected,
    prop3.prop_3_value,
    prop3.prop_3_first,
    prop3.prop_3_second_corrected,
    prop3.prop_3_hessian_corrected,
    prop3.prop_3_flow,
    hessian_shallow.hessian_shallow,
    reduction.reduction_loss,
    reduction.reduction_landscape,
    reduction.reduction_flow_corrected,
    target_positive.target_positive_corrected,
    remark3.cross_entropy,
    remark3.regularised_corrected,
    remark3.relu,
)

WHOLE = (
    first_variation.first_variation,
    gradient.gradient,
    invariant.invariant,
    invariant.invariant_norms,
    residual_flow.residual_flow,
    prop3.prop_3_first,
    prop3.prop_3_second_corrected,
    prop3.prop_3_hessian_corrected,
    remark3.cross_entropy,
    remark3.regularised_corrected,
    remark3.relu,
    growth.growth,
    products.products_corrected,
    prop3.prop_3_value,
    prop3.prop_3_flow,
    hessian_shallow.hessian_shallow,
    reduction.reduction_loss,
    reduction.reduction_flow_corrected,
)
"""No step between the words, or the replayed proof, and the statement is prose."""

REFUTED = (
    degree.degree,
    prop3.prop_3_hessian,
    reduction.reduction_flow,
    target_positive.target_positive,
    remark3.regularised,
)


def test_verdicts_in_the_small_scope() -> None:
    results = settle(*WORDS, *REFUTED, products.products, prop3.prop_3_second)
    found = {result.claim.id: result.verdict for result in results}
    assert found == {
        **{claim.id: Verdict.PROVED if claim in WHOLE else Verdict.DERIVED for claim in WORDS},
        **{claim.id: Verdict.REFUTED for claim in REFUTED},
        "chitour.products": Verdict.ILL_FORMED,
        "chitour.prop3.second": Verdict.ILL_FORMED,
    }


@pytest.mark.parametrize("claim", WORDS, ids=lambda claim: claim.id)
def test_proofs_have_words_for_any_size(claim: Claim) -> None:
    assert word_cases(claim)
    assert all(claim.check(case).holds for case in word_cases(claim))


@pytest.mark.parametrize(
    "claim",
    [claim for claim in WORDS if claim not in (remark3.cross_entropy, remark3.regularised_corrected)],
    ids=lambda claim: claim.id,
)
def test_proofs_have_a_second_route(claim: Claim) -> None:
    assert len(named_cases(claim)) >= 5
    assert all(claim.check(case).holds for case in named_cases(claim))


HOLD = (
    prop4.prop_4_direction,
    critical_shallow.critical_shallow,
    prop5_claims.chart_printed,
    prop5_claims.splitting,
)
"""The claims that tests/mutations does not run over the whole small scope beside their false neighbours."""


@pytest.mark.parametrize("claim", HOLD, ids=lambda claim: claim.id)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None
