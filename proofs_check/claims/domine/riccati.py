"""The matrix Riccati equation of lambda-balanced weights at depth 2, and its solution."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

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
from proofs_check.language.sources import DOMINE
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import Subject, WordCase, where

Scaled = tuple[int, tuple[int, int]]
"""The width, and two numbers a, b: ``W_1 = a R`` and ``W_2 = b R^T`` with a rotation R, so lambda = b^2 - a^2."""

EXACT: tuple[Scaled, ...] = ((1, (1, 2)), (1, (2, 1)), (2, (1, 2)), (2, (1, 1)))
TIME = "1/4"


def scaled(case: Scaled) -> tuple[dln.Problem, list[dln.Matrix]]:
    """Lambda-balanced weights of one width, and a target of small integers, with Sxx = I."""
    width, (a, b) = case
    R = dln.Matrix([[Fraction(3, 5), Fraction(4, 5)], [Fraction(-4, 5), Fraction(3, 5)]]).block(
        range(width), range(width)
    )
    rotation = R if width == 2 else dln.Matrix.identity(1)
    target = dln.Matrix.from_entries(width, width, [(1 + 3 * k) % 5 - 1 for k in range(width * width)])
    problem = dln.Problem.from_data(dln.Matrix.identity(width), target, (width,))
    return problem, [a * rotation, b * rotation.T]


def subjects(size: str, seed: int) -> Iterator[Scaled | WordCase]:
    yield from EXACT
    yield from (("any width", step) for step in STEPS)


@claim(
    "domine.riccati",
    source=DOMINE.at("the solution for lambda-balanced weights and white inputs"),
    statement=r"W_2^\mathsf{T} W_2 - W_1 W_1^\mathsf{T} = \lambda I: \; Q' = F Q - \tfrac12 Q Q^\mathsf{T} Q, \; "
    r"Q Q^\mathsf{T} = e^{F t} Q_0 \bigl(I + Q_0^\mathsf{T} K(t) Q_0\bigr)^{-1} Q_0^\mathsf{T} e^{F t}, \; "
    r"F = \begin{pmatrix} -\frac\lambda2 I & T^\mathsf{T} \\ T & \frac\lambda2 I \end{pmatrix}, \; "
    r"K(t) = \int_0^t e^{2 F s} ds",
    over=cases(
        "lambda-balanced, depth 2",
        subjects,
        sentence="any widths and any lambda, in matrix words: the rows of Q', the product Q Q^T, and the solution put "
        f"into the equation; and by a second route {len(EXACT)} exact starts, whose enclosed trajectory meets the "
        "enclosed solution",
        strength=Verdict.PROVED,
        fields=("width", "scales"),
    ),
    made_precise="Sxx = I, f = 1/2 and Q = (W_1^T; W_2); K is written as an integral, so F need not be invertible",
    axioms=(INVERSE, EXPONENTIAL),
    formal=(
        "Jx (W2' (Goal - W2 W1))' + Jy (Goal - W2 W1) W1' = Flow Rows - 1/2 Rows Rows' Rows",
        "Rows Rows' = Exp Rows0 Inner Rows0' Exp",
        "z = 0 if (I + Rows0' Integral Rows0) z = 0",
    ),
    proof=logic("domine.riccati"),
)
def riccati(subject: Subject) -> Outcome:
    """Lambda-balanced weights of two layers follow a matrix Riccati equation, and the printed matrix solves it."""
    name = where(subject)
    if name is not None:
        return step_in_words(name, balanced=False)
    problem, weights = scaled(subject)
    return all_of(agrees_with_trajectory(problem, weights, TIME), formal_at_start("domine.riccati", problem, weights))
