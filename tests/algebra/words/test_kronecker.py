"""Kronecker forms: row-by-row vectors, the commutation matrix, and the exact Hessian of the landscape besides."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import symdln as dln
from symdln import InputError, Matrix
from symdln.algebra.words import (
    Symbol,
    evaluate,
    evaluate_numpy,
    gradient,
    hessian_blocks,
    jacobian,
    kronecker_blocks,
    scalar,
    trace,
)

L, R = Symbol("L", "p", "k"), Symbol("R", "d", "q")
W, U = Symbol("W", "k", "d"), Symbol("U", "k", "d")
M, N = Symbol("M", "p", "d"), Symbol("N", "k", "k")
f = scalar("f")


def column(matrix: Matrix) -> Matrix:
    """vec, row by row."""
    return Matrix.from_entries(matrix.shape[0] * matrix.shape[1], 1, matrix.entries())


def test_texts() -> None:
    assert str(jacobian(2 * f * L @ W @ R, W)) == "2 f L ⊗ R^T"
    assert str(jacobian(R.T @ W.T @ L.T, W)) == "(R^T ⊗ L) K(k, d)"
    assert jacobian(R.T @ W.T @ L.T, W).latex() == r"\bigl(R^\top \otimes L\bigr) K_{k,d}"
    assert str(jacobian(W, W)) == "I(k) ⊗ I(d)"
    assert str(jacobian(M, W)) == "0"


def test_terms_are_collected_by_the_side_that_leaves_fewer() -> None:
    A, B = Symbol("A", "p", "k"), Symbol("B", "d", "q")
    assert str(jacobian(L @ W @ R + 3 * L @ W @ B, W)) == "3 L ⊗ (B^T + 1/3 R^T)"
    assert str(jacobian(L @ W @ R - A @ W @ R, W)) == "-(A - L) ⊗ R^T"
    assert not jacobian(L @ W @ R - L @ W @ R, W).terms


def test_the_commutation_matrix_by_hand() -> None:
    """V of shape (1 x 2) has vec(V^T) = vec V, so K = I; for (2 x 2) K swaps the entries (0,1) and (1,0)."""
    X = Symbol("X", 2, 2)
    swap = Matrix([[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])
    assert jacobian(X.T, X).evaluate({X: [[0, 0], [0, 0]]}) == swap
    Z = Symbol("Z", 1, 2)
    assert jacobian(Z.T, Z).evaluate({Z: [[0, 0]]}) == Matrix.identity(2)
    # (2 x 3): row by row V = (a b c; d e f) becomes (a d b e c f)
    V = Symbol("V", 2, 3)
    J = jacobian(V.T, V).evaluate({V: [[0, 0, 0]] * 2})
    assert J @ Matrix([[1], [2], [3], [4], [5], [6]]) == Matrix([[1], [4], [2], [5], [3], [6]])


@pytest.mark.parametrize("seed", range(5))
def test_the_jacobian_maps_vectors_of_directions_to_vectors_of_values(random_matrix: Any, seed: int) -> None:
    """F is linear in W here, so vec F(V) = J vec V; exact, and in numpy."""
    rng = random.Random(seed)
    p, k, d = (rng.randint(1, 4) for _ in range(3))
    F = f * L @ W @ M.T @ L - 3 * M @ W.T @ N
    values: dict[Any, Any] = {L: random_matrix(rng, p, k), M: random_matrix(rng, p, d), W: random_matrix(rng, k, d)}
    values |= {N: random_matrix(rng, k, k), "f": Fraction(2, 3)}
    J = jacobian(F, W)
    assert J.evaluate(values) @ column(values[W]) == column(evaluate(F, values))
    floats = {key: 2 / 3 if key == "f" else value.to_numpy() for key, value in values.items()}
    np.testing.assert_allclose(J.evaluate_numpy(floats), J.evaluate(values).to_numpy(), atol=1e-9)
    total = sum((term.evaluate(values) for term in J.terms), Matrix.zeros(p * k, k * d))
    assert total == J.evaluate(values)
    np.testing.assert_allclose(sum(t.evaluate_numpy(floats) for t in J.terms), J.evaluate_numpy(floats), atol=1e-9)


def test_both_kinds_of_bilinear_forms_read_as_kronecker_products(random_matrix: Any) -> None:
    """form = vec(V)^T B vec(U) exactly, for tr(V^T L U R) and tr(V^T L U^T R) and their sum."""
    rng = random.Random(1)
    V, D = Symbol("V", "k", "d"), Symbol("D", "d", "d")
    S, Z = Symbol("S", "k", "k"), Symbol("Z", "k", "d")
    form = trace(V.T @ S @ U @ D) + f * trace(V.T @ Z @ U.T @ Z)
    values = {V: (2, 3), U: (2, 3), D: (3, 3), S: (2, 2), Z: (2, 3)}
    assignment: dict[Any, Any] = {symbol: random_matrix(rng, *shape) for symbol, shape in values.items()}
    assignment["f"] = 5
    block = kronecker_blocks(form, V, U)
    assert str(block) == "S ⊗ D^T + f (Z ⊗ Z^T) K(k, d)"
    product = column(assignment[V]).T @ block.evaluate(assignment) @ column(assignment[U])
    assert product[0, 0] == evaluate(form, assignment)
    assert kronecker_blocks(form, U, V).evaluate(assignment) == block.evaluate(assignment).T


@pytest.mark.parametrize("widths", [(2, 1, 3), (3, 2, 2), (2, 3, 1, 2), (1, 2, 3, 2, 2)])
def test_the_exact_hessian_of_the_landscape(network: Callable[[int], Any], random_matrix: Any, widths: Any) -> None:
    """The blocks, derived here, against the closed form on integers in symdln.landscape."""
    rng = random.Random(7)
    X, Y = random_matrix(rng, widths[0], 4), random_matrix(rng, widths[-1], 4)
    weights = [random_matrix(rng, a, b) for a, b in zip(widths[1:], widths[:-1], strict=True)]
    problem = dln.Problem.from_data(X, Y, hidden=widths[1:-1])
    net = network(len(weights))
    values = {**dict(zip(net.weights, weights, strict=True)), net.X: X, net.Y: Y, "f": problem.loss_factor}
    assert evaluate(net.loss, values) == dln.loss(problem, weights)
    found = [evaluate(gradient(net.loss, w), values) for w in net.weights]
    assert found == list(dln.gradient(problem, weights))
    for (j, k), block in hessian_blocks(net.loss, net.weights).items():
        assert block.evaluate(values) == dln.hessian_block(problem, weights, j + 1, k + 1)


def test_a_block_in_closed_form_through_opaque_products() -> None:
    """The block of ||A V C W B - Y||^2 at (W, V), with A, B, C opaque and E = A V C W B - Y.

    D_V D_W [U', U] = 2 <A U' C W B, A V C U B> + 2 <A U' C U B, E>.  As <U, .> the first is C^T V^T A^T A U' C W B B^T,
    so (C^T V^T A^T A) ⊗ (B B^T W^T C^T), and the second C^T U'^T A^T E B^T, so (C^T ⊗ B E^T A) K.
    """
    A, B, C = Symbol("A", "y", "c"), Symbol("B", "a", "x"), Symbol("C", "e", "b")
    near, far, Y = Symbol("W", "b", "a"), Symbol("V", "c", "e"), Symbol("Y", "y", "x")
    E = A @ far @ C @ near @ B - Y
    plain, turned = hessian_blocks(trace(E.T @ E), [near, far])[0, 1].terms
    assert not plain.transposed
    assert (plain.coefficient, plain.left, plain.right) == (2, C.T @ far.T @ A.T @ A, B @ B.T @ near.T @ C.T)
    assert turned.transposed
    assert (turned.left, turned.coefficient * turned.right) == (C.T, 2 * B @ E.T @ A)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: jacobian(trace(W @ W.T) * W, W), "depends on W: no sum of Kronecker products"),
        (lambda: jacobian(W, Symbol("S", "n", "n", symmetric=True)), "its entries are not free"),
        (lambda: kronecker_blocks(trace(W.T @ W), W, U), "not linear in W"),
        (lambda: kronecker_blocks(trace(W @ M.T @ L), W, U), "not linear in U"),
        (lambda: jacobian(L @ W, W).evaluate({W: [[1]], "p": 1}), r"no matrix is assigned to L \(p x k\)"),
        (
            lambda: jacobian(L @ W, W).evaluate_numpy({W: np.ones((1, 1)), L: np.ones((5, 1, 1))}),
            "takes no batch axes",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(build: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        build()


def test_numpy_blocks_without_terms_are_zero() -> None:
    block = hessian_blocks(trace(W.T @ W) + trace(U.T @ U), [W, U])[0, 1]
    ones = np.ones((2, 3))
    assert block.evaluate_numpy({W: ones, U: ones}).tolist() == np.zeros((6, 6)).tolist()
    assert evaluate_numpy(W - W, {W: ones}).shape == (2, 3)
