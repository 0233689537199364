"""False neighbours of the claims of Chitour, Liao and Couillet on products, Proposition 3 and the reduction."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import symdln as dln
from proofs_check.claims.chitour import degree, hessian_shallow, products, prop3, reduction, target_positive
from proofs_check.claims.chitour.parts import expansion
from proofs_check.claims.chitour.parts.expansion import expanded_loss, opaque_letters, varied
from proofs_check.claims.chitour.prop3 import MORE_HIDDEN
from proofs_check.language.outcome import Outcome, all_of, equal, holds, is_true
from proofs_check.networks.indeterminates import Network, doubled, polynomials_agree
from proofs_check.networks.polynomials import inner
from proofs_check.networks.words import order, same
from proofs_check.scopes.rational_data import Reduction
from symdln.algebra import words
from symdln.algebra.words import Symbol, scalar, trace
from tests.mutations.planting import Planting, at_sizes, in_words, listed

plant = Planting()


def minus(matrix: Any) -> Any:
    return matrix - doubled(matrix)


# -- products, degree --------------------------------------------------------------------------------------------------


def general(first: int, last: int) -> Any:
    """The general product with other indices, against the printed ones of order 1 and 2."""

    @in_words
    def check(name: str) -> Outcome:
        j, k = ("j", 0), ("k", 0)
        found, upper = [], products.TOP
        for index in (k, j):
            found += [("Pi", products.plus(index, first), upper), ("w", index)]
            upper = products.plus(index, last)
        return equal([*found, ("Pi", ("", 1), upper)], products.printed_second(j, k), "P^r for r = 2 and P_{j,k}^2")

    return check


plant("chitour.products.corrected", "in words: j_r in place of j_r + 1")(general(0, -1))
plant("chitour.products.corrected", "in words: j_r in place of j_r - 1")(general(1, 0))


@plant("chitour.products.corrected", "the sum over all layers but the last")
@at_sizes
def sum_without_last_layer(widths: Any) -> Outcome:
    n = Network(widths, varied=True)
    return products.expansion(n, [("", j) for j in range(1, n.H + 1)], 1, products.orders_of_product(n)[1])


@plant("chitour.degree.corrected", "2 H in place of 2 (H + 1)")
@at_sizes
def degree_of_hidden_layers(widths: Any) -> Outcome:
    return degree.named_sizes(widths, 2 * (len(widths) - 2))


@plant("chitour.degree.corrected", "(H + 1)^2 in place of 2 (H + 1)")
@at_sizes
def degree_squared(widths: Any) -> Outcome:
    return degree.named_sizes(widths, (len(widths) - 1) ** 2)


@plant("chitour.degree.corrected", "in words: plus the part of degree H + 1")
@in_words
def degree_sign(name: str) -> Outcome:
    S, P, t = Symbol("S", "d_y", "d_x"), Symbol("P", "d_y", "d_x"), scalar("t")
    return same(order(words.norm_squared(S - t * P) / 2, 1), trace(S.T @ P), "the part of degree H + 1")


# -- Proposition 3 -----------------------------------------------------------------------------------------------------


@plant("chitour.prop3.value", "without W_{1,2}")
@at_sizes
def value_without_rest(widths: Any) -> Outcome:
    a = expansion.letters(n := varied(widths))
    return polynomials_agree(n.twice_loss, a.norm_squared(a.M), "2 L(W)", n)


@plant("chitour.prop3.value", "minus in place of plus")
@at_sizes
def value_minus(widths: Any) -> Outcome:
    a = expansion.letters(n := varied(widths))
    return polynomials_agree(n.twice_loss, a.norm_squared(a.M) - a.norm_squared(a.R @ a.W_12), "2 L(W)", n)


def expansion_is(order_of: int, change: Any) -> Any:
    """The terms of an order against the printed ones with a change, at named sizes."""

    @at_sizes
    def check(widths: Any) -> Outcome:
        a = expansion.letters(n := varied(widths))
        if order_of == 1:
            exact, printed = n.twice_first_variation, 2 * prop3.first_order(a)
        else:
            exact, printed = n.twice_second_derivative, 2 * prop3.twice_second_order(a)
        return polynomials_agree(exact, printed + change(a), f"the terms of order {order_of}", n)

    return check


plant("chitour.prop3.first", "without the term with w_{1,2}")(
    expansion_is(1, lambda a: -2 * a.trace(a.R @ a.w_12 @ a.W_12.T @ a.R.T))
)
plant("chitour.prop3.first", "w_{H+1} W_{1,1} with the other sign")(
    expansion_is(1, lambda a: 4 * a.trace(a.w_last @ a.Z @ a.W_11 @ a.M.T))
)
plant("chitour.prop3.second.corrected", "without the factor 1/2 before the squares")(
    expansion_is(2, lambda a: 2 * a.norm_squared(a.w_last @ a.Z @ a.W_12 + a.R @ a.w_12))
)
plant("chitour.prop3.second.corrected", "w_{H+1} Z w_{1,1} with the other sign")(
    expansion_is(2, lambda a: 8 * a.trace(a.w_last @ a.Z @ a.w_11 @ a.M.T))
)


@plant("chitour.prop3.second.corrected", "over all ordered pairs, where their products exist")
@at_sizes
def ordered_pairs(widths: Any) -> Outcome:
    a = expansion.letters(n := varied(widths))
    pairs = list(itertools.permutations(range(2, n.H + 1), 2))
    if any(widths[k - 1] != widths[j] for j, k in pairs if j > k):
        return holds("Q_{j,k}^2 does not exist for all j > k")
    a = replace(a, Q_2=expansion.sum_of((expansion.q_2(n, j, k) for j, k in pairs), a.Z))
    return polynomials_agree(n.twice_second_derivative, 2 * prop3.twice_second_order(a), "the terms of order 2", n)


@plant("chitour.prop3.second.corrected", "in words: Q_{j,k}^2 twice, as for ordered pairs")
@in_words
def every_pair_twice(name: str) -> Outcome:
    a = opaque_letters(MORE_HIDDEN)
    printed = prop3.twice_second_order(a) - 2 * a.trace(a.W_last @ a.Q_2 @ a.W_11 @ a.M.T)
    return same(2 * order(expanded_loss(a), 2), printed, "twice the terms of order 2")


@plant("chitour.prop3.first", "in words: without Q_1 before W_{1,2}")
@in_words
def without_q_1(name: str) -> Outcome:
    a = opaque_letters(MORE_HIDDEN)
    printed = prop3.first_order(a) - a.trace(a.W_last @ a.Q_1 @ a.W_12 @ a.W_12.T @ a.R.T)
    return same(order(expanded_loss(a), 1), printed, "the terms of order 1")


@plant("chitour.prop3.hessian.corrected", "H_W in place of 2 H_W")
@at_sizes
def hessian_without_two(widths: Any) -> Outcome:
    n = varied(widths)
    printed = prop3.twice_second_order(expansion.letters(n))
    return polynomials_agree(n.twice_second_derivative, printed, "D^2 L(W)[w, w]", n, 2)


def split_flow_is(change: Any) -> Any:
    """The flow of W_{1,1} and W_{1,2} against other formulas."""

    @at_sizes
    def check(widths: Any) -> Outcome:
        n = Network(widths, diagonal=True)
        d_x, d_y = widths[0], widths[-1]
        R, W_11, W_12 = n.product(2, n.H + 1), n.W[0].columns(0, d_y), n.W[0].columns(d_y, d_x)
        left = n.twice_gradient[0].columns(0, d_y), n.twice_gradient[0].columns(d_y, d_x)
        M = n.target.columns(0, d_y) - R @ W_11
        sums = (a + doubled(b) for a, b in zip(left, change(R, M, W_12), strict=True))
        return is_true(all(total.is_zero for total in sums), "the split flow", widths=widths)

    return check


plant("chitour.prop3.flow", "W_{1,2} grows in place of falling")(
    split_flow_is(lambda R, M, W_12: (R.T @ M, R.T @ R @ W_12))
)
plant("chitour.prop3.flow", "W_{1,1} with the other sign")(
    split_flow_is(lambda R, M, W_12: (minus(R.T @ M), minus(R.T @ R @ W_12)))
)


@plant("chitour.prop3.flow", "in words: the last layer without W_{1,2}")
@in_words
def last_layer_without_rest(name: str) -> Outcome:
    a = opaque_letters(MORE_HIDDEN)
    flow = -words.gradient(expansion.twice_value(a), a.W_last) / 2
    return same(flow, a.M @ a.W_11.T @ a.Z.T, "dW_{H+1}/dt")


def shallow_is(change: Any) -> Any:
    """(25) with a change."""

    @at_sizes
    def check(widths: Any) -> Outcome:
        a = expansion.letters(n := varied(widths))
        left_out = 4 * inner(a.w_last @ a.w_12, a.R @ a.W_12)
        printed = 2 * hessian_shallow.twice_shallow(a) + left_out + change(a)
        return polynomials_agree(n.twice_second_derivative, printed, "the second-order term", n, 4)

    return check


plant("chitour.hessian-shallow", "plus the trace")(shallow_is(lambda a: 8 * a.trace(a.w_last @ a.w_11 @ a.M.T)))
plant("chitour.hessian-shallow", "without the square with W_{1,2}")(
    shallow_is(lambda a: -2 * a.norm_squared(a.w_last @ a.W_12 + a.W_last @ a.w_12))
)
plant("chitour.hessian-shallow", "at all points in place of critical ones")(
    shallow_is(lambda a: -4 * inner(a.w_last @ a.w_12, a.R @ a.W_12))
)


# -- the reduction -----------------------------------------------------------------------------------------------------


@plant("chitour.reduction.loss", "without the constant")
@at_sizes
def loss_without_constant(subject: Any) -> Outcome:
    r = Reduction(subject)
    pairs = ((dln.Point(r.original, W).loss, dln.Point(r.reduced, r.barred(W)).loss) for W in r.weights())
    return all_of(*(equal(*pair, "loss and barred loss") for pair in pairs))


@plant("chitour.reduction.loss", "the weights themselves in place of the barred ones")
@at_sizes
def loss_of_same_weights(subject: Any) -> Outcome:
    r = Reduction(subject)
    constant = r.outside.norm_squared() / 2
    pairs = ((dln.Point(r.original, W).loss, dln.Point(r.reduced, W).loss + constant) for W in r.weights())
    return all_of(*(equal(*pair, "loss and loss of the same weights") for pair in pairs))


@plant("chitour.reduction.landscape", "the same inertia with the signs exchanged")
@at_sizes
def inertia_exchanged(subject: Any) -> Outcome:
    r = Reduction(subject)
    outcomes = []
    for kind in r.reduced.kinds():
        there = kind.representative()
        here = dln.Point(r.original, r.unbarred(there.weights))
        outcomes.append(equal(here.inertia_by_hessian, there.inertia_by_hessian.opposite(), "inertia"))
    return all_of(*outcomes)


@plant("chitour.reduction.landscape", "critical in the weights themselves")
@at_sizes
def critical_without_bars(subject: Any) -> Outcome:
    r = Reduction(subject)
    points = (dln.Point(r.original, kind.representative().weights) for kind in r.reduced.kinds())
    return is_true(all(point.is_critical for point in points), "critical points of both losses")


def flow_with(factor: Any) -> Any:
    return at_sizes(lambda subject: reduction.image_of_flow(r := Reduction(subject), factor(r)))


plant("chitour.reduction.flow.corrected", "S_X in place of S_X^2")(flow_with(lambda r: r.V_Y.T @ r.S_X @ r.V_Y))
plant("chitour.reduction.flow.corrected", "without the factor")(
    flow_with(lambda r: dln.Matrix.identity(r.S_X.shape[0]))
)
plant("chitour.reduction.flow.corrected", "V_Y S_X^2 V_Y^T")(flow_with(lambda r: r.V_Y @ r.S_X @ r.S_X @ r.V_Y.T))


@plant(
    "chitour.target-positive.corrected",
    "rank Y X^T >= 1 in place of d_y",
    over=listed(dln.Problem.from_data([[1, 0, 0], [0, 1, 0]], [[3, 0, 0], [0, 0, 1]], (2,))),  # rank Y X^T = 1
)
def target_of_any_rank(subject: Any) -> Outcome:
    if not isinstance(subject, dln.Problem):
        return holds("asked of problems")
    positive = target_positive.target_positive.check(subject).holds
    return equal(positive, subject.Syx.rank() >= 1, "S_Y positive", widths=subject.widths)


@plant("chitour.target-positive.corrected", "without the condition on Y X^T")
def target_always_positive(subject: Any) -> Outcome:
    return (
        target_positive.target_positive.check(subject)
        if isinstance(subject, dln.Problem)
        else holds("asked of problems")
    )
