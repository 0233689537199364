"""False neighbours of the claims on the order of saddles."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.saddle import order
from proofs_check.language.outcome import Outcome, at_most, equal
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, inner, norm_squared, scalar
from tests.mutations.planting import Planting, at_sizes, in_words

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
