"""Lemmas 3.1 and 3.2 of Chitour et al. (2022): critical points in block form; cases by hand and planted faults."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import lemma3
from proofs_check.claims.chitour.parts.lemma3 import truncated_identity
from proofs_check.claims.chitour.parts.notation import LEMMA_3_2, blocks
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import is_critical
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.networks.indeterminates import Network, doubled
from tests.proofs_check.settling import first_failure

# -- symbols -----------------------------------------------------------------------------------------------------------


def test_equivalence_needs_the_exact_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemma3, "doubled", lambda matrix: doubled(matrix) + matrix)
    assert first_failure(lemma3.lemma_3_1_equivalence) == (1, 1, 1)


def test_equivalence_notices_a_wrong_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    # a target whose last columns are not zero: dL/dW_{1,2} gets another term as soon as d_x > d_y
    monkeypatch.setattr(lemma3, "Network", lambda widths, diagonal: Network(widths))
    assert first_failure(lemma3.lemma_3_1_equivalence) == (2, 1, 1)


# -- Lemmas 3.1 and 3.2 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claim",
    [lemma3.lemma_3_2_permutation, lemma3.lemma_3_2_blocks, lemma3.lemma_3_2_residual],
    ids=lambda claim: claim.id,
)
def test_print_without_permuting_on_both_sides_fails_at_the_second_singular_value(claim: Claim) -> None:
    # D_W = diag(0, 1): every D_W U has its one in row 2; S_Y = diag(3, 2) has D_Y = 3, E_Y = 2, but 2 is fitted.
    # One target cannot show it (d_y = 1), and the widths must be at least d_y = 2.
    witness = first_failure(claim)
    assert witness.problem.widths == (2, 2, 2)
    assert witness.selection == (1,)


def test_necessary_condition_is_sufficient_for_the_smallest_network() -> None:
    # (s - b a) b = (s - b a) a = 0.  r = 0: b = 0 and by (20) a = 0; r = 1: b a = s: both are critical
    assert first_failure(lemma3.lemma_3_2_necessary_every_depth).widths == (1, 1, 1)


def test_selection_needs_distinct_singular_values() -> None:
    # s = (3, 3), W_2 W_1 = 3 v v^T / 2 with v = (1, 1): critical, and all entries of R W_{1,1} are 3/2
    problem = dln.Problem.canonical((3, 3), (2, 2, 2))
    half = Fraction(3, 2)
    point = dln.Point(problem, [[[half, half], [0, 0]], [[1, 0], [1, 0]]])
    assert point.is_critical
    assert not problem.satisfies("chitour.3")
    assert lemma3.lemma_3_2_selection.check(point).fails
    assert lemma3.lemma_3_1.check(point).holds
    assert lemma3.lemma_3_2_q.check(point).holds


def residual_vanishes(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.Q, b.S_Y, "planted: R W_{1,1} = S_Y")


def second_block_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_12.is_zero(), "planted: W_{1,2} = 0")


def rank_of_z_ones(point: dln.Point) -> Outcome:
    return equal(blocks(point).D_W.trace(), blocks(point).r_Z, "planted: as many ones as the rank of Z")


def complementary_selection(point: dln.Point) -> Outcome:
    b = blocks(point)
    return is_true((b.R.T @ b.D_W).is_zero(), "planted: R^T = R^T (I - D_W)")


def first_block_without_z(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_112.is_zero(), "planted: W_{1,1,2} = 0")


def last_block_without_z(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_last_2.is_zero(), "planted: W_{H+1,2} = 0")


def other_end(point: dln.Point) -> Outcome:
    b = blocks(point)
    complement = dln.Matrix.identity(b.d_y) - truncated_identity(b)
    return equal(b.U.T @ b.D_W @ b.U, complement, "planted: ones last")


def residual_of_selected(point: dln.Point) -> Outcome:
    b = blocks(point)
    return all_of(equal(b.M, b.S_Y @ b.D_W, "planted: M = S_Y D_W"))


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (lemma3.lemma_3_1, residual_vanishes, (1, 1, 1)),  # W = 0
        (lemma3.lemma_3_1, second_block_vanishes, (2, 1, 1)),  # W_2 = 0, W_1 = (0, 1)
        (lemma3.lemma_3_2_selection, rank_of_z_ones, (1, 1, 1)),  # r_Z = 1 at W = 0
        (lemma3.lemma_3_2_selection, complementary_selection, (1, 1, 1)),
        (lemma3.lemma_3_2_blocks_corrected, first_block_without_z, (1, 1, 1, 1)),  # W = (1, 0, 0); for H = 1, Z = I
        (lemma3.lemma_3_2_blocks_corrected, last_block_without_z, (1, 1, 1, 1)),  # W = (0, 0, 1)
        (lemma3.lemma_3_2_permutation_corrected, other_end, (1, 1, 1)),
        (lemma3.lemma_3_2_residual_corrected, residual_of_selected, (1, 1, 1)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_fault_at_critical_points_is_found(
    claim: Claim, fault: Callable[[Any], Outcome], widths: tuple[int, ...]
) -> None:
    witness = first_failure(claim, fault)
    assert witness is not None
    assert witness.problem.widths == widths


def test_critical_values_of_two_targets_by_hand() -> None:
    # s = (3, 2): halves of 0, 4, 9 and 13
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))
    losses = {kind.representative().loss for kind in problem.kinds()}
    assert losses == {0, 2, Fraction(9, 2), Fraction(13, 2)}
    assert lemma3.lemma_3_2_values.check(problem).holds


def test_critical_values_fail_where_a_hidden_layer_is_narrow() -> None:
    # widths (2, 1, 2): rank at most 1, so the value 0 is not reached; Assumption 1 excludes it
    problem = dln.Problem.canonical((3, 2), (2, 1, 2))
    assert not problem.satisfies("chitour.1")
    assert lemma3.lemma_3_2_values.check(problem).fails


def test_lemma_is_about_critical_points() -> None:
    # W = (1, 1), s = 3: R^T S_Y = 3, R^T R W_{1,1} = 1
    point = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[1]], [[1]]])
    assert lemma3.lemma_3_1.check(point).fails
    assert is_critical in lemma3.lemma_3_1.assuming
    assert set(LEMMA_3_2) < set(lemma3.lemma_3_2_selection.assuming)
