"""The claims of Chitour, Liao and Couillet on the small scope: their verdicts, and the cases on which they rest."""

from __future__ import annotations

import pytest

from proofs_check.claims.chitour import (
    assumption3,
    assumption4,
    crit_strata,
    critical_shallow,
    degree,
    dissipation,
    first_variation,
    gradient,
    growth,
    growth_bound,
    hessian_shallow,
    hyperbolic_splitting,
    invariant,
    least_squares,
    lemma2,
    lemma3,
    normal_hyperbolicity,
    products,
    prop1,
    prop2,
    prop3,
    prop4,
    reduction,
    remark1,
    remark3,
    remark4,
    remark6,
    remark7,
    residual_flow,
    strata_count,
    strata_values,
    target_positive,
    trace_bound,
    trace_inequality,
    trace_power,
    weyl,
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
    assumption3.assumption_3_generic,
    assumption4.assumption_4,
    gradient.gradient,
    invariant.invariant,
    invariant.invariant_norms,
    lemma3.lemma_3_1_equivalence,
    lemma3.lemma_3_1,
    lemma3.lemma_3_2_q,
    lemma3.lemma_3_2_selection,
    lemma3.lemma_3_2_values,
    lemma3.lemma_3_2_permutation_corrected,
    lemma3.lemma_3_2_blocks_corrected,
    lemma3.lemma_3_2_residual_corrected,
    lemma3.lemma_3_2_necessary,
    lemma3.lemma_3_2_necessary_every_depth_corrected,
    trace_power.trace_power,
    trace_bound.trace_bound,
    trace_inequality.trace_inequality,
    dissipation.dissipation,
    dissipation.dissipation_first,
    weyl.weyl,
    weyl.weyl_spectrum_corrected,
    prop2.prop_2_rank_corrected,
    prop2.prop_2_alpha,
    prop2.prop_2_index_corrected,
    prop2.prop_2_corrected,
    remark4.remark_4_corrected,
    remark4.remark_4_choice,
    prop2.prop_2_printed_index_corrected,
    lemma2.lemma_2_4,
    growth_bound.growth_bound,
    prop1.prop_1_bounded,
    prop1.prop_1,
    strata_values.strata_values_corrected,
    strata_count.strata_count_corrected,
    normal_hyperbolicity.normal_hyperbolicity,
    normal_hyperbolicity.normal_hyperbolicity_range_corrected,
    hyperbolic_splitting.hyperbolic_splitting,
    prop4.prop_4_i_corrected,
    prop4.prop_4_ii,
    prop4.prop_4_iii_saddle,
    prop4.prop_4_iii_rank,
    prop4.prop_4_iii_variety_corrected,
    prop4.prop_4_iii_zero_set_corrected,
    prop4.prop_4_direction,
    prop4.prop_4_direction_corrected,
    crit_strata.crit_strata,
    remark1.zero_is_reached,
    least_squares.product_is_least_squares,
    least_squares.product_is_least_squares_general,
    least_squares.least_squares_is_unique,
    critical_shallow.critical_shallow,
    critical_shallow.critical_shallow_corrected,
    prop5_claims.tangent_equations,
    prop5_claims.chart_printed,
    prop5_claims.chart_corrected,
    prop5_claims.complement_is_direct,
    prop5_claims.splitting,
    prop5_claims.splitting_form,
    prop5_claims.q_1,
    prop5_claims.q_2_corrected,
    prop5_claims.prop_5_dimension_corrected,
    prop5_claims.prop_5_tangent,
    remark7.remark_7,
    remark6.remark_6,
)


@pytest.mark.parametrize("claim", HOLD, ids=lambda claim: claim.id)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None
