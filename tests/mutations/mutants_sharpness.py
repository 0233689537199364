"""False neighbours of the claims on sharpness."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.sharpness import minimum
from proofs_check.language.outcome import Outcome, is_true
from proofs_check.networks.words import LAYER, MarkedChain, same
from symdln.algebra.words import Symbol, derivative, norm_squared
from tests.mutations.planting import Planting, at_sizes, in_words

plant = Planting()


plant.without("sharpness.minimum", minimum.orthogonal.name)


def terms(fit: minimum.Fit, with_inputs: bool = True) -> list[dln.Matrix]:
    """``A_j A_j^T (x) X^T B_j^T B_j X`` for every layer."""
    H, point = fit.point.problem.depth, fit.point
    found = []
    for j in range(1, H + 1):
        A, B = point.product(H, j + 1), point.product(j - 1, 1)
        B = B @ fit.X if with_inputs else B
        found.append(minimum.kronecker(A @ A.T, B.T @ B))
    return found


def eigenvalues_are_those_of(fit: minimum.Fit, matrices: list[dln.Matrix]) -> Outcome:
    total = sum(matrices[1:], matrices[0])
    return is_true(minimum.same_nonzero_eigenvalues(fit.point.hessian, total), "the same nonzero eigenvalues")


@plant("sharpness.minimum", "without X")
@at_sizes
def without_inputs(subject: Any) -> Outcome:
    fit = minimum.Fit(subject)
    return eigenvalues_are_those_of(fit, terms(fit, with_inputs=False))


@plant("sharpness.minimum", "a sum over the hidden layers only")
@at_sizes
def without_last_layer(subject: Any) -> Outcome:
    fit = minimum.Fit(subject)
    return eigenvalues_are_those_of(fit, terms(fit)[:-1])


@plant("sharpness.minimum", "twice the sum")
@at_sizes
def twice_the_sum(subject: Any) -> Outcome:
    fit = minimum.Fit(subject)
    return eigenvalues_are_those_of(fit, [2 * each for each in terms(fit)])


@plant("sharpness.minimum", "in words: minus a Gram matrix")
@in_words
def minus_gram(name: str) -> Outcome:
    chain = MarkedChain({**LAYER, **minimum.PAIRS}[name])
    X = Symbol("X", "d_x", "m")
    U = Symbol("U", *chain.W[0].shape)
    form = derivative(derivative(norm_squared(chain.P @ X) / 2, {chain.W[0]: U}), {chain.W[0]: U})
    moved = chain.outer() @ U @ chain.inner() @ X
    return same(form, -norm_squared(moved), "a block of the Hessian")
