"""False neighbours of the claims of Chitour, Liao and Couillet on rates, bounded trajectories and simulated flows."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour import growth_bound, lemma2, prop1, prop2, remark4
from proofs_check.claims.chitour.dissipation import bounds_of
from proofs_check.claims.chitour.parts import convergence, overfitting, rates
from proofs_check.claims.chitour.parts.convergence import Bounds
from proofs_check.claims.chitour.parts.rates import (
    decrease,
    decreases,
    invariant,
    invariants,
    least_on_row_space,
    lower,
    residual_squared,
    upper,
)
from proofs_check.facts.eigenvalues import compare, compare_products, nth, sign
from proofs_check.language.outcome import Outcome, all_of, at_most, fails, holds, is_true
from proofs_check.networks.layers import LayerWords, depth_of
from proofs_check.networks.words import same
from symdln.algebra.words import norm_squared, trace
from tests.mutations.planting import Planting

plant = Planting()


def at_points(check: Any) -> Any:
    """The statement at exact weights; nothing is said of the derivation."""
    return lambda subject: check(subject) if isinstance(subject, dln.Point) else holds("asked at exact weights")


def in_layers(check: Any) -> Any:
    """The derivation for the layers of its depth; nothing is said of exact weights."""
    return in_words_of(lambda case: check(LayerWords(depth_of(case))))


def in_words_of(check: Any) -> Any:
    return lambda subject: holds("asked in words") if isinstance(subject, dln.Point) else check(subject)


# -- (11), (12) and the rate -------------------------------------------------------------------------------------------


@plant("chitour.dissipation", "twice the rate")
@at_points
def twice_the_rate(point: dln.Point) -> Outcome:
    products = [bounds_of(point, j) for j in range(1, point.problem.depth + 1)]
    return decreases(point, [*products, *products])


@plant("chitour.dissipation", "lambda_max in place of lambda_min")
@at_points
def largest_eigenvalues(point: dln.Point) -> Outcome:
    d, n = point.problem.widths, point.problem.depth
    products = []
    for j in range(1, n + 1):
        before = [nth(upper(point, k - 1), d[k - 1]) for k in range(1, j)]
        products.append(before + [nth(lower(point, k), d[k]) for k in range(j + 1, n + 1)])
    return decreases(point, products)


@plant("chitour.dissipation", "in words: -sum RHS_j in place of -2 sum RHS_j")
@in_layers
def half_in_words(layers: LayerWords) -> Outcome:
    total = trace(layers.M @ layers.M.T) * 0
    for j in range(1, layers.depth + 1):
        total = total - norm_squared(rates.velocity(layers, j))
    return same(layers.rate(norm_squared(layers.M)), total, "d||M||^2/dt")


@plant("chitour.dissipation.first", "the product over all layers but the last")
@at_points
def product_without_last(point: dln.Point) -> Outcome:
    return decreases(point, [[nth(lower(point, k), 1) for k in range(1, point.problem.depth)]])


@plant("chitour.dissipation.first", "twice the rate")
@at_points
def twice_alpha(point: dln.Point) -> Outcome:
    first = bounds_of(point, 1)
    return decreases(point, [first, first])


@plant("chitour.dissipation.first", "in words: the rest of the sum with the other sign")
@in_layers
def rest_with_other_sign(layers: LayerWords) -> Outcome:
    dropped = layers.rate(norm_squared(layers.M)) + 2 * norm_squared(rates.velocity(layers, 1))
    rest = trace(layers.M @ layers.M.T) * 0
    for j in range(2, layers.depth + 1):
        rest = rest + norm_squared(rates.velocity(layers, j))
    return same(dropped, 2 * rest, "d||M||^2/dt without the term j = 1")


# -- eigenvalues of the invariants -------------------------------------------------------------------------------------


def of_every_number(check: Any) -> Any:
    """The statement for every invariant and every number of an eigenvalue."""

    @at_points
    def asked(point: dln.Point) -> Outcome:
        pairs = ((k, i) for k in invariants(point) for i in range(1, point.problem.widths[k] + 1))
        return all_of(*(check(point, k, i) for k, i in pairs))

    return asked


@plant("chitour.weyl", "lambda_max in place of lambda_min")
@of_every_number
def weyl_with_largest(point: dln.Point, k: int, i: int) -> Outcome:
    size = point.problem.widths[k]
    sums = [(invariant(point, k), i), (lower(point, k), size)]
    return is_true(compare([(upper(point, k), i)], sums) >= 0, "the first inequality", l=k, i=i)


@plant("chitour.weyl", "<= in place of >=")
@of_every_number
def weyl_reversed(point: dln.Point, k: int, i: int) -> Outcome:
    return is_true(compare([(upper(point, k), i)], [(invariant(point, k), i)]) <= 0, "reversed", l=k, i=i)


@plant("chitour.weyl", "W_l W_l^T with the eigenvalues of C_l below it")
@of_every_number
def weyl_with_other_gram(point: dln.Point, k: int, i: int) -> Outcome:
    return is_true(compare([(lower(point, k), i)], [(invariant(point, k), i)]) >= 0, "the other Gram matrix")


@plant("chitour.weyl", "in words: C_l minus the Gram matrix")
@in_layers
def sum_with_minus(layers: LayerWords) -> Outcome:
    W, V = layers.weight(2), layers.weight(1)
    return same(W.T @ W, layers.invariant(1) - V @ V.T, "C_1 and the two Gram matrices")


@plant("chitour.weyl.spectrum.corrected", "positive in place of lambda_i(C_l) <= 0")
@at_points
def positive_below(point: dln.Point) -> Outcome:
    d = point.problem.widths
    pairs = ((k, i) for k in invariants(point) for i in range(1, d[k] - d[k + 1] + 1))
    return is_true(all(sign(nth(invariant(point, k), i)) > 0 for k, i in pairs), "lambda_i(C_l) > 0 for these i")


@plant("chitour.weyl.spectrum.corrected", "without the shift")
@at_points
def without_shift(point: dln.Point) -> Outcome:
    d = point.problem.widths
    pairs = ((k, i) for k in invariants(point) for i in range(1, d[k + 1] + 1))
    same_ones = (compare([(upper(point, k), i)], [(lower(point, k + 1), i)]) == 0 for k, i in pairs)
    return is_true(all(same_ones), "the eigenvalues agree without a shift")


@plant("chitour.prop2.rank.corrected", "rank < d_{l+1} in place of <=")
@at_points
def rank_below(point: dln.Point) -> Outcome:
    d = point.problem.widths
    return all_of(*(at_most(upper(point, k).rank(), d[k + 1] - 1, "rank") for k in invariants(point)))


@plant("chitour.prop2.rank.corrected", "lambda_min = 0 for d_{l+1} = d_l too")
@at_points
def always_singular(point: dln.Point) -> Outcome:
    return is_true(all(nth(upper(point, k), 1).is_zero for k in invariants(point)), "lambda_min = 0")


@plant("chitour.prop2.rank.corrected", "W_l W_l^T in place of W_{l+1}^T W_{l+1}")
@at_points
def other_gram_matrix(point: dln.Point) -> Outcome:
    return prop2.prop_2_rank.check(point)


@plant("chitour.prop2.alpha", "alpha(t) <= alpha")
@at_points
def alpha_reversed(point: dln.Point) -> Outcome:
    alpha = [nth(*least_on_row_space(point, k)) for k in invariants(point)]
    along = [nth(lower(point, k + 1), 1) for k in invariants(point)]
    return is_true(compare_products(along, alpha) <= 0, "alpha(t) <= alpha")


@plant("chitour.prop2.alpha", "alpha(t) without the last layer")
@at_points
def alpha_of_other_layers(point: dln.Point) -> Outcome:
    alpha = [nth(*least_on_row_space(point, k)) for k in invariants(point)]
    along = [nth(lower(point, k), 1) for k in invariants(point)]
    if any(sign(factor) <= 0 for factor in along):
        return fails("alpha(t) is not positive")
    return is_true(compare_products(along, alpha) >= 0, "alpha(t) >= alpha")


plant.without("chitour.prop2.alpha", prop2.positive_invariants.name)


@plant("chitour.prop2.index.corrected", "the d_l-th largest in place of the d_{l+1}-th")
@at_points
def number_of_other_layer(point: dln.Point) -> Outcome:
    d = point.problem.widths
    signs = (compare([least_on_row_space(point, k), (-invariant(point, k), d[k])], []) for k in invariants(point))
    return is_true(all(found == 0 for found in signs), "the eigenvalues agree")


@plant("chitour.prop2.index.corrected", "smallest in place of largest")
@at_points
def smallest_in_place_of_largest(point: dln.Point) -> Outcome:
    return prop2.prop_2_index.check(point)


@plant("chitour.prop2.corrected", "the rate 2 alpha")
@at_points
def twice_prop_2(point: dln.Point) -> Outcome:
    alpha = [nth(*least_on_row_space(point, k)) for k in invariants(point)]
    return decreases(point, [alpha, alpha])


@plant("chitour.prop2.corrected", "a decrease of half that size at most")
@at_points
def slow_decrease(point: dln.Point) -> Outcome:
    return at_most(decrease(point), residual_squared(point) / 2, "the decrease")


plant.without("chitour.prop2.corrected", prop2.positive_invariants.name)


@plant("chitour.prop2.printed-index.corrected", "the rate is at most the product")
def rate_at_most(trajectory: Any) -> Outcome:
    prop2.confirm(trajectory)
    return at_most(prop2.rate(trajectory), prop2.number_in_proof(trajectory), "the rate")


@plant("chitour.prop2.printed-index.corrected", "twice the product")
def twice_the_product(trajectory: Any) -> Outcome:
    prop2.confirm(trajectory)
    return at_most(2 * prop2.number_in_proof(trajectory), prop2.rate(trajectory), "the rate")


# -- Remark 4 ----------------------------------------------------------------------------------------------------------


@plant("chitour.remark4.corrected", "lambda_1 in place of lambda_{d_l}")
@at_points
def least_in_place_of_largest(point: dln.Point) -> Outcome:
    return remark4.remark_4.check(point)


@plant("chitour.remark4.corrected", "plus in place of minus")
@at_points
def plus_largest(point: dln.Point) -> Outcome:
    outcomes = []
    for k in invariants(point):
        term, B, V = least_on_row_space(point, k), lower(point, k + 1), lower(point, k)
        sums = [(B, 1), (V, point.problem.widths[k])]
        outcomes.append(is_true(compare([term], sums) >= 0, f"the inequality for l = {k}"))
    return all_of(*outcomes)


@plant("chitour.remark4.choice", "the given weights in place of the chosen ones")
@at_points
def without_choice(point: dln.Point) -> Outcome:
    return is_true(rates.has_positive_invariants(point), "the assumptions of Prop. 2 are met")


@plant("chitour.remark4.choice", "t = 1")
@at_points
def factor_one(point: dln.Point) -> Outcome:
    shapes = point.problem.shapes[1:]
    chosen = [point.weights[0], *(dln.Matrix.diagonal([1] * min(shape), shape) for shape in shapes)]
    return is_true(rates.has_positive_invariants(dln.Point(point.problem, chosen)), "the assumptions are met")


# -- bounds ------------------------------------------------------------------------------------------------------------


def two_sided(change: Any) -> Any:
    """Lemma 2.4 with other constants."""

    @at_points
    def check(point: dln.Point) -> Outcome:
        bounds = Bounds(point)
        return lemma2.two_sided(point, *change(bounds))

    return check


plant("chitour.lemma2.4", "P = Q = 0")(two_sided(lambda b: (b.gamma, 0 * b.P, 0 * b.P)))
plant("chitour.lemma2.4", "gamma_0 = 1")(two_sided(lambda b: (Fraction(1), b.P, b.P)))
plant("chitour.lemma2.4", "-P in place of P")(two_sided(lambda b: (b.gamma, -b.P, b.P)))


@plant("chitour.lemma2.4", "in words: F_k(k) = F_{k+1}(k+1)")
@in_layers
def without_words(layers: LayerWords) -> Outcome:
    P, W = layers.product(1, layers.depth), layers.weight(layers.depth)
    power = lemma2.power(W @ W.T, layers.depth)
    return same(trace(P.T @ P), trace(power), "the trace, and that of the power")


def grows(change: Any) -> Any:
    return at_points(lambda point: growth_bound.grows_at_most(point, *change(Bounds(point))))


plant("chitour.growth-bound", "K_1 = 0")(grows(lambda b: (b.gamma, Fraction(0))))
plant("chitour.growth-bound", "-2 K_1 in place of K_1")(grows(lambda b: (b.gamma, -2 * b.K_1)))


@plant("chitour.growth-bound", "in words: dg/dt without the factor 2")
@in_layers
def growth_without_two(layers: LayerWords) -> Outcome:
    P = layers.product(1, layers.depth)
    return same(layers.rate(norm_squared(layers.weight(layers.depth))), trace(layers.M @ P.T), "(10)")


@plant("chitour.prop1.bounded", "K_2 = 0")
@at_points
def decreases_everywhere(point: dln.Point) -> Outcome:
    still = convergence.last_norm(point) <= 0
    return is_true(still or convergence.growth_rate(point) < 0, "g <= 0 or dg/dt < 0", weights=point.weights)


@plant("chitour.prop1.bounded", "positive in place of negative")
@at_points
def increases_beyond(point: dln.Point) -> Outcome:
    far = prop1.scaled(point, 100)
    inside = convergence.last_norm(far) <= Bounds(far).K_2
    return is_true(inside or convergence.growth_rate(far) > 0, "g <= K_2 or dg/dt > 0", weights=far.weights)


@plant("chitour.prop1", "in words: the velocities with the other sign")
@in_layers
def other_sign_of_flow(layers: LayerWords) -> Outcome:
    outcomes = [
        same(layers.flows[W], -rates.velocity(layers, j), f"the flow of {W}") for j, W in enumerate(layers.W, start=1)
    ]
    return all_of(*outcomes)


@plant("chitour.prop1", "in words: a flow that does not end, dg/dt = 2 tr(M Pi^T) + 2 tr(Pi^T Pi)")
@in_layers
def growth_without_end(layers: LayerWords) -> Outcome:
    P = layers.product(1, layers.depth)
    rate = layers.rate(norm_squared(layers.weight(layers.depth)))
    return same(rate, 2 * trace(layers.M @ P.T) + 2 * trace(P.T @ P), "dg/dt")


# -- simulated flows ---------------------------------------------------------------------------------------------------


@plant("chitour.prop1.simulated", "no flow comes to rest")
def never_at_rest(flow: overfitting.Flow) -> Outcome:
    return is_true(not flow.converged, "the flow moves on")


@plant("chitour.ovf.shallow.simulated", "the loss ends above 0")
@plant("chitour.ovf.deep.simulated", "the loss ends above 0")
def ends_above_zero(flow: overfitting.Flow) -> Outcome:
    return is_true(flow.loss > overfitting.LEAST_LOSS, "the loss stays positive", loss=flow.loss)


@plant("chitour.ovf.shallow", "two negative eigenvalues at every saddle")
@plant("chitour.ovf.shallow.general-data", "two negative eigenvalues at every saddle")
def two_negative_eigenvalues(point: dln.Point) -> Outcome:
    return at_most(2, point.inertia_by_hessian.negative, "two, and n_-")
