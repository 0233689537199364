"""Exact values for the letters of theories: what several tests of the logic draw."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import symdln as dln

ROTATION = dln.Matrix([["3/5", "4/5"], ["-4/5", "3/5"]])


def symmetric(rng: random.Random, size: int, psd: bool) -> dln.Matrix:
    """A symmetric matrix, half of the time with rational eigenvalues; psd if so, often singular."""
    if rng.random() < 0.5 or size == 3:
        values = [Fraction(rng.randint(0 if psd else -3, 3)) for _ in range(size)]
        found = dln.Matrix.diagonal(values)
        return ROTATION @ found @ ROTATION.T if size == 2 and rng.random() < 0.7 else found
    B = dln.Matrix.from_entries(size, size, [rng.randint(-2, 2) for _ in range(size * size)])
    return B @ B.T if psd else B + B.T


def matrix(rng: random.Random, rows: int, columns: int) -> dln.Matrix:
    """A small matrix, sometimes with a rational norm."""
    kind = rng.random()
    if kind < 0.3:
        entries = [0] * (rows * columns)
        entries[rng.randrange(len(entries))] = rng.randint(-3, 3)
    elif kind < 0.5:
        entries = [rng.choice((-1, 1)) * k for k in ([3, 4] + [0] * 10)[: rows * columns]]
    else:
        entries = [rng.randint(-2, 2) for _ in range(rows * columns)]
    return dln.Matrix.from_entries(rows, columns, entries)


def span_values(rng: random.Random, r: int, wider: bool) -> dict[str, Any]:
    """A matrix ``Span`` with at most one column more than S has, often with orthogonal columns, and bounds for it."""
    span = r + 1 if wider and rng.random() < 0.5 else rng.randint(1, r)
    wide = max(span, r)
    columns = rng.sample(range(wide), span)
    frame = dln.Matrix.from_entries(r, span, [int(columns[k] == i) for i in range(r) for k in range(span)])
    if r == 2 and rng.random() < 0.4:
        frame = ROTATION @ frame
    Span = frame * rng.choice((1, 1, 2)) if rng.random() < 0.8 else matrix(rng, r, span)
    return {
        "span": span,
        "Span": Span,
        "a": Fraction(rng.choice((-1, 0, 0, 1) if wider else (0, 1, 1, 4))),
        "b": Fraction(rng.randint(-3, 2)),
    }


def instance(rng: random.Random, text: str) -> dict[str, Callable[..., Any]]:
    """Values of the letters of the textbook; a symmetric letter is psd if the text assumes it, or half of the time."""
    r, s, t = (rng.randint(1, 3) for _ in range(3))
    s = r if "s <= r" in text and rng.random() < 0.8 else s
    assumed = {name for name in "SQ" if re.search(rf"\b{name} psd", text.partition(" if ")[2])}
    psd = {name: name in assumed or rng.random() < 0.5 for name in "SQ"}
    values: dict[str, Any] = {
        **{"r": r, "s": s, "t": t, "i": rng.randint(1, r), "m": rng.randint(0, 4)},
        **{name: Fraction(rng.randint(-4, 4), rng.choice((1, 2))) for name in "abuv"},
        **{"A": matrix(rng, r, s), "B": matrix(rng, r, s), "D": matrix(rng, s, t), "Z": matrix(rng, r, r)},
        **{name: symmetric(rng, r, psd[name]) for name in "SQ"},
    }
    if rng.random() < 0.3:
        values |= {"Q": values["S"], "A": values["A"] * 0}
    if rng.random() < 0.3:
        values["b"] = values["a"]
    values["Ainv"] = values["A"].pseudoinverse() if rng.random() < 0.8 else matrix(rng, s, r)
    Z = values["Z"]
    values["Zinv"] = Z.inverse() if Z.rank() == r and rng.random() < 0.8 else matrix(rng, r, r)
    if "Span" in text:
        values |= span_values(rng, r, "r + 1 <= span" in text)
    return {name: (lambda value=value: value) for name, value in values.items()}
