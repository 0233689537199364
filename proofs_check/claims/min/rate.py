"""The rate of convergence of three layers with definite imbalances."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.facts import written
from proofs_check.facts.enclosures import below, decayed
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import MIN
from proofs_check.language.verdict import Verdict
from symdln.dynamics import certified_flow, imbalances

Start = tuple[int, int, int]
"""The size of the three layers, which of them is the smallest, and a number from which the weights are made."""

TIMES = (Fraction(1, 4), Fraction(1, 2))


def starts(size: str, seed: int) -> Iterator[Start]:
    yield from itertools.product((1, 2), (1, 2, 3), (0, 1, 2) if size == "large" else (0, 1))


def point_of(start: Start) -> dln.Point:
    """Layers whose sizes grow away from the smallest one, which is zero for the number 0."""
    d, hub, number = start
    problem = dln.Problem.canonical((2, 1)[:d], (d,) * 4)
    layers = []
    for j in (1, 2, 3):
        scale = Fraction(2 + abs(j - hub), 3) if j != hub else Fraction(number, 8)
        entries = [scale * (int(k % (d + 1) == 0) + Fraction((number * k + j) % 3 - 1, 24)) for k in range(d * d)]
        layers.append(dln.Matrix.from_entries(d, d, entries))
    return dln.Point(problem, layers)


def least(symmetric: dln.Matrix) -> Fraction:
    """A lower bound of the least eigenvalue, within 1/256 of it, proved by exact inertia."""
    size = symmetric.norm_squared() + 1
    low, high = -size, size
    while high - low > Fraction(1, 256):
        middle = (low + high) / 2
        shifted = symmetric - middle * dln.Matrix.identity(symmetric.shape[0])
        low, high = (low, middle) if dln.inertia_of(shifted).negative else (middle, high)
    return low


def definite(point: dln.Point, hub: int) -> list[Fraction]:
    """delta_1 and delta_2: ``C_j >= delta_j`` from the smallest layer on, and ``-C_j >= delta_j`` before it."""
    return [least(C if j >= hub else -C) for j, C in enumerate(imbalances(point.problem, point), 1)]


def rate(first: Fraction, second: Fraction, hub: int) -> Fraction:
    """K of the three positions of the smallest layer."""
    return {1: first * (first + second), 2: first * second, 3: second * (first + second)}[hub]


@claim(
    "min.rate",
    source=MIN.at("three layers with definite imbalances"),
    statement=r"C_j = W_{j+1}^\mathsf{T} W_{j+1} - W_j W_j^\mathsf{T}: \; L(t) - \min L \le (L(0) - \min L) e^{-4 f "
    r"\lambda K t}, \; K = \begin{cases} \delta_1 (\delta_1 + \delta_2) & C_1 \succeq \delta_1, C_2 \succeq \delta_2 "
    r"\\ "
    r"\delta_1 \delta_2 & -C_1 \succeq \delta_1, C_2 \succeq \delta_2 \\ \delta_2 (\delta_1 + \delta_2) & -C_1 \succeq "
    r"\delta_1, -C_2 \succeq \delta_2 \end{cases}",
    over=cases(
        "three layers",
        starts,
        sentence="three layers of size 1 and 2 with each of them the smallest, two starts each (large: 3): the "
        "exact inequality behind it, and the enclosed loss at the times 1/4 and 1/2",
        strength=Verdict.CERTIFIED,
        fields=("d", "hub", "start"),
    ),
    in_print=False,
    made_precise="three square layers of one size, delta_j > 0, lambda the least eigenvalue of Sxx > 0; print has "
    "other "
    "definitions of the margins and any loss that is strongly convex",
    written=written.DEFINITE_IMBALANCES,
)
def three_layers(start: Start) -> Outcome:
    """Three layers with definite imbalances converge at a rate that the imbalances alone give."""
    point, hub = point_of(start), start[1]
    first, second = definite(point, hub)
    K = rate(first, second, hub)
    gradient = sum((block.norm_squared() for block in point.gradient), Fraction(0))
    states = certified_flow(point.problem, point, at=TIMES, until=TIMES[-1]).states
    return all_of(
        is_true(first > 0 and second > 0 and len(states) == len(TIMES), "the imbalances are definite"),
        at_most(2 * K * point.loss, gradient, "2 K l, and the squared norm of the gradient"),
        *(below(s.loss, decayed(point.loss, -2 * K * s.time), "the loss, and its bound") for s in states),
    )
