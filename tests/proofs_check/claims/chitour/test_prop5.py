"""Proposition 5 of Chitour et al. (2022): cases by hand and planted faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import prop5 as prop5_claims
from proofs_check.claims.chitour.parts import prop5, prop5_forms, strata
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.prop5 import Parameters, displacement, linear_map, tangent_left_sides
from proofs_check.claims.chitour.parts.prop5_forms import ALL_NEW, Q_1, Q_2, form_matrix
from proofs_check.claims.chitour.parts.shallow_chart import Chart, NewVariables, Variation
from proofs_check.claims.chitour.parts.shallow_frames import Frame, frame, frame_data
from proofs_check.claims.chitour.prop5 import prop_5_dimension, prop_5_dimension_corrected
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Finding, Outcome, equal
from proofs_check.language.scope import Case
from proofs_check.running.witness import case_of, replay, witness_of
from symdln.algebra.inertia import Inertia, inertia_of
from tests.proofs_check.settling import first_failure

# -- what fails as printed ---------------------------------------------------------------------------------------------


def test_dimension_is_wrong_where_d_1_is_not_d_y() -> None:
    # widths (2, 2, 1), r = 0: W_2 = 0, W_{1,1} = 0, W_{1,2} in R^2 free: dimension 2; (27) gives d_y (d_x - d_y) = 1
    witness = first_failure(prop5_claims.prop_5_dimension)
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
    assert prop5_claims.prop_5_dimension_corrected.check(point).holds
    assert prop5_claims.prop_5_tangent.check(point).holds


@pytest.mark.parametrize(
    "claim", [prop5_claims.prop_5_tangent, prop5_claims.prop_5_dimension_corrected], ids=lambda claim: claim.id
)
def test_a_parametrisation_that_leaves_the_stratum_settles_nothing(
    claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    # W + (1, ..., 1) at W = 0 of widths (2, 1, 1) is not critical
    monkeypatch.setattr(strata, "moved_by_shear", lambda p: p.moved([dln.Matrix([[1, 1]]), dln.Matrix([[1]])]))
    zero = dln.Point(dln.Problem.canonical((3,), (2, 1, 1)), [[[0, 0]], [[0]]])
    assert claim.check(zero).answer is Finding.UNDECIDED


# -- planted faults ----------------------------------------------------------------------------------------------------


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
        (prop5_claims.prop_5_dimension_corrected, one_width_corrected, (2, 2, 1)),
        (prop5_claims.prop_5_dimension_corrected, without_rank_term, (2, 2, 2)),
        (prop5_claims.prop_5_tangent, orbit_only, (2, 1, 1)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_fault_is_found(claim: Claim, fault: Callable[[Any], Outcome], widths: tuple[int, ...]) -> None:
    witness = first_failure(claim, fault)
    assert witness is not None
    assert witness.problem.widths == widths


AT_FRAMES = tuple(frame_data("small"))

SMALLEST_OF_RANK_1 = ((2, 2, 2), (0,), 0, 0)  # S_Y = diag(2, 1), W_2 = (1 0; 0 0), W_1 = (2 0; 0 0)


# -- (29), (30) and the dimension --------------------------------------------------------------------------------------


def test_solutions_of_29_have_the_corrected_dimension_and_the_printed_one_in_its_special_cases_only() -> None:
    # r d_1 + (m - r) r + (m - r)(d_x - d_y) for m = d_1 less that for m = d_y: (d_1 - d_y)(r + d_x - d_y)
    seen = set()
    for data in AT_FRAMES:
        f = frame(data)
        d_x, d_1, d_y = f.widths
        solutions = f.problem.parameters - linear_map(f, tangent_left_sides).rank()
        assert solutions == f.r * d_1 + (d_1 - f.r) * f.r + (d_1 - f.r) * (d_x - d_y)
        agrees = (d_1 - d_y) * (f.r + d_x - d_y) == 0
        assert prop_5_dimension_corrected.check(f.point).holds
        assert prop_5_dimension.check(f.point).holds == agrees
        seen.add(agrees)
    assert seen == {True, False}


# -- the printed map ---------------------------------------------------------------------------------------------------


def as_an_equation(data: Any) -> Outcome:
    """The printed formula for c_1, with c_1 on both sides, solved for c_1."""
    return prop5.parametrises(frame(data), own=1)


def test_printed_map_is_ill_formed_and_read_as_the_corrected_one() -> None:
    assert prop5_claims.chart_printed.ill_formed is not None
    assert first_failure(prop5_claims.chart_printed) is None


def test_map_by_an_equation_for_c_1_leaves_the_stratum() -> None:
    # widths (3, 2, 2), A = 1, C_2 = 0: a_1 = a_2 = c_2 = 1/8 gives (2 + 1/8) c_1 = - 1/64, c_1 = - 1/136, and then
    # W_{2,1} W_{1,2} = 9/8 (-1/136) + 1/64 = 1/136 = - A c_1; the corrected c_1 = - 8/9 * 1/64 = - 1/72 gives zero
    data = first_failure(prop5_claims.chart_printed, as_an_equation)
    assert data == ((3, 2, 2), (0,), 0, 0)
    f = frame(data)
    every = Parameters(*[dln.Matrix([[Fraction(1, 8)]])] * 4)
    assert displacement(f, every, 1).c_1[0, 0] == Fraction(-1, 136)
    assert displacement(f, every, 0).c_1[0, 0] == Fraction(-1, 72)
    assert prop5.in_stratum(f, every, 0).holds
    assert prop5.in_stratum(f, every, 1).fails


@pytest.mark.parametrize("step", [Fraction(1, 64), Fraction(1, 1000)])
def test_that_map_leaves_the_stratum_at_other_scales(step: Fraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prop5, "STEP", step)
    assert first_failure(prop5_claims.chart_printed, as_an_equation) == ((3, 2, 2), (0,), 0, 0)
    assert first_failure(prop5_claims.chart_corrected) is None


def test_that_map_fails_exactly_where_a_2_and_c_2_have_entries() -> None:
    for data in AT_FRAMES:
        f = frame(data)
        assert as_an_equation(data).fails == (f.r * f.n * f.e > 0)


def test_its_differential_is_not_tangent_where_c_2_is_not_zero() -> None:
    outcome = as_an_equation(((3, 2, 2), (0,), 1, 0))
    assert outcome.sentence == "it is not true here that the differential at the origin maps into ker Hess L(W)"


def replaced(name: str, formula: Callable[[Frame, Parameters, Variation], Any]) -> Callable[..., Variation]:
    """The map with another formula for one block."""

    def changed(f: Frame, p: Parameters, own: int) -> Variation:
        right = displacement(f, p, own)
        return Variation(**{**vars(right), name: formula(f, p, right)})

    return changed


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("b_1", lambda f, p, x: -x.b_1),
        ("b_1", lambda f, p, x: x.b_1 + (f.chart.A + p.a_1).inverse() @ p.a_2 @ p.b_2),  # without a_2 b_2
        ("c_1", lambda f, p, x: -x.c_1),
        ("c_1", lambda f, p, x: 0 * x.c_1),
    ],
    ids=["sign of b_1", "without a_2 b_2", "sign of c_1", "c_1 = 0"],
)
def test_planted_maps_leave_the_stratum(name: str, formula: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prop5, "displacement", replaced(name, formula))
    assert first_failure(prop5_claims.chart_corrected) is not None


# -- the complement ----------------------------------------------------------------------------------------------------


def test_complement_is_not_orthogonal_by_hand() -> None:
    # a_1 = 1, b_1 = - A^-1 a_1 B_1 = -2 is tangent; b_1 = 1 alone has a_1 = a_2 = b_2 = c_2 = 0: inner product -2
    data = first_failure(prop5_claims.complement_is_orthogonal)
    assert data == SMALLEST_OF_RANK_1
    f = frame(data)
    one = dln.Matrix([[1]])
    tangent = f.matrix([f.filled(Variation, a_1=one, b_1=-2 * one)])
    assert (f.point.hessian @ tangent).is_zero()
    assert (f.columns("b_1").T @ tangent).texts() == [["-2"]]


def test_complement_is_orthogonal_exactly_for_rank_zero() -> None:
    # for r > 0 the block a_1 has entries, and B_1 is invertible
    for data in AT_FRAMES:
        assert prop5_claims.complement_is_orthogonal.check(data).holds == (frame(data).r == 0)


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (("beta_1", "gamma_1", "delta_1", "epsilon_1", "e_2"), ((1, 1, 1), (), 0, 0)),  # delta_2 = 0 as well
        (("b_2", "gamma_1", "delta_1", "delta_2", "epsilon_1", "e_2"), ((2, 2, 2), (0,), 0, 0)),  # b_2 for beta_1
        (("beta_1", "c_2", "delta_1", "delta_2", "epsilon_1", "e_2"), ((2, 1, 1), (), 0, 0)),  # c_2 for gamma_1
    ],
)
def test_planted_complements_are_refuted(names: tuple[str, ...], first: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (prop5, prop5_forms, prop5_claims):
        monkeypatch.setattr(module, "BOUND", names)
    assert first_failure(prop5_claims.complement_is_direct) == first


# -- (31) and (28) -----------------------------------------------------------------------------------------------------


def other_trace_sign(chart: Chart, y: NewVariables) -> Any:
    return prop5_forms.twice_form(chart, y) + 4 * (chart.E_Y @ y.e_2 @ y.delta_2).trace()


def not_half(chart: Chart, y: NewVariables) -> Any:
    return 2 * prop5_forms.twice_form(chart, y)


def without_d_inverse(chart: Chart, y: NewVariables) -> Any:
    right = (chart.E_Y @ y.epsilon_1.T @ chart.D_inverse @ y.delta_1).trace()
    return prop5_forms.twice_form(chart, y) + 2 * right - 2 * (chart.E_Y @ y.epsilon_1.T @ y.delta_1).trace()


def without_square_of_e_2(chart: Chart, y: NewVariables) -> Any:
    return prop5_forms.twice_form(chart, y) - (y.e_2 @ chart.C_2).norm_squared()


def without_square_of_gamma(chart: Chart, y: NewVariables) -> Any:
    return prop5_forms.twice_form(chart, y) - y.gamma_1.norm_squared()


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        (other_trace_sign, ((1, 1, 1), (), 0, 0)),
        (not_half, ((1, 1, 1), (), 0, 0)),
        (without_d_inverse, ((2, 2, 2), (0,), 0, 0)),  # D_Y = 2; it needs r > 0
        (without_square_of_e_2, ((2, 1, 1), (), 1, 0)),
        (without_square_of_gamma, ((3, 2, 2), (0,), 0, 0)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_forms_are_refuted(fault: Callable[..., Any], first: Any) -> None:
    def check(data: Any) -> Outcome:
        f = frame(data)
        return equal(f.second_order(f.new_columns(*ALL_NEW)), form_matrix(f, fault, ALL_NEW), "planted form")

    assert first_failure(prop5_claims.splitting, check) == first


def test_delta_2_needs_its_shift(monkeypatch: pytest.MonkeyPatch) -> None:
    # with delta_2 = d_2, (31) leaves out the cross term with B_2, which is zero in the aligned point
    right = Chart.old_variables
    monkeypatch.setattr(Chart, "old_variables", lambda self, y: Variation(**{**vars(right(self, y)), "d_2": y.delta_2}))
    assert first_failure(prop5_claims.splitting) == ((2, 2, 2), (0,), 0, 1)


def test_words_do_not_pass_a_wrong_form(monkeypatch: pytest.MonkeyPatch) -> None:
    right = prop5_forms.twice_form
    for module in (prop5_forms, prop5_claims):
        monkeypatch.setattr(module, "twice_form", lambda chart, y: 2 * right(chart, y))
    assert prop5_claims.splitting_form.check(("any widths", "in words")).answer is Finding.UNDECIDED


# -- Q_1 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "inertia"),
    [(0, Inertia(2, 0, 0)), (1, Inertia(1, 1, 0))],  # S_Y = diag(2, 1): E/D = 1/2, and 2
)
def test_q_1_by_hand(chosen: int, inertia: Inertia) -> None:
    f = frame(((2, 2, 2), (chosen,), 0, 0))
    restricted = f.second_order(f.new_columns(*Q_1))
    ratio = Fraction(1, 2) if chosen == 0 else Fraction(2)
    assert restricted == dln.Matrix([[Fraction(1, 2), -ratio / 2], [-ratio / 2, Fraction(1, 2)]])
    assert inertia_of(restricted) == inertia


def test_q_1_has_a_zero_eigenvalue_for_equal_singular_values() -> None:
    # E_jj = D_ii, against Assumption 3: 1/2 (x - y)^2
    half = Fraction(1, 2)
    assert inertia_of(dln.Matrix([[half, -half], [-half, half]])) == Inertia(1, 0, 1)


def count_q_1(count: Callable[[Frame], int]) -> Callable[[Any], Outcome]:
    return lambda data: equal(2 * count(frame(data)), frame(data).new_columns(*Q_1).shape[1], "planted number of forms")


@pytest.mark.parametrize(
    ("count", "first"),
    [
        (lambda f: f.r * f.n, ((2, 3, 2), (0,), 0, 0)),  # r (d_1 - r)
        (lambda f: f.r * f.widths[2], ((2, 2, 2), (0,), 0, 0)),  # r d_y
        (lambda f: f.k**2, ((1, 1, 1), (), 0, 0)),
    ],
    ids=["r (d_1 - r)", "r d_y", "(d_y - r)^2"],
)
def test_planted_numbers_of_forms_of_q_1_are_refuted(count: Any, first: Any) -> None:
    assert first_failure(prop5_claims.q_1, count_q_1(count)) == first


def test_planted_ratio_of_q_1_is_refuted() -> None:
    def upside_down(data: Any) -> Outcome:
        f = frame(data)
        D, E = f.chart.D_Y, f.chart.E_Y
        below = [D[i, i] / E[j, j] < 1 for i in range(f.r) for j in range(f.k)]
        return equal(inertia_of(f.second_order(f.new_columns(*Q_1))).negative, below.count(False), "planted D/E")

    assert first_failure(prop5_claims.q_1, upside_down) == ((2, 2, 2), (0,), 0, 0)


# -- Q_2 ---------------------------------------------------------------------------------------------------------------


def test_q_2_has_more_forms_than_printed() -> None:
    # widths (1, 2, 1), W = 0: L = 1/2 (1 - b a)^2 with a, b in R^2: - b_1 a_1 - b_2 a_2, two forms; (d_y - r)^2 = 1
    data = first_failure(prop5_claims.q_2)
    assert data == ((1, 2, 1), (), 0, 0)
    assert inertia_of(frame(data).second_order(frame(data).new_columns(*Q_2))) == Inertia(2, 2, 0)


def test_printed_number_of_forms_of_q_2_is_right_exactly_for_d_1_equal_to_d_y() -> None:
    for data in AT_FRAMES:
        _, d_1, d_y = data[0]
        assert prop5_claims.q_2.check(data).holds == (d_1 == d_y)


@pytest.mark.parametrize(
    ("count", "first"),
    [
        (lambda f: f.n**2, ((1, 2, 1), (), 0, 0)),
        (lambda f: f.k * f.widths[1], ((2, 2, 2), (0,), 0, 0)),
        (lambda f: f.k * (f.widths[0] - f.r), ((2, 1, 1), (), 0, 0)),
    ],
    ids=["(d_1 - r)^2", "d_1 (d_y - r)", "(d_x - r)(d_y - r)"],
)
def test_planted_numbers_of_forms_of_q_2_are_refuted(count: Any, first: Any) -> None:
    def check(data: Any) -> Outcome:
        return prop5_forms.q_2_is_sum_of(frame(data), count(frame(data)), "planted")

    assert first_failure(prop5_claims.q_2_corrected, check) == first


def test_a_form_of_q_2_without_singular_value_has_no_negative_eigenvalue() -> None:
    # E_jj = 0, against Assumption 2: alpha x^2 / 2
    assert inertia_of(dln.Matrix([[Fraction(1, 2), 0], [0, 0]])).negative == 0


# -- witnesses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claim",
    [
        replace(prop5_claims.chart_printed, check=as_an_equation),
        prop5_claims.complement_is_orthogonal,
        prop5_claims.q_2,
    ],
    ids=lambda claim: claim.id,
)
def test_witness_in_coordinates_is_read_back_and_fails_again(claim: Claim) -> None:
    data = first_failure(claim)
    written = json.loads(json.dumps(witness_of(claim, Case(data, {}), claim.check(data))))
    assert case_of(written) == data
    assert replay(claim, written).fails
