"""What an arithmetic says of a quantity, and when two of them agree: exact numbers, floats with bounds, plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

NO_FLOAT_DECIDES = "floats are held against exact numbers within bounds; a claim leaves open what they contradict"
ROUNDING = 2.0**-52  # relative to a number that was rounded to float64: at least one unit


@dataclass(frozen=True)
class Exact:
    """Numbers that are exact."""

    numbers: tuple[Fraction, ...]

    @classmethod
    def of(cls, numbers: Any) -> Exact:
        """From an iterable of rationals."""
        return cls(tuple(numbers))


@dataclass(frozen=True, eq=False)
class Within:
    """Floats, each within its bound of the true number."""

    numbers: np.ndarray
    bounds: np.ndarray


@dataclass(frozen=True)
class Word:
    """What is not a number: ranks, an inertia, a class.  Two agree if they are equal."""

    value: Any


class Open:
    """The arithmetic was asked and left the quantity undecided."""


OPEN = Open()
Value = Exact | Within | Word | Open
Column = Mapping[str, Value]
"""The values of one arithmetic by the name of the quantity; one that is missing was not asked."""


def agree(left: Value, right: Value) -> bool:
    """Whether two decided values can both be true.

    >>> agree(Exact.of([Fraction(1, 3)]), Within(np.array([0.333]), np.array([0.001])))
    True
    >>> agree(Exact.of([Fraction(1, 3)]), Within(np.array([0.333]), np.array([1e-9])))
    False
    """
    if isinstance(left, Word) or isinstance(right, Word):
        return left == right
    if isinstance(left, Exact) and isinstance(right, Exact):
        return left == right
    first, second = _floats(left), _floats(right)
    if len(first.numbers) != len(second.numbers):
        return False
    return bool((abs(first.numbers - second.numbers) <= first.bounds + second.bounds).all())


def _floats(value: Value) -> Within:
    if isinstance(value, Within):
        return Within(value.numbers.ravel(), value.bounds.ravel())
    assert isinstance(value, Exact)
    numbers = np.array([float(x) for x in value.numbers])
    return Within(numbers, abs(numbers) * ROUNDING)


def text(value: Value, at: int | None = None) -> str:
    """The value for people; of many numbers the one at a place."""
    if isinstance(value, Open):
        return "undecided"
    if isinstance(value, Word):
        return str(value.value)
    if isinstance(value, Exact):
        return str(value.numbers[at]) if at is not None else str([str(x) for x in value.numbers])
    numbers, bounds = value.numbers.ravel(), value.bounds.ravel()
    if at is not None:
        return f"{numbers[at]!r} +- {bounds[at]:.1e}"
    return str(numbers.tolist())


def first_difference(left: Value, right: Value) -> int | None:
    """The place of the first number in which they disagree; None for words, or where there are not as many."""
    if isinstance(left, (Word, Open)) or isinstance(right, (Word, Open)):
        return None
    if isinstance(left, Exact) and isinstance(right, Exact):
        return _first(x != y for x, y in zip(left.numbers, right.numbers, strict=False))
    first, second = _floats(left), _floats(right)
    if len(first.numbers) != len(second.numbers):
        return None
    return _first(~(abs(first.numbers - second.numbers) <= first.bounds + second.bounds))


def _first(flags: Any) -> int | None:
    return next((i for i, flag in enumerate(flags) if flag), None)


@dataclass(frozen=True)
class Disagreement:
    """Two arithmetics that contradict each other about one quantity."""

    quantity: str
    left: str
    right: str
    sentence: str


def disagreements(columns: Mapping[str, Column]) -> list[Disagreement]:
    """Every pair of arithmetics that both decide a quantity and do not agree, in the order of the columns."""
    found = []
    names = list(columns)
    for i, left in enumerate(names):
        for right in names[i + 1 :]:
            for quantity in quantities_of([columns[left], columns[right]]):
                one, other = columns[left].get(quantity, OPEN), columns[right].get(quantity, OPEN)
                if not isinstance(one, Open) and not isinstance(other, Open) and not agree(one, other):
                    place = first_difference(one, other)
                    where = "" if place is None else f", entry {place}"
                    found.append(
                        Disagreement(
                            quantity,
                            left,
                            right,
                            f"{quantity}{where}: {left} has {text(one, place)}, {right} has {text(other, place)}",
                        )
                    )
    return found


def quantities_of(columns: Sequence[Column]) -> list[str]:
    """The names of all quantities that some column has, in the order in which they come."""
    return list(dict.fromkeys(name for column in columns for name in column))
