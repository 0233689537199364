"""False neighbours of the claims on the order of saddles."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.saddle import order
from proofs_check.language.outcome import Outcome, at_most, equal
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, inner, norm_squared, scalar
from symdln.strings.order import least_cover
from tests.mutations.planting import Planting, at_sizes, in_words, listed

plant = Planting()


@plant("saddle.order", "the depth at every saddle")
def order_is_depth(point: dln.Point) -> Outcome:
    return equal(order.order_bounds(point).least, point.problem.depth, "the order")


@plant("saddle.order", "3 at every saddle")
def order_is_three(point: dln.Point) -> Outcome:
    return equal(order.order_bounds(point).least, 3, "the order")


@plant("saddle.order", "2 where n_- = 0")
def order_is_two(point: dln.Point) -> Outcome:
    return equal(order.order_bounds(point).least, 2, "the order")


@plant("saddle.order.depth", "k < H in place of k <= H")
def below_depth(point: dln.Point) -> Outcome:
    return at_most(order.order_bounds(point).least, point.problem.depth - 1, "the order")


@plant("saddle.order.depth", "k >= 4 in place of 3")
def at_least_four(point: dln.Point) -> Outcome:
    return at_most(4, order.order_bounds(point).least, "four, and the order")


plant.without("saddle.order.depth", order.non_strict.name)
plant.without("saddle.order.zero", order.nonzero_cross.name)


@plant("saddle.order.zero", "the number of hidden layers in place of the depth")
@at_sizes
def one_layer_less(case: order.AtZero) -> Outcome:
    point = order.point_zero(case)
    curve = point.descent_curve
    return equal(None if curve is None else curve.order, point.problem.depth - 1, "order of the explicit curve")


@plant("saddle.order.zero", "in words: t^{n + 1} in place of t^{2 n} beside ||Q X||^2")
@in_words
def wrong_power(name: str) -> Outcome:
    Q, X, Y = Symbol("Q", "d_y", "d_x"), Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m")
    f, T, t = scalar("f"), scalar("T"), scalar("t")
    difference = f * norm_squared(T * (Q @ X) - Y) - f * norm_squared(Y)
    return same(difference, -2 * f * T * inner(Q @ X, Y) + f * T * t * norm_squared(Q @ X), "the change")


FLAT = dln.Point(dln.Problem.canonical((3, 0), (2, 1, 1, 2)), [[[0, 1]], [[0]], [[0], [1]]])
"""The exception: strings 3-0, 0-1 and 2-3, order 4 at depth 3."""
SPARE = dln.Point(dln.Problem.canonical((3, 0), (2, 1, 2, 2)), [[[0, 1]], [[0], [0]], [[0, 0], [1, 0]]])
"""With a second unit in layer 2 one cover is not exceptional: order 3."""
CHAIN = dln.Point(dln.Problem.canonical((3,), (1, 1, 1, 1, 1)), [[[0]]] * 4)
"""W = 0 at depth 4: order 4."""


def covering_runs(point: dln.Point) -> int | None:
    """n, the least number of runs that cover a gap."""
    cover = least_cover(point.problem.depth, [(string.start, string.length) for string in point.strings])
    return None if cover is None else len(cover)


@plant("saddle.order", "n + 2, one too many")
@plant("saddle.order.deep", "n + 2, one too many", over=listed(CHAIN))
def one_too_many(point: dln.Point) -> Outcome:
    return order.closed_form_is(point, None if point.order is None else point.order + 1)


@plant("saddle.order", "n, the number of runs itself")
@plant("saddle.order.deep", "n, the number of runs itself", over=listed(CHAIN))
def one_too_few(point: dln.Point) -> Outcome:
    return order.closed_form_is(point, None if point.order is None else point.order - 1)


@plant("saddle.order", "without the exception", over=listed(FLAT))
def without_exception(point: dln.Point) -> Outcome:
    n = covering_runs(point)
    return order.closed_form_is(point, None if n is None else n + 1)


@plant("saddle.order", "the exception wherever n = 2", over=listed(FLAT, SPARE))
def always_exceptional(point: dln.Point) -> Outcome:
    return order.closed_form_is(point, 4 if covering_runs(point) == 2 else point.order)


@plant("saddle.order", "strict and non-strict exchanged")
def exchanged_orders(point: dln.Point) -> Outcome:
    return order.closed_form_is(point, 3 if point.order == 2 else 2)


@plant("saddle.order", "inversions do not matter")
def without_inversions(point: dln.Point) -> Outcome:
    n = covering_runs(point)
    return order.closed_form_is(point, None if n is None else n + 1)


@plant("saddle.order.bounded", "k <= H in place of max(4, H)", over=listed(FLAT))
def at_most_depth(point: dln.Point) -> Outcome:
    return order.order_within(point, point.problem.depth)


@plant("saddle.order.bounded", "k >= 4 in place of 3")
def bounded_from_four(point: dln.Point) -> Outcome:
    return at_most(4, order.order_bounds(point).least, "four, and the order")


plant.without("saddle.order.bounded", order.non_strict.name)
