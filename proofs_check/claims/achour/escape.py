"""Figure (b) of the slides of Achour et al. (2025): escape from strict and from non-strict saddles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import symdln as dln
from proofs_check.facts.classes import exact_class
from proofs_check.language.claim import claim
from proofs_check.language.outcome import Outcome, is_true
from proofs_check.language.scope import cases
from proofs_check.language.sources import ACHOUR_SLIDES
from proofs_check.language.verdict import Verdict
from symdln.landscape.classification import NON_STRICT, STRICT
from symdln.numeric.dynamics.escape import NEVER, Chunk, Saddle, Setup, escape_epochs, saddles, setup

Escape = tuple[tuple[int, ...], int, int, int, int, int]
"""Widths, the numbers of the strict and of the non-strict saddle, the number of the pair, and the two escape epochs."""


NETWORKS: dict[tuple[int, ...], tuple[int, ...]] = {(2, 2, 2, 2): (2, 1), (3, 3, 3, 3): (3, 2, 1)}


DISTANCE, LIMIT = 0.1, 20_000


RUNS = {"small": 50, "default": 200, "large": 2000}


@cache
def problem(widths: tuple[int, ...]) -> dln.Problem:
    """X = I, Y the diagonal matrix of these singular values, and the loss of the slides, without 1/2."""
    return dln.Problem.canonical(NETWORKS[widths], widths, loss_factor=1)


@cache
def pair(widths: tuple[int, ...]) -> tuple[Saddle, Saddle]:
    """A strict and a non-strict saddle with the same product and loss, by the signs of their exact Hessians.

    Of the saddles with the selection that has the most different orders, the first of each order; of these the first
    of either class.
    """
    found = saddles(problem(widths))
    by_class = {exact_class(saddle.point): saddle for saddle in reversed(found)}
    return by_class[STRICT], by_class[NON_STRICT]


def experiment(widths: tuple[int, ...], size: str, seed: int) -> Setup:
    numbers = [saddle.number for saddle in pair(widths)]
    return setup(problem(widths), kinds=numbers, epsilons=(DISTANCE,), runs=RUNS[size], steps=LIMIT, seed=seed)


def epochs(plan: Setup, saddle: Saddle) -> Iterator[int]:
    """The escape epochs from all starts near a saddle, in their order."""
    for item in plan.items:
        if item.saddle == saddle.number:
            yield from escape_epochs(plan, Chunk(item.saddle, item.epsilon, item.chunk))


def escapes(size: str, seed: int) -> Iterator[Escape]:
    """Start number i near the strict saddle and start number i near the non-strict one, drawn independently."""
    for widths in NETWORKS:
        plan = experiment(widths, size, seed)
        strict, other = pair(widths)
        for number, (a, b) in enumerate(zip(epochs(plan, strict), epochs(plan, other), strict=True)):
            yield widths, strict.number, other.number, number, a, b


@claim(
    "achour.escape",
    source=ACHOUR_SLIDES.at('slide "Gradient methods and saddle points", figure (b)'),
    statement=r"\text{gradient descent started near a strict saddle leaves sooner than near a non-strict one}",
    over=cases(
        "pairs of escape epochs",
        escapes,
        sentence=f"gradient descent with one step size for both saddles, for X = I, Y = diag(2, 1), widths (2, 2, 2, "
        f"2), "
        f"and Y = diag(3, 2, 1), widths (3, 3, 3, 3), from random starts at distance {DISTANCE} of a strict and of a "
        f"non-strict saddle with the same product, {RUNS['default']} independent pairs of starts each in the default "
        "size",
        strength=Verdict.SUPPORTED,
        fields=(
            "widths",
            "strict saddle",
            "other saddle",
            "start",
            "steps from the strict one",
            "steps from the other",
        ),
    ),
    made_precise="the text we have gives only the caption, a histogram of escape epochs; "
    "escape is the first step at which the loss is halfway to the next lower critical value; of two "
    "independent random starts at the same distance, the one near the strict saddle escapes first, within "
    f"{LIMIT} steps",
)
def escape(case: Escape) -> Outcome:
    """A start near a strict saddle escapes in fewer steps than one near a non-strict saddle with the same product."""
    widths, _, _, _, strict, other = case
    confirm(widths)
    return sooner(strict, other)


@cache
def confirm(widths: tuple[int, ...]) -> None:
    """Raise ``ArithmeticError`` unless the saddles are a strict and a non-strict one with the same product."""
    strict, other = (saddle.point for saddle in pair(widths))
    classes = [exact_class(strict), exact_class(other)]
    if classes != [STRICT, NON_STRICT] or strict.end_to_end != other.end_to_end:
        raise ArithmeticError(f"the two saddles are not a strict and a non-strict one with one product: {classes}")


def sooner(strict: int, other: int) -> Outcome:
    """Whether the first start escapes, and the second later or never."""
    escaped = strict != NEVER and (other == NEVER or strict < other)
    return is_true(escaped, f"escape after {strict} steps comes before escape after {other} steps (-1: never)")
