"""False neighbours of the claims on the text of Nouiehed and Razaviyayn (2018)."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.claims.nouiehed import linear, openness
from proofs_check.claims.nouiehed.openness import TwoFactors
from proofs_check.facts.extrema import has_least_loss, is_no_local_maximum
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("nouiehed.openness.wide", "the first inequality alone")
def one_inequality(pair: TwoFactors) -> Outcome:
    m, k, n = pair.sizes
    left = m <= k and openness.can_complete_left(pair)
    right = n <= k and openness.can_complete_right(pair)
    return equal(left or right, openness.common(pair)[0] <= k - m, "whether a completion exists")


plant.without("nouiehed.openness.completions", "rank X = rank Y")


@plant("nouiehed.openness.narrow", "wherever the ranks agree")
def equal_ranks(pair: TwoFactors) -> Outcome:
    open_there = openness.is_open(pair)
    return equal(pair.X.rank() == pair.Y.rank(), open_there, "whether the ranks agree, and whether it is open")


@plant("nouiehed.openness.full-ranks", "in all matrices in place of those of rank at most k")
def all_matrices(pair: TwoFactors) -> Outcome:
    m, k, n = pair.sizes
    near = pair.X @ pair.Y + dln.Matrix.diagonal([Fraction(i + 1, 1000) for i in range(min(m, n))], (m, n))
    return is_true(near.rank() <= k, "the matrix near by is a product")


@plant("nouiehed.openness.one-full", "multiplication is open there")
def open_there(pair: TwoFactors) -> Outcome:
    return is_true(openness.is_open(pair), "no kernel meets an image")


@plant("nouiehed.linear.example.corrected", "a global minimum")
def global_minimum(case: str) -> Outcome:
    return is_true(has_least_loss(linear.printed_point()), "the loss is the least one")


@plant("nouiehed.linear.thm5.degenerate", "a second order saddle in every case")
def always_a_saddle(point: dln.Point) -> Outcome:
    return is_true(point.inertia_by_hessian.negative > 0, "the Hessian has a negative eigenvalue")


@plant("nouiehed.linear.thm5.other", "a global minimum in every case")
def always_global(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the loss is the least one")


@plant("nouiehed.linear.corollary6", "a global minimum in every case")
def always_a_minimum(case: linear.Convex) -> Outcome:
    network, (first, second) = linear.of_convex(case)
    return is_true(network.slope(second @ first).is_zero(), "the gradient by the product vanishes")


@plant("nouiehed.linear.lemma7", "the last layer alone is moved")
def last_layer(point: dln.Point) -> Outcome:
    moved = [W + dln.Matrix.from_entries(*W.shape, [Fraction(1, 100)] * len(W.entries())) for W in point.weights]
    Z = dln.Point(point.problem, moved).end_to_end
    layers = [*point.weights[:-1], Z @ point.product(point.problem.depth - 1, 1).pseudoinverse()]
    return equal(dln.Point(point.problem, layers).end_to_end, Z, "the product")


@plant("nouiehed.linear.lemma8", "a saddle in every case")
def deep_saddle(point: dln.Point) -> Outcome:
    return all_of(is_true(not has_least_loss(point), "not the least loss"), is_no_local_maximum(point))
