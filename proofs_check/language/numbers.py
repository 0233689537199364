"""The numbers that outcomes compare: exact ones in one type, enclosures and floats told apart from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Number
from typing import Any

import flint
import numpy as np

from symdln.errors import InputError

_ENCLOSURES = (flint.arb, flint.acb)


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its value with foreign exact numbers as ints and Fractions, and what it holds else.

    ``float_seen`` names the first float in it; ``enclosed`` says that it holds an enclosure.
    """

    value: Any
    float_seen: str = ""
    enclosed: bool = False


def side(value: Any) -> Side:
    """The value read for a comparison.

    >>> side((flint.fmpq(1, 3), 2)).value, side(0.1 + 0.2).float_seen
    ((Fraction(1, 3), 2), 'the float 0.30000000000000004')
    """
    if isinstance(value, (list, tuple)):
        inner = [side(entry) for entry in value]
        kind = tuple if isinstance(value, tuple) else list
        return _joined(kind(entry.value for entry in inner), inner)
    if isinstance(value, Mapping):
        entries = {key: side(entry) for key, entry in value.items()}
        return _joined({key: entry.value for key, entry in entries.items()}, list(entries.values()))
    if isinstance(value, np.ndarray):
        raise InputError(
            f"a comparison got a numpy array of shape {value.shape}; compare exact matrices (dln.Matrix), or single "
            "numbers."
        )
    return _number(value)


def _joined(value: Any, inner: list[Side]) -> Side:
    seen = next((entry.float_seen for entry in inner if entry.float_seen), "")
    return Side(value, seen, any(entry.enclosed for entry in inner))


def _number(value: Any) -> Side:
    if isinstance(value, (bool, int, Fraction)):
        return Side(value)
    if isinstance(value, np.bool_):
        return Side(bool(value), "a truth value of numpy")
    if isinstance(value, (flint.fmpz, np.integer)):
        return Side(int(value))
    if isinstance(value, flint.fmpq):
        return Side(Fraction(int(value.p), int(value.q)))
    if isinstance(value, _ENCLOSURES):
        return Side(value, enclosed=True)
    if isinstance(value, (float, complex, np.inexact)) or type(value).__module__.startswith("mpmath"):
        return Side(value, f"the float {value!s:.40}")
    return Side(value)


def as_enclosure(value: Any) -> Any:
    """A number as an enclosure, for a comparison with one; an enclosure stays what it is."""
    if isinstance(value, Fraction):
        return flint.arb(flint.fmpq(value.numerator, value.denominator))
    return flint.arb(value) if isinstance(value, int) else value


def real(value: Any, which: str) -> Side:
    """A side of an inequality: one number, or a value of a type with an order of its own, such as an eigenvalue."""
    if value is None or isinstance(value, (str, bytes, bool, list, tuple, set, frozenset, Mapping)):
        raise InputError(
            f"at_most() compares two numbers, but the {which} side is {value!r:.60} ({type(value).__name__}); compare "
            "the entries one by one, or use equal()."
        )
    found = side(value)
    if isinstance(found.value, Number) and isinstance(found.value, complex):
        raise InputError(f"at_most() compares real numbers, but the {which} side is the complex number {found.value}.")
    return found
