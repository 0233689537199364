"""Descent and ascent: exact directions and curves wherever there are any, checked on loss and Hessian."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

import symdln as dln
from tests.landscape.support import Case, canonical_problems, cases_of, form

GLOBAL, STRICT, NON_STRICT = "global minimiser", "strict saddle", "non-strict saddle"


def labelled(cases: list[Case], label: str) -> list[Case]:
    return [case for case in cases if case.point.label == label]


def check_direction(point: dln.Point) -> None:
    """V with H_W(V) < 0, against the exact Hessian and against losses along the line."""
    direction = point.descent_direction
    assert direction is not None
    assert point.directional(direction) == 0
    assert point.second_order(direction) < 0
    assert form(point.hessian, direction) == 2 * point.second_order(direction)
    curve = point.descent_curve
    assert curve is not None
    assert (curve.order, curve.sign) == (2, -1)
    assert point.moved(direction, curve.reach).loss < point.loss


def check_curve(point: dln.Point, curve: dln.Curve | None, sign: int) -> None:
    """The curve starts at the point, and the loss really changes to the side it says up to its reach."""
    assert curve is not None
    assert curve.sign == sign
    assert curve.weights(0) == point.weights
    assert 0 < curve.reach <= 1
    for t in (curve.reach, curve.reach / 3, curve.reach / 1000):
        change = dln.loss(point.problem, curve.weights(t)) - point.loss
        assert change * sign > 0
        assert change == sum(c * t**n for n, c in enumerate(curve.loss_change))


def test_strict_saddles_have_a_direction_of_negative_curvature(small_cases: list[Case]):
    for case in labelled(small_cases, STRICT):
        check_direction(case.point)


def test_non_strict_saddles_have_a_curve_of_descent(small_cases: list[Case]):
    cases = labelled(small_cases, NON_STRICT)
    assert len(cases) > 50
    for case in cases:
        assert case.point.descent_direction is None
        check_curve(case.point, case.point.descent_curve, -1)
        assert case.point.descent_curve is not None
        assert case.point.descent_curve.order >= 3


def test_global_minimisers_have_no_descent(small_cases: list[Case]):
    for case in labelled(small_cases, GLOBAL):
        assert case.point.descent_direction is None
        assert case.point.descent_curve is None


def test_everything_has_an_ascent_unless_the_loss_is_constant(small_cases: list[Case]):
    for case in small_cases:
        if case.point.problem.data_rank:
            check_curve(case.point, case.point.ascent_curve, 1)
        else:
            assert case.point.ascent_curve is None


def test_points_that_are_not_critical_have_no_descent_certificate():
    point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[1]], [[1]]])
    assert (point.label, point.descent_direction, point.descent_curve) == ("not critical", None, None)


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_curve_at_zero_of_the_scalar_cubic_by_hand():
    # L = 1/2 (cba - 1)^2 - 1/2 = -abc + (abc)^2 / 2: no direction of order 1 or 2, and order 3 along (t, t, t).
    curve = dln.Point(dln.Problem.canonical((1,), (1, 1, 1, 1)), [[[0]]] * 3).descent_curve
    assert curve is not None
    assert (curve.order, curve.sign) == (3, -1)


@pytest.mark.parametrize("depth", [3, 4, 5, 7])
def test_zero_has_a_curve_of_order_the_depth(depth: int):
    # At W = 0 the loss change is -<V_H...V_1, Syx> t^H + O(t^2H): no curve of linear layers has lower order.
    problem = dln.Problem.canonical((2, 1), (2,) * (depth + 1))
    point = dln.Point(problem, [dln.Matrix.zeros(2, 2)] * depth)
    assert point.label == NON_STRICT
    check_curve(point, point.descent_curve, -1)
    assert point.descent_curve is not None
    assert point.descent_curve.order == depth


def test_ascent_where_nothing_is_to_be_fitted():
    # Sxy = 0 and W = 0: L = 1/2 (w_H ... w_1)^2 changes at order 2H only, and only where all layers move together.
    for depth in range(2, 15):
        point = dln.Point(dln.Problem.canonical((0,), (1,) * (depth + 1)), [[[0]]] * depth)
        check_curve(point, point.ascent_curve, 1)
        assert point.ascent_curve is not None
        assert point.ascent_curve.order == 2 * depth
    # Sxx = [[1, -1], [-1, 1]]: the direction (1, 1) of the inputs does nothing.
    point = dln.Point(dln.Problem.from_data([[1], [-1]], [[0]], (1,)), [[[0, 0]], [[0]]])
    check_curve(point, point.ascent_curve, 1)


@pytest.mark.parametrize("distance", [Fraction(1, 10**6), Fraction(1, 10**40)], ids=["1e-6", "1e-40"])
def test_singular_values_that_floats_cannot_tell_apart(distance: Fraction):
    # Four singular values within 1e-40: which selected one is smaller than which left one is decided exactly.
    problem = dln.Problem.canonical([1 + n * distance for n in (3, 2, 1, 0)], (4, 2, 4))
    strict = labelled(list(cases_of(problem)), STRICT)
    assert {case.kind.selection for case in strict} == set(problem.selections()) - {(0, 1)}
    for case in strict:
        check_direction(case.point)


def test_irrational_singular_values_in_inverted_order():
    # Sigma has eigenvalues (3 + s)/2 > 1 > (3 - s)/2, s^2 = 5. With S = {1} or S = {(3 + s)/2, (3 - s)/2} and a
    # hidden layer full of it, the only descent turns the selected part, whose better neighbour is irrational.
    Y = [[1, 1, 0], [1, 0, 0], [0, 0, 1]]
    for width, selection in ((1, (1,)), (2, (0, 2))):
        problem = dln.Problem.from_data(dln.Matrix.identity(3), Y, (width,))
        for kind in problem.kinds(selection):
            assert not any(string.start == 1 for string in kind.strings)  # nothing is left in the hidden layer
            for point in kind.representatives():
                assert point.label == STRICT
                check_direction(point)


# -- curves ------------------------------------------------------------------------------------------------------------


def test_the_reach_of_a_curve_by_hand():
    # Change -t^2 + 100 t^3: negative for t < 1/100; the reach 1/200 is safe.  Change t^3 alone: positive everywhere,
    # reach 1.
    layers = ((dln.Matrix([[0]]), dln.Matrix([[1]])), (dln.Matrix([[0]]),))
    curve = dln.Curve(layers, tuple(map(Fraction, (0, 0, -1, 100))))
    assert (curve.order, curve.sign, curve.reach) == (2, -1, Fraction(1, 200))
    curve = dln.Curve(layers, tuple(map(Fraction, (0, 0, 0, 1))))
    assert (curve.order, curve.sign, curve.reach) == (3, 1, 1)
    assert curve.weights("1/2") == (dln.Matrix([["1/2"]]), dln.Matrix([[0]]))


def test_a_curve_of_the_wrong_sign_is_caught(small_cases: list[Case]):
    # The ascent curve of a non-strict saddle, passed off as descent, fails the check that descent curves pass.
    point = labelled(small_cases, NON_STRICT)[0].point
    with pytest.raises(AssertionError):
        check_curve(point, point.ascent_curve, -1)
    assert point.descent_curve is not None
    forged = dln.Curve(point.descent_curve.layers, tuple(-c for c in point.descent_curve.loss_change))
    with pytest.raises(AssertionError):
        check_curve(point, forged, 1)


# -- larger ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("ends", list(itertools.product((1, 2, 3), repeat=2)), ids=str)
def test_descent_and_ascent_everywhere_with_widths_up_to_3(ends: tuple[int, int]):
    for problem in canonical_problems((2, 3), 3):
        if (problem.input_width, problem.output_width) == ends:
            for case in cases_of(problem, (1,)):
                check_curve(case.point, case.point.ascent_curve, 1)
                if case.point.label == STRICT:
                    check_direction(case.point)
                elif case.point.label == NON_STRICT:
                    check_curve(case.point, case.point.descent_curve, -1)
                else:
                    assert case.point.descent_curve is None


@pytest.mark.slow
@pytest.mark.parametrize("ends", list(itertools.product((1, 2, 3), repeat=2)), ids=str)
def test_descent_from_every_non_strict_saddle_of_depth_4_with_widths_up_to_3(ends: tuple[int, int]):
    found = 0
    for hidden in itertools.product((1, 2, 3), repeat=3):
        for values in ((3, 2, 1)[: min(ends)], (2, 2, 0)[: min(ends)]):
            for case in cases_of(dln.Problem.canonical(values, (ends[0], *hidden, ends[1])), (1,)):
                if case.point.label == NON_STRICT:
                    check_curve(case.point, case.point.descent_curve, -1)
                    found += 1
    assert found
