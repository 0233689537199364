"""The matrix Riccati equation of balanced weights at depth 2, and its solution."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from proofs_check.facts.riccati import (
    EXPONENTIAL,
    INVERSE,
    STEPS,
    agrees_with_trajectory,
    formal_at_start,
    step_in_words,
)
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import FUKUMIZU
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, WordCase, where
from proofs_check.scopes.rational_data import orthogonal

Balanced = tuple[tuple[int, int, int], tuple[int, ...]]
"""Widths, and the singular values of both layers."""

EXACT: tuple[Balanced, ...] = (
    ((1, 1, 1), (1,)),
    ((2, 1, 2), (1,)),
    ((2, 2, 2), (2, 1)),
    ((2, 3, 2), (1, 0)),
    ((3, 2, 1), (1,)),
)
TIME = "1/3"


def balanced(case: Balanced) -> tuple[dln.Problem, list[dln.Matrix]]:
    """Weights ``Q_j D Q_{j-1}^T`` with orthogonal Q_j, and a target of small integers, with Sxx = I."""
    widths, values = case
    Q = [orthogonal(width, j) for j, width in enumerate(widths)]
    D = [dln.Matrix.diagonal(values, (m, n)) for n, m in itertools.pairwise(widths)]
    target = dln.Matrix.from_entries(widths[2], widths[0], [(1 + 3 * k) % 5 - 1 for k in range(widths[0] * widths[2])])
    problem = dln.Problem.from_data(dln.Matrix.identity(widths[0]), target, widths[1:2])
    return problem, [Q[1] @ D[0] @ Q[0].T, Q[2] @ D[1] @ Q[1].T]


def subjects(size: str, seed: int) -> Iterator[Balanced | WordCase]:
    yield from EXACT[: 3 if size == "small" else None]
    yield from (("any width", step) for step in STEPS)


@claim(
    "fukumizu.riccati",
    source=FUKUMIZU.at("the solution for balanced weights and white inputs"),
    statement=r"W_2^\mathsf{T} W_2 = W_1 W_1^\mathsf{T}: \; Q' = F Q - \tfrac12 Q Q^\mathsf{T} Q, \; "
    r"Q Q^\mathsf{T} = e^{F t} Q_0 \bigl(I + Q_0^\mathsf{T} K(t) Q_0\bigr)^{-1} Q_0^\mathsf{T} "
    r"e^{F t}, \; Q = (W_1^\mathsf{T}; W_2), \; "
    r"F = \begin{pmatrix} 0 & T^\mathsf{T} \\ T & 0 \end{pmatrix}, \; K(t) = \int_0^t e^{2 F s} ds",
    over=cases(
        "balanced, depth 2",
        subjects,
        sentence="any widths, in matrix words: the rows of Q', the product Q Q^T, and the solution put into the "
        f"equation; and by a second route {len(EXACT)} exact starts, whose enclosed trajectory meets the enclosed "
        "solution (small scope: 3)",
        strength=Verdict.PROVED,
        fields=("widths", "singular values"),
    ),
    made_precise="Sxx = I and f = 1/2; K is written as an integral, where sources write (e^(2 F t) - I) F^-1 / 2 for "
    "an invertible F, so no condition on the widths or on F is needed",
    axioms=(INVERSE, EXPONENTIAL),
    formal=(
        "Flow = Jx Goal' Jy' + Jy Goal Jx' if lam = 0",
        "Jx (W2' (Goal - W2 W1))' + Jy (Goal - W2 W1) W1'"
        " = (Jx Goal' Jy' + Jy Goal Jx') Rows - 1/2 Rows Rows' Rows if lam = 0",
        "Rows Rows' = Exp Rows0 Inner Rows0' Exp",
        "z = 0 if (I + Rows0' Integral Rows0) z = 0",
    ),
    proof=logic("fukumizu.riccati"),
)
def riccati(subject: Subject) -> Outcome:
    """Balanced weights of two layers follow a matrix Riccati equation, and the printed matrix solves it."""
    name = where(subject)
    if name is not None:
        return step_in_words(name, balanced=True)
    problem, weights = balanced(subject)
    return all_of(agrees_with_trajectory(problem, weights, TIME), formal_at_start("fukumizu.riccati", problem, weights))
