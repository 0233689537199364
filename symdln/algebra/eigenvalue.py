"""One real eigenvalue, known exactly: a root of an irreducible factor in an isolating interval, refined on demand."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import flint

from symdln.errors import InputError

Interval = tuple[Fraction, Fraction]
START_BITS = 64
_SHORT = 4  # digits beyond the requested ones that a shown numerator or denominator may have


@dataclass(frozen=True)
class Eigenvalue:
    """One real eigenvalue: a root of an irreducible factor of the characteristic polynomial, known exactly.

    ``factor`` has ascending coefficients, is primitive, irreducible over the rationals and has a positive leading
    coefficient; the eigenvalue is its real root number ``root`` (0-based) in decreasing order.  ``[lower, upper]``
    contains this eigenvalue and no other one of the matrix, and zero only if the eigenvalue is zero; for a rational
    eigenvalue ``value = lower = upper``, and for an irrational one ``value`` is None and the ends are short decimals.

    >>> from symdln import Problem
    >>> spectrum = Problem.canonical(singular_values=(3, 2), widths=(2, 2, 2)).spectrum      # of Sigma: squares
    >>> [(str(eigenvalue.value), eigenvalue.multiplicity) for eigenvalue in spectrum]
    [('9', 1), ('4', 1)]

    The squared golden ratio, (3 + sqrt 5)/2, is irrational:

    >>> golden = Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,)).spectrum[0]
    >>> golden.is_rational, golden.is_zero, golden.factor, golden.text(4)
    (False, False, (1, -3, 1), '2.618...')
    >>> [str(end) for end in golden.enclosure(3)], golden.enclosure_until(lambda low, high: low > 2)[0] > 2
    (['1309/500', '26181/10000'], True)
    """

    value: Fraction | None
    factor: tuple[int, ...]
    root: int
    multiplicity: int
    lower: Fraction
    upper: Fraction

    @property
    def is_rational(self) -> bool:
        """Whether ``value`` is known as a rational."""
        return self.value is not None

    @property
    def is_zero(self) -> bool:
        """Whether it is zero."""
        return self.value == 0

    def enclosure(self, digits: int) -> Interval:
        """Rationals ``(lower, upper)`` around it with ``upper - lower < 10**-digits``; equal if it is rational.

        Both are decimals of at most ``digits + 1`` places, rounded outward, or an end of ``[lower, upper]``.
        """
        if self.value is not None:
            return self.value, self.value
        width = Fraction(10) ** -digits
        low, high = self.enclosure_until(lambda low, high: high - low < width / 2)
        low, high = rounded_outward(low, high, digits + 1)
        return max(low, self.lower), min(high, self.upper)

    def enclosure_until(self, good: Callable[[Fraction, Fraction], bool]) -> Interval:
        """The first of ever narrower enclosures that is ``good``; the caller ensures that narrow ones are."""
        low, high, bits = self.lower, self.upper, START_BITS
        while not good(low, high):
            low, high = real_roots(self.factor, bits)[self.root]
            bits *= 2
        return low, high

    def text(self, digits: int = 6) -> str:
        """The eigenvalue for people: exactly if it is rational and short, else its leading decimals and ``...``.

        Decimals are cut, not rounded, so each digit shown is a digit of the eigenvalue; ``digits`` counts the
        significant ones.

        >>> from symdln.algebra.matrix import Matrix
        >>> from symdln.algebra.spectrum import spectrum_of
        >>> [eigenvalue.text() for eigenvalue in spectrum_of(Matrix([[1, 1, 0], [1, 0, 0], [0, 0, "2/3"]]))]
        ['1.61803...', '2/3', '-0.618033...']
        """
        if digits < 1:
            raise InputError(f"digits={digits!r} is not a number of digits; pass at least 1.")
        longest = digits + _SHORT
        if self.value is not None and max(abs(self.value.numerator), self.value.denominator) < 10**longest:
            return str(self.value)
        return _decimals(self, digits)

    def __float__(self) -> float:
        """The float nearest to the eigenvalue."""
        low, _ = self.enclosure_until(lambda low, high: float(low) == float(high))
        return float(low)


@lru_cache(maxsize=1024)
def real_roots(factor: tuple[int, ...], bits: int) -> tuple[Interval, ...]:
    """Isolating intervals of the real roots of an irreducible integer polynomial, in decreasing order.

    ``factor`` has ascending coefficients.  The root of a linear one is the interval ``(root, root)``; other intervals
    are disjoint and exclude zero.  FLINT proposes them at ``bits`` of precision (or more, where that is needed to
    separate) and says how many roots are real; each is then confirmed by a change of sign in exact arithmetic.

    >>> (low, high), _ = real_roots((-2, 0, 1), 64)                            # x^2 - 2, and first its positive root
    >>> low**2 < 2 < high**2, real_roots((-3, 2), 64) == ((Fraction(3, 2), Fraction(3, 2)),)
    (True, True)
    """
    polynomial = flint.fmpz_poly(list(factor))
    if len(factor) == 2:
        value = Fraction(-factor[0], factor[1])
        return ((value, value),)
    while True:
        with flint.ctx.workprec(bits):
            roots: list[Any] = polynomial.complex_roots()  # pairs (root, multiplicity); real ones have imag exactly 0
            balls = [root.real for root, _ in roots if root.imag == 0]
            intervals = sorted((interval_of(ball) for ball in balls), reverse=True)
        separate = all(right[1] < left[0] for left, right in pairwise(intervals))
        if separate and all(low * high > 0 and _changes_sign(factor, low, high) for low, high in intervals):
            return tuple(intervals)
        bits *= 2


def rounded_outward(low: Fraction, high: Fraction, places: int) -> Interval:
    """The least interval around ``[low, high]`` whose ends have this many decimal places.

    >>> rounded_outward(Fraction(1, 3), Fraction(1, 3), 2) == (Fraction("0.33"), Fraction("0.34"))
    True
    """
    unit = Fraction(10) ** -places
    return math.floor(low / unit) * unit, math.ceil(high / unit) * unit


def shortened(low: Fraction, high: Fraction, below: Fraction, above: Fraction) -> Interval:
    """The interval around ``[low, high]``, strictly between ``below < low`` and ``above > high``, whose ends have the
    fewest decimals.

    >>> ends = shortened(Fraction("1.4142"), Fraction("1.4143"), below=Fraction(1), above=Fraction(2))
    >>> [float(end) for end in ends]                                           # 1 and 2 themselves are not allowed
    [1.4, 1.5]
    """
    places = 0
    while not (below < (ends := rounded_outward(low, high, places))[0] and ends[1] < above):
        places += 1
    return ends


def interval_of(ball: flint.arb) -> Interval:
    """The ball as an interval with rational ends, without rounding; the ends are equal for a ball of radius 0.

    >>> low, high = interval_of(flint.arb(2).sqrt())
    >>> low**2 < 2 < high**2, interval_of(flint.arb(3)) == (3, 3)
    (True, True)
    """
    middle, radius = _dyadic(ball.mid()), _dyadic(ball.rad())
    return middle - radius, middle + radius


def _dyadic(value: flint.arb) -> Fraction:
    mantissa, exponent = (int(part) for part in value.man_exp())
    return Fraction(mantissa * 2**exponent) if exponent >= 0 else Fraction(mantissa, 2**-exponent)


def _changes_sign(factor: Sequence[int], low: Fraction, high: Fraction) -> bool:
    return _value(factor, low) * _value(factor, high) < 0


def _value(factor: Sequence[int], x: Fraction) -> int:
    """``q**degree * f(x)`` for ``x = p / q``: an integer with the sign of f(x)."""
    total, power = 0, 1
    for coefficient in reversed(factor):
        total = total * x.numerator + coefficient * power
        power *= x.denominator
    return total


def _decimals(eigenvalue: Eigenvalue, digits: int) -> str:
    """The decimal expansion cut after ``digits`` significant digits, never before the point; ``...`` if more follow."""
    low, _ = eigenvalue.enclosure_until(lambda low, high: _leading(low) == _leading(high))
    places = max(0, digits - 1 - _leading(low))
    scale = 10**places
    low, _ = eigenvalue.enclosure_until(lambda low, high: int(low * scale) == int(high * scale))
    shown = str(abs(int(low * scale))).rjust(places + 1, "0")
    whole, rest = shown[: len(shown) - places], shown[len(shown) - places :]
    dots = "" if eigenvalue.value is not None and (eigenvalue.value * scale).denominator == 1 else "..."
    return ("-" if low < 0 else "") + whole + ("." + rest if rest else "") + dots


def _leading(value: Fraction) -> int:
    """The exponent of the leading decimal digit, ``floor(log10 |value|)``, for a non-zero value."""
    value = abs(value)
    bits = value.numerator.bit_length() - value.denominator.bit_length()  # value < 2**(bits + 1)
    guess = math.ceil((bits + 1) * math.log10(2)) + 1
    while value < Fraction(10) ** guess:
        guess -= 1
    return guess
