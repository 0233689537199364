"""Derivatives, Taylor coefficients and gradients: identities derived by hand, and floats at random sizes."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import Any

import numpy as np
import pytest

from symdln import InputError
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    derivative,
    evaluate_numpy,
    gradient,
    hessian_blocks,
    hessian_form,
    identity,
    inner,
    mixed_derivative,
    norm_squared,
    read_off_gradient,
    scalar,
    substitute,
    taylor,
    trace,
    zero,
)

A, B = Symbol("A", "m", "k"), Symbol("B", "d", "m")
W, V = Symbol("W", "k", "d"), Symbol("V", "k", "d")
Q, R, M, N = (Symbol(name, "n", "n") for name in ("Q", "R", "M", "N"))
S = Symbol("S", "n", "n", symmetric=True)
T = Symbol("T", "n", "n", symmetric=True)


@pytest.mark.parametrize(
    ("value", "variable", "expected"),
    [
        # d tr(A W B) = tr(B A dW) = tr((A^T B^T)^T dW)
        (trace(A @ W @ B), W, A.T @ B.T),
        # d tr(W^T W) = 2 tr(W^T dW)
        (norm_squared(W), W, 2 * W),
        # d tr(Q Q) = 2 tr(Q dQ)
        (trace(Q @ Q), Q, 2 * Q.T),
        # d tr(Q^T M Q N) = tr(dQ^T M Q N) + tr(N Q^T M dQ)
        (trace(Q.T @ M @ Q @ N), Q, M @ Q @ N + M.T @ Q @ N.T),
        # the third expression of eq. (3) in the lecture notes, which stands beside Theorem 4 of Baldi and Hornik
        (trace(M @ Q @ N @ Q.T @ M.T), Q, M.T @ M @ Q @ N.T + M.T @ M @ Q @ N),
        # d tr(Q^3) = 3 tr(Q^2 dQ)
        (trace(Q @ Q @ Q), Q, 3 * Q.T @ Q.T),
        # d ||Q^T Q||^2 = 4 tr(Q^T Q Q^T dQ)
        (norm_squared(Q.T @ Q), Q, 4 * Q @ Q.T @ Q),
        # products of traces: d (tr Q)^2 = 2 tr Q tr dQ
        (trace(Q) ** 2, Q, 2 * trace(Q) * identity("n")),
        # d (tr(M Q) tr(Q^T Q)) = tr(Q^T Q) tr(M dQ) + 2 tr(M Q) tr(Q^T dQ)
        (trace(M @ Q) * norm_squared(Q), Q, norm_squared(Q) * M.T + 2 * trace(M @ Q) * Q),
        (scalar("f") * trace(Q @ S), Q, scalar("f") * S),
        (trace(M @ M) + 3, Q, zero("n", "n")),
    ],
)
def test_gradients_derived_by_hand(value: Scalar, variable: Symbol, expected: Expression) -> None:
    assert gradient(value, variable) == expected
    fresh = Symbol("dW", *variable.shape)
    assert read_off_gradient(derivative(value, {variable: fresh}), fresh) == expected
    assert inner(expected, fresh) == derivative(value, {variable: fresh})


def test_the_product_rule_by_hand() -> None:
    # d(Q M Q^T) = V M Q^T + Q M V^T with V = R
    assert derivative(Q @ M @ Q.T, {Q: R}) == R @ M @ Q.T + Q @ M @ R.T
    # two symbols that move together
    assert derivative(Q @ M, {Q: R, M: N}) == R @ M + Q @ N
    # a coefficient that moves: d(tr(Q) Q) = tr(R) Q + tr(Q) R
    assert derivative(trace(Q) * Q, {Q: R}) == trace(R) * Q + trace(Q) * R
    # along itself a word of degree n is multiplied by n (Euler)
    assert derivative(Q @ M @ Q @ Q, {Q: Q}) == 3 * Q @ M @ Q @ Q


def test_taylor_coefficients_by_hand() -> None:
    # (Q + tR)^2 = Q^2 + t (QR + RQ) + t^2 R^2
    assert taylor(Q @ Q, {Q: R}, 3) == [Q @ Q, Q @ R + R @ Q, R @ R, zero("n", "n")]
    # Q (1 + t) to the third: binomial coefficients
    assert taylor(Q @ Q @ Q, {Q: Q}, 3) == [c * Q @ Q @ Q for c in (1, 3, 3, 1)]
    assert taylor(trace(Q) ** 2 * Q, {Q: Q}, 2) == [c * trace(Q) ** 2 * Q for c in (1, 3, 3)]


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_taylor_coefficients_are_repeated_derivatives_divided_by_factorials(network: Any, depth: int) -> None:
    """Two routes: multiplying out W + tV, and the product rule n times; order 2H is the last."""
    net = network(depth)
    moves = dict(zip(net.weights, net.directions, strict=True))
    coefficients = taylor(net.loss, moves, 2 * depth + 1)
    repeated = net.loss
    for order, coefficient in enumerate(coefficients):
        assert coefficient * factorial(order) == repeated
        assert derivative(net.loss, moves, order=order) == repeated
        repeated = derivative(repeated, moves)
    assert coefficients[2 * depth]
    assert not coefficients[2 * depth + 1]
    assert sum(coefficients, Scalar(0)) == substitute(net.loss, {w: w + v for w, v in moves.items()})


def test_the_second_order_term_of_the_two_layer_loss_by_hand() -> None:
    """f ||(W2 + V2)(W1 + V1) - Y||^2: the t^2 terms are f ||V2 W1 + W2 V1||^2 + 2f <V2 V1, W2 W1 - Y>."""
    W_1, V_1 = (Symbol(name, "h", "x") for name in ("W_1", "V_1"))
    W_2, V_2 = (Symbol(name, "y", "h") for name in ("W_2", "V_2"))
    Y, f = Symbol("Y", "y", "x"), scalar("f")
    G = W_2 @ W_1 - Y
    second = f * norm_squared(V_2 @ W_1 + W_2 @ V_1) + 2 * f * inner(V_2 @ V_1, G)
    moves = {W_1: V_1, W_2: V_2}
    assert taylor(f * norm_squared(G), moves, 2)[2] == second
    assert hessian_form(f * norm_squared(G), moves) == 2 * second
    # D^2 L[V_1, V_2] = 2f <V_2 W_1, W_2 V_1> + 2f <V_2 V_1, G>
    mixed = 2 * f * inner(V_2 @ W_1, W_2 @ V_1) + 2 * f * inner(V_2 @ V_1, G)
    assert mixed_derivative(f * norm_squared(G), {W_1: V_1}, {W_2: V_2}) == mixed
    assert mixed_derivative(f * norm_squared(G), {W_2: V_2}, {W_1: V_1}) == mixed


def test_balancedness_at_any_depth_through_opaque_factors() -> None:
    """W_{j+1}^T G_{j+1} = G_j W_j^T for ||A W' W B - Y||^2 with A, B opaque: both are W'^T A^T E (W B)^T ... at W."""
    outer, inner_product = Symbol("A", "y", "k"), Symbol("B", "h", "x")
    W_1, W_2, Y = Symbol("W_1", "j", "h"), Symbol("W_2", "k", "j"), Symbol("Y", "y", "x")
    loss = norm_squared(outer @ W_2 @ W_1 @ inner_product - Y)
    assert W_2.T @ gradient(loss, W_2) == gradient(loss, W_1) @ W_1.T
    # weight decay lambda ||W||^2 on both layers adds 2 lambda W_2^T W_2 and 2 lambda W_1 W_1^T, which differ
    decayed = loss + scalar("lambda") * (norm_squared(W_1) + norm_squared(W_2))
    difference = W_2.T @ gradient(decayed, W_2) - gradient(decayed, W_1) @ W_1.T
    assert difference == 2 * scalar("lambda") * (W_2.T @ W_2 - W_1 @ W_1.T)


def test_an_opaque_product_follows_its_factors_only_once_opened() -> None:
    P, W_1, W_2, V_1 = Symbol("P", "y", "x"), Symbol("W_1", "h", "x"), Symbol("W_2", "y", "h"), Symbol("V_1", "h", "x")
    assert not derivative(norm_squared(P), {W_1: V_1})
    opened = substitute(norm_squared(P), {P: W_2 @ W_1})
    assert derivative(opened, {W_1: V_1}) == 2 * inner(W_2 @ V_1, W_2 @ W_1)


def test_symmetric_symbols_move_along_symmetric_directions() -> None:
    assert derivative(trace(S @ S @ M), {S: T}) == trace(T @ S @ M) + trace(S @ T @ M)


@pytest.mark.parametrize("seed", range(12))
def test_floats_at_random_sizes(network: Callable[[int], Any], seed: int) -> None:
    """Complex steps, exact to rounding for polynomials: Im L(W + ihV) / h = DL[V], and the same for the gradient."""
    rng = np.random.default_rng(seed)
    depth = int(rng.integers(1, 7))
    widths, columns = rng.integers(1, 7, size=depth + 1), int(rng.integers(1, 7))
    net = network(depth)
    weights = [rng.standard_normal(shape) for shape in zip(widths[1:], widths[:-1], strict=True)]
    moves = [rng.standard_normal(w.shape) for w in weights]
    X, Y = rng.standard_normal((widths[0], columns)), rng.standard_normal((widths[-1], columns))

    def assignment(values: list[np.ndarray]) -> dict[Any, Any]:
        return {**dict(zip(net.weights, values, strict=True)), net.X: X, net.Y: Y, "f": 0.5}

    def loss(values: list[np.ndarray]) -> Any:
        output = X
        for value in values:
            output = value @ output
        return 0.5 * np.sum((output - Y) ** 2)

    step = 1e-30
    turned = [w + 1j * step * v for w, v in zip(weights, moves, strict=True)]
    gradients = [gradient(net.loss, w) for w in net.weights]
    slopes = [evaluate_numpy(g, assignment(weights)) for g in gradients]
    slope = sum(np.sum(g * v) for g, v in zip(slopes, moves, strict=True))
    assert evaluate_numpy(net.loss, assignment(weights)) == pytest.approx(loss(weights), rel=1e-10)
    assert slope == pytest.approx(loss(turned).imag / step, rel=1e-9, abs=1e-9)
    blocks = hessian_blocks(net.loss, net.weights)
    for j, g in enumerate(gradients):
        expected = evaluate_numpy(g, assignment(turned)).imag.ravel() / step  # pyright: ignore[reportAttributeAccessIssue]
        rows = [blocks[j, k].evaluate_numpy(assignment(weights)) @ v.ravel() for k, v in enumerate(moves)]
        scale = 1 + np.abs(expected).max()
        np.testing.assert_allclose(sum(rows) / scale, expected / scale, rtol=0, atol=1e-10)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: gradient(trace(S @ M), S), "S is symmetric, and along symmetric directions only the symmetric part"),
        (lambda: derivative(trace(S @ M), {S: M}), "S is symmetric, so M a direction for it must equal its transpose"),
        (lambda: derivative(A @ W, {W: A}), "the shapes must be equal"),
        (lambda: derivative(A @ W, {A @ W: A @ W}), "must be a Symbol"),  # pyright: ignore[reportArgumentType, reportCallIssue]
        (lambda: taylor(A @ W, {W: V}, -1), "the order of an expansion is a non-negative integer"),
        (lambda: read_off_gradient(trace(Q @ Q), Q), r"not linear in Q: its term tr\(Q Q\) holds it 2 times"),
        (lambda: read_off_gradient(trace(Q) + trace(M), Q), r"its term tr\(M\) holds it 0 times"),
        (lambda: read_off_gradient(trace(Q) ** 2, Q), "holds it 2 times"),
        (lambda: mixed_derivative(trace(Q @ Q), {Q: Q}, {Q: R}), "contains Q, which moves"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(build: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        build()
