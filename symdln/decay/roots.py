"""The roots ``t`` of a used mode: exact where they are rational, else enclosed by rationals."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import flint

from symdln.algebra.eigenvalue import Eigenvalue, Interval
from symdln.decay.levels import ModeLevel, fold_place, left_side


def rational_root(depth: int, right: Fraction, level: ModeLevel) -> Fraction | None:
    """The rational root t of ``t^(H-2) (1 - t)^H = right`` at this level; None where that root is irrational.

    >>> right = Fraction(14**3, 15**4)                         # lam = 14, s = 15: sigma = 8 and 1
    >>> rational_root(3, right, ModeLevel.LARGE), rational_root(3, right, ModeLevel.SMALL)
    (Fraction(8, 15), Fraction(1, 15))
    """
    if level is ModeLevel.DOUBLE:
        return fold_place(depth)
    left = flint.fmpq_poly([0] * (depth - 2) + [1]) * flint.fmpq_poly([1, -1]) ** depth
    polynomial = left - flint.fmpq(right.numerator, right.denominator)
    fold = fold_place(depth)
    for factor, _ in polynomial.numer().factor()[1]:
        if factor.degree() == 1:
            root = Fraction(-int(factor[0]), int(factor[1]))
            if 0 < root < 1 and (root > fold if level is ModeLevel.LARGE else root < fold):
                return root
    return None


def root_enclosure(
    depth: int, value: Eigenvalue, exponent: int, power: Fraction, level: ModeLevel, bits: int
) -> Interval:
    """Rationals ``(low, high)`` around the root, at most ``2^-bits`` apart where the mode's value is rational.

    Everything is bisection with exact signs.  The large root increases with the value and the small one decreases, so
    an enclosure of an irrational value gives one of the root.
    """
    if value.value is not None:
        return _bisected(depth, power / value.value**exponent, level, bits)
    low, high = value.enclosure(bits)
    first, second = (low, high) if level is ModeLevel.LARGE else (high, low)
    below = _bisected(depth, power / first**exponent, level, bits)[0] if first > 0 else Fraction(0)
    above = _bisected(depth, power / second**exponent, level, bits)[1] if second > 0 else fold_place(depth)
    return below, above


@lru_cache(maxsize=4096)
def _bisected(depth: int, right: Fraction, level: ModeLevel, bits: int) -> Interval:
    """Bisection on the side of the maximum where the root lies; where there is none, both ends are that maximum."""
    exact = rational_root(depth, right, level)
    if exact is not None:
        return exact, exact
    fold = fold_place(depth)
    if right >= left_side(depth, fold):
        return fold, fold
    low, high = (fold, Fraction(1)) if level is ModeLevel.LARGE else (Fraction(0), fold)
    falling = level is ModeLevel.LARGE
    while high - low > Fraction(1, 2**bits):
        middle = (low + high) / 2
        beyond = left_side(depth, middle) < right if falling else left_side(depth, middle) > right
        low, high = (low, middle) if beyond else (middle, high)
    return low, high
