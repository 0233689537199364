"""What a step of descent does to the sharpness at which the flow would end, two scalar layers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, all_of, equal
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import KREISLER
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at

FALL = "((1 - eta^2 gap^2) imbalance)^2 + 4 target^2 <= imbalance^2 + 4 target^2"
"""The sharpness does not grow, by squares."""

Step = tuple[str, str, str]
"""Both weights and the step; the target is 1."""


def steps(size: str, seed: int) -> Iterator[Step]:
    values = ("1/2", "3/2", "-2") if size == "small" else ("1/3", "1/2", "1", "3/2", "2", "-2")
    yield from itertools.product(values, values, ("1/10", "1/2", "4/5", "1", "3/2"))


def squared_sharpness(imbalance: Fraction) -> Fraction:
    """The square of ``sqrt(lambda^2 + 4 s^2)``, s = 1."""
    return imbalance**2 + 4


def factor(step: Fraction, m: Fraction) -> Fraction:
    """What a step makes of the imbalance."""
    return 1 - step**2 * m**2


def most() -> Fraction:
    """The largest ``eta^2 m^2`` for which the sharpness does not grow."""
    return Fraction(2)


@claim(
    "kreisler.scalar",
    source=KREISLER.at("the sharpness of the flow's solution along descent, depth 2"),
    statement=r"L = \tfrac12 (a b - s)^2, \, m = a b - s, \, \lambda = b^2 - a^2, \, \varphi = \sqrt{\lambda^2 + 4 "
    r"s^2}: \; "
    r"\lambda^+ = (1 - \eta^2 m^2) \lambda, \quad \varphi^+ \le \varphi \Leftrightarrow \lambda = 0 \text{ or } \eta "
    r"|m| "
    r"\le \sqrt 2",
    over=cases(
        "two scalars",
        steps,
        sentence="weights among six rational numbers (small scope: three), target 1, five steps: the exact step",
        strength=Verdict.VERIFIED,
        fields=("a", "b", "step"),
    ),
    in_print=False,
    made_precise="s > 0; phi is the largest eigenvalue of the Hessian at a minimum with the imbalance of the weights, "
    "where the "
    "flow from them ends; print treats scalar networks of any depth, and steps for which phi is not too large",
    formal=(
        "(second - eta gap first)^2 - (first - eta gap second)^2 = (1 - eta^2 gap^2) (second^2 - first^2)",
        f"{FALL} if eta^2 gap^2 <= 2",
        f"{FALL} if imbalance = 0",
        f"eta^2 gap^2 <= 2 if x imbalance = 1, {FALL}",
    ),
    proof=logic("kreisler.scalar"),
)
def sharpness(step: Step) -> Outcome:
    """A step of descent lowers the sharpness at which the flow would end, unless it is very long."""
    a, b, eta = map(Fraction, step)
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[a]], [[b]]])
    moved = point.moved(point.gradient, -eta)
    after = moved.weights[1][0, 0] ** 2 - moved.weights[0][0, 0] ** 2
    m, kept = a * b - 1, b * b - a * a
    minimum = dln.Point(point.problem, [[[a]], [[1 / a]]]).hessian  # of rank one: its trace is the sharpness
    falls = squared_sharpness(after) <= squared_sharpness(kept)
    letters = {"first": a, "second": b, "eta": eta, "gap": m, "imbalance": kept, "target": Fraction(1)}
    inverse = Fraction(0) if kept == 0 else 1 / kept
    return all_of(
        formal_at("kreisler.scalar", **letters, x=inverse),
        equal(minimum.rank(), 1, "the rank of the Hessian at a minimum"),
        equal(minimum.trace() ** 2, squared_sharpness(1 / a**2 - a**2), "the squared sharpness at a minimum"),
        equal(after, factor(eta, m) * kept, "the imbalance after the step"),
        equal(falls, kept == 0 or eta**2 * m**2 <= most(), "whether the sharpness does not grow"),
    )
