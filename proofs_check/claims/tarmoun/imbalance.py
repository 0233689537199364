"""Two scalar layers: the law of the product with the imbalance in it, and its rate."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import flint

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import TARMOUN
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal_letters import formal_at_letters
from symdln.algebra.eigenvalue import interval_of
from symdln.dynamics import certified_flow

Start = tuple[str, str, int]
"""``(a, b, s)``: the weights and the target."""

TIMES = ("1/4", "1")


def starts(size: str, seed: int) -> Iterator[Start]:
    values = ("-1", "1/2", "2") if size == "small" else ("-1", "-1/3", "0", "1/2", "1", "2")
    yield from itertools.product(values, values, (1, 2))


def speed_squared(imbalance: Fraction, product: Fraction) -> Fraction:
    """``lambda^2 + 4 p^2``."""
    return imbalance**2 + 4 * product**2


def rate(imbalance: Fraction) -> Fraction:
    """The proved rate at which the distance of the product from the target falls."""
    return abs(imbalance)


@claim(
    "tarmoun.imbalance",
    source=TARMOUN.at("two scalar layers"),
    statement=r"L = \tfrac12 (a b - s)^2, \, p = a b, \, \lambda = b^2 - a^2: \; p' = (s - p) "
    r"\sqrt{\lambda^2 + 4 p^2}, \quad |p(t) - s| \le |p(0) - s| e^{-|\lambda| t}",
    over=cases(
        "two scalars",
        starts,
        sentence="weights among six rational numbers (small scope: three), targets 1 and 2: the exact velocity, and "
        "the enclosed product at the times 1/4 and 1",
        strength=Verdict.CERTIFIED,
        fields=("a", "b", "s"),
    ),
    made_precise="the root is a^2 + b^2, compared by its square and its sign; a distance whose enclosure "
    "meets the bound counts as within it, as equality holds at critical points",
    formal=(
        "w2^2 - w1^2 = w20^2 - w10^2",
        "(goal - w1 w2) w2 w2 + w1 (goal - w1 w2) w1 = (goal - w1 w2) root if root >= 0, root^2 = (w2^2 - w1^2)^2 "
        "+ 4 (w1 w2)^2",
        "near grow <= start if near^2 = (w1 w2 - goal)^2, start >= 0, start^2 = (w10 w20 - goal)^2",
    ),
    proof=logic("tarmoun.imbalance"),
)
def imbalance(start: Start) -> Outcome:
    """The product of two scalar layers moves the faster, the larger their imbalance is."""
    a, b, s = map(Fraction, start)
    point = dln.Point(dln.Problem.canonical((s,), (1, 1, 1)), [[[a]], [[b]]])
    first, second = (-block[0, 0] for block in point.gradient)
    velocity, gap, kept = first * b + a * second, s - a * b, b * b - a * a
    states = certified_flow(point.problem, point, at=TIMES, until=1).states
    near = [at_most(nearest(state, s), bound(kept, gap, state.time), "the distance of the product") for state in states]
    return all_of(
        equal(velocity**2, gap**2 * speed_squared(kept, a * b), "the squared velocity of the product"),
        at_most(0, velocity * gap, "0, and the velocity times s - p"),
        *near,
        formally(a, b, s),
    )


def formally(a: Fraction, b: Fraction, s: Fraction) -> Outcome:
    """The formal statement at the start."""
    known = {"w1": a, "w2": b, "w10": a, "w20": b, "goal": s, "rate": abs(b * b - a * a), "grow": 1}
    return formal_at_letters(
        "tarmoun.imbalance", known | {"root": a * a + b * b, "near": abs(a * b - s), "start": abs(a * b - s)}
    )


def nearest(state, s: Fraction) -> Fraction:
    """A lower bound of ``|p - s|``."""
    low, high = state.product[0][0]
    return max(low - s, s - high, Fraction(0))


def bound(kept: Fraction, gap: Fraction, time: Fraction) -> Fraction:
    """``|p(0) - s| e^(-rate t)`` from above."""
    exponent = -rate(kept) * time
    decay = flint.arb(flint.fmpq(exponent.numerator, exponent.denominator)).exp()
    return abs(gap) * interval_of(decay)[1]
