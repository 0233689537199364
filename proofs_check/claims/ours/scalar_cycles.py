"""Cycles of period two of descent on two scalar layers, beyond 2 / lambda_max."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import gcd

import symdln as dln
from proofs_check.claims.ours.descent_imbalance import OURS_FLOW
from proofs_check.facts import written
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.verdict import Verdict
from symdln.dynamics import Cycle, exact_descent, scalar_cycles

Pair = tuple[int, int, int]
"""``(p, q, n)``: the cycle a = p / n, b = q / n with 0 < p < q, so eta = 1 / (a b) and s = a^2 + b^2 - a b."""

MOST = {"small": 5, "default": 6, "large": 12}


def pairs(size: str, seed: int) -> Iterator[Pair]:
    for q in range(2, MOST[size] + 1):
        yield from ((p, q, n) for p, n in itertools.product(range(1, q), (1, 2)) if gcd(p, q) == 1)


class TwoSteps:
    """Two steps of descent from ``(a, a)`` and their derivative, exactly, for L = 1/2 (w_2 w_1 - s)^2."""

    def __init__(self, pair: Pair):
        p, q, n = pair
        self.a, self.b = Fraction(p, n), Fraction(q, n)
        self.eta, self.s = 1 / (self.a * self.b), self.a**2 + self.b**2 - self.a * self.b
        self.c = self.eta * self.s
        self.problem = dln.Problem.canonical((self.s,), (1, 1, 1))
        self.points = exact_descent(self.problem, [[[self.a]], [[self.a]]], self.eta, 2)

    def visited(self) -> list[Fraction]:
        """Both weights at the start, after one step and after two."""
        return [self.a, self.a, self.b, self.b, self.a, self.a]

    def derivative(self) -> dln.Matrix:
        """The product of ``I - eta Hessian`` over both points."""
        first, second = (dln.Matrix.identity(2) - self.eta * point.hessian for point in self.points[:2])
        return second @ first

    def positive_cycles(self) -> list[Cycle]:
        """Those that root isolation finds, which knows nothing of the formulas."""
        return [cycle for cycle in scalar_cycles(self.s, self.eta) if cycle.low[0] > 0]


def multipliers(c: Fraction) -> tuple[Fraction, Fraction]:
    """Along the line of equal layers, and across it."""
    return 9 - 2 * (1 + c) ** 2, 3 - 2 * c


def is_stable(c: Fraction) -> bool:
    """``1 < c < sqrt 5 - 1``."""
    return c > 1 and (1 + c) ** 2 < 5


@claim(
    "ours.scalar-cycles",
    source=OURS.at(OURS_FLOW),
    statement=r"L = \tfrac12 (w_2 w_1 - s)^2, \; c = \eta s: \; \text{descent has a cycle } a \ne b > 0, \, w_1 = w_2, "
    r"\text{ if and only if } c > 1; \; a b = 1 / \eta, \; a^2 + b^2 = s + 1 / \eta, \text{ multipliers } "
    r"9 - 2 (1 + c)^2 \text{ and } 3 - 2 c, \text{ stable for } 1 < c < \sqrt5 - 1",
    over=cases(
        "rational cycles",
        pairs,
        sentence=lambda size: (
            f"all cycles a = p / n, b = q / n with coprime p < q up to {MOST[size]} and n = 1, 2, at which the step "
            "and the target are rational: two steps, their exact derivative, and all cycles by isolation of roots; "
            "and half of 1 / s as a step, which has none"
        ),
        strength=Verdict.VERIFIED,
    ),
    made_precise="s > 0; eta = 1 / s is 2 / lambda_max at the balanced minimum; stable means that both multipliers "
    "have modulus below 1, and the cycle then attracts a neighbourhood in the plane of all weights",
    written=written.SCALAR_CYCLES,
)
def cycles(pair: Pair) -> Outcome:
    """Beyond the edge of stability two balanced scalar layers have one cycle of two steps, stable in a known range."""
    exact = TwoSteps(pair)
    along, across = multipliers(exact.c)
    D = exact.derivative()
    found = exact.positive_cycles()
    below = [cycle for cycle in scalar_cycles(exact.s, 1 / (2 * exact.s)) if cycle.low[0] > 0]
    return all_of(
        equal([point.weights[j][0, 0] for point in exact.points for j in (0, 1)], exact.visited(), "the points"),
        equal(D @ dln.Matrix([[1], [1]]), along * dln.Matrix([[1], [1]]), "the multiplier along the line"),
        equal(D @ dln.Matrix([[1], [-1]]), across * dln.Matrix([[1], [-1]]), "the multiplier across the line"),
        equal((len(found), len(below)), (1, 0), "numbers of cycles beyond 1 / s, and at half of it"),
        is_true(
            found[0].low[0] <= exact.a <= found[0].low[1] and found[0].high[0] <= exact.b <= found[0].high[1],
            "isolation of roots finds this cycle",
        ),
        equal(found[0].is_stable, is_stable(exact.c), "whether the cycle is stable"),
    )
