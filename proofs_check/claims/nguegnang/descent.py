"""Descent with constant steps at depth 2: bounded by numbers of the start, with a decreasing loss."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, isqrt

import flint

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.enclosures import below, exactly, squares
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import NGUEGNANG
from proofs_check.language.verdict import Verdict
from symdln.dynamics import enclosed_descent, imbalances
from symdln.dynamics.balls import balls

Start = tuple[tuple[int, int, int], int]
"""Widths, and a number from which target and start are made."""

WIDTHS = ((1, 1, 1), (2, 1, 2), (2, 2, 2), (2, 3, 1))
AT = (1, 3, 8)
SCALE = 10**6


def starts(size: str, seed: int) -> Iterator[Start]:
    yield from itertools.product(WIDTHS[: 3 if size == "small" else None], (1, 2))


def root_above(square: Fraction) -> Fraction:
    """A rational number just above the square root."""
    return Fraction(isqrt(ceil(square * SCALE**2)) + 1, SCALE)


class Bounded:
    """A start, the numbers c, p and b, and the largest step 1/q that the condition allows."""

    def __init__(self, start: Start):
        widths, number = start
        d, _, n = widths
        target = dln.Matrix.from_entries(n, d, [(number + 3 * k) % 4 - 1 for k in range(n * d)])
        problem = dln.Problem.from_data(dln.Matrix.identity(d), target, widths[1:2])
        layers = [
            dln.Matrix.from_entries(
                *shape, [Fraction((number + j + 3 * k) % 5 - 2, 2) for k in range(shape[0] * shape[1])]
            )
            for j, shape in enumerate(problem.shapes)
        ]
        self.point = dln.Point(problem, layers)
        (self.C,) = imbalances(problem, self.point)
        self.p = root_above(target.norm_squared()) + root_above(2 * self.point.loss)
        for q in itertools.count(1):
            self.eta = Fraction(1, q)
            self.c = root_above(self.C.norm_squared()) + 2 * self.eta * self.point.loss
            self.b = bound(self.c, self.p)
            if self.eta * (4 * self.b + 10 * self.p) <= 1:
                break


def bound(c: Fraction, p: Fraction) -> Fraction:
    """``b = (c + sqrt(c^2 + 4 p^2)) / 2``, from above."""
    return (c + root_above(c**2 + 4 * p**2)) / 2


def allowed(exact: Bounded) -> Fraction:
    """How far the imbalance may move."""
    return 2 * exact.eta * exact.point.loss


@claim(
    "nguegnang.descent",
    source=NGUEGNANG.at("bounded iterates and convergence to a critical point, depth 2"),
    statement=r"c = \|C(0)\| + 2 \eta \ell_0, \; p = \|M\| + \sqrt{2 \ell_0}, \; b = \tfrac12 (c + \sqrt{c^2 + 4 "
    r"p^2}), "
    r"\; \eta (4 b + 10 p) \le 1 \Rightarrow \forall t: \; \ell_{t+1} \le \ell_t, \; \|C(t) - C(0)\| \le 2 \eta "
    r"\ell_0, "
    r"\; \|W_2^\mathsf{T} W_2\|, \|W_1 W_1^\mathsf{T}\| \le b, \text{ and } W(t) \text{ converges to a critical point}",
    over=cases(
        "two layers",
        starts,
        sentence=f"two starts each at {len(WIDTHS)} widths (small scope: 3), descent with the largest step 1/q that "
        f"the "
        f"condition allows, enclosed after {', '.join(map(str, AT))} steps",
        strength=Verdict.CERTIFIED,
        fields=("widths", "start"),
    ),
    made_precise="depth 2, X = I, loss l = ||W_2 W_1 - M||^2 / 2, C = W_2^T W_2 - W_1 W_1^T; print speaks of any depth "
    "and of suitable conditions on the steps, with other constants; this is one such condition, with its own proof",
    written=written.CONSTANT_STEPS,
)
def descent(start: Start) -> Outcome:
    """Descent with a small constant step stays bounded, nearly keeps its imbalance, and converges."""
    exact = Bounded(start)
    run = enclosed_descent(exact.point.problem, exact.point, exact.eta, at=AT, steps=AT[-1])
    before, outcomes = exactly(exact.point.loss), []
    (C,) = imbalances(exact.point.problem, exact.point)
    for state in run.states:
        with flint.ctx.workprec(state.bits):
            first, second = state.layers
            outer, inner = second.transpose() * second, first * first.transpose()
            moved = squares((outer - inner - balls(C)).entries())
            grams = [squares(gram.entries()) for gram in (outer, inner)]
        outcomes += [
            below(state.loss, before, "the loss, and that before"),
            below(moved, exactly(allowed(exact) ** 2), "the squared change of the imbalance, and its bound"),
            *(below(gram, exactly(exact.b**2), "the squared norm of a Gram matrix, and b^2") for gram in grams),
        ]
        before = state.loss
    return all_of(is_true(len(run.states) == len(AT), "the steps are enclosed"), *outcomes)
