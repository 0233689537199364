"""The effect of the decay on the landscape as a whole: collapse, ranks of minima, uniqueness, non-strict saddles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symdln.decay.levels import even_threshold, fold_threshold
from symdln.decay.modes import Modes


@dataclass(frozen=True)
class Thresholds:
    """Theorem E of docs/decay.md for one spectrum; all decided by exact comparisons.

    ``fold`` and ``even`` are the thresholds for ``x^e``: from ``fold`` on a mode can be used, beyond ``even`` global
    minimisers use it.  ``local_ranks`` are the ranks of local minima, global ones included, ``global_ranks`` those of
    global minima.  ``collapsed``: W = 0 is a global minimum.  ``product_is_unique``: all global minima have one
    product.  ``all_saddles_strict``: every critical point is a local minimum or a strict saddle.  ``morse_bott``: all
    kinds are nondegenerate, so that the error bound holds at all critical points.

    >>> from symdln.decay import DecayedSpectrum
    >>> found = DecayedSpectrum.of_singular_values((1,), (1, 1, 1), 2).thresholds()    # 1 is below the decay 2
    >>> found.collapsed, found.global_ranks, found.all_saddles_strict
    (True, (0,), True)
    """

    fold: Fraction
    even: Fraction
    local_ranks: tuple[int, ...]
    global_ranks: tuple[int, ...]
    collapsed: bool
    product_is_unique: bool
    all_saddles_strict: bool
    morse_bott: bool


def thresholds_of(modes: Modes) -> Thresholds:
    """The thresholds of a spectrum.

    >>> from symdln.decay import DecayedSpectrum
    >>> found = DecayedSpectrum.of_singular_values((3, 1), (2, 2, 2, 2), 1).thresholds()
    >>> found.local_ranks, found.global_ranks, found.collapsed          # s_min = 1.75..., s_c = 2
    ((0, 1), (1,), False)
    """
    d, deep = modes.least_width, modes.depth > 2
    beyond_fold, beyond_even = modes.number(1), modes.number(1, even=True)
    least, most = modes.global_ranks
    local = tuple(range(min(d, beyond_fold) + 1)) if deep else (min(d, beyond_fold),)
    at_even = modes.number(0, even=True)
    everyone = sum(value.multiplicity for value in modes.values)
    gap = d == everyone or _value_place(modes, d - 1) != _value_place(modes, d)
    unique = (gap if beyond_even >= d else at_even == 0) if deep else beyond_fold <= d or gap
    return Thresholds(
        fold=fold_threshold(modes.depth, modes.power),
        even=even_threshold(modes.depth, modes.power),
        local_ranks=local,
        global_ranks=tuple(range(least, most + 1)),
        collapsed=least == 0,
        product_is_unique=unique,
        all_saddles_strict=not deep or modes.number(0) == 0 or beyond_fold >= d,
        morse_bott=modes.number(0) == 0,
    )


def _value_place(modes: Modes, position: int) -> int:
    """The number of the distinct value at a position."""
    return max(k for k, first in enumerate(modes.first_positions) if first <= position)
