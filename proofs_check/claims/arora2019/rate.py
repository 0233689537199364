"""Convergence at a linear rate from balanced weights with a deficiency margin: descent as printed, and the flow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

import flint

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.enclosures import ball, below, decayed
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import ARORA_RATE
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.rational_data import orthogonal
from symdln.algebra.eigenvalue import interval_of
from symdln.algebra.inertia import inertia_of
from symdln.dynamics import certified_flow, enclosed_descent, imbalances

Start = tuple[tuple[int, ...], int, str]
"""Widths, a number that turns the singular vectors, and the deficiency margin c as a text."""

WIDTHS = ((1, 1, 1), (2, 2, 2), (2, 3, 2), (3, 2, 2), (1, 1, 1, 1), (2, 2, 2, 2))
TIMES = (Fraction(1, 4), Fraction(1, 2))
AT = (1, 3, 10)


def starts(size: str, seed: int) -> Iterator[Start]:
    for widths in WIDTHS[: 4 if size == "small" else None]:
        yield from ((widths, turn, "1/4" if len(widths) == 3 else "1/8") for turn in (0, 1))


class Balanced:
    """Balanced layers ``a Q_j D Q_{j-1}^T``, D a unit rectangle, and a target ``diag(2, ..., 2)`` in the last basis."""

    def __init__(self, start: Start):
        widths, turn, margin = start
        self.c = Fraction(margin)
        self.least = Fraction(2)  # the least singular value of the target
        p = min(widths[0], widths[-1])
        Q = [orthogonal(width, turn * (j + 1)) for j, width in enumerate(widths)]
        ends = dln.Matrix.diagonal([2] * p, (widths[-1], widths[0]))
        self.target = Q[-1] @ ends @ Q[0].T
        a = Fraction(5, 4)
        layers = [
            Q[j + 1] @ dln.Matrix.diagonal([a] * p, (m, n)) @ Q[j].T
            for j, (n, m) in enumerate(itertools.pairwise(widths))
        ]
        self.problem = dln.Problem.from_data(dln.Matrix.identity(widths[0]), self.target, widths[1:-1])
        self.N = self.problem.depth
        self.point = dln.Point(self.problem, layers)
        self.norm_squared = self.target.norm_squared()

    def tolerance(self) -> Fraction:
        """A number 1 / q below ``c^2 / (256 N^3 ||Phi||^(2(N-1)/N))``, the imbalance that is allowed."""
        with flint.ctx.workprec(128):
            size = ball(self.norm_squared) ** ball(Fraction(self.N - 1, self.N))
            inverse = interval_of(256 * self.N**3 * size / ball(self.c) ** 2)[1]
        return Fraction(1, ceil(inverse))

    def nearly_balanced(self) -> dln.Point:
        """The point with ``W_1`` longer by a factor 1 + delta, so ``||C_1|| = (2 delta + delta^2) ||W_1 W_1^T||``."""
        first, *others = self.point.weights
        grams = (first @ first.T).norm_squared()
        delta = self.tolerance() / (3 * ceil(grams))
        return dln.Point(self.problem, [(1 + delta) * first, *others])

    def has_least(self) -> bool:
        """Whether ``sigma_min(Phi)`` is the number by which the margin is measured; in scope d_y is at most d_x."""
        gram = self.target @ self.target.T
        shifted = inertia_of(gram - self.least**2 * dln.Matrix.identity(gram.shape[0]))
        return shifted.negative == 0 < shifted.zero

    def has_margin(self, point: dln.Point) -> bool:
        """``||P - Phi|| <= sigma_min(Phi) - c``."""
        return self.has_least() and 2 * point.loss <= (self.least - self.c) ** 2

    def power(self) -> flint.arb:
        """``c^(2 (N-1) / N)``."""
        return ball(self.c) ** ball(Fraction(2 * (self.N - 1), self.N))

    def step(self) -> Fraction:
        """A number 1 / q below ``c^((4N-2)/N) / (6144 N^3 ||Phi||^((6N-4)/N))``."""
        N = self.N
        with flint.ctx.workprec(128):
            top = ball(self.c) ** ball(Fraction(4 * N - 2, N))
            size = ball(self.norm_squared) ** ball(Fraction(3 * N - 2, N))
            inverse = interval_of(6144 * N**3 * size / top)[1]
        return Fraction(1, ceil(inverse))


def exponent(exact: Balanced) -> Fraction:
    """A rate below ``2 c^(2 (N-1)/N)``."""
    with flint.ctx.workprec(128):
        return interval_of(2 * exact.power())[0]


def exponent_of_step(exact: Balanced) -> Fraction:
    """A rate below ``c^(2 (N-1)/N)`` times the step."""
    with flint.ctx.workprec(128):
        return exact.step() * interval_of(exact.power())[0]


SCOPE = cases(
    "balanced with a margin",
    starts,
    sentence=f"exactly balanced weights with the deficiency margins 1/4 and 1/8, with plain and with turned singular "
    f"vectors, at {len(WIDTHS)} architectures of depth 2 and 3 (small scope: 4)",
    strength=Verdict.CERTIFIED,
    fields=("widths", "turn", "margin"),
)


NEARLY = cases(
    "nearly balanced with a margin",
    starts,
    sentence=f"weights with the deficiency margins 1/4 and 1/8 at {len(WIDTHS)} architectures of depth 2 and 3 (small "
    "scope: 4): exactly balanced ones, and ones with turned singular vectors that use a part of the imbalance allowed",
    strength=Verdict.CERTIFIED,
    fields=("widths", "turn", "margin"),
)


@claim(
    "arora2019.rate",
    source=ARORA_RATE.at("Theorem 1"),
    statement=r"\|P_0 - \Phi\| \le \sigma_{\min}(\Phi) - c, \; \eta \le \frac{c^{(4N-2)/N}}{6144 N^3 "
    r"\|\Phi\|^{(6N-4)/N}}, \; T \ge \frac{1}{\eta c^{2(N-1)/N}} \log \frac{\ell(0)}{\epsilon} \Rightarrow \ell(T) \le "
    r"\epsilon",
    over=NEARLY,
    in_print=False,
    made_precise="read as l(T) <= l(0) exp(-eta c^(2(N-1)/N) T) for every T, which is the same; weights are balanced "
    "up to ||C_j|| <= c^2 / (256 N^3 ||Phi||^(2(N-1)/N)), and the numbers of steps are "
    f"{', '.join(map(str, AT))}. The constants are those with which the theorem is quoted elsewhere; the paper itself "
    "was not at hand, so this is not compared with print, and a proof of the constants stands there only",
)
def rate(start: Start) -> Outcome:
    """Descent from balanced weights with a deficiency margin converges at a linear rate with the printed step."""
    exact = Balanced(start)
    point = exact.nearly_balanced() if start[1] else exact.point
    run = enclosed_descent(exact.problem, point, exact.step(), at=AT, steps=AT[-1])
    speed = exponent_of_step(exact)
    bounds = [
        below(state.loss, decayed(point.loss, -speed * state.time), "the loss, and the printed bound")
        for state in run.states
    ]
    allowed = all(C.norm_squared() <= exact.tolerance() ** 2 for C in imbalances(exact.problem, point))
    margin = exact.has_margin(point)
    return all_of(is_true(allowed and margin and len(bounds) == len(AT), "the hypotheses are met"), *bounds)


@claim(
    "arora2019.rate.flow",
    source=ARORA_RATE.at("Theorem 1, for the flow"),
    statement=r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T}, \; \|P_0 - \Phi\| \le \sigma_{\min}(\Phi) - c "
    r"\Rightarrow "
    r"\ell(t) \le \ell(0) e^{-2 c^{2(N-1)/N} t}, \; \ell = \tfrac12 \|P - \Phi\|^2",
    over=SCOPE,
    in_print=False,
    made_precise="c > 0, any widths and depth N >= 2, white inputs; the flow from exactly balanced weights",
    written=written.MARGIN_RATE,
)
def rate_of_the_flow(start: Start) -> Outcome:
    """The flow from balanced weights with a deficiency margin converges at a linear rate."""
    exact = Balanced(start)
    states = certified_flow(exact.problem, exact.point, at=TIMES, until=TIMES[-1]).states
    bounds = [
        below(state.loss, decayed(exact.point.loss, -exponent(exact) * state.time), "the loss, and its bound")
        for state in states
    ]
    return all_of(is_true(exact.has_margin(exact.point) and len(bounds) == len(TIMES), "the margin is there"), *bounds)
