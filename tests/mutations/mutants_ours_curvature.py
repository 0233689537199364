"""False neighbours of our claims on Kronecker factors, balanced points, codimensions and orders at points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours import balanced_spectrum as balanced
from proofs_check.claims.ours import kronecker_factors as factors
from proofs_check.claims.ours import local_codimension, order_chain
from proofs_check.facts.level_ranks import growth_between_zeros
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.networks.words import same
from symdln.algebra.words import Symbol, inner, mixed_derivative, norm_squared
from symdln.curvature import ClosedEigenvalue, balanced_spectrum, kronecker, kronecker_factors
from symdln.strings.singularity import least_cost
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


@plant("ours.kronecker-factors", "the factors exchanged")
@at_sizes
def exchanged(case: factors.AtWeights) -> Outcome:
    point = factors.at_integers(case)
    pairs = enumerate(kronecker_factors(point.problem, point), 1)
    found = ((kronecker(right, left), dln.hessian_block(point.problem, point, j, j)) for j, (left, right) in pairs)
    return all_of(*(equal(product, block, "the product, and the block") for product, block in found))


@plant("ours.kronecker-factors", "without Sxx between the inner products")
@at_sizes
def without_moments(case: factors.AtWeights) -> Outcome:
    point = factors.at_integers(case)
    outcomes = []
    for j, (left, _) in enumerate(kronecker_factors(point.problem, point), 1):
        B = point.product(j - 1, 1)
        outcomes.append(equal(kronecker(left, B @ B.T), dln.hessian_block(point.problem, point, j, j), "the block"))
    return all_of(*outcomes)


@plant("ours.kronecker-factors", "in words: A A^T in place of A^T A")
@in_words
def outer_transposed(name: str) -> Outcome:
    X, Y = Symbol("X", "n", "n"), Symbol("Y", "n", "n")
    W, A, B = (Symbol(letter, "n", "n") for letter in ("W", "A", "B"))
    U, V = Symbol("U", "n", "n"), Symbol("V", "n", "n")
    form = mixed_derivative(norm_squared(A @ W @ B @ X - Y), {W: U}, {W: V})
    return same(form, 2 * inner(U, A @ A.T @ V @ B @ X @ X.T @ B.T), "the block of a layer")


def spectrum_with(change: Callable[[ClosedEigenvalue], ClosedEigenvalue]) -> Callable[[balanced.Balanced], Outcome]:
    def check(case: balanced.Balanced) -> Outcome:
        point = balanced.point_of(case)
        closed = balanced_spectrum(point.problem, case[2])
        return balanced.fits(point, tuple(change(one) for one in closed))

    return check


def zeroed(one: ClosedEigenvalue) -> ClosedEigenvalue:
    return replace(one, lower=Fraction(0), upper=Fraction(0))


plant("ours.balanced-spectrum", "no eigenvalues s_a + s_i")(
    spectrum_with(lambda one: zeroed(one) if one.formula.endswith("sum") else one)
)
plant("ours.balanced-spectrum", "twice each value")(
    spectrum_with(lambda one: replace(one, lower=2 * one.lower, upper=2 * one.upper))
)
plant("ours.balanced-spectrum", "no negative pairs at depth 2")(
    spectrum_with(lambda one: zeroed(one) if one.formula.endswith("negative") else one)
)


@plant("ours.local-codimension", "the codimension of the whole fibre in place of that at the point")
def of_the_fibre(kind: local_codimension.Kind) -> Outcome:
    widths, pairs = kind
    ranks = dict(pairs)
    above = [c for other, c in local_codimension.known_orbits(widths) if all(other[k] >= ranks[k] for k in ranks)]
    return equal(least_cost(widths).codimension, min(above), "codimension of the fibre, and at the point")


@plant("ours.local-codimension", "only t_l >= rank A_l ... A_1, no condition between hidden layers")
def from_the_input_alone(kind: local_codimension.Kind) -> Outcome:
    widths, pairs = kind
    ranks = dict(pairs)
    above = [c for other, c in local_codimension.known_orbits(widths) if all(other[k] >= ranks[k] for k in ranks)]
    found = least_cost(widths, {key: rank for key, rank in ranks.items() if key[0] == 0})
    return equal(found.codimension, min(above), "codimension by profiles from the input, and by orbits")


@plant("ours.local-codimension", "(t_{j-1} - t_j)(d_{j-1} - t_j) in place of (t_{j-1} - t_j)(d_j - t_j)")
def other_width(kind: local_codimension.Kind) -> Outcome:
    widths, pairs = kind
    ranks = dict(pairs)
    above = [c for other, c in local_codimension.known_orbits(widths) if all(other[k] >= ranks[k] for k in ranks)]
    profiles = least_cost(widths, ranks).profiles
    values = [sum((t[j - 1] - t[j]) * (widths[j - 1] - t[j]) for j in range(1, len(widths))) for t in profiles]
    return equal(min(values), min(above), "another cost of the best profiles")


@plant("ours.order-chain.corrected", "the number of least-cost profiles in place of the longest refined chain")
def number_of_profiles(case: order_chain.Between) -> Outcome:
    return equal(len(order_chain.least_profiles(case)[2]), growth_between_zeros(*case)[1], "profiles, and the order")
