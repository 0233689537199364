"""The spectrum of the Hessian at minima with zero residual: cases by hand and planted faults."""

from __future__ import annotations

import pytest

import symdln as dln
from proofs_check.claims.sharpness import minimum
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import MarkedChain
from symdln.algebra.words import Symbol, inner, mixed_derivative, norm_squared
from tests.proofs_check.settling import settle, verdicts_on_cases, without

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases({minimum.sharpness: Verdict.DERIVED})


def test_sharpness_of_the_smallest_network_by_hand() -> None:
    # 1/2 ||b a X - Y||^2 at Y = b a X: Hessian ||X||^2 [[b^2, a b], [a b, a^2]], largest eigenvalue ||X||^2 (a^2 + b^2)
    fit = minimum.Fit(((1, 1, 1), (1, minimum.ZERO)))
    a, b = (layer[0, 0] for layer in fit.point.weights)
    square = fit.X.norm_squared()
    assert fit.point.loss == 0
    assert fit.point.hessian == square * dln.Matrix([[b * b, a * b], [a * b, a * a]])
    assert fit.outputs_matrix() == (a * a + b * b) * (fit.X.T @ fit.X)  # rank 1, trace ||X||^2 (a^2 + b^2)


def test_residuals_are_what_they_are_called() -> None:
    losses = []
    for which in (minimum.ZERO, minimum.ORTHOGONAL, minimum.OTHER):
        fit = minimum.Fit(((2, 2, 2), (1, which)))
        G = fit.point.end_to_end @ fit.point.problem.Sxx - fit.point.problem.Syx
        losses.append((fit.point.loss > 0, G.is_zero()))
    assert losses == [(False, True), (True, True), (True, False)]


def test_sharpness_needs_a_residual_orthogonal_to_the_inputs() -> None:
    (result,) = settle(without(minimum.sharpness, minimum.orthogonal.name))
    assert result.verdict is Verdict.REFUTED


def test_eigenvalues_are_compared_with_multiplicities() -> None:
    one, two = dln.Matrix([[1]]), dln.Matrix.diagonal([1, 1])
    assert minimum.same_nonzero_eigenvalues(dln.Matrix.diagonal([1, 0]), one)
    assert not minimum.same_nonzero_eigenvalues(two, one)
    assert not minimum.same_nonzero_eigenvalues(2 * one, one)


@pytest.mark.parametrize("fault", ["without the last layer", "without the inputs", "doubled"])
def test_planted_sharpness_is_refuted(fault: str) -> None:
    fit = minimum.Fit(((2, 2, 2), (1, minimum.ZERO)))
    d_y, size = 2, fit.X.shape[1]
    last = fit.point.product(1, 1) @ fit.X  # A_H = I
    wrong = {
        "without the last layer": fit.outputs_matrix() - minimum.kronecker(dln.Matrix.identity(d_y), last.T @ last),
        "without the inputs": sum(
            (
                minimum.kronecker(A @ A.T, B.T @ B)
                for A, B in ((fit.point.product(2, j + 1), fit.point.product(j - 1, 1)) for j in (1, 2))
            ),
            dln.Matrix.zeros(2 * d_y, 2 * d_y),
        ),
        "doubled": 2 * fit.outputs_matrix(),
    }[fault]
    assert minimum.same_nonzero_eigenvalues(fit.point.hessian, fit.outputs_matrix())
    assert size == 3
    assert not minimum.same_nonzero_eigenvalues(fit.point.hessian, wrong)


def test_blocks_are_no_gram_matrix_at_other_residuals() -> None:
    chain = MarkedChain((False, False, False))  # P = W_2 W_1: the mixed derivative holds tr(U^T V^T (P X - Y) X^T)
    X, Y = Symbol("X", "d_x", "m"), Symbol("Y", "d_y", "m")
    U, V = Symbol("U", *chain.W[0].shape), Symbol("V", *chain.W[1].shape)
    form = mixed_derivative(norm_squared(chain.P @ X - Y) / 2, {chain.W[0]: U}, {chain.W[1]: V})
    assert form != inner(U @ chain.W[1] @ X, chain.W[0] @ V @ X)
    assert minimum.block_is_gram(chain, 0, 1).holds
