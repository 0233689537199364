"""The only place where numbers enter: every form of a rational number becomes a Fraction, and nothing else does."""

from __future__ import annotations

import math
import numbers
import re
from fractions import Fraction
from typing import Any

import flint

from symdln.errors import InputError, shown

_RATIONAL_TEXT = re.compile(r"\s*[+-]?(\d+(/\d+)?|\d+\.\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|\d+[eE][+-]?\d+)\s*")
_MAX_EXPONENT = 10_000
_ALGEBRAIC = "; for problems and weights with roots there are symdln.AlgebraicProblem and AlgebraicPoint"
_ACCEPTED = 'an int, a Fraction, a string such as "3/4" or "0.75", a sympy Rational or a flint fmpq'


def rational(value: Any, *, exactly: bool = False, tolerance: Any = None) -> Fraction:
    """Read one number as an exact ``Fraction``.

    It accepts int, ``Fraction``, strings (``"p/q"`` or decimal), sympy ``Rational``, flint ``fmpz``/``fmpq`` and
    numpy integers.  A float says nothing about the rational that was meant, so it is refused unless the caller says how
    it is to be read: ``exactly=True`` takes the binary value itself, ``tolerance=t`` the rational of least denominator
    in ``[value - t, value + t]``.

    Raises ``InputError`` for anything else, NaN and infinities included.

    >>> rational("0.75") == rational("3/4") == Fraction(3, 4)
    True
    >>> rational(0.1, tolerance="1/1000") == Fraction(1, 10)
    True
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        raise InputError(f"{value!r} is a truth value, not a number; pass 0 or 1.")
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, flint.fmpq):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, flint.fmpz):
        return Fraction(int(value))
    if _is_float(value):
        return _from_float(float(value), exactly, tolerance)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if getattr(value, "is_Rational", False):
        return Fraction(int(value.p), int(value.q))
    hint = _ALGEBRAIC if getattr(value, "is_algebraic", False) else ""
    raise InputError(f"{shown(value)} ({type(value).__name__}) is not an exact rational; pass {_ACCEPTED}{hint}.")


def _is_float(value: Any) -> bool:
    """Python, numpy and sympy floats; numpy's floats other than float64 are not subclasses of float."""
    return (
        isinstance(value, float)
        or getattr(value, "is_Float", False)
        or getattr(getattr(value, "dtype", None), "kind", "") == "f"
    )


def _from_text(text: str) -> Fraction:
    if not _RATIONAL_TEXT.fullmatch(text):
        hint = _ALGEBRAIC if "sqrt" in text or "cbrt" in text else ""
        raise InputError(f'{shown(text)} is not a rational number; write it like "3", "-3/4" or "0.75"{hint}.')
    exponent = re.split(r"[eE]", text)[1:]
    if exponent and abs(int(exponent[0])) > _MAX_EXPONENT:
        raise InputError(f"{shown(text.strip())} has an exponent beyond {_MAX_EXPONENT}; rescale the data.")
    try:
        return Fraction(text.strip())
    except ZeroDivisionError:
        raise InputError(f"{shown(text.strip())} has denominator zero; correct the entry.") from None


def _from_float(value: float, exactly: bool, tolerance: Any) -> Fraction:
    if not math.isfinite(value):
        raise InputError(f"{value!r} is not a finite number; remove or replace the entry.")
    if exactly:
        return Fraction(value)
    if tolerance is None:
        raise InputError(
            f"{value!r} is a float, and which rational it stands for is a guess; write it as a string such as "
            f'"{value!r}", or pass exactly=True for its binary value or tolerance= to round it to a simple rational, '
            "as in Point(problem, weights, exactly=True)."
        )
    width = rational(tolerance, exactly=True)
    if width <= 0:
        raise InputError(f"tolerance={tolerance!r} must be positive; use exactly=True for the float's own value.")
    exact = Fraction(value)
    return simplest_between(exact - width, exact + width)


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The rational of least denominator in the closed interval ``[low, high]`` (Stern-Brocot descent).

    >>> simplest_between(Fraction(31, 100), Fraction(35, 100)) == Fraction(1, 3)
    True
    """
    if low > high:
        raise InputError(f"the interval [{low}, {high}] is empty; swap its ends.")
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = math.ceil(low)
    if whole <= high:
        return Fraction(whole)
    floor = whole - 1
    return floor + 1 / simplest_between(1 / (high - floor), 1 / (low - floor))


def rational_text(value: Fraction) -> str:
    """The text ``"p/q"`` (or ``"p"``) by which rationals travel in files and between processes.

    >>> rational_text(Fraction(-6, 4)), rational_text(Fraction(2))
    ('-3/2', '2')
    """
    return str(value)


def to_fmpq(value: Fraction) -> flint.fmpq:
    """The flint number equal to ``value``.

    >>> to_fmpq(Fraction(3, 4)) + 1
    7/4
    """
    return flint.fmpq(value.numerator, value.denominator)


def to_fraction(value: flint.fmpq) -> Fraction:
    """The fraction equal to ``value``; FLINT keeps both parts coprime, so Python need not divide by their gcd again.

    >>> to_fraction(flint.fmpq(6, -4)), hash(to_fraction(flint.fmpq(1, 3))) == hash(Fraction(1, 3))
    (Fraction(-3, 2), True)
    """
    made: Any = object.__new__(Fraction)  # millions are made in a run, and this takes half the time of Fraction(...)
    made._numerator, made._denominator = int(value.p), int(value.q)
    return made
