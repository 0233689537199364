r"""Depth 2 with white inputs: the product of all weights with their transposes solves a matrix Riccati equation.

Let ``Sxx = k I``, ``T = Syx / k`` and let the layers be lambda-balanced, ``W_2^T W_2 - W_1 W_1^T = lambda I``, which
the flow keeps.  In the time ``tau = 2 f k t`` the matrix ``Q = (W_1^T; W_2)``, the transpose of W_1 above W_2, moves by

    Q' = F Q - Q Q^T Q / 2,    F = [[-lambda/2 I, T^T], [T, lambda/2 I]],

and ``M = Q Q^T`` by ``M' = F M + M F - M^2``, with the solution (Fukumizu 1998; Braun et al. 2022; Domine et al. 2024)

    M(tau) = e^(F tau) Q_0 (I + Q_0^T K(tau) Q_0)^-1 Q_0^T e^(F tau),    K(tau) = int_0^tau e^(2 F s) ds.

Written with the integral K it needs no inverse of F, and K is positive semidefinite, so the solution exists for all
times ``tau >= 0``, for every width.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import flint

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.matrix import Matrix, hstack, vstack
from symdln.algebra.rational import rational
from symdln.dynamics.modes import whiteness
from symdln.errors import InputError, UndecidedError
from symdln.landscape.point import as_point
from symdln.landscape.problem import Problem

BITS, MOST_BITS = 192, 4096


class RiccatiFlow(NamedTuple):
    """Enclosures at one time, entry by entry: ``product`` of W_2 W_1, ``inputs`` of W_1^T W_1, ``outputs`` of W_2 W_2^T
    (the weights themselves are known only up to a common rotation of the hidden layer).

    >>> run = riccati_flow(Problem.canonical((1,), (1, 1, 1)), [[[1]], [[3]]], 0)       # at time 0: 3 1, 1^2 and 3^2
    >>> [float(low) for ((low, high),) in (run.product[0:1][0], run.inputs[0], run.outputs[0])]
    [3.0, 1.0, 9.0]
    """

    time: Fraction
    product: tuple[tuple[Interval, ...], ...]
    inputs: tuple[tuple[Interval, ...], ...]
    outputs: tuple[tuple[Interval, ...], ...]


def balance_of(problem: Problem, weights: Any) -> Fraction:
    """The number lambda with ``W_2^T W_2 - W_1 W_1^T = lambda I``, exactly; ``InputError`` where there is none.

    >>> balance_of(Problem.canonical((2,), (1, 1, 1)), [[[1]], [[3]]])
    Fraction(8, 1)
    """
    if problem.depth != 2:
        raise InputError(
            f"the Riccati solution is for depth 2, two layers, but this problem has depth {problem.depth}."
        )
    first, second = as_point(problem, weights).weights
    difference = second.T @ second - first @ first.T
    value = difference[0, 0]
    if difference != value * Matrix.identity(difference.shape[0]):
        raise InputError(
            "the Riccati solution needs weights with W_2^T W_2 - W_1 W_1^T = lambda I, but for these weights the "
            "difference is not a multiple of the identity; use certified_flow."
        )
    return value


def generator(problem: Problem, weights: Any) -> Matrix:
    """The symmetric matrix F of size ``d_0 + d_2``."""
    value, T = balance_of(problem, weights), Fraction(1) / whiteness(problem) * problem.Syx
    d_2, d_0 = T.shape
    half = value / 2
    return vstack([hstack([-half * Matrix.identity(d_0), T.T]), hstack([T, half * Matrix.identity(d_2)])])


def stacked(problem: Problem, weights: Any) -> Matrix:
    """The matrix ``Q = (W_1^T; W_2)`` of shape ``(d_0 + d_2, d_1)``."""
    first, second = as_point(problem, weights).weights
    return vstack([first.T, second])


def riccati_flow(problem: Problem, weights: Any, time: Any) -> RiccatiFlow:
    """The products of the weights at a rational ``time >= 0`` along the flow ``W_j' = -dL/dW_j``.

    >>> run = riccati_flow(Problem.canonical((1,), (1, 1, 1)), [[["1/2"]], [["1/2"]]], 1)       # p = 1 / (1 + 3 e^-2)
    >>> low, high = run.product[0][0]
    >>> f"{float(low):.12f}", float(high - low) < 1e-40
    ('0.711234594228', True)
    """
    t = rational(time)
    if t < 0:
        raise InputError(f"time must not be negative, but {time!r} was passed.")
    F, Q = generator(problem, weights), stacked(problem, weights)
    tau = 2 * problem.loss_factor * whiteness(problem) * t
    d_0 = problem.input_width
    rows = [[interval_of(entry) for entry in row] for row in _enclosed(F, Q, tau).tolist()]
    return RiccatiFlow(
        t,
        tuple(tuple(row[:d_0]) for row in rows[d_0:]),
        tuple(tuple(row[:d_0]) for row in rows[:d_0]),
        tuple(tuple(row[d_0:]) for row in rows[d_0:]),
    )


def _enclosed(F: Matrix, Q: Matrix, tau: Fraction) -> flint.arb_mat:
    """M(tau) with radii below 2^-64, at doubling precision; ``UndecidedError`` where ``MOST_BITS`` are not enough."""
    bits, wanted = BITS, flint.arb(2) ** -64
    while bits <= MOST_BITS:
        with flint.ctx.workprec(bits):
            try:
                M = _solution(F, Q, tau)
            except ZeroDivisionError:  # the matrix to be inverted is not proved to be regular at this precision
                M = None
            if M is not None and all(entry.is_finite() and entry.rad() < wanted for entry in M.entries()):
                return M
        bits *= 2
    raise UndecidedError(f"{MOST_BITS} bits do not enclose the Riccati solution at this time; pass an earlier time.")


def _solution(F: Matrix, Q: Matrix, tau: Fraction) -> flint.arb_mat:
    """M(tau); K is the upper right block of ``exp(tau [[2F, I], [0, 0]])``."""
    n, m = Q.shape
    zero = Matrix.zeros(n, n)
    block = tau * vstack([hstack([2 * F, Matrix.identity(n)]), hstack([zero, zero])])
    exponential = flint.arb_mat(block.flint).exp().tolist()
    K = flint.arb_mat([row[n:] for row in exponential[:n]])
    growth, start = flint.arb_mat((tau * F).flint).exp(), flint.arb_mat(Q.flint)
    inner = flint.arb_mat(Matrix.identity(m).flint) + start.transpose() * K * start
    left = growth * start
    return left * inner.solve(left.transpose())
