"""Singular values as people write them: rationals and square roots of rationals, known exactly by their squares."""

from __future__ import annotations

import re
from fractions import Fraction
from math import isqrt
from typing import Any

from symdln.algebra.rational import rational
from symdln.errors import InputError, shown

_NUMBER = r"(?:\d+(?:/\d+)?|\d*\.\d+)"
_ROOT = re.compile(rf"\s*(?:({_NUMBER})\s*\*?\s*)?sqrt\(\s*({_NUMBER})\s*\)(?:\s*/\s*(\d+))?\s*")


def square_of(value: Any) -> Fraction:
    """The square of a number >= 0 that is rational or the root of a rational: whatever :func:`symdln.rational` reads,
    texts such as ``"sqrt(3)"``, ``"1/2*sqrt(3)"`` or ``"sqrt(3)/2"``, and sympy numbers with a rational square.

    Raises ``InputError`` for negative numbers and for all others.

    >>> [str(square_of(value)) for value in ("3/2", "sqrt(3)", "2*sqrt(1/2)", "sqrt(3)/2")]
    ['9/4', '3', '2', '3/4']
    """
    if isinstance(value, str) and "sqrt" in value:
        return _square_of_text(value)
    if hasattr(value, "is_nonnegative") and getattr(value, "is_Rational", False) is False:
        return _square_of_sympy(value)
    number = rational(value)
    if number < 0:
        raise InputError(f"singular values are never negative, but {number} was passed.")
    return number * number


def _square_of_text(text: str) -> Fraction:
    found = _ROOT.fullmatch(text)
    if found is None:
        raise InputError(
            f'{shown(text)} is not a square root; write it like "sqrt(3)", "1/2*sqrt(3)" or "sqrt(3)/2", or build an '
            "AlgebraicProblem."
        )
    factor, inside, divisor = (Fraction(1) if part is None else rational(part) for part in found.groups())
    if not divisor:
        raise InputError(f"{shown(text)} has denominator zero; correct the entry.")
    return factor * factor * inside / divisor**2


def _square_of_sympy(value: Any) -> Fraction:
    square = value**2 if value.is_nonnegative else None
    if square is None or not getattr(square, "is_Rational", False):
        raise InputError(
            f"{shown(value)} is not a singular value that can be read here; pass rationals >= 0 and square roots of "
            "them, or build an AlgebraicProblem."
        )
    return Fraction(int(square.p), int(square.q))


def rational_root(square: Fraction) -> Fraction | None:
    """The nonnegative square root where it is rational, else None.

    >>> rational_root(Fraction(9, 4)), rational_root(Fraction(2))
    (Fraction(3, 2), None)
    """
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return root if root * root == square else None
