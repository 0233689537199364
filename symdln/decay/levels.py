"""The levels of a singular value at a critical point of the decayed loss, and exact comparisons with thresholds.

With ``t = sigma / s`` (inputs white) or ``t = sigma`` (autoencoder) a used mode satisfies ``t^(H-2) (1 - t)^H = p /
x^e`` with ``0 < t < 1``: x is s^2 and e = H - 1, or x is the eigenvalue kappa and e = H; p is the product of the decays
of all layers.  The left side has one maximum, at ``t* = (H - 2) / (2H - 2)``.
"""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction

import flint

from symdln.algebra.eigenvalue import Eigenvalue


class ModeLevel(IntEnum):
    """Whether a mode is used, and which root it takes; labels, never decimals, decide all signs.

    >>> ModeLevel.SMALL < ModeLevel.DOUBLE < ModeLevel.LARGE, ModeLevel.DROPPED == 0
    (True, True)
    """

    DROPPED = 0
    SMALL = 1
    DOUBLE = 2
    LARGE = 3


def left_side(depth: int, t: Fraction) -> Fraction:
    """``t^(H-2) (1 - t)^H``.

    >>> str(left_side(3, Fraction(1, 4)))                          # 1/4 (3/4)^3
    '27/256'
    """
    return t ** (depth - 2) * (1 - t) ** depth


def fold_place(depth: int) -> Fraction:
    """``t* = (H - 2) / (2H - 2)``, where the two roots meet.

    >>> str(fold_place(3)), str(fold_place(4))
    ('1/4', '1/3')
    """
    return Fraction(depth - 2, 2 * depth - 2)


def even_place(depth: int) -> Fraction:
    """``2 t* = (H - 2) / (H - 1)``, where a used mode changes the loss by 0.

    >>> str(even_place(3)), str(even_place(4))
    ('1/2', '2/3')
    """
    return Fraction(depth - 2, depth - 1)


def fold_threshold(depth: int, power: Fraction) -> Fraction:
    """The value of ``x^e`` from which on a mode can be used: ``p / h(t*)``.

    >>> str(fold_threshold(3, Fraction(1)))                        # of x^2 = s^4: s_min = 4 3^(-3/4)
    '256/27'
    """
    return power / left_side(depth, fold_place(depth))


def even_threshold(depth: int, power: Fraction) -> Fraction:
    """The value of ``x^e`` beyond which global minimisers use a mode (if the widths have room): ``p / h(2 t*)``.

    >>> str(even_threshold(3, Fraction(1)))                        # of x^2 = s^4: s_c = 2
    '16'
    """
    return power / left_side(depth, even_place(depth))


def compare_power(value: Eigenvalue, exponent: int, threshold: Fraction) -> int:
    """The sign of ``value^exponent - threshold`` for a value >= 0, an exponent >= 1 and a threshold > 0, exactly.

    Equality is decided by division of polynomials; an enclosure is refined only where equality is excluded.

    >>> compare_power(Eigenvalue(Fraction(3), (-3, 1), 0, 1, Fraction(3), Fraction(3)), 2, Fraction(9))
    0
    """
    if value.value is not None:
        power = value.value**exponent
        return (power > threshold) - (power < threshold)
    if value.upper <= 0:
        return -1
    relation = flint.fmpz_poly([-threshold.numerator] + [0] * (exponent - 1) + [threshold.denominator])
    if flint.fmpz_poly(list(value.factor)).gcd(relation).degree() > 0:
        return _sign_with_common_roots(value, exponent, threshold)
    low, _ = value.enclosure_until(lambda low, high: low**exponent > threshold or high**exponent < threshold)
    return 1 if low**exponent > threshold else -1


def _sign_with_common_roots(value: Eigenvalue, exponent: int, threshold: Fraction) -> int:
    """The irreducible factor divides ``x^exponent - threshold``, all of whose roots have one modulus: the positive one
    is the threshold's root.
    """
    return 0 if value.lower > 0 else -1
