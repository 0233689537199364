"""Checks of the parts of a problem: widths, the loss factor and the moments of data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational
from symdln.errors import InputError, shown

HALF = Fraction(1, 2)


def checked_widths(widths: Sequence[int]) -> tuple[int, ...]:
    """The widths as a tuple of positive ints, at least two of them (one weight matrix)."""
    widths = listed(widths, "widths")
    try:
        checked = tuple(int(width) for width in widths)
        exact = all(not isinstance(width, bool) and width == int(width) for width in widths)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"widths must be integers like (3, 2, 2), but {shown(widths)} were passed.") from None
    if not exact or any(width < 1 for width in checked):
        raise InputError(f"widths must be positive integers, but {shown(widths)} were passed.")
    if len(checked) < 2:
        raise InputError(
            f"The widths {checked} have no weight matrix between them; pass (d_0, d_1, ..., d_H), at least (d_0, d_1)."
        )
    return checked


def listed(values: Any, name: str) -> tuple[Any, ...]:
    """The values as a tuple; ``InputError`` for a lone number or a text."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise InputError(
            f"{name} must be a sequence such as (3, 2), but {values!r} ({type(values).__name__}) was passed."
        )
    return tuple(values)


def checked_factor(value: Any) -> Fraction:
    """The loss factor as a rational; ``InputError`` unless it is positive."""
    factor = rational(value)
    if factor <= 0:
        raise InputError(f"loss_factor={value} must be positive: 1/2 and 1 are the usual conventions.")
    return factor


def check_moments(Sxx: Matrix, Syx: Matrix, Syy: Matrix) -> None:
    """Raise ``InputError`` unless some real data have these moments."""
    for name, moment in (("Sxx", Sxx), ("Syy", Syy)):
        if not moment.is_symmetric():
            raise InputError(
                f"{name} must be a symmetric matrix, but the {moment.shape[0]}x{moment.shape[1]} matrix passed is not."
            )
    if Syx.shape != (Syy.shape[0], Sxx.shape[0]):
        raise InputError(
            f"Syx must have shape (d_y, d_x) = ({Syy.shape[0]}, {Sxx.shape[0]}), but {Syx.shape} was passed."
        )
    for name, moment in (("Sxx", Sxx), ("Syy", Syy)):
        negative = inertia_of(moment).negative
        if negative:
            raise InputError(
                f"{name} must be positive semidefinite, as X X^T is, but it has {negative} negative eigenvalue(s)."
            )
    inverse = Sxx.pseudoinverse()
    if Syx @ inverse @ Sxx != Syx:
        raise InputError(
            "the rows of Syx must lie in the image of Sxx, as those of Y X^T do; no data have these moments."
        )
    if inertia_of(Syy - Syx @ inverse @ Syx.T).negative:
        raise InputError(
            "Syy - Syx Sxx^+ Sxy must be positive semidefinite (it is a residual); no data have these moments."
        )
