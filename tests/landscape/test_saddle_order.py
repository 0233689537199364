"""The order of a saddle: bounds with reasons, curves that reach it, by hand and over families."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

import symdln as dln
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT
from symdln.landscape.descent import curve_through
from symdln.landscape.saddle_order import order_bounds
from tests.landscape.support import Case, canonical_problems, cases_of, error_of, general_problems


def point(values: tuple[int, ...], widths: tuple[int, ...], weights: list) -> dln.Point:
    return dln.Point(dln.Problem.canonical(values, widths), weights)


def bounds(at: dln.Point) -> tuple[int, int | None]:
    found = order_bounds(at)
    assert found is not None
    return found.lower, found.upper


# ``P = z (y, 1)^T (x, 1)``: the loss changes by ``-3 x y z + 1/2 z^2 (1 + x^2)(1 + y^2)``; about z = 3 x y this is
# ``-9/2 x^2 y^2``, its least value: order 4 at depth 3.
FLAT = point((3, 0), (2, 1, 1, 2), [[[0, 1]], [[0]], [[0], [1]]])

# A second unit in layer 2, z_2 and w_2 its weights: along x = z_2 = w_2 = t and nothing else P = t^2 (1, 0)^T (t, 1),
# so L changes by -3 t^3 + 1/2 t^4 (1 + t^2): order 3.
SPARE_LATE = point((3, 0), (2, 1, 2, 2), [[[0, 1]], [[0], [0]], [[0, 0], [1, 0]]])

# The same with the second unit in layer 1: P = t^2 (t, 1)^T (1, 0).
SPARE_EARLY = point((3, 0), (2, 2, 1, 2), [[[0, 1], [0, 0]], [[0, 0]], [[0], [1]]])

# Depth 4 with strings 0-1-2, 1, 2-3-4 and 4-0: by way of 0-1-2, which reaches furthest, the gap is bridged at a cost,
# as in FLAT; by way of 1 it is not: x to the second unit of layer 1, z from there to the second of layer 2, y to the
# first output give P = t^2 (t, 1)^T (1, 0), and -3 t^3 + 1/2 t^4 (1 + t^2).
DETOUR = point(
    (3, 0),
    (2, 2, 2, 1, 2),
    [[[0, 1], [0, 0]], [[1, 0], [0, 0]], [[0, 1]], [[0], [1]]],
)


@pytest.mark.parametrize(
    ("at", "order"),
    [
        (point((3,), (1, 1, 1), [[[0]], [[0]]]), 2),  # 1/2 (b a - 3)^2
        (point((3,), (1, 1, 1, 1), [[[2]], [[0]], [[0]]]), 2),  # strict, by b and c
        (point((3,), (1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]]]), 3),  # -6 b c d
        (point((3,), (1, 1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]], [[0]]]), 4),  # -6 b c d e
        (FLAT, 4),
        (SPARE_LATE, 3),
        (SPARE_EARLY, 3),
        (DETOUR, 3),
    ],
)
def test_orders_by_hand(at: dln.Point, order: int):
    assert at.is_critical
    assert bounds(at) == (order, order)
    assert at.order == order
    curve = at.descent_curve
    assert curve is not None
    assert (curve.order, curve.sign) == (order, -1)
    assert dln.loss(at.problem, curve.weights(curve.reach)) < at.loss


@pytest.mark.parametrize("depth", [2, 3, 4, 5])
@pytest.mark.parametrize("width", [1, 2])
def test_order_at_zero_is_the_depth(depth: int, width: int):
    # W_j(t) = t U_j(t), so P = t^H U_H ... U_1 and L changes by -t^H <Q, Syx> + t^2H ...; factors of rank one reach it.
    problem = dln.Problem.canonical((2, 1)[:width], (width,) * (depth + 1))
    found = order_bounds(dln.Point(problem, [dln.Matrix.zeros(width, width)] * depth))
    assert found is not None
    assert (found.lower, found.upper, found.is_exact) == (depth, depth, True)
    assert depth == 2 or f"divisible by t^{depth}" in found.why_lower
    assert f"falls like t^{depth}" in found.why_upper


def test_bounds_that_do_not_meet_are_said_to_be_open():
    # P = (w, 1)^T q, q the product of four vanishing layers: -3 w q + 1/2 q^2 (1 + w^2), of order 5 with w = t, q =
    # t^4; the proof by the cubic form ends at 4.
    at = point((3,), (1, 1, 1, 1, 1, 2), [[[0]], [[0]], [[0]], [[0]], [[0], [1]]])
    found = order_bounds(at)
    assert found is not None
    assert (found.lower, found.upper, found.is_exact) == (4, 5, False)
    assert "vanishes on its kernel" in found.why_lower


@pytest.mark.parametrize("depth", range(2, 9))
def test_the_order_needs_no_bounds(depth: int):
    # P = (w, 1)^T q, q the product of depth - 1 vanishing layers: -3 w q + 1/2 q^2 (1 + w^2), of order depth.
    hidden = [[[0]]] * (depth - 1)
    at = point((3,), (*(1,) * depth, 2), [*hidden, [[0], [1]]])
    assert (at.order, dln.saddle_order(at)) == (depth, depth)


def test_global_minimisers_have_no_order_and_other_points_are_refused():
    problem = dln.Problem.canonical((3,), (1, 1, 1, 1))
    assert order_bounds(dln.Point(problem, [[[3]], [[1]], [[1]]])) is None
    assert order_bounds(point((0,), (1, 1, 1), [[[0]], [[0]]])) is None  # Sxy = 0: nothing falls
    assert dln.Point(problem, [[[3]], [[1]], [[1]]]).order is None
    for ask in (order_bounds, dln.saddle_order):
        sentence = error_of(lambda ask=ask: ask(dln.Point(problem, [[[2]], [[1]], [[1]]])))
        assert "only critical points have an order" in sentence


def test_a_small_waiting_jump_reaches_order_four_where_a_full_one_does_not():
    # FLAT with 3 in the last layer: the loss changes by -3 x y z + 1/2 z^2 (1 + x^2)(9 + y^2).  The closing string has
    # the vectors e_1 and Sxy e_1 = 3 e_1, so x = t/3 and y = t.  With z = c t^2 the coefficient of t^4 is -c + 9/2 c^2:
    # negative for c < 2/9, so 1/8 is the largest power of 1/2 that falls, by -1/8 + 9/128 = -7/128.
    at = point((3, 0), (2, 1, 1, 2), [[[0, 1]], [[0]], [[0], [3]]])
    curve = at.descent_curve
    assert curve is not None
    assert curve.loss_change[:5] == (0, 0, 0, 0, Fraction(-7, 128))
    assert curve.layers[1][2] == dln.Matrix([["1/8"]])
    first, (start, middle, last), third = curve.layers
    double = curve_through(at, [first, [start, middle, 2 * last], third])
    assert double is not None
    assert (double.order, double.sign, double.loss_change[4]) == (4, 1, Fraction(-1, 4) + Fraction(9, 32))
    late = curve_through(at, [first, [start, middle, middle, 8 * last], third])
    assert late is not None
    assert (late.order, late.sign) == (5, -1)


def test_order_four_at_string_bases_turned_away_from_the_singular_vectors():
    problem = dln.Problem.canonical((3, 0), (2, 1, 1, 3))
    kind = next(kind for kind in problem.kinds() if str(kind) == "S = {}, strings 0-1, 2-3, 3, 3-0")
    assert {bounds(kind.representative(seed)) for seed in range(4)} == {(4, 4)}


def test_order_three_needs_a_cubic_form_that_does_not_vanish(small_cases: list[Case]):
    # No curve has order 3 where the form vanishes on ker H; where it does not, a curve of order 3 was found.
    seen = set()
    for case in small_cases:
        if case.point.label == NON_STRICT:
            curve = case.point.descent_curve
            assert curve is not None
            assert (curve.order == 3) is not case.point.cubic_form.vanishes
            seen.add((case.point.problem.depth, curve.order))
    assert {(3, 3), (3, 4)} <= seen


def test_bounds_hold_for_all_data():
    orders = set()
    for problem in general_problems():
        for case in cases_of(problem):
            found = order_bounds(case.point)
            if case.point.label == GLOBAL_MINIMISER:
                assert found is None
                continue
            assert found is not None
            assert found.lower == found.upper == case.point.order
            assert (found.lower == 2) is (case.hessian.negative > 0)
            orders.add(found.lower)
    assert {2, 3} <= orders


@pytest.mark.slow
def test_orders_are_known_everywhere_at_depth_3_and_4():
    seen = set()
    for problem in itertools.chain(
        canonical_problems((3,), 2),
        (dln.Problem.canonical((3, 0), (2, *hidden, 2)) for hidden in itertools.product((1, 2), repeat=3)),
    ):
        for case in cases_of(problem):
            found = order_bounds(case.point)
            if found is not None:
                assert found.lower == found.upper == case.point.order
                seen.add((problem.depth, found.lower))
    assert seen == {(3, 2), (3, 3), (3, 4), (4, 2), (4, 3), (4, 4)}


# -- false neighbours --------------------------------------------------------------------------------------------------


def by_depth(at: dln.Point) -> int:
    """False: the order of every non-strict saddle is the depth."""
    return at.problem.depth


def by_jumps(at: dln.Point) -> int:
    """False: the order is the number of jumps over the vertices of the narrowest gap, whatever they cost."""
    return min(string.start - string.end for string in at.strings if string.closing)


@pytest.mark.parametrize("rule", [by_depth, by_jumps])
def test_false_rules_for_the_order_are_refuted(rule):
    wrong = [at for at in (FLAT, SPARE_LATE, SPARE_EARLY, DETOUR) if bounds(at) != (rule(at), rule(at))]
    assert FLAT in wrong


def test_a_line_of_order_three_at_a_flat_saddle_does_not_exist():
    # Along W + t V the loss changes at order 2, and then upwards, or at order 4 or above.
    assert FLAT.inertia_by_hessian.negative == 0
    for x, u, z, y, v in itertools.product((-1, 0, 1), repeat=5):
        V = [dln.Matrix(rows) for rows in ([[x, u]], [[z]], [[y], [v]])]
        curve = curve_through(FLAT, [[W, change] for W, change in zip(FLAT.weights, V, strict=True)])
        assert curve is None or (curve.order, curve.sign) == (2, 1) or curve.order > 3
