"""Chitour et al., Propositions 4 and 5: smallest cases by hand, non-vacuity, and planted faults that must be found."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from chitour_cases import first_failure, small_cases, texts

import symdln as dln
from proofs_check.claims.chitour import crit_strata, prop4, prop5
from proofs_check.claims.chitour.parts import strata
from proofs_check.claims.chitour.parts.notation import below_full_rank, blocks, is_saddle
from proofs_check.claims.chitour.prop4 import CrossingDirection, more_than_rank_r
from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import depth_is
from proofs_check.language.outcome import Answer, Outcome, equal, holds, is_true

HOLD = (
    prop4.prop_4_i_corrected,
    prop4.prop_4_ii,
    prop4.prop_4_iii_saddle,
    prop4.prop_4_iii_rank,
    prop4.prop_4_iii_variety_corrected,
    prop4.prop_4_iii_zero_set_corrected,
    prop4.prop_4_direction,
    prop4.prop_4_direction_corrected,
    crit_strata.crit_strata,
    prop5.prop_5_dimension_corrected,
    prop5.prop_5_tangent,
)


@pytest.mark.parametrize("claim", HOLD, ids=lambda claim: claim.id)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None


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
    assert not is_zero([[1, 0], [0, 2]])  # M = diag(2, 0), and 2 is no entry of S_Y in this place
    assert not is_zero([[0, 1], [0, 2]])  # not diagonal


def test_dimension_is_wrong_where_d_1_is_not_d_y() -> None:
    # widths (2, 2, 1), r = 0: W_2 = 0, W_{1,1} = 0, W_{1,2} in R^2 free: dimension 2; (27) gives d_y (d_x - d_y) = 1
    witness = first_failure(prop5.prop_5_dimension)
    assert witness.problem.widths == (2, 2, 1)
    assert blocks(witness).r == 0
    assert strata.tangent_vectors(witness).rank() == strata.nullity(witness) == 2


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_dimension_of_rank_one_stratum_by_hand() -> None:
    # widths (2, 2, 2), r = 1, S = {first}: W_2 = (x; 0), W_1 = (y, 0) with x y = 3: x and y in R^2, one equation,
    # so the dimension is 3 = 1*2 + 1*1 + 1*0
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))
    point = dln.Point(problem, [[[3, 0], [4, 0]], [[1, 0], [0, 0]]])
    assert point.is_critical
    assert strata.tangent_vectors(point).rank() == 3
    assert prop5.prop_5_dimension_corrected.check(point).holds
    assert prop5.prop_5_tangent.check(point).holds


def test_points_moved_along_a_stratum_stay_critical_with_the_same_product() -> None:
    problem = dln.Problem.canonical((3, 2), (3, 3, 2))
    for kind in problem.kinds():
        point = kind.representative(1)
        moved = strata.moved_by_shear(point)
        assert moved.is_critical
        assert moved.end_to_end == point.end_to_end
        assert moved.weights != point.weights or point.loss == problem.constant


@pytest.mark.parametrize("claim", [prop5.prop_5_tangent, prop5.prop_5_dimension_corrected], ids=lambda claim: claim.id)
def test_a_parametrisation_that_leaves_the_stratum_settles_nothing(
    claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    # W + (1, ..., 1) at W = 0 of widths (2, 1, 1) is not critical
    monkeypatch.setattr(strata, "moved_by_shear", lambda p: p.moved([dln.Matrix([[1, 1]]), dln.Matrix([[1]])]))
    zero = dln.Point(dln.Problem.canonical((3,), (2, 1, 1)), [[[0, 0]], [[0]]])
    assert claim.check(zero).answer is Answer.UNDECIDED


@pytest.mark.parametrize(
    ("widths", "only_zero"), [((1, 1, 1), True), ((1, 3, 1), True), ((2, 1, 1), False), ((1, 1, 1, 1), False)]
)
def test_gradients_are_one_number_times_weights_in_scalar_shallow_networks_only(widths, only_zero) -> None:
    # dL/dW_1 = - m W_2^T with a number m = s - W_2 W_1 needs d_x = d_y = 1, and two layers
    assert prop4.gradient_is_residual_times_weights(widths) == only_zero


def test_tangent_vectors_are_derivatives_of_the_parametrisation() -> None:
    # along G = I + t C with C^2 = 0, so G^-1 = I - t C, and F = t F_1, W(t) is a polynomial of degree 2 in t:
    # central differences are exact
    problem = dln.Problem.canonical((3,), (2, 2, 1))
    point = dln.Point(problem, [[[3, 0], [5, 7]], [[1, 0]]])
    C, F = dln.Matrix([[0, 1], [0, 0]]), dln.Matrix([[1]])
    eye = dln.Matrix.identity(2)
    ahead, behind = (strata.moved_along_stratum(point, eye + t * C, t * F) for t in (1, -1))
    slope = [
        x - y
        for a, b in zip(ahead.weights, behind.weights, strict=True)
        for x, y in zip(a.entries(), b.entries(), strict=True)
    ]
    vectors = strata.tangent_vectors(point)  # columns: C = E_11, E_12, E_21, E_22, then F = 1
    assert [x / 2 for x in slope] == (vectors.column(1) + vectors.column(4)).entries()


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


def without(claim: Claim, *names: str) -> tuple[Any, ...]:
    kept = tuple(hypothesis for hypothesis in claim.assuming if hypothesis.name not in names)
    assert len(kept) == len(claim.assuming) - len(names)
    return kept


def test_rank_condition_needs_a_saddle() -> None:
    # widths (1, 2, 1): at b a = 3, r = 1 = d_y and Z = I_2: r_Z = 2 > r at a global minimum
    claim = prop4.prop_4_iii_rank
    witness = first_failure(claim, assuming=without(claim, below_full_rank.name))
    assert witness.problem.widths == (1, 2, 1)
    assert witness.loss == 0


def test_rank_condition_is_strict() -> None:
    # r_Z >= r at W = (0, 0, 0) of depth 3, whose Hessian is zero
    claim = prop4.prop_4_iii_rank
    witness = first_failure(claim, assuming=without(claim, more_than_rank_r.name))
    assert witness.problem.widths == (1, 1, 1, 1)
    assert witness.inertia_by_hessian.negative == 0


def test_every_stratum_but_the_last_consists_of_saddles() -> None:
    claim = prop4.prop_4_iii_saddle
    assert first_failure(claim, assuming=without(claim, below_full_rank.name)).loss == 0


def test_variety_needs_depth_3_or_two_inputs() -> None:
    claim = prop4.prop_4_iii_variety_corrected
    assert first_failure(claim, assuming=without(claim, prop4.not_scalar_and_shallow.name)).widths == (1, 1, 1)


def test_negative_eigenvalues_at_every_saddle_are_a_matter_of_depth_2() -> None:
    claim = prop4.prop_4_iii_saddle
    check = prop4.has_negative_eigenvalue
    assert first_failure(claim, check).problem.depth == 3
    assert first_failure(claim, check, assuming=(*claim.assuming, depth_is(2))) is None


def indexed_by_z(point: dln.Point) -> Outcome:
    at_top = blocks(point).r_Z >= point.problem.output_width
    return equal(point.loss == 0, at_top, "planted: Crit_r indexed by the rank of Z")


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


def one_width_corrected(point: dln.Point) -> Outcome:
    b, d_1 = blocks(point), point.problem.widths[1]
    return strata.dimension_is(point, b.r * d_1 + (d_1 - b.r) * b.r + (b.d_y - b.r) * (b.d_x - b.d_y))


def without_rank_term(point: dln.Point) -> Outcome:
    b, d_1 = blocks(point), point.problem.widths[1]
    return strata.dimension_is(point, b.r * d_1 + (d_1 - b.r) * (b.d_x - b.d_y))


def orbit_only(point: dln.Point) -> Outcome:
    d_1 = point.problem.widths[1]
    orbit = strata.tangent_vectors(point).block(range(point.problem.parameters), range(d_1**2))
    return equal(orbit.rank(), strata.nullity(point), "planted: the tangent space is that of the orbit of GL(d_1)")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (crit_strata.crit_strata, indexed_by_z, (1, 1, 1)),  # Z = I always at depth 2
        (prop4.prop_4_iii_zero_set_corrected, any_zero_residual, (1, 1, 1)),
        (prop4.prop_4_i_corrected, everything_is_a_saddle, (1, 1, 1)),
        (prop4.prop_4_direction_corrected, opposite_sign, (1, 1, 1)),
        (prop4.prop_4_direction_corrected, square_not_halved, (2, 1, 1)),  # at (1, 1, 1) the square is zero
        (prop4.prop_4_direction_corrected, without_second_norm, (2, 1, 1)),
        (prop5.prop_5_dimension_corrected, one_width_corrected, (2, 2, 1)),
        (prop5.prop_5_dimension_corrected, without_rank_term, (2, 2, 2)),
        (prop5.prop_5_tangent, orbit_only, (2, 1, 1)),
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
