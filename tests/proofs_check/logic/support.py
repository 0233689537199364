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
        entries = [rng.choice((-1, 1)) * k for k in ([3, 4] + [0] * 7)[: rows * columns]]
    else:
        entries = [rng.randint(-2, 2) for _ in range(rows * columns)]
    return dln.Matrix.from_entries(rows, columns, entries)


def instance(rng: random.Random, text: str) -> dict[str, Callable[..., Any]]:
    """Values of the letters of the textbook; a symmetric letter is psd if the text assumes it, or half of the time."""
    r, s, t = (rng.randint(1, 3) for _ in range(3))
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
    return {name: (lambda value=value: value) for name, value in values.items()}
