"""The order of a saddle: cases by hand and planted faults."""

from __future__ import annotations

import pytest

import symdln as dln
from proofs_check.claims.saddle import order as order_claims
from proofs_check.facts.cubic_form import vanishes_on_kernel
from proofs_check.language.outcome import Finding, Outcome, equal
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.critical_points import representatives
from proofs_check.scopes.families import Spec, problem
from symdln.landscape.descent import curve_through
from tests.proofs_check.settling import planted, settle, settle_planted, verdicts_on_cases, without

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {
        order_claims.order_at_zero: Verdict.DERIVED,
        order_claims.order_of_saddle: Verdict.DERIVED,
        order_claims.order_at_most_depth: Verdict.DERIVED,
        order_claims.order_at_most_four_or_depth: Verdict.DERIVED,
        order_claims.order_of_deep_saddle: Verdict.DERIVED,
    }
)


def point(values: tuple[int, ...], widths: tuple[int, ...], weights: list[list[list[int]]]) -> dln.Point:
    return dln.Point(dln.Problem.canonical(values, widths), weights)


@pytest.mark.parametrize(
    ("at", "order"),
    [
        (point((3,), (1, 1, 1), [[[0]], [[0]]]), 2),  # 1/2 (b a - 3)^2
        (point((3,), (1, 1, 1, 1), [[[2]], [[0]], [[0]]]), 2),  # strict, by b and c
        (point((3,), (1, 1, 1, 1), [[[0]], [[0]], [[0]]]), 3),  # -3 a b c
        (point((3,), (1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]]]), 3),  # -6 b c d
        (point((3,), (1, 1, 1, 1, 1), [[[0]], [[0]], [[0]], [[0]]]), 4),
    ],
)
def test_orders_of_scalar_chains_by_hand(at: dln.Point, order: int) -> None:
    assert order_claims.order_bounds(at) == order_claims.OrderEvidence(order, order)


FLAT = point((3, 0), (2, 1, 1, 2), [[[0, 1]], [[0]], [[0], [1]]])
"""``P = z (y, 1)^T (x, 1)``: the loss changes by ``-3 x y z + 1/2 z^2 (1 + x^2)(1 + y^2)``; about z = 3 x y this is
``-9/2 x^2 y^2``, its least value: order 4 at depth 3.
"""


def test_order_above_the_depth_where_the_targets_are_singular() -> None:
    assert FLAT.is_critical
    assert FLAT.inertia_by_hessian.negative == 0
    assert vanishes_on_kernel(FLAT)
    assert order_claims.order_bounds(FLAT) == order_claims.OrderEvidence(4, 4)
    assert not order_claims.full_cross.met_by(FLAT)
    assert order_claims.order_at_most_depth.check(FLAT).fails
    assert order_claims.order_at_most_four_or_depth.check(FLAT).holds
    assert [order_claims.closed_form_is(FLAT, order).holds for order in (2, 3, 4, 5)] == [False, False, True, False]


def test_order_four_is_not_the_end_at_depth_5() -> None:
    # P = (w, 1)^T q, q the product of four vanishing layers: -3 w q + 1/2 q^2 (1 + w^2), of order 5 with w = t, q = t^4
    at = point((3,), (1, 1, 1, 1, 1, 2), [[[0]], [[0]], [[0]], [[0]], [[0], [1]]])
    assert at.is_critical
    assert not order_claims.at_zero(at)
    assert order_claims.order_bounds(at) == order_claims.OrderEvidence(4, 5)
    assert order_claims.order_of_saddle.check(at).holds
    assert order_claims.order_at_most_depth.check(at).holds
    answers = [order_claims.closed_form_is(at, order).answer for order in (3, 4, 5, 6, None)]
    assert answers == [Finding.FAILS, Finding.UNDECIDED, Finding.HOLDS, Finding.FAILS, Finding.FAILS]


def test_second_landing_makes_the_order_three() -> None:
    # a second hidden unit in layer 2, z_2 and w_2 its weights: -3 x z_2 w_2 costs nothing of lower order
    at = point((3, 0), (2, 1, 2, 2), [[[0, 1]], [[0], [0]], [[0, 0], [1, 0]]])
    assert not vanishes_on_kernel(at)
    assert order_claims.order_bounds(at) == order_claims.OrderEvidence(3, 3)


def test_a_curve_of_order_three_does_not_stand_in_for_the_cubic_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """A curve along which the loss falls like t^3 contradicts a cubic form that vanishes on the kernel."""
    at = point((3, 0), (2, 1, 2, 2), [[[0, 1]], [[0], [0]], [[0, 0], [1, 0]]])
    monkeypatch.setattr(order_claims, "vanishes_on_kernel", lambda point: True)
    assert [order_claims.closed_form_is(at, order).holds for order in (3, 4)] == [False, False]


def test_smaller_last_jumps_reach_the_order() -> None:
    # strings not aligned with the singular vectors: what z^2 costs outweighs what z gains, unless z is small
    flat = problem(Spec((2, 1, 1, 3), (3, 0)))
    kind = next(kind for kind in flat.kinds() if str(kind) == "S = {}, strings 0-1, 2-3, 3, 3-0")
    points = [representatives(kind, seed)[1] for seed in range(4)]
    assert {order_claims.order_bounds(at) for at in points} == {order_claims.OrderEvidence(4, 4)}


def test_a_curve_of_too_high_an_order_leaves_the_claim_undecided() -> None:
    # the curve of FLAT with z one power of t later: order 5, though the point has order 4
    at = dln.Point(FLAT.problem, FLAT.weights)
    assert at.descent_curve is not None
    first, (start, _, last), third = at.descent_curve.layers
    zero = dln.Matrix.zeros(1, 1)
    late = curve_through(at, [first, [start, zero, zero, last], third])
    assert late is not None
    vars(at)["descent_curve"] = late
    assert order_claims.order_bounds(at) == order_claims.OrderEvidence(4, 5)
    assert order_claims.order_of_saddle.check(at).answer is Finding.UNDECIDED


def order_is_the_depth(at: dln.Point) -> Outcome:
    return equal(order_claims.order_bounds(at).least, at.problem.depth, "planted: the order is the depth")


def order_is_three(at: dln.Point) -> Outcome:
    return equal(order_claims.order_bounds(at).least, 3, "planted: every saddle has order 3")


def test_false_neighbours_of_the_order_are_refuted() -> None:
    results = settle_planted(
        {
            "saddle.depth": planted(order_claims.order_of_saddle, check=order_is_the_depth),
            "saddle.three": planted(order_claims.order_of_saddle, check=order_is_three),
        }
    )
    assert {result.verdict for result in results.values()} == {Verdict.REFUTED}
    deep = point((3,), (1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]]])  # non-strict, of order 3 at depth 4
    assert order_is_the_depth(deep).fails


def test_zero_has_no_order_without_correlation() -> None:
    # Sxy = 0: the loss is 1/2 ||P||^2
    assert order_claims.explicit_curve(order_claims.point_zero(((1, 1, 1), (0,)))).fails
    (result,) = settle(without(order_claims.order_at_zero, order_claims.nonzero_cross.name))
    assert result.verdict is Verdict.REFUTED


def test_curve_of_a_smaller_order_than_the_depth_would_be_found() -> None:
    # not at W = 0: the order is 3 at depth 4
    deep = point((3,), (1, 1, 1, 1, 1), [[[2]], [[0]], [[0]], [[0]]])
    assert order_claims.explicit_curve(deep).fails
