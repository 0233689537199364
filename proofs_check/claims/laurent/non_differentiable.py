"""Laurent and von Brecht (2018): the assumption that the loss is differentiable is needed."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import flint

from proofs_check.claims.laurent.parts.setting import ABSTRACT
from proofs_check.facts.convex_losses import Weights
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import LAURENT
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal_letters import formal_at_letters
from proofs_check.networks.polynomials import PolynomialMatrix
from symdln.algebra.matrix import Matrix

BOX = Fraction(1, 4)


CORNER = "W_1 = diag(1, 0), W_2 = diag(0, 1), target E_12, f(P) = sum of |P_ab - T_ab|"


def layers_near() -> tuple[dict[str, Any], PolynomialMatrix, PolynomialMatrix]:
    """All weights near the corner: W_1 = [[1 + e, x], [y, z]], W_2 = [[a, b], [c, 1 + d]]."""
    ring = flint.fmpz_mpoly_ctx.get(list("abcdexyz"), "degrevlex")
    letters = dict(zip("abcdexyz", ring.gens(), strict=True))
    a, b, c, d, e, x, y, z = letters.values()
    W_1 = PolynomialMatrix(ring.constant(0), (2, 2), ((1 + e, x), (y, z)))
    W_2 = PolynomialMatrix(ring.constant(0), (2, 2), ((a, b), (c, 1 + d)))
    return letters, W_1, W_2


def neighbourhood() -> tuple[dict[str, Any], PolynomialMatrix]:
    """The product of all weights near the corner."""
    letters, W_1, W_2 = layers_near()
    return letters, W_2 @ W_1


def at_zero(W: PolynomialMatrix) -> Matrix:
    """The weights where all letters are 0."""
    return Matrix([[int(entry(*[0] * entry.context().nvars())) for entry in row] for row in W.rows])


def absolute_loss(W: Weights, target: Matrix) -> Fraction:
    return sum((abs(r) for r in (W[1] @ W[0] - target).entries()), Fraction(0))


@claim(
    "laurent.non-differentiable",
    source=LAURENT.at("abstract"),
    statement=r"\text{If the loss is convex and Lipschitz but not differentiable then deep linear networks can have "
    r"sub-optimal local minima.}",
    over=cases(
        "absolute loss",
        lambda size, seed: [CORNER],
        sentence=f"one instance with widths (2, 2, 2): {CORNER}; all weights that differ from it by at most {BOX} in "
        "each entry, as indeterminates",
        strength=Verdict.PROVED,
    ),
    made_precise=f"an instance of our own with X = I, as the one of the paper was not at hand; {ABSTRACT}",
    formal=(
        "norm((a2 (1 + e1) + b2 y1) I[one]) + norm((1 - (a2 x1 + b2 z1)) I[one]) + norm((c2 (1 + e1) + (1 + d2) y1) "
        "I[one]) + norm((c2 x1 + (1 + d2) z1) I[one]) >= 1 if 0 - 1/4 <= e1, 0 - 1/4 <= d2, 0 - 1/4 <= x1, x1 <= 1/4, "
        "0 - 1/4 <= b2, b2 <= 1/4",
        "norm((0 (1 + 0) + 0 0) I[one]) + norm((1 - (0 0 + 0 0)) I[one]) + norm((0 (1 + 0) + (1 + 0) 0) I[one]) + "
        "norm((0 0 + (1 + 0) 0) I[one]) <= 1",
        "norm((1 (1 - 1) + 0 0) I[one]) + norm((1 - (1 1 + 0 0)) I[one]) + norm((0 (1 - 1) + (1 + 0) 0) I[one]) + "
        "norm((0 1 + (1 + 0) 0) I[one]) <= 0",
    ),
    proof=logic("laurent.non-differentiable"),
)
def non_differentiable(case: str) -> Outcome:
    """Under the absolute loss, a network without a bottleneck has a local minimum that is not global."""
    # Near the corner P_12 is a combination of P_11, P_22 and P_21 with coefficients of absolute value at most 1, so
    # |P_11| + |P_21| + |P_22| + |P_12 - 1| >= |P_12| + 1 - |P_12| = 1, the loss at the corner.
    letters, P = neighbourhood()
    (p_11, p_12), (p_21, p_22) = P.rows
    b, d, e, x = (letters[name] for name in "bdex")
    least = 1 - BOX  # of |1 + d| and |1 + e|
    corner = (Matrix.diagonal([1, 0]), Matrix.diagonal([0, 1]))
    elsewhere = (Matrix([[0, 1], [0, 1]]), Matrix([[1, 0], [1, -1]]))
    target = Matrix([[0, 1], [0, 0]])
    return all_of(
        equal(
            (1 + d) * (1 + e) * p_12,
            x * (1 + d) * p_11 + b * (1 + e) * p_22 - b * x * p_21,
            "(1 + d)(1 + e) P_12 and the combination",
        ),
        at_most(BOX / least, 1, "|x / (1 + e)| and |b / (1 + d)|"),
        at_most(BOX**2 / least**2, 1, "|b x / ((1 + d)(1 + e))|"),
        equal(tuple(map(at_zero, layers_near()[1:])), corner, "the weights where all letters are 0 and the corner"),
        equal(absolute_loss(corner, target), 1, "the loss at the corner"),
        equal(absolute_loss(elsewhere, target), 0, "the loss at other weights"),
        *map(formal_near, itertools.product((-BOX, Fraction(0), BOX), repeat=4)),
    )


def formal_near(entries: tuple[Fraction, ...]) -> Outcome:
    """The formal statement where four entries have these values, and the others are at an end of their range."""
    known = dict(zip(("e1", "x1", "b2", "d2"), entries, strict=True)) | {"one": 1}
    return formal_at_letters("laurent.non-differentiable", known | {"a2": BOX, "c2": -BOX, "y1": BOX, "z1": BOX})
