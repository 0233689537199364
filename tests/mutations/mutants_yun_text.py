"""False neighbours of the lemmas and propositions of Yun, Sra and Jadbabaie (2018), and of Theorem 4 (2019)."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.yun import any_loss, lemma3, prop3
from proofs_check.facts.extrema import has_least_loss, least_values
from proofs_check.facts.one_layer import derivatives_agree
from proofs_check.facts.residual_layers import Residual, gap, network
from proofs_check.language.outcome import Outcome, at_most, equal, is_true
from proofs_check.scopes.few_critical_points import turned
from proofs_check.scopes.rational_data import orthogonal
from tests.mutations.planting import Planting

plant = Planting()


@plant("yun.corollary2.3", "norms of at most 1")
def large_layers(case: Residual) -> Outcome:
    point = dln.Point(network(case).problem, network(case._replace(tau="1")).weights)
    return equal(point.is_critical, gap(point) == 0, "whether it is critical, and whether its loss is the least")


@plant("yun.lemma3.2", "without X^T")
def without_inputs(point: dln.Point) -> Outcome:
    problem, depth = point.problem, point.problem.depth
    error = point.end_to_end - problem.Syx
    layers = range(1, depth + 1)
    return derivatives_agree(point, [point.product(depth, i + 1).T @ error @ point.product(i - 1, 1).T for i in layers])


@plant("yun.lemma3.3.1", "the greatest singular value")
def greatest(pair: lemma3.TallPair) -> Outcome:
    B = dln.Matrix(pair.B)
    bound = Fraction(max(pair.values)) ** 2 * B.norm_squared()
    return at_most(bound, (pair.A @ B).norm_squared(), "the bound", but="the squared norm")


@plant("yun.lemma3.3.2", "the greatest singular value")
def greatest_on_the_right(pair: lemma3.TallPair) -> Outcome:
    A = dln.Matrix(pair.B).T
    bound = Fraction(max(pair.values)) ** 2 * A.norm_squared()
    return at_most(bound, (A @ pair.A.T).norm_squared(), "the bound", but="the squared norm")


@plant("yun.prop3.1", "the first right singular vectors of the targets")
def wrong_side(target: prop3.RankedTarget) -> Outcome:
    problem = turned((len(target.inputs), target.k, target.d_y), target.values, target.inputs)
    U = orthogonal(target.d_y, 3)
    first = U @ dln.Matrix.diagonal([1] * target.k, (target.d_y, target.d_y)) @ U.T
    R = first @ prop3.whitened_target(target) @ problem.Sxx.inverse()
    loss = problem.loss_factor * (((R @ problem.Sxx - 2 * problem.Syx) @ R.T).trace() + problem.Syy.trace())
    return equal(loss, least_values(problem)[target.k], "the loss")


plant.without("yun.prop3.4", prop3.full_factor.name)


plant.without("yun.prop3.5", "product of full rank")


plant.without("yun.prop3.6", prop3.full_product.name)


@plant("yun.prop3.7", "every critical point with a product of full rank is global")
def always_global(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the loss is the least one")


@plant("yun.any-loss.saddle", "the gradient by the last layer alone need not vanish near by")
def only_at_the_point(network: any_loss.LayersAndLoss) -> Outcome:
    G = any_loss.slope(network.loss, any_loss.at_product(network))
    return is_true(G.is_zero(), "the gradient by the product vanishes")


@plant("yun.any-loss.local", "a strict local minimum")
def strict_minimum(network: any_loss.LayersAndLoss) -> Outcome:
    W, P = network.weights, any_loss.at_product(network)
    if not any_loss.is_extremum(network.loss, P, 1) or P.is_zero():
        return is_true(True, "no minimum")
    scaled = (W[0] * 2, W[1] * Fraction(1, 2), *W[2:])
    here = any_loss.value(network.loss, P)
    there = any_loss.value(network.loss, any_loss.product(scaled, len(scaled), 1))
    return is_true(there > here, "the value elsewhere is greater")


@plant("yun.any-loss.global", "a critical product is global")
def critical_is_global(network: any_loss.LayersAndLoss) -> Outcome:
    P = any_loss.at_product(network)
    least = len(P.entries()) * any_loss.LOSSES[network.loss].least
    return equal(any_loss.value(network.loss, P), least, "the loss, and the least one")


plant.without("yun.any-loss.full-rank", any_loss.has_full_layer.name)


@plant("yun.any-loss.converse", "a step in the first layer")
def first_layer(network: any_loss.LayersAndLoss) -> Outcome:
    W, depth = network.weights, len(network.layers)
    A, P = any_loss.product(W, depth, 2), any_loss.at_product(network)
    D = dln.Matrix.from_entries(*P.shape, [1] * len(P.entries()))
    moved = (W[0] + A.pseudoinverse() @ D, *W[1:])
    return equal(any_loss.product(moved, depth, 1), P + D, "the product after the step")


plant.without("yun.any-loss.corollary", "critical points of the loss are global minima")
