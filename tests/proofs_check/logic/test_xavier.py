"""The theorem on Xavier initialisation: every condition is needed, or it is said why it is not shown to be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import Evaluator

LINES = [line for line in replay.theory("xavier").lines.values() if line.name.startswith("lucchi.xavier")]
NUMBERS = [Fraction(k, 2) for k in (-5, -4, -2, -1, 0, 1, 2, 3, 4, 40)]
NOT_SHOWN_FALSE = {
    ("lucchi.xavier/form", "n >= 0"): "without it the powers make no sense",
    ("lucchi.xavier/least", "n >= 0"): "the same",
    ("lucchi.xavier/limit", "n >= 0"): "the same",
    ("lucchi.xavier/dominates", "n >= 1"): "the same",
    ("lucchi.xavier/below", "n >= 0"): "the same",
    ("lucchi.xavier/above", "n >= 0"): "the same",
    ("lucchi.xavier/stable", "n >= 0"): "the same",
    ("lucchi.xavier/above", "more >= 0"): "true without it, as the exponent is even",
    ("lucchi.xavier/below", "more >= 0"): "true without it, as the exponent is even",
    ("lucchi.xavier/below", "square >= 0"): "true without it, as the exponent is even",
}


def drawn(rng: random.Random) -> dict[str, Any]:
    """Numbers that meet each equality of the conditions about every second time."""

    def sometimes(value: Fraction) -> Fraction:
        return value if rng.random() < 0.7 else rng.choice(NUMBERS)

    width, n, more, part = rng.randint(1, 3), rng.randint(1, 3), rng.choice(NUMBERS), sometimes(Fraction(1, 3))
    inverse = 1 / (1 + more) if more != -1 else Fraction(1)
    square = rng.choice((1 + more, inverse, Fraction(1), rng.choice(NUMBERS)))
    variance = sometimes(square / width)
    return {
        **{"width": width, "n": n, "more": more, "part": part, "square": square, "variance": variance},
        **{"inverse": sometimes(1 / variance) if variance else Fraction(0), "ratio": sometimes(1 + 2 * part)},
        **{"three": sometimes(Fraction(3)), "rho": rng.choice(NUMBERS), "gamma": rng.choice(NUMBERS)},
        "a": rng.choice(NUMBERS),
    }


def false_at(text: str, draws: int) -> bool:
    rng, statement = random.Random(6), syntax.statement(text)
    values = ({name: (lambda v=v: v) for name, v in drawn(rng).items()} for _ in range(draws))
    return any(Evaluator(known).statement(statement) is False for known in values)


def conditions() -> Iterator[tuple[str, str, str]]:
    """Name, condition and the statement without it."""
    for line in LINES:
        conclusion, _, text = line.text.partition(" if ")
        every = text.split(", ")
        for one in every:
            left = [other for other in every if other != one]
            yield line.name, one, conclusion + (f" if {', '.join(left)}" if left else "")


def test_the_statements_hold_at_all_numbers_drawn():
    assert len(LINES) == 7
    assert not any(false_at(line.text, 100) for line in LINES)


def test_every_condition_is_needed_or_listed():
    kept = {(name, one) for name, one, text in conditions() if not false_at(text, 500)}
    assert kept == set(NOT_SHOWN_FALSE)
