"""The numbers that outcomes compare: exact ones in one type, enclosures and floats told apart from them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from types import FunctionType
from typing import Any

import flint
import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.algebra.words import Expression
from symdln.errors import InputError

_ENCLOSURES = (flint.arb, flint.acb)
_ENCLOSED = {
    kind.__name__: kind
    for kind in (*_ENCLOSURES, flint.arb_mat, flint.acb_mat, flint.arb_poly, flint.acb_poly, flint.arb_series)
}
CONTAINERS = (list, tuple, set, frozenset, dict)
MOST_ENTRIES, _DEEPEST = 50, 3
"""The most entries of a container that are examined, and the largest depth."""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its value with foreign exact numbers as ints and Fractions, and what else it holds.

    ``float_seen`` names the first float in it; ``enclosed`` says that it holds an enclosure.
    """

    value: Any
    float_seen: str = ""
    enclosed: bool = False


def side(value: Any) -> Side:
    """The value read for a comparison; a list is read as a tuple.

    >>> side((flint.fmpq(1, 3), 2)).value, side(0.1 + 0.2).float_seen
    ((Fraction(1, 3), 2), 'the float 0.30000000000000004')
    """
    if isinstance(value, (list, tuple)):
        inner = [side(entry) for entry in value]
        return _joined(tuple(entry.value for entry in inner), inner)
    if isinstance(value, Mapping):
        entries = {key: side(entry) for key, entry in value.items()}
        return _joined({key: entry.value for key, entry in entries.items()}, list(entries.values()))
    if isinstance(value, np.ndarray):
        raise InputError(
            f"a comparison got a numpy array of shape {value.shape}; compare exact matrices (dln.Matrix), or single "
            "numbers."
        )
    return _number(value)


def refuse_foreign(left: Any, right: Any) -> None:
    """Raise ``InputError`` where two values are of kinds that are never equal.

    So a text is not a number, and a matrix is not a list of rows.  ``None`` may stand for what does not exist.
    """
    kinds = _kind(left), _kind(right)
    if "an iterator" in kinds or (kinds[0] != kinds[1] and None not in (left, right)):
        raise InputError(
            f"equal() compares values of one kind, but got {kinds[0]} ({_name(left)}) and {kinds[1]} ({_name(right)}); "
            "convert one of them first, so that both are numbers, matrices, lists or texts."
        )
    if isinstance(left, (list, tuple)):
        for one, other in zip(left, right or (), strict=False):
            refuse_foreign(one, other)
    elif isinstance(left, Mapping):
        for key in set(left) & set(right or ()):
            refuse_foreign(left[key], right[key])


def _kind(value: Any) -> str:
    kinds = {
        "a text": (str, bytes),
        "a list": (list, tuple),
        "a mapping": (Mapping,),
        "a set": (set, frozenset),
        "a matrix": (Matrix,),
        "an iterator": (Iterator,),
        "a function": (FunctionType,),
    }
    if isinstance(value, Expression) and value.shape != (1, 1):
        return "a matrix of words"
    return next((kind for kind, types in kinds.items() if isinstance(value, types)), "a single value")


def never_equal(left: Any, right: Any) -> str:
    """Why ``left == right`` is False by the types alone, though both may stand for one value; otherwise empty.

    >>> never_equal([1, 2], (1, 2))
    '== between list and tuple, which are never equal; pc.equal() compares by value'
    >>> never_equal([1, 2], [1, 3]), never_equal(flint.fmpq(1, 3), Fraction(1, 2))
    ('', '')
    """
    first, second = _sort(left), _sort(right)
    if None in (first, second):
        return ""
    if first is second is Number:
        differ = left != right and side(left).value == side(right).value
    else:
        differ = first is not second
    if differ:
        names = f"{type(left).__name__} and {type(right).__name__}"
        return f"== between {names}, which are never equal; pc.equal() compares by value"
    if first in (list, tuple) and len(left) == len(right):
        return next(filter(None, map(never_equal, left, right)), "")
    return ""


def _sort(value: Any) -> type | None:
    """The kind of values with which Python compares it: exact numbers, or values of one type; None for non-numbers."""
    exact = (int, Fraction, flint.fmpz, flint.fmpq, np.integer)
    if isinstance(value, exact) or getattr(value, "is_Rational", None):
        return Number
    sorts = (list, tuple, Matrix, flint.fmpq_mat, flint.fmpz_mat)
    if isinstance(value, Expression):
        return None if value.shape == (1, 1) or not value else Expression
    return next((kind for kind in sorts if isinstance(value, kind)), None)


def _name(value: Any) -> str:
    return f"{value!r:.40}, {type(value).__name__}"


def symbolic_in(value: Any) -> bool:
    """Whether the value is, or holds, an expression of sympy whose form does not decide its equality with another."""
    if isinstance(value, Mapping):
        return any(map(symbolic_in, value.values()))
    return any(map(symbolic_in, value)) if isinstance(value, (list, tuple)) else is_symbolic(value)


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
    if type(value).__module__.startswith("sympy.") and getattr(value, "is_Rational", None):
        return Side(Fraction(int(value.p), int(value.q)))
    if isinstance(value, _ENCLOSURES):
        return Side(value, enclosed=True)
    return Side(value, inexact_in(value))


def is_enclosure(value: Any) -> bool:
    """Whether the value is a ball of FLINT, or a matrix or polynomial of balls."""
    return type(value).__name__ in _ENCLOSED and isinstance(value, _ENCLOSED[type(value).__name__])


def is_symbolic(value: Any) -> bool:
    """Whether the value is an expression of sympy that is not a rational number; sympy compares such by their form."""
    return type(value).__module__.startswith("sympy.") and getattr(value, "is_Rational", None) is False


def inexact_in(value: Any) -> str:
    """The inexact part of a value, in words, such as ``"the float 0.1"``; empty if there is none.

    In lists, tuples, sets and mappings the first entries (keys and values) are examined, and the entries in them.

    >>> inexact_in({"a": [1, (2, 0.5)]}), inexact_in({Fraction(1, 2)})
    ('the float 0.5', '')
    """
    return _inexact_within(value, _DEEPEST)


def _inexact_within(value: Any, depth: int) -> str:
    kind = type(value)
    if kind in (bool, int, str, Fraction, type(None)):
        return ""
    if not isinstance(value, CONTAINERS):
        return _inexact(value, kind)
    if not depth:
        return ""
    return next((said for entry in _entries(value) if (said := _inexact_within(entry, depth - 1))), "")


def _entries(container: Any) -> list[Any]:
    """The first entries of a list, a tuple or a set, or the first keys and values of a mapping."""
    first = list(itertools.islice(container, MOST_ENTRIES))
    return [*first, *(container[key] for key in first)] if isinstance(container, dict) else first


def _inexact(value: Any, kind: type) -> str:
    module = kind.__module__
    if issubclass(kind, (float, complex, np.inexact, Decimal)) or module.startswith("mpmath"):
        return f"the float {value!s:.40}"
    if module.startswith("sympy.") and hasattr(value, "atoms"):
        found = [atom for atom in value.atoms() if getattr(atom, "is_Float", False)]
        return f"the float {found[0]!s:.40}" if found else ""
    if issubclass(kind, np.ndarray):
        return "an array of numpy"
    return "a truth value of numpy" if issubclass(kind, np.bool_) else ""


def as_enclosure(value: Any) -> Any:
    """A number as an enclosure, for a comparison with one; an enclosure stays as it is."""
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
