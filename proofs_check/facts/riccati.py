"""The matrix Riccati equation of two layers with white inputs: its steps in words, and enclosures at exact weights."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.networks.formal_letters import formal_at_letters
from proofs_check.networks.words import follows, same
from symdln.algebra.matrix import hstack, vstack
from symdln.algebra.words import Scalar, Symbol, derivative, identity, rewrite, scalar
from symdln.dynamics import certified_flow, riccati_flow

HALF = Fraction(1, 2)
INVERSE = "the derivative of an inverse is -C^-1 C' C^-1"
EXPONENTIAL = "d/dt e^(F t) = F e^(F t), and the exponential of a symmetric matrix is symmetric"


def layers_in_words(value: Scalar, half: Fraction = HALF, sign: int = 1) -> Outcome:
    """``Q' = F Q - 1/2 Q Q^T Q``, row by row, where ``W_2^T W_2 = W_1 W_1^T + lambda I``.

    ``half`` is the number before the cubic term, ``sign`` that before lambda in F, for false neighbours.
    """
    W_1, W_2, T = Symbol("W_1", "h", "d_x"), Symbol("W_2", "d_y", "h"), Symbol("T", "d_y", "d_x")
    balance = {W_2.T @ W_2: W_1 @ W_1.T + value * identity("h")}
    gram = W_1 @ W_1.T + W_2.T @ W_2
    velocities = (T - W_2 @ W_1).T @ W_2, (T - W_2 @ W_1) @ W_1.T
    shift = value * (sign * HALF)
    printed = (T.T @ W_2 - shift * W_1.T - half * W_1.T @ gram, T @ W_1.T + shift * W_2 - half * W_2 @ gram)
    return all_of(
        *(
            follows(rewrite(moves, balance), rewrite(says, balance), f"the {name} rows of Q'")
            for name, moves, says in zip(("upper", "lower"), velocities, printed, strict=True)
        )
    )


def product_in_words(half: Fraction = HALF) -> Outcome:
    """``M = Q Q^T`` has ``M' = F M + M F - M^2``."""
    F, Q = Symbol("F", "n", "n", symmetric=True), Symbol("Q", "n", "h")
    rate = derivative(Q @ Q.T, {Q: F @ Q - half * Q @ Q.T @ Q})
    M = Q @ Q.T
    return same(rate, F @ M + M @ F - M @ M, "M'")


def solution_in_words(turn: int = 1) -> Outcome:
    """``R = E Q S Q^T E^T`` with ``E' = F E`` and ``S' = -S Q^T E^T E Q S`` has ``R' = F R + R F - R^2``.

    E is the exponential, ``S^-1 = I + Q^T K Q`` with ``K' = E^T E``; ``turn`` is a factor of S', for false neighbours.
    """
    F, E = Symbol("F", "n", "n", symmetric=True), Symbol("E", "n", "n")
    Q, S = Symbol("Q", "n", "h"), Symbol("S", "h", "h", symmetric=True)
    R = E @ Q @ S @ Q.T @ E.T
    rate = derivative(R, {E: F @ E, S: -turn * S @ Q.T @ E.T @ E @ Q @ S})
    return same(rate, F @ R + R @ F - R @ R, "R'")


LAYERS, PRODUCT, SOLUTION = "the rows of Q'", "the product Q Q^T", "the printed solution"
STEPS = (LAYERS, PRODUCT, SOLUTION)


def step_in_words(name: str, balanced: bool) -> Outcome:
    """One of the :data:`STEPS`; with ``balanced`` lambda is zero."""
    if name == LAYERS:
        return layers_in_words(scalar("lam") * (0 if balanced else 1))
    return product_in_words() if name == PRODUCT else solution_in_words()


def agrees_with_trajectory(problem: dln.Problem, weights: Any, time: str) -> Outcome:
    """Whether the enclosure of W_2 W_1 by the Riccati solution meets that of the certified trajectory everywhere."""
    closed = riccati_flow(problem, weights, time).product
    (state,) = certified_flow(problem, weights, at=[time], until=time).states
    meets = all(
        low <= right and left <= high
        for row, other in zip(closed, state.product, strict=True)
        for (low, high), (left, right) in zip(row, other, strict=True)
    )
    return is_true(meets, "the enclosures of W_2 W_1 meet", weights=weights, time=time)


def formal_at_start(id: str, problem: dln.Problem, weights: Any) -> Outcome:
    """The formal statement at t = 0, where the exponential is the identity and its integral is zero."""
    W1, W2 = weights
    d_x, width, d_y = problem.widths
    one, zero = dln.Matrix.identity(d_x + d_y), dln.Matrix.zeros(d_x + d_y, d_x + d_y)
    lam = (W2.T @ W2 - W1 @ W1.T)[0, 0]
    upper = hstack([-HALF * lam * dln.Matrix.identity(d_x), problem.Syx.T])
    rows, inner = vstack([W1.T, W2]), dln.Matrix.identity(width)
    known = {
        **{"W1": W1, "W10": W1, "W2": W2, "W20": W2, "Goal": problem.Syx, "lam": lam, "Rows": rows, "Rows0": rows},
        **{"Jx": one.block(range(d_x + d_y), range(d_x)), "Jy": one.block(range(d_x + d_y), range(d_x, d_x + d_y))},
        **{"Exp": one, "Back": one, "Integral": zero, "Inner": inner, "z": dln.Matrix.zeros(width, 1)},
        "Flow": vstack([upper, hstack([problem.Syx, HALF * lam * dln.Matrix.identity(d_y)])]),
    }
    return formal_at_letters(id, known)
