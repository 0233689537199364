"""Proposition 4 of Chitour et al. (2022): cases by hand and planted faults."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import prop4
from proofs_check.claims.chitour.parts.notation import below_full_rank, blocks, is_saddle
from proofs_check.claims.chitour.prop4 import CrossingDirection, more_than_rank_r
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Outcome, equal, holds, is_true
from tests.proofs_check.settling import first_failure, texts, without

# -- what fails as printed ---------------------------------------------------------------------------------------------


def test_local_minimum_is_no_global_maximum() -> None:
    # L = 1/2 (3 - b a)^2: zero at b a = 3, and 9/2 at 0
    witness = first_failure(prop4.prop_4_i)
    assert witness.problem.widths == (1, 1, 1)
    assert witness.loss == 0
    assert witness.end_to_end.texts() == [["3"]]


def test_saddles_of_the_smallest_network_are_one_point() -> None:
    # (3 - b a) a = (3 - b a) b = 0 with b a != 3: a = b = 0, with Hessian [[0, -3], [-3, 0]]
    problem = first_failure(prop4.prop_4_iii_variety)
    assert problem.widths == (1, 1, 1)
    zero = dln.Point(problem, [[[0]], [[0]]])
    assert zero.hessian == dln.Matrix([[0, -3], [-3, 0]])
    assert not prop4.is_on_line_of_critical_points(zero)


@pytest.mark.parametrize("widths", [(1, 1, 1, 1), (2, 1, 1), (1, 2, 1, 1)])
def test_larger_networks_have_lines_of_saddles(widths: tuple[int, ...]) -> None:
    # W = 0 and any first layer at depth 3; W_2 = 0 and W_1 = (0, t) with two inputs
    assert prop4.prop_4_iii_variety_corrected.check(dln.Problem.canonical((3,), widths)).holds


def test_zero_of_23_that_is_not_critical() -> None:
    # a = 1, b = 0: M = 3 = E_Y, but dL/db = -3 a
    witness = first_failure(prop4.prop_4_iii_zero_set)
    assert texts(witness) == [[["1"]], [["0"]]]
    assert [block[0, 0] for block in witness.gradient] == [0, -3]


def test_zeros_of_23_by_hand() -> None:
    # s = (3, 2), W_2 = I: M = S_Y - W_1, to be diagonal with entries 0 or s_i, not all zero
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))

    def is_zero(W_1: list[list[int]]) -> bool:
        return prop4.is_zero_of_23(blocks(dln.Point(problem, [W_1, [[1, 0], [0, 1]]])))

    assert is_zero([[0, 0], [0, 2]])
    assert is_zero([[0, 0], [0, 0]])
    assert not is_zero([[3, 0], [0, 2]])  # M = 0
    assert not is_zero([[1, 0], [0, 2]])  # M = diag(2, 0), and 2 is not an entry of S_Y in this place
    assert not is_zero([[0, 1], [0, 2]])  # not diagonal


# -- by hand -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "only_zero"), [((1, 1, 1), True), ((1, 3, 1), True), ((2, 1, 1), False), ((1, 1, 1, 1), False)]
)
def test_gradients_are_one_number_times_weights_in_scalar_shallow_networks_only(widths, only_zero) -> None:
    # dL/dW_1 = - m W_2^T with a number m = s - W_2 W_1 needs d_x = d_y = 1, and two layers
    assert prop4.gradient_is_residual_times_weights(widths) == only_zero


def test_direction_of_the_proof_by_hand() -> None:
    # widths (1, 1, 1) at W = 0: Z = 1, v = V = T = 1, E_Y = 3: L = 1/2 (3 - lambda mu)^2, so H_W = -3 lambda mu
    point = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[0]], [[0]]])
    w = CrossingDirection(point)
    assert (w.crossing, w.square) == (3, 0)
    assert w.exact(Fraction(2), Fraction(5)) == w.printed(Fraction(2), Fraction(5)) == -30


def test_direction_with_a_square_by_hand() -> None:
    # widths (2, 1, 1), W_1 = (0, 7), W_2 = 0: v = T = 1, T Z W_{1,2} = 7: H_W = -3 lambda mu + 49 mu^2 / 2
    point = dln.Point(dln.Problem.canonical((3,), (2, 1, 1)), [[[0, 7]], [[0]]])
    w = CrossingDirection(point)
    assert (w.crossing, w.square) == (3, 49)
    assert w.exact(Fraction(0), Fraction(2)) == 98


# -- planted faults ----------------------------------------------------------------------------------------------------


def test_rank_condition_needs_a_saddle() -> None:
    # widths (1, 2, 1): at b a = 3, r = 1 = d_y and Z = I_2: r_Z = 2 > r at a global minimum
    claim = prop4.prop_4_iii_rank
    witness = first_failure(claim, assuming=without(claim, below_full_rank.name).assuming)
    assert witness.problem.widths == (1, 2, 1)
    assert witness.loss == 0


def test_rank_condition_is_strict() -> None:
    # r_Z >= r at W = (0, 0, 0) of depth 3, whose Hessian is zero
    claim = prop4.prop_4_iii_rank
    witness = first_failure(claim, assuming=without(claim, more_than_rank_r.name).assuming)
    assert witness.problem.widths == (1, 1, 1, 1)
    assert witness.inertia_by_hessian.negative == 0


def test_every_stratum_but_the_last_consists_of_saddles() -> None:
    claim = prop4.prop_4_iii_saddle
    assert first_failure(claim, assuming=without(claim, below_full_rank.name).assuming).loss == 0


def test_variety_needs_depth_3_or_two_inputs() -> None:
    claim = prop4.prop_4_iii_variety_corrected
    assert first_failure(claim, assuming=without(claim, prop4.not_scalar_and_shallow.name).assuming).widths == (1, 1, 1)


def test_negative_eigenvalues_at_every_saddle_are_a_matter_of_depth_2() -> None:
    claim = prop4.prop_4_iii_saddle
    check = prop4.has_negative_eigenvalue
    assert first_failure(claim, check).problem.depth == 3
    assert first_failure(claim, check, assuming=(*claim.assuming, depth_is(2))) is None


def any_zero_residual(point: dln.Point) -> Outcome:
    zero = prop4.is_zero_of_23(blocks(point)) or blocks(point).M.is_zero()
    return is_saddle(point) if zero else holds()


def everything_is_a_saddle(point: dln.Point) -> Outcome:
    return is_saddle(point)


def opposite_sign(point: dln.Point) -> Outcome:
    w = CrossingDirection(point)
    return equal(w.exact(Fraction(1), Fraction(1)), w.crossing + w.square / 2, "planted: + tr(T V E_Y) lambda mu")


def square_not_halved(point: dln.Point) -> Outcome:
    w = CrossingDirection(point)
    return equal(w.exact(Fraction(0), Fraction(1)), w.square, "planted: (...) mu^2")


def without_second_norm(point: dln.Point) -> Outcome:
    w = CrossingDirection(point)
    only_first = (w.T @ w.b.Z @ w.b.W_111).norm_squared() / 2
    return equal(w.exact(Fraction(0), Fraction(1)), only_first, "planted: without ||T Z W_{1,2}||^2")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (prop4.prop_4_iii_zero_set_corrected, any_zero_residual, (1, 1, 1)),
        (prop4.prop_4_i_corrected, everything_is_a_saddle, (1, 1, 1)),
        (prop4.prop_4_direction_corrected, opposite_sign, (1, 1, 1)),
        (prop4.prop_4_direction_corrected, square_not_halved, (2, 1, 1)),  # at (1, 1, 1) the square is zero
        (prop4.prop_4_direction_corrected, without_second_norm, (2, 1, 1)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_fault_is_found(claim: Claim, fault: Callable[[Any], Outcome], widths: tuple[int, ...]) -> None:
    witness = first_failure(claim, fault)
    assert witness is not None
    assert witness.problem.widths == widths


def test_claim_of_a_wrong_saddle_is_refused() -> None:
    # b a = 3 is a global minimum of 1/2 (3 - b a)^2
    point = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[3]], [[1]]])
    assert is_saddle(point).fails
    assert is_true(prop4.is_zero_loss(point), "the loss is zero").holds
