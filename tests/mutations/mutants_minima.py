"""False neighbours of the claims of Laurent, Mehta, Yun, and on the order of saddles."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from planting import Planting, at_sizes, in_words, listed

import symdln as dln
from proofs_check.claims.laurent import convex_loss, non_differentiable
from proofs_check.claims.mehta import regularised
from proofs_check.claims.saddle import order
from proofs_check.claims.yun import global_, thm2
from proofs_check.claims.yun.parts import setting
from proofs_check.facts import convex_losses
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.outcome import Outcome, at_most, equal, holds, is_true
from proofs_check.networks.words import any_loss, same
from symdln.algebra.words import Symbol, gradient, inner, norm_squared, scalar
from symdln.strings.order import least_cover

plant = Planting()


# -- Laurent, von Brecht -----------------------------------------------------------------------------------------------

plant.without("laurent.convex-loss", convex_loss.wide.name)


@plant("laurent.convex-loss", "every critical point is a global minimum")
@at_sizes
def every_critical_point(subject: Any) -> Outcome:
    if isinstance(subject[0], str) and subject[0] not in convex_losses.SCALARS:
        return holds("another loss")
    network = convex_losses.ConvexNetwork(*subject)
    W = next(W for W in network.small_weights((0,)))
    P = network.product(W, network.depth, 1)
    return is_true(not network.is_critical(W) or network.slope(P).is_zero(), "W = 0 is a global minimum", weights=W)


@plant("laurent.convex-loss", "in words: the gradient by a layer is A G B")
@in_words
def gradient_not_transposed(name: str) -> Outcome:
    if name != "an inner layer":
        return holds("another step")
    W, P = Symbol("W", "n", "n"), Symbol("A", "n", "n") @ Symbol("W", "n", "n") @ Symbol("B", "n", "n")
    A, B, F = (Symbol(letter, "n", "n") for letter in "ABF")
    return same(gradient(any_loss(P), W), A @ F @ B, "the gradient by a layer")


@plant("laurent.non-differentiable", "a combination without its last term")
def without_last_term(case: str) -> Outcome:
    letters, P = non_differentiable.neighbourhood()
    b, d, e, x = (letters[name] for name in "bdex")
    (p_11, p_12), (_, p_22) = P.rows
    return equal((1 + d) * (1 + e) * p_12, x * (1 + d) * p_11 + b * (1 + e) * p_22, "the combination")


@plant("laurent.non-differentiable", "a global minimum in place of a local one")
def corner_is_global(case: str) -> Outcome:
    target = dln.Matrix([[0, 1], [0, 0]])
    elsewhere = non_differentiable.absolute_loss((target, dln.Matrix.identity(2)), target)
    return at_most(1, elsewhere, "the loss at the corner, and elsewhere")


plant.patched("laurent.non-differentiable", "entries that differ by 3/4", non_differentiable, "BOX", Fraction(3, 4))


# -- Mehta, Chen, Tang, Hauenstein -------------------------------------------------------------------------------------

THREE, TWO = ((1, 1, 1, 1), "1/3"), ((1, 1, 1), "1/2")
plant.without("mehta.regularised", regularised.deep.name, over=listed(THREE, TWO))
plant.without("mehta.regularised", regularised.decays.name, over=listed(THREE, ((1, 1, 1, 1), "-1/3")))


@plant("mehta.regularised", "lam = 1 in place of 1/H")
def strong_decay(case: regularised.Decayed) -> Outcome:
    return regularised.regularised.check((case[0], "1"))


@plant("mehta.regularised", "W = 0 is a global minimum")
def zero_is_global(case: regularised.Decayed) -> Outcome:
    net = regularised.network(case)
    return at_most(net.value(net.zero()), net.value(net.chain()), "the value at W = 0")


@plant("mehta.regularised", "the other point has a positive definite Hessian")
def chain_is_strict(case: regularised.Decayed) -> Outcome:
    net = regularised.network(case)
    return regularised.is_local_minimum(net, net.chain())


# -- orders of saddles -------------------------------------------------------------------------------------------------


@plant("saddle.order", "the depth at every saddle")
def order_is_depth(point: dln.Point) -> Outcome:
    return equal(order.order_bounds(point).least, point.problem.depth, "the order")


@plant("saddle.order", "3 at every saddle")
def order_is_three(point: dln.Point) -> Outcome:
    return equal(order.order_bounds(point).least, 3, "the order")


@plant("saddle.order", "2 where n_- = 0")
def order_is_two(point: dln.Point) -> Outcome:
    return equal(order.order_bounds(point).least, 2, "the order")


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


# -- Yun, Sra, Jadbabaie -----------------------------------------------------------------------------------------------


@plant("yun.thm2.1", "a global minimum outside the set too")
@plant("yun.thm2.2", "a global minimum outside the set too")
def never_outside(point: dln.Point) -> Outcome:
    return thm2.global_or_saddle(point, True)


@plant("yun.thm2.2", "the rank alone, without the singular vectors")
def rank_alone(point: dln.Point) -> Outcome:
    return thm2.global_or_saddle(point, setting.product_has_full_rank(point))


@plant("yun.thm2.1", "a saddle inside the set")
@plant("yun.thm2.2", "a saddle inside the set")
def saddles_everywhere(point: dln.Point) -> Outcome:
    return thm2.is_saddle(point)


@plant("yun.thm2.1", "strict saddles")
def every_saddle_is_strict(point: dln.Point) -> Outcome:
    if setting.product_has_full_rank(point):
        return thm2.theorem_2_1.check(point)
    return at_most(1, point.inertia_by_hessian.negative, "one, and the number of negative eigenvalues")


plant.without("yun.thm2.1", thm2.no_bottleneck.name)
plant.without("yun.global", global_.full_rank.name)


@plant("yun.global", "global minimisers only")
def full_rank_is_global(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the loss is the least one")


@plant("yun.global", "strict saddles only")
def full_rank_is_strict(point: dln.Point) -> Outcome:
    return at_most(1, point.inertia_by_hessian.negative, "one, and the number of negative eigenvalues")
