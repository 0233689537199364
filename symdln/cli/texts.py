"""Texts of exact values in tables and in JSON: only digits that are certain, rationals as texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from symdln.algebra.inertia import Inertia
from symdln.algebra.spectrum import Eigenvalue
from symdln.algebraic import AlgebraicProblem
from symdln.landscape.assumptions import ASSUMPTIONS
from symdln.landscape.problem import Problem
from symdln.landscape.regression import CriticalValue
from symdln.landscape.strings import String

DIGITS = 10
_LONGEST = 12  # a rational whose text is longer is shown by its decimals


def value_text(value: Fraction) -> str:
    """A rational exactly if its text is short, else its leading decimals and ``...``."""
    text = str(value)
    return text if len(text) <= _LONGEST else enclosure_text(value, value)


def critical_value_text(value: CriticalValue) -> str:
    """A critical value exactly if it is rational and short, else by digits that are certain."""
    return enclosure_text(value.lower, value.upper) if value.value is None else value_text(value.value)


def enclosure_text(lower: Fraction, upper: Fraction, digits: int = DIGITS) -> str:
    """A number known to lie in ``[lower, upper]``: its first decimals, cut and not rounded, and ``...``.

    Each digit shown is a digit of the number.  Where the bounds leave the first digits open, an interval is shown.

    >>> enclosure_text(Fraction(2, 3), Fraction(2, 3)), enclosure_text(Fraction("1.9999"), Fraction("2.0001"), 3)
    ('0.6666666666...', '[1.99, 2.01]')
    """
    places = max(0, digits - 1 - _leading(max(abs(lower), abs(upper))))
    scale = 10**places
    if lower * upper > 0 and math.trunc(lower * scale) == math.trunc(upper * scale):
        return _decimal(math.trunc(lower * scale), places) + "..."
    return f"[{_decimal(math.floor(lower * scale), places)}, {_decimal(math.ceil(upper * scale), places)}]"


def _leading(value: Fraction) -> int:
    """The exponent of the leading decimal digit of a positive value; 0 for zero."""
    if not value:
        return 0
    guess = len(str(value.numerator)) - len(str(value.denominator))
    return guess if value >= Fraction(10) ** guess else guess - 1


def _decimal(scaled: int, places: int) -> str:
    """``scaled / 10**places`` in decimals."""
    shown = str(abs(scaled)).rjust(places + 1, "0")
    whole, rest = shown[: len(shown) - places], shown[len(shown) - places :]
    return ("-" if scaled < 0 else "") + whole + ("." + rest if rest else "")


def selection_text(selection: Iterable[int]) -> str:
    """A selection as a set of positions: ``{0, 2}``."""
    return "{" + ", ".join(map(str, selection)) + "}"


def strings_text(strings: dict[String, int]) -> str:
    """Strings with their multiplicities: ``0-1, 2 x 2``; a string is written by the layers that it visits."""
    return ", ".join(f"{m} x {string}" if m > 1 else str(string) for string, m in strings.items()) or "none"


def widths_text(widths: Sequence[int]) -> str:
    return "-".join(map(str, widths))


def assumption_lines(problem: Problem | AlgebraicProblem) -> list[tuple[str, str]]:
    """Lines for people: the assumptions that hold, and each one that fails or is undecided with its statement."""
    states = problem.assumptions
    holding = ", ".join(name for name, state in states.items() if state) or "none of them"
    words = {False: "fails", None: "is not decided"}
    others = [f"{name} {words[state]}: {ASSUMPTIONS[name].statement}" for name, state in states.items() if not state]
    return [("assumptions", f"satisfied: {holding}"), *(("", line) for line in others)]


# -- JSON --------------------------------------------------------------------------------------------------------------


def inertia_data(inertia: Inertia | None) -> dict[str, int] | None:
    if inertia is None:
        return None
    return {"positive": inertia.positive, "negative": inertia.negative, "zero": inertia.zero}


def strings_data(strings: dict[String, int]) -> list[dict[str, Any]]:
    return [{"vertices": list(string.vertices), "multiplicity": m} for string, m in strings.items()]


def eigenvalue_data(value: Eigenvalue) -> dict[str, Any]:
    lower, upper = value.enclosure(15)
    return {
        "value": None if value.value is None else str(value.value),
        "lower": str(lower),
        "upper": str(upper),
        "multiplicity": value.multiplicity,
        "minimal_polynomial": [str(coefficient) for coefficient in value.factor],
    }


def critical_value_data(value: CriticalValue) -> dict[str, Any]:
    return {
        "selection": list(value.selection),
        "value": None if value.value is None else str(value.value),
        "lower": str(value.lower),
        "upper": str(value.upper),
    }
