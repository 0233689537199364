"""The rate of descent with a constant step near a global minimum."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.facts.enclosures import below, exactly
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.dynamics import enclosed_descent

Start = tuple[tuple[int, ...], int, str]
"""Widths, a number from which the start is made, and the step."""

WIDTHS = ((1, 1, 1), (2, 2, 2), (2, 1, 2), (1, 1, 1, 1))
LATER = (1, 5)


def starts(size: str, seed: int) -> Iterator[Start]:
    yield from itertools.product(
        WIDTHS[: 2 if size == "small" else None], (1, 2), ("1/8",) if size != "large" else ("1/20", "1/8")
    )


def point_of(start: Start) -> dln.Point:
    """Weights near the identity for the target diag(2, 1)."""
    widths, number, _ = start
    problem = dln.Problem.canonical((2, 1)[: min(widths[0], widths[-1])], widths)
    layers = [
        dln.Matrix.diagonal([1] * min(shape), shape)
        + Fraction(1, 16)
        * dln.Matrix.from_entries(*shape, [(number + j + 3 * k) % 5 - 2 for k in range(shape[0] * shape[1])])
        for j, shape in enumerate(problem.shapes)
    ]
    return dln.Point(problem, layers)


def least_loss(point: dln.Point) -> Fraction:
    """Half the square of the singular value 1, where a layer of width 1 leaves it out."""
    problem = point.problem
    narrow = min(problem.widths) < min(problem.input_width, problem.output_width)
    return problem.loss_factor if narrow else Fraction(0)


def bound(proof, steps: int) -> Fraction:
    """``l(k) (1 - 2 eta theta m)^n``."""
    return proof.excess_after(steps)


@claim(
    "ours.descent-rate",
    source=OURS.at(OURS_FLOW),
    statement=r"\|\nabla L\|^2 \ge 2 m \ell, \, \nabla^2 L \preceq D, \, \theta = 1 - \tfrac12 \eta D > 0 \text{ in a "
    r"ball of "
    r"radius } \varrho > r + \sqrt{2 \ell / m} / \theta \Rightarrow \ell(W_n) \le \ell(W_0) (1 - 2 \eta \theta m)^n, "
    r"\; "
    r"\sum_n |W_{n+1} - W_n| \le \sqrt{2 \ell / m} / \theta",
    over=cases(
        "descents",
        starts,
        sentence="two starts with the step 1/8 (large: 1/20 too) at each of four architectures, one of them with a "
        "narrow hidden layer "
        "(small scope: "
        "2): enclosed until the hypotheses are proved, and then 1 and 5 steps more",
        strength=Verdict.CERTIFIED,
        fields=("widths", "start", "step"),
    ),
    made_precise="W_0 lies within r of the centre of the ball; l is the excess over the least loss",
    written=written.DESCENT_RATE,
)
def descent_rate(start: Start) -> Outcome:
    """Near a global minimum, descent with a constant step converges at a linear rate."""
    point, step = point_of(start), start[2]
    proof = enclosed_descent(point.problem, point, step, steps=600).convergence
    if proof is None:
        return is_true(False, "convergence is proved within 600 steps")
    at = [proof.steps + n for n in LATER]
    states = enclosed_descent(point.problem, point, step, at=at).states
    least = least_loss(point)
    return all_of(
        *(is_true(s.loss[1] >= least, "the loss is not below the least one") for s in states),
        *(
            below(
                (s.loss[0] - least, s.loss[1] - least), exactly(bound(proof, int(s.time))), "the excess, and its bound"
            )
            for s in states
        ),
    )
