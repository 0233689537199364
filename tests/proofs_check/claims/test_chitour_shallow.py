"""Chitour et al., one hidden layer and Remark 6: smallest cases by hand, boundaries, and planted faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from chitour_cases import first_failure, small_cases

import symdln as dln
from proofs_check.claims.chitour import critical_shallow, remark6, remark7
from proofs_check.claims.chitour import prop5 as prop5_claims
from proofs_check.claims.chitour.lemma3 import block_diagonal
from proofs_check.claims.chitour.parts import prop5, prop5_forms
from proofs_check.claims.chitour.parts.notation import blocks
from proofs_check.claims.chitour.parts.prop5 import Parameters, displacement, linear_map, tangent_left_sides, velocity
from proofs_check.claims.chitour.parts.prop5_forms import ALL_NEW, Q_1, Q_2, form_matrix
from proofs_check.claims.chitour.parts.shallow_chart import Chart, NewVariables, Variation
from proofs_check.claims.chitour.parts.shallow_frames import Frame, frame, frame_data
from proofs_check.claims.chitour.parts.strata import PROP_5, tangent_vectors
from proofs_check.claims.chitour.prop5 import prop_5_dimension, prop_5_dimension_corrected
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Answer, Outcome, equal, is_true
from proofs_check.language.scope import Case
from proofs_check.running.witness import case_of, replay, witness_of
from symdln.algebra.inertia import Inertia, inertia_of

HOLD = (
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
    remark7.remark_7,
    remark6.remark_6,
)
AT_FRAMES = tuple(frame_data("small"))
SMALLEST_OF_RANK_1 = ((2, 2, 2), (0,), 0, 0)  # S_Y = diag(2, 1), W_2 = (1 0; 0 0), W_1 = (2 0; 0 0)


@pytest.mark.parametrize("claim", HOLD, ids=lambda claim: claim.id)
def test_claim_holds_in_the_small_scope_and_says_something_there(claim: Claim) -> None:
    assert next(small_cases(claim), None) is not None
    assert first_failure(claim) is None


def without(claim: Claim, *names: str) -> tuple[Any, ...]:
    kept = tuple(hypothesis for hypothesis in claim.assuming if hypothesis.name not in names)
    assert len(kept) == len(claim.assuming) - len(names)
    return kept


# -- the points in coordinates -----------------------------------------------------------------------------------------


def test_points_in_coordinates_are_those_of_the_setting_and_reach_every_kind_below_full_rank() -> None:
    reached: dict[dln.Problem, set[Any]] = {}
    for data in AT_FRAMES:
        f = frame(data)
        assert all(hypothesis.met_by(f.point) for hypothesis in PROP_5)
        assert blocks(f.point).r == f.r
        reached.setdefault(f.problem, set()).add((f.point.selection, f.point.multiplicities))
    for problem, found in reached.items():
        every = {(kind.selection, kind.multiplicities) for kind in problem.kinds()}
        assert found == {kind for kind in every if len(kind[0]) < problem.output_width}


def test_blocks_are_those_of_the_point() -> None:
    for data in AT_FRAMES:
        f = frame(data)
        chart, b = f.chart, blocks(f.point)
        assert b.W_last_1 == chart.A @ chart.V_1
        assert (b.D_Y, b.E_Y) == (chart.D_Y, chart.E_Y)
        assert chart.V_2 @ b.W_111 == chart.B_2
        assert chart.V_2 @ b.W_12 == chart.C_2
        assert chart.C_2.rank() == f.rank_C_2


def test_coordinates_keep_the_inner_product_and_mixed_points_are_not_aligned() -> None:
    for data in AT_FRAMES:
        f = frame(data)
        columns = f.columns(*prop5.ALL_OLD)
        assert columns.T @ columns == dln.Matrix.identity(f.problem.parameters)
    mixed = frame(((3, 2, 2), (0,), 1, 1))
    assert all(mixed.point.weights[1][0, j] for j in range(2))
    assert all(mixed.chart.B_2.entries())
    assert all(mixed.point.weights[0][i, 2] for i in range(2))


def test_the_change_of_variables_is_undone() -> None:
    f = frame(((3, 2, 2), (1,), 1, 1))
    for x in f.units(Variation, prop5.ALL_OLD):
        assert f.chart.old_variables(f.chart.new_variables(x)) == x
    for y in f.units(NewVariables, ALL_NEW):
        assert f.chart.new_variables(f.chart.old_variables(y)) == y


# -- (24) --------------------------------------------------------------------------------------------------------------


def test_relations_24_by_hand() -> None:
    # s = (3, 2), W_2 = (1 0; 0 0), W_1 = (3 0; 4 0): W_{2,1} = (1 0), W_{1,1,1} = (3; 4), and 1*3 + 0*4 = 3
    problem = dln.Problem.canonical((3, 2), (2, 2, 2))
    point = dln.Point(problem, [[[3, 0], [4, 0]], [[1, 0], [0, 0]]])
    assert critical_shallow.critical_shallow_corrected.check(point).holds


def test_relations_24_need_distinct_singular_values() -> None:
    # s = (3, 3): P = 3/2 (1 1; 1 1) is a critical product whose D_W = 1/2 (1 1; 1 1) is not diagonal
    problem = dln.Problem.canonical((3, 3), (2, 2, 2))
    half = Fraction(3, 2)
    point = dln.Point(problem, [[[half, half], [0, 0]], [[1, 0], [1, 0]]])
    assert point.is_critical
    assert not problem.satisfies("chitour.4")
    assert critical_shallow.satisfies_24(point).fails


def printed_shape(point: dln.Point) -> Outcome:
    b = blocks(point)
    return equal(b.W_112.shape, (b.d_y - b.r, point.problem.widths[1]), "planted: the printed shape of W_{1,1,2}")


def without_permutation(point: dln.Point) -> Outcome:
    b = blocks(point)
    first = b.S_Y.block(range(b.r), range(b.r))
    return equal(b.W_last_1 @ b.W_111, first, "planted: D_Y holds the first entries of S_Y")


def first_block_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_111.is_zero(), "planted: W_{1,1,1} = 0")


def second_part_vanishes(point: dln.Point) -> Outcome:
    return is_true(blocks(point).W_12.is_zero(), "planted: W_{1,2} = 0")


@pytest.mark.parametrize(
    ("fault", "widths"),
    [
        (printed_shape, (1, 2, 1)),  # r = 0: W_{1,1,2} is 2 x 1, printed 1 x 2
        (without_permutation, (2, 2, 2)),
        (first_block_vanishes, (2, 2, 2)),  # below, r = 0
        (second_part_vanishes, (2, 1, 1)),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_fault_in_24_is_found(fault: Callable[[Any], Outcome], widths: tuple[int, ...]) -> None:
    assert first_failure(critical_shallow.critical_shallow_corrected, fault).problem.widths == widths


# -- (29), (30) and the dimension --------------------------------------------------------------------------------------


def test_tangent_equations_by_hand() -> None:
    # A = 1, B_1 = 2, B_2 = 0, no c: b_1 + 2 a_1 = 0 and d_1 = d_2 = e_1 = e_2 = 0, five equations in 8 unknowns
    f = frame(SMALLEST_OF_RANK_1)
    equations = linear_map(f, tangent_left_sides)
    assert equations.shape == (5, 8)
    assert equations.row(0).entries() == [2, 0, 1, 0, 0, 0, 0, 0]  # a_1, a_2, b_1, b_2, d_1, d_2, e_1, e_2
    assert equations.rank() == 5
    assert tangent_vectors(f.point).rank() == 3


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


def solutions_are_tangent(left_sides: Callable[[Chart, Variation], list[Any]]) -> Callable[[Any], Outcome]:
    """The claim at the points, with other equations in the place of (29)."""

    def check(data: Any) -> Outcome:
        f = frame(data)
        equations = linear_map(f, left_sides)
        tangent = f.columns(*prop5.ALL_OLD).T @ tangent_vectors(f.point)
        kept = (equations @ tangent).is_zero()
        return is_true(kept and equations.rank() + tangent.rank() == equations.shape[1], "planted equations")

    return check


def other_sign(chart: Chart, x: Variation) -> list[Any]:
    return [chart.A @ x.b_1 - x.a_1 @ chart.B_1 + x.a_2 @ chart.B_2, *tangent_left_sides(chart, x)[1:]]


def without_a_2(chart: Chart, x: Variation) -> list[Any]:
    return [chart.A @ x.b_1 + x.a_1 @ chart.B_1, *tangent_left_sides(chart, x)[1:]]


def without_d_2(chart: Chart, x: Variation) -> list[Any]:
    sides = tangent_left_sides(chart, x)
    return [*sides[:2], *sides[3:]]


def c_1_alone(chart: Chart, x: Variation) -> list[Any]:
    sides = tangent_left_sides(chart, x)
    return [*sides[:3], x.c_1, *sides[4:]]


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        (other_sign, ((2, 2, 2), (0,), 0, 0)),
        (without_a_2, ((2, 2, 2), (0,), 0, 1)),  # B_2 = 0 in the aligned point before
        (without_d_2, ((1, 1, 1), (), 0, 0)),
        (c_1_alone, ((3, 2, 2), (0,), 1, 0)),  # needs C_2 and a_2
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_planted_tangent_equations_are_refuted(fault: Callable[..., list[Any]], first: Any) -> None:
    data = [case for case in AT_FRAMES if solutions_are_tangent(fault)(case).fails]
    assert data[0] == first
    assert all(solutions_are_tangent(tangent_left_sides)(case).holds for case in AT_FRAMES)


@pytest.mark.parametrize("change", ["delta_2", "epsilon_1"])
def test_words_do_not_pass_a_wrong_change_of_variables(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Chart.new_variables

    def wrong(self: Chart, x: Variation) -> NewVariables:
        y = right(self, x)
        return NewVariables(**{**vars(y), change: x.d_2 if change == "delta_2" else (x.e_1 @ self.B_1).T})

    monkeypatch.setattr(Chart, "new_variables", wrong)
    assert prop5.tangent_equations_in_words().answer is Answer.UNDECIDED


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


@pytest.mark.parametrize("own", [0, 1])
@pytest.mark.parametrize("name", ["a_1", "a_2"])
def test_velocity_is_the_derivative_of_the_map(own: int, name: str) -> None:
    # in a_2 alone the map is linear; in a_1 = t E_{12} too, where A = I: (I + t E)^-1 = I - t E, and E^2 = 0, and C_2
    # is empty
    f = frame(((3, 2, 2), (0,), 1, 1) if name == "a_2" else ((3, 3, 3), (0, 1), 0, 0))
    units = [x for x in f.units(Variation, (name,)) if name == "a_2" or x.a_1[0, 1]]
    assert units
    for x in units:
        p = Parameters(x.a_1, x.a_2, x.b_2, x.c_2)
        assert displacement(f, p, own) == velocity(f, p, own)


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


def test_both_sets_of_variables_describe_the_same_subspace() -> None:
    for data in AT_FRAMES:
        f = frame(data)
        old = f.columns("b_1", "c_1", "d_1", "d_2", "e_1", "e_2")
        new = f.new_columns(*prop5.BOUND)
        both = dln.Matrix([[*a, *b] for a, b in zip(old.rows(), new.rows(), strict=True)])
        assert old.rank() == new.rank() == both.rank() == old.shape[1]


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


def test_form_31_by_hand() -> None:
    # widths (1, 1, 1), W = 0, s = 1: L = 1/2 (1 - e d)^2, so H = - e_2 delta_2, with matrix -1/2 off the diagonal
    f = frame(((1, 1, 1), (), 0, 0))
    half = Fraction(-1, 2)
    assert form_matrix(f, prop5_forms.twice_form, ALL_NEW) == dln.Matrix([[0, half], [half, 0]])
    assert f.point.hessian == dln.Matrix([[0, -1], [-1, 0]])


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
    assert prop5_claims.splitting_form.check(("any widths", "in words")).answer is Answer.UNDECIDED


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


def test_pairs_of_variables_are_seen_only_where_the_others_vanish() -> None:
    matrix = dln.Matrix([[1, 0, 5, 0], [0, 2, 0, 6], [5, 0, 3, 0], [0, 6, 0, 4]])
    assert prop5_forms.in_pairs(matrix) == [dln.Matrix([[1, 5], [5, 3]]), dln.Matrix([[2, 6], [6, 4]])]
    assert prop5_forms.in_pairs(block_diagonal(dln.Matrix([[1, 1], [1, 1]]), dln.Matrix([[1, 1], [1, 1]]))) is None
    assert prop5_forms.in_pairs(dln.Matrix.zeros(0, 0)) == []


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


# -- Remark 7 ----------------------------------------------------------------------------------------------------------


def test_remark_7_by_hand() -> None:
    # widths (2, 1, 1), W_2 = 0, W_1 = (0, 1), s = 1: L = 1/2 ((1 - e d)^2 + e^2 (1 + c)^2), so H = - e d + 1/2 e^2
    f = frame(((2, 1, 1), (), 1, 0))
    assert form_matrix(f, remark7.twice_form_7, ("c_2", "delta_2", "e_2")) == dln.Matrix(
        [[0, 0, 0], [0, 0, Fraction(-1, 2)], [0, Fraction(-1, 2), Fraction(1, 2)]]
    )
    assert remark7.remark_7.check(((2, 1, 1), (), 1, 0)).holds


def test_remark_7_needs_rank_zero() -> None:
    claim = remark7.remark_7
    assert first_failure(claim, assuming=without(claim, "r = 0")) == SMALLEST_OF_RANK_1


def test_planted_form_of_remark_7_is_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = remark7.twice_form_7
    monkeypatch.setattr(remark7, "twice_form_7", lambda chart, y: -right(chart, y))
    assert first_failure(remark7.remark_7) == ((1, 1, 1), (), 0, 0)
    assert remark7.remark_7_in_words().answer is Answer.UNDECIDED


# -- Remark 6 ----------------------------------------------------------------------------------------------------------


def test_remark_6_by_hand() -> None:
    # widths (1, 2, 1) at W = 0: Z = I_2, so r_Z = 2 = min d_j, and r = 0
    point = dln.Point(dln.Problem.canonical((3,), (1, 2, 1)), [[[0], [0]], [[0, 0]]])
    assert all(hypothesis.met_by(point) for hypothesis in remark6.remark_6.assuming)
    assert remark6.remark_6.check(point).holds


@pytest.mark.parametrize(
    ("dropped", "widths"),
    [
        ("chitour.1", (2, 1, 2)),  # one hidden unit, the smaller singular value: r = r_Z = 1 = d_1 < d_y
        (remark6.saddle.name, (1, 1, 1)),  # the global minimum: r = r_Z = 1
        (remark6.kawaguchi.name, (1, 1, 1, 1)),  # W = 0: r = r_Z = 0
    ],
)
def test_remark_6_needs_its_hypotheses(dropped: str, widths: tuple[int, ...]) -> None:
    claim = remark6.remark_6
    assert first_failure(claim, assuming=without(claim, dropped)).problem.widths == widths


def test_saddles_of_remark_6_are_the_critical_points_of_positive_loss() -> None:
    claim = remark6.remark_6
    for point in small_cases(claim, assuming=without(claim, remark6.saddle.name)):
        assert remark6.saddle.met_by(point) == (point.loss > 0)


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
