"""Chitour et al., Section 4 and the simulated flows; escape epochs: smallest cases by hand and planted faults."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from chitour_cases import first_failure, small_cases
from settling import planted, settle, settle_planted

import symdln as dln
from proofs_check.claims.achour import escape
from proofs_check.claims.chitour import (
    hyperbolic_splitting,
    normal_hyperbolicity,
    ovf,
    prop1,
    strata_count,
    strata_values,
)
from proofs_check.claims.chitour.parts import overfitting
from proofs_check.claims.chitour.parts import strata as strata_parts
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.overfitting import Flow
from proofs_check.facts.classes import exact_class
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, at_most, equal, is_true
from proofs_check.language.scope import Cases
from proofs_check.language.verdict import Verdict
from symdln.landscape.classification import NON_STRICT, STRICT
from symdln.numeric import NumericProblem, flow_batch
from symdln.numeric.dynamics.escape import NEVER

HOLD = (
    strata_values.strata_values_corrected,
    strata_count.strata_count_corrected,
    normal_hyperbolicity.normal_hyperbolicity,
    normal_hyperbolicity.normal_hyperbolicity_range_corrected,
    hyperbolic_splitting.hyperbolic_splitting,
)


@pytest.mark.parametrize("claim", HOLD, ids=lambda claim: claim.id)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None


# -- strata ------------------------------------------------------------------------------------------------------------


def test_values_of_the_strata_by_hand() -> None:
    # singular values 3 and 2: r = 0 has 1/2 (9 + 4), r = 1 has 1/2 4 (3 kept) and 1/2 9 (2 kept), r = 2 has 0
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))
    values = strata_parts.values_by_rank(problem)
    assert values == {0: {Fraction(13, 2)}, 1: {Fraction(2), Fraction(9, 2)}, 2: {Fraction(0)}}
    # S = {3}: the printed value is 9/2, that of S = {2} is 2, so at r = 1 < d_y both readings list the same values;
    # at r = 0 print says 0
    assert strata_values.strata_values.check(problem).fails
    assert strata_values.strata_values_corrected.check(problem).holds


def test_printed_values_fail_at_the_smallest_network() -> None:
    witness = first_failure(strata_values.strata_values)
    assert witness.widths == (1, 1, 1)  # S empty, L(0) = 9/2


def test_printed_range_misses_the_global_minima() -> None:
    witness = first_failure(strata_count.strata_count)
    assert witness.widths == (1, 1, 1)
    assert strata_count.strata_are(witness, range(1)).sentence.startswith(
        "the number of strata with r from 0 to 0 is 1, but "
    )


def test_values_without_distinct_sums_are_refuted() -> None:
    # singular values 2, 2: both strata of rank 1 have the value 2; Assumption 4 leaves this out
    problem = dln.Problem.canonical((2, 2), (2, 2, 2))
    assert not problem.satisfies("chitour.4")
    assert strata_values.strata_values_corrected.check(problem).fails
    assert strata_count.strata_count_corrected.check(problem).fails


def test_planted_faults_of_the_strata_are_refuted() -> None:
    def squares_missing(problem: dln.Problem) -> Outcome:
        halves = sum((problem.Syx[i, i] for i in range(problem.output_width)), Fraction(0)) / 2
        return equal(strata_parts.values_by_rank(problem)[0], {halves}, "half the sum, without squares, at r = 0")

    def one_too_many(problem: dln.Problem) -> Outcome:
        strata = sum(map(len, strata_parts.values_by_rank(problem).values()))
        return at_most(2**problem.output_width + 1, strata, "2^{d_y} + 1")

    for fault in (squares_missing, one_too_many):
        assert first_failure(strata_values.strata_values_corrected, fault).widths == (1, 1, 1)


# -- normal hyperbolicity ----------------------------------------------------------------------------------------------


def test_saddle_of_the_smallest_network() -> None:
    # L = 1/2 (3 - ab)^2 at 0: Hessian [[0, -3], [-3, 0]], so m_s = m_u = 1 and the stratum is a point
    zero = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[0]], [[0]]])
    inertia = zero.inertia_by_hessian
    assert (inertia.positive, inertia.negative, inertia.zero) == (1, 1, 0)
    assert normal_hyperbolicity.normal_hyperbolicity.check(zero).holds


def test_global_minima_have_no_unstable_direction() -> None:
    witness = first_failure(normal_hyperbolicity.normal_hyperbolicity_range)
    assert witness.problem.widths == (1, 1, 1)
    assert witness.loss == 0


def test_planted_faults_of_the_splitting_are_refuted() -> None:
    claim = normal_hyperbolicity.normal_hyperbolicity

    def empty_kernel(point: dln.Point) -> Outcome:
        return equal(point.inertia_by_hessian.zero, 0, "dimension of the kernel")

    def as_printed_in_prop_5(point: dln.Point) -> Outcome:
        b = blocks(point)
        d_1 = point.problem.widths[1]
        printed = b.r * d_1 + (b.d_y - b.r) * b.r + (b.d_y - b.r) * (b.d_x - b.d_y)
        return equal(point.problem.parameters - point.inertia_by_hessian.negative - printed, m_s(point), "m_s")

    def one_less(point: dln.Point) -> Outcome:
        n = point.inertia_by_hessian.zero
        return is_true(m_s(point) + n < point.problem.parameters - 1, "stable manifolds of codimension 2")

    def m_s(point: dln.Point) -> int:
        return point.inertia_by_hessian.positive

    widths = [first_failure(claim, fault).problem.widths for fault in (empty_kernel, as_printed_in_prop_5, one_less)]
    assert widths[0] == (2, 1, 1)
    assert widths[1] == (1, 2, 1) or widths[1] == (2, 2, 1)
    assert widths[2] == (1, 1, 1)


def test_at_depth_3_some_saddles_have_no_negative_eigenvalue() -> None:
    def at_zero(point: dln.Point) -> bool:
        return all(weight.is_zero() for weight in point.weights)

    zero = dln.Point(dln.Problem.canonical((3,), (1, 1, 1, 1)), [[[0]], [[0]], [[0]]])
    assert at_zero(zero)
    assert strata_parts.has_both_signs(zero).fails


# -- simulated flows ---------------------------------------------------------------------------------------------------


def test_simulated_claims_are_supported_and_say_how_many() -> None:
    results = settle(prop1.prop_1_simulated, ovf.ovf_shallow, ovf.ovf_deep)
    assert [result.verdict for result in results] == [Verdict.SUPPORTED] * 3
    shallow, deep = (len(every) * overfitting.STARTS["small"] for every in (overfitting.SHALLOW, overfitting.DEEP))
    assert [result.tally.cases for result in results] == [shallow + deep, shallow, deep]
    assert all(result.sample is not None and result.sample.failures == 0 for result in results)
    assert results[1].sample is not None
    assert results[1].sample.bound == pytest.approx(1 - 0.01 ** (1 / shallow))  # Clopper-Pearson, none of n, 99 %


def test_flow_from_a_stable_manifold_is_not_taken_for_a_minimum() -> None:
    # L = 1/2 (2 - ab)^2 from a = 1, b = -1: a = -b for ever, so the flow runs into the saddle 0 with loss 2
    problem = dln.Problem.canonical((2,), (1, 1, 1))
    run = flow_batch(NumericProblem.of(problem), [np.array([[[1.0]]]), np.array([[[-1.0]]])])
    flow = Flow((1, 1, 1), ("2",), 0, bool(run.converged[0]), float(run.losses[0]), 0.0, 2.0, 10.0)
    assert flow.converged
    assert prop1.prop_1_simulated.check(flow).holds
    assert ovf.ovf_shallow.check(flow).fails
    assert flow.loss == pytest.approx(2)


def test_flows_that_leave_the_bound_or_do_not_rest_are_found() -> None:
    good = next(small_cases(prop1.prop_1_simulated))
    assert prop1.prop_1_simulated.check(good).holds
    assert prop1.prop_1_simulated.check(good._replace(largest_square=good.bound * 1.01)).fails
    assert prop1.prop_1_simulated.check(good._replace(converged=False)).fails


def test_inexact_failures_leave_the_claim_undecided() -> None:
    claim = ovf.ovf_deep
    scope = claim.over
    assert isinstance(scope, Cases)
    stuck = Flow((1, 1, 1, 1), ("2",), 0, True, 2.0, 0.0, 2.0, 10.0)
    changed = planted(claim, over=replace(scope, make=lambda size, seed: [stuck]))
    (result,) = settle(changed)
    assert result.verdict is Verdict.UNDECIDED
    assert result.tally.failures == 1


def test_bound_of_the_path_by_hand() -> None:
    # a = 2, b = 1, s = 3: g = 1, K_2 = 42, tau = (3, 0): ||W||^2 <= (42 + 3) + 42
    at = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[2]], [[1]]])
    assert overfitting.path_bound(at) == 87


def test_tighter_bounds_of_the_path_are_refuted() -> None:
    def below_the_start(flow: Flow) -> Outcome:
        return at_most(flow.largest_square, flow.bound / 1000, "square of the norm, by a thousandth of the bound")

    assert first_failure(prop1.prop_1_simulated, below_the_start) is not None


def test_targets_meet_assumption_4() -> None:
    values = overfitting.target((3, 3, 3), np.random.default_rng(0))
    assert dln.Problem.canonical(values, (3, 3, 3)).satisfies("chitour.4")
    assert all(Fraction(1, 2) <= value <= 3 for value in values)


# -- escape epochs -----------------------------------------------------------------------------------------------------


def test_escape_is_supported_and_its_reverse_is_not() -> None:
    def later(case: Any) -> Outcome:
        return escape.sooner(case[5], case[4])

    (result,) = settle(escape.escape)
    assert (result.verdict, result.tally.cases) == (Verdict.SUPPORTED, 2 * escape.RUNS["small"])
    reverse = settle_planted({"later": planted(escape.escape, check=later)})["later"]
    assert (reverse.verdict, reverse.tally.failures) == (Verdict.UNDECIDED, 2 * escape.RUNS["small"])


def test_saddles_of_the_experiment_are_of_either_class_with_one_product() -> None:
    for widths in escape.NETWORKS:
        strict, other = escape.pair(widths)
        assert [exact_class(strict.point), exact_class(other.point)] == [STRICT, NON_STRICT]
        assert strict.point.end_to_end == other.point.end_to_end
        assert (strict.order, other.order) == (2, 3)


def test_never_and_ties_are_no_sooner_escape() -> None:
    assert escape.sooner(5, NEVER).holds
    assert escape.sooner(5, 6).holds
    assert escape.sooner(5, 5).fails
    assert escape.sooner(NEVER, NEVER).fails
    assert escape.sooner(NEVER, 7).fails
