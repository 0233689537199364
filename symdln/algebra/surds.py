"""Sums of rational multiples of square roots, as people write them in tables: exact, without a number field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt

from symdln.algebra.rational import rational
from symdln.errors import InputError, shown

_NUMBER = r"(?:\d+(?:\.\d*)?(?:/\d+)?|\.\d+)"
_TERM = re.compile(
    rf"\s*([+-]?)\s*(?:(?:({_NUMBER})\s*\*?\s*)?sqrt\(\s*({_NUMBER})\s*\)(?:\s*/\s*(\d+))?|({_NUMBER}))\s*(?=[+-]|$)"
)
_LARGEST = 10**12  # larger numbers under a root are not factored


@dataclass(frozen=True)
class SurdSum:
    """``sum c_n sqrt(n)`` over squarefree n > 0 with rational c_n, not 0, by increasing n.

    Square roots of different squarefree numbers are linearly independent over the rationals, so equal numbers have
    equal parts, and a number is rational if and only if its only part is that of 1.

    >>> SurdSum.read("sqrt(8)/2 + 1") * SurdSum.read("sqrt(2) - 1") == SurdSum.read("1")
    True
    """

    parts: tuple[tuple[int, Fraction], ...]

    @classmethod
    def read(cls, text: str) -> SurdSum:
        """The number that is written as a sum of terms such as ``3/4``, ``sqrt(2)``, ``-1/2*sqrt(3)``, ``sqrt(3)/2``.

        >>> [str(SurdSum.read(text)) for text in ("sqrt(2)+1", "2*sqrt(1/2)", "-sqrt(9)", "1 - 2*sqrt(3)/4")]
        ['1 + sqrt(2)', 'sqrt(2)', '-3', '1 - 1/2*sqrt(3)']
        """
        place, found = 0, cls(())
        while place < len(text) or not place:
            term = _TERM.match(text, place)
            if term is None or term.end() == place:
                raise InputError(
                    f"{shown(text)} is not a sum of rationals and square roots; write it like 3/4, sqrt(2) or "
                    "1 - 1/2*sqrt(3)."
                )
            sign, factor, inside, divisor, alone = term.groups()
            value = rational(alone or factor or "1") * (-1 if sign == "-" else 1)
            root = cls.of_root(rational(inside)) if inside else cls.of(Fraction(1))
            if divisor and not int(divisor):
                raise InputError(f"{shown(text)} has denominator zero; correct the entry.")
            found = found + root.times(value / int(divisor or 1))
            place = term.end()
        return found

    @classmethod
    def of(cls, value: Fraction) -> SurdSum:
        """A rational."""
        return cls(((1, value),) if value else ())

    @classmethod
    def of_root(cls, value: Fraction) -> SurdSum:
        """The square root of a rational >= 0."""
        whole = value.numerator * value.denominator
        if whole > _LARGEST:
            raise InputError(f"sqrt({value}) is the root of too large a number; at most 10^12 may stand there.")
        square, free = _parts_of(whole)
        return cls(((free, Fraction(square, value.denominator)),) if value else ())

    @property
    def rational(self) -> Fraction | None:
        """The value where it is rational, else None."""
        if not self.parts:
            return Fraction(0)
        return self.parts[0][1] if len(self.parts) == 1 and self.parts[0][0] == 1 else None

    def times(self, factor: Fraction) -> SurdSum:
        """This number times a rational."""
        return SurdSum(tuple((n, c * factor) for n, c in self.parts)) if factor else SurdSum(())

    def __add__(self, other: SurdSum) -> SurdSum:
        return _collected([*self.parts, *other.parts])

    def __mul__(self, other: SurdSum) -> SurdSum:
        found = []
        for n, c in self.parts:
            for m, d in other.parts:
                common = gcd(n, m)  # sqrt(n) sqrt(m) = common sqrt(n m / common^2), again squarefree
                found.append(((n // common) * (m // common), c * d * common))
        return _collected(found)

    def __str__(self) -> str:
        text = ""
        for n, c in self.parts:
            size = "" if abs(c) == 1 and n > 1 else f"{abs(c)}*" if n > 1 else str(abs(c))
            sign = ("-" if c < 0 else "") if not text else " - " if c < 0 else " + "
            text += f"{sign}{size}" + (f"sqrt({n})" if n > 1 else "")
        return text or "0"


def _collected(parts: list[tuple[int, Fraction]]) -> SurdSum:
    sums: dict[int, Fraction] = {}
    for n, c in parts:
        sums[n] = sums.get(n, Fraction(0)) + c
    return SurdSum(tuple((n, sums[n]) for n in sorted(sums) if sums[n]))


def _parts_of(whole: int) -> tuple[int, int]:
    """``(a, b)`` with ``whole = a^2 b`` and b squarefree."""
    square, free, prime = 1, 1, 2
    while prime * prime * prime <= whole:
        power = 0
        while whole % prime == 0:
            whole, power = whole // prime, power + 1
        square *= prime ** (power // 2)
        free *= prime ** (power % 2)
        prime += 1
    root = isqrt(whole)  # the rest has at most two prime factors
    return (square * root, free) if root * root == whole else (square, free * whole)
