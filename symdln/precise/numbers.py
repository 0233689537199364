"""Exact numbers on Python's integers alone: rational integers, and integers of a real number field with their
embedding into the reals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from symdln.errors import InputError, shown


@dataclass(frozen=True)
class Ring:
    """Z[theta] for a real root theta, in the interval ``[low, high]``, of a monic polynomial with integer coefficients.

    ``modulus`` has ascending coefficients.  The default, theta = 0, is the ring of integers, whose elements are plain
    ``int``; those of every other ring are :class:`AlgebraicInteger`.
    """

    modulus: tuple[int, ...] = (0, 1)
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.modulus[-1] != 1:
            raise InputError(f"the modulus must be monic, but its coefficients are {shown(list(self.modulus))}.")
        if self.degree > 1 and not self._isolates():
            raise InputError(
                f"the interval from {self.low} to {self.high} was not found to hold exactly one root of the modulus; "
                "pass a shorter one."
            )

    @property
    def degree(self) -> int:
        """The degree of theta: 1 for the ring of integers."""
        return len(self.modulus) - 1

    def _isolates(self) -> bool:
        """Whether the modulus changes its sign over the interval and its derivative does not."""
        at_low, at_high = (_value(self.modulus, end) for end in (self.low, self.high))
        slope = [k * c for k, c in enumerate(self.modulus)][1:]
        least, most = _range(slope, self.low, self.high)
        return at_low * at_high < 0 and (least > 0 or most < 0)

    def theta(self, bits: int) -> int:
        """An integer within 1 of ``2^bits theta``, by bisection in integers."""
        return _bisected(self, bits)

    @property
    def radius(self) -> int:
        """An integer that is at least the absolute value of every root of the modulus (Cauchy's bound)."""
        return 1 + max((abs(c) for c in self.modulus[:-1]), default=0)

    def embedded(self, matrix: np.ndarray, bits: int) -> np.ndarray:
        """Integers within 2 of ``2^bits`` times the entries.

        An error of 1 in theta moves the sum over ``c_k theta^k`` by at most that over ``k |c_k| R^(k-1)``, R being the
        radius; rounding down in every step of Horner's rule adds at most ``1 + R + ... + R^(n-1)``.  The bits more
        make all that less than 1, and the last shift rounds down once.
        """
        if self.degree == 1:
            return matrix * (1 << bits)
        powers = [self.radius**k for k in range(self.degree)]
        steepest = max(
            sum(k * abs(c) * powers[k - 1] for k, c in enumerate(_coefficients(x)) if k) for x in matrix.flat
        )
        growth = steepest + sum(powers)
        more = growth.bit_length() + 2
        theta, places = self.theta(bits + more), bits + more
        entries = [_at(_coefficients(x), theta, places) >> more for x in matrix.flat]
        return np.array(entries, dtype=object).reshape(matrix.shape)

    def conjugates_bound(self, matrix: np.ndarray) -> int:
        """At least ``|e_r(sigma A)|`` for every r and the product over all other embeddings sigma, where e_r(A) is the
        sum of the principal minors of order r of a square matrix A.

        By Hadamard a minor is at most the product of the lengths of its rows, and the sum over all sets of rows is at
        most the product of ``1 + |row|``.  A conjugate of an entry is at most ``sum |c_k| radius^k``.
        """
        if self.degree == 1:
            return 1
        product = 1
        for row in matrix:
            squares = sum(sum(abs(c) * self.radius**k for k, c in enumerate(_coefficients(x))) ** 2 for x in row)
            product *= 2 + math.isqrt(squares)
        return product ** (self.degree - 1)


INTEGERS = Ring()


class AlgebraicInteger:
    """``c_0 + c_1 theta + ...`` with integers c_k: an element of a ring of degree above 1."""

    __slots__ = ("coefficients", "ring")

    def __init__(self, ring: Ring, coefficients: Sequence[int]):
        self.ring, self.coefficients = ring, tuple(coefficients)

    def __add__(self, other: Any) -> AlgebraicInteger:
        if isinstance(other, int):
            return AlgebraicInteger(self.ring, (self.coefficients[0] + other, *self.coefficients[1:]))
        pairs = zip(self.coefficients, other.coefficients, strict=True)
        return AlgebraicInteger(self.ring, [a + b for a, b in pairs])

    __radd__ = __add__

    def __neg__(self) -> AlgebraicInteger:
        return AlgebraicInteger(self.ring, [-a for a in self.coefficients])

    def __sub__(self, other: Any) -> AlgebraicInteger:
        return self + (-other)

    def __rsub__(self, other: Any) -> AlgebraicInteger:
        return -self + other

    def __mul__(self, other: Any) -> AlgebraicInteger:
        if isinstance(other, int):
            return AlgebraicInteger(self.ring, [a * other for a in self.coefficients])
        n, modulus = self.ring.degree, self.ring.modulus
        product = [0] * (2 * n - 1)
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                product[i + j] += a * b
        for top in range(2 * n - 2, n - 1, -1):  # theta^n = -(m_0 + ... + m_{n-1} theta^{n-1})
            for k in range(n):
                product[top - n + k] -= product[top] * modulus[k]
        return AlgebraicInteger(self.ring, product[:n])

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return any(self.coefficients)

    def __eq__(self, other: object) -> bool:
        return not (self - other) if isinstance(other, (int, AlgebraicInteger)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def _coefficients(value: Any) -> tuple[int, ...]:
    return value.coefficients if isinstance(value, AlgebraicInteger) else (value,)


def _at(coefficients: Sequence[int], theta: int, places: int) -> int:
    """``2^places`` times the polynomial at ``theta / 2^places``, rounded down in every step."""
    value = 0
    for c in reversed(coefficients):
        value = (value * theta >> places) + (c << places)
    return value


def _value(coefficients: Sequence[int], at: Fraction) -> Fraction:
    value = Fraction(0)
    for c in reversed(coefficients):
        value = value * at + c
    return value


def _range(coefficients: Sequence[int], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of a polynomial over an interval, by Horner's rule on intervals."""
    least = most = Fraction(0)
    for c in reversed(coefficients):
        ends = [x * y for x in (least, most) for y in (low, high)]
        least, most = min(ends) + c, max(ends) + c
    return least, most


@lru_cache(maxsize=256)
def _bisected(ring: Ring, bits: int) -> int:
    rising = _value(ring.modulus, ring.high) > 0
    low, high = math.floor(ring.low * (1 << bits)), math.ceil(ring.high * (1 << bits))
    while high - low > 1:
        middle = (low + high) // 2
        at = Fraction(middle, 1 << bits)
        if at <= ring.low or (at < ring.high and (_value(ring.modulus, at) > 0) != rising):
            low = middle
        else:
            high = middle
    return low
