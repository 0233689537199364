"""A kind of critical point of the decayed loss: its inertia by a few comparisons, its orbit, class and value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from symdln.algebra.eigenvalue import Interval
from symdln.algebra.inertia import Inertia
from symdln.algebra.orthonormal import rational_power
from symdln.decay.levels import ModeLevel
from symdln.decay.roots import rational_root, root_enclosure
from symdln.errors import InputError
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.shared import shared

if TYPE_CHECKING:
    from symdln.decay.spectrum import DecayedSpectrum

LOCAL_MINIMUM = "local minimum"
"""A local minimum that is not global."""
BITS = 64


@dataclass(frozen=True)
class DecayedKind:
    """How many copies of each distinct value are used at the large (or double) and at the small root.

    ``used[k]`` belongs to ``spectrum.values[k]``.  All critical points of a kind are one orbit of the orthogonal groups
    at the hidden layers and of the symmetries of the data, so that loss, inertia and class are the same at all of them.

    >>> from symdln.decay import DecayedSpectrum
    >>> kind = DecayedSpectrum.of_singular_values((9, 4), (2, 2, 2, 2), 1).kind(large=[1], small=[0])
    >>> kind.rank, kind.number(ModeLevel.LARGE), kind.ties, kind.inversions    # the smaller value is higher
    (2, 1, 0, 1)
    >>> kind.negative, kind.orbit_dimension, kind.is_morse_bott, kind.label    # turned in two planes
    (2, 2, True, 'strict saddle')
    >>> [(place, level.name, copies) for place, level, copies in kind.modes()]
    [(0, 'SMALL', 1), (1, 'LARGE', 1)]
    >>> kind.copies[0][ModeLevel.SMALL], kind.positions()[ModeLevel.LARGE]
    (1, (1,))

    The loss ``1/2 (cba - 15)^2 + 7 (a^2 + b^2 + c^2)`` is 119 at a = b = c = 1 and 225/2 at 0; the root is P / 15.

    >>> kind = DecayedSpectrum.of_singular_values((15,), (1, 1, 1, 1), 14).kind(small=[0])
    >>> kind.check()                                                             # it exists: no error
    >>> str(kind.root(0, ModeLevel.SMALL)), str(kind.change)
    ('1/15', '13/2')
    >>> [str(end) for end in (*kind.root_enclosure(0, ModeLevel.SMALL), *kind.change_enclosure(64))]
    ['1/15', '1/15', '13/2', '13/2']
    """

    spectrum: DecayedSpectrum
    used: tuple[tuple[int, int], ...]

    def check(self) -> None:
        """Raise ``InputError`` where a value has no such root, or more modes are used than the widths admit."""
        for place, (large, small) in enumerate(self.used):
            if (large and not self.spectrum.roots(place)) or (small and self.spectrum.roots(place) < 2):
                raise InputError(
                    f"The value at position {self.spectrum.first_positions[place]} has "
                    f"{self.spectrum.roots(place)} roots at this decay; a kind can use only roots that exist."
                )
        if self.rank > self.spectrum.least_width:
            raise InputError(
                f"{self.rank} modes are used, but a product through widths {self.spectrum.widths} has rank at most "
                f"{self.spectrum.least_width}."
            )

    # -- counting ------------------------------------------------------------------------------------------------------

    @shared
    def rank(self) -> int:
        """The rank of the product and of every layer: the number of used modes."""
        return sum(large + small for large, small in self.used)

    @shared
    def copies(self) -> tuple[dict[ModeLevel, int], ...]:
        """For each distinct value, how many of its copies have each level."""
        found = []
        for place, (large, small) in enumerate(self.used):
            top = ModeLevel.DOUBLE if self.spectrum.roots(place) == 1 and self.spectrum.depth > 2 else ModeLevel.LARGE
            left = self.spectrum.values[place].multiplicity - large - small
            found.append({ModeLevel.DROPPED: left, ModeLevel.SMALL: small, top: large})
        return tuple(found)

    def number(self, level: ModeLevel) -> int:
        """How many modes have this level."""
        return sum(copies.get(level, 0) for copies in self.copies)

    @shared
    def ties(self) -> int:
        """Pairs of modes with one value and different levels."""
        pairs = 0
        for copies in self.copies:
            numbers = list(copies.values())
            pairs += (sum(numbers) ** 2 - sum(n * n for n in numbers)) // 2
        return pairs

    @shared
    def inversions(self) -> int:
        """Pairs of modes where the one with the smaller value has the higher level."""
        dropped = small = double = pairs = 0  # number of modes with larger values
        for place, (top, low) in enumerate(self.used):
            left = self.spectrum.values[place].multiplicity - top - low
            middle = top if self._has_double_root(place) else 0
            high = top - middle
            pairs += low * dropped + middle * (dropped + small) + high * (dropped + small + double)
            dropped, small, double = dropped + left, small + low, double + middle
        return pairs

    def _has_double_root(self, place: int) -> bool:
        return self.spectrum.depth > 2 and self.spectrum.against_fold(place) == 0

    @shared
    def negative(self) -> int:
        """The number of negative eigenvalues, by comparisons alone."""
        small = sum(low for _, low in self.used)
        spare = self.spectrum.widths[1] - self.rank if self.spectrum.depth == 2 else 0
        return small * (small + 1) // 2 + self.inversions + (spare * self._dropped(1) if spare else 0)

    @shared
    def orbit_dimension(self) -> int:
        """The dimension of the compact manifold of all critical points of this kind (docs/decay.md, section 2)."""
        rho, depth = self.rank, self.spectrum.depth
        hidden = (depth - 1) * rho * (rho - 1) // 2 + rho * sum(width - rho for width in self.spectrum.hidden)
        return hidden + self.ties

    @shared
    def inertia(self) -> Inertia:
        """The inertia of the Hessian, by comparisons alone (docs/decay.md, Theorem D; for an autoencoder Theorem G).

        >>> from symdln.decay import DecayedSpectrum
        >>> spectrum = DecayedSpectrum.of_singular_values((4,), (1, 1, 1), 1)       # 1/2 (b a - 4)^2 + 1/2 (a^2 + b^2)
        >>> [str(kind.inertia) for kind in spectrum.kinds()]
        ['(n+, n-, n0) = (1, 1, 0)', '(n+, n-, n0) = (2, 0, 0)']
        """
        spectrum, double = self.spectrum, self.number(ModeLevel.DOUBLE)
        zero = self.orbit_dimension + double * (double + 1) // 2
        if spectrum.depth == 2:
            zero += (spectrum.widths[1] - self.rank) * self._dropped(0)
        return Inertia(spectrum.parameters - self.negative - zero, self.negative, zero)

    def _dropped(self, sign: int) -> int:
        """How many dropped modes have ``s_c - lam`` of this sign; for depth 2."""
        numbers = (copies[ModeLevel.DROPPED] for copies in self.copies)
        return sum(n for place, n in enumerate(numbers) if self.spectrum.against_fold(place) == sign)

    # -- classes -------------------------------------------------------------------------------------------------------

    @property
    def is_morse_bott(self) -> bool:
        """Whether the Hessian vanishes along the orbit only: then the error bound holds near the kind."""
        return self.inertia.zero == self.orbit_dimension

    @shared
    def label(self) -> str:
        """The class: global minimiser, local minimum (not global), strict saddle or non-strict saddle (Theorem E)."""
        if self.negative:
            return STRICT
        if self.spectrum.depth == 2:
            return GLOBAL_MINIMISER
        if any(top and self._has_double_root(place) for place, (top, _) in enumerate(self.used)):
            return NON_STRICT
        least, most = self.spectrum.global_ranks
        return GLOBAL_MINIMISER if least <= self.rank <= most else LOCAL_MINIMUM

    # -- values --------------------------------------------------------------------------------------------------------

    def modes(self) -> Iterator[tuple[int, ModeLevel, int]]:
        """(place of the value, level, number of copies) of the used modes, in decreasing order of values."""
        for place, copies in enumerate(self.copies):
            for level in (ModeLevel.LARGE, ModeLevel.DOUBLE, ModeLevel.SMALL):
                if copies.get(level):
                    yield place, level, copies[level]

    def root(self, place: int, level: ModeLevel) -> Fraction | None:
        """The root t of a used mode (see :mod:`symdln.decay.levels`) where it is rational, else None."""
        x, spectrum = self.spectrum.values[place].value, self.spectrum
        if level is ModeLevel.DOUBLE:
            return rational_root(spectrum.depth, Fraction(0), level)
        return None if x is None else rational_root(spectrum.depth, spectrum.power / x**spectrum.exponent, level)

    def root_enclosure(self, place: int, level: ModeLevel, bits: int = BITS) -> Interval:
        """Rationals around the root t of a used mode; equal where it is rational."""
        spectrum = self.spectrum
        exact = self.root(place, level)
        if exact is not None:
            return exact, exact
        return root_enclosure(spectrum.depth, spectrum.values[place], spectrum.exponent, spectrum.power, level, bits)

    @shared
    def change(self) -> Fraction | None:
        """``L(W) - L(0)`` for ``f = 1/2`` and normalised inputs, if it is rational: the sum of ``(x t/2) ((H-2) -
        (H-1) t)`` over the used modes.
        """
        low, high = self.change_enclosure(BITS)
        return low if low == high else None

    def change_enclosure(self, bits: int = BITS) -> Interval:
        """Rationals around ``L(W) - L(0)``, equal where it is seen to be rational."""
        low = high = Fraction(0)
        for place, level, number in self.modes():
            below, above = self._share(place, level, bits)
            low, high = low + number * below, high + number * above
        return low, high

    def _share(self, place: int, level: ModeLevel, bits: int) -> Interval:
        """The share of one mode; ``q(t) = t ((H-2) - (H-1) t)`` has its maximum at the place where the roots meet."""
        depth, value = self.spectrum.depth, self.spectrum.values[place]
        ends = [t * ((depth - 2) - (depth - 1) * t) / 2 for t in self.root_enclosure(place, level, bits)]
        scale = (value.value, value.value) if value.value is not None else value.enclosure(bits)
        products = [x * q for x in scale for q in ends]
        return min(products), max(products)

    def positions(self) -> dict[ModeLevel, tuple[int, ...]]:
        """The positions of the used values at each level, counted from 0 in decreasing order."""
        found: dict[ModeLevel, tuple[int, ...]] = {}
        for place, level, number in self.modes():
            first = self.spectrum.first_positions[place]
            before = self.used[place][0] if level is ModeLevel.SMALL else 0
            found[level] = (*found.get(level, ()), *range(first + before, first + before + number))
        return found

    def __str__(self) -> str:
        found = self.positions()
        order = (ModeLevel.LARGE, ModeLevel.DOUBLE, ModeLevel.SMALL)
        return (
            ", ".join(f"{level.name.lower()} {', '.join(map(str, found[level]))}" for level in order if level in found)
            or "nothing used"
        )


def rational_modes(kind: DecayedKind) -> tuple[list[tuple[Fraction, Fraction]], list[Fraction]] | None:
    """((s, w) of each used mode, the dropped s) where all of them are rational, else None; for an autoencoder s stands
    for the eigenvalue kappa.

    >>> from symdln.decay import DecayedSpectrum
    >>> kinds = [DecayedSpectrum.of_singular_values((s,), (1, 1, 1), 1).kind(large=[0]) for s in (5, 3)]
    >>> rational_modes(kinds[0]) == ([(5, 2)], []), rational_modes(kinds[1])      # s = w^2 + 1 with w = 2 and sqrt 2
    (True, None)
    """
    spectrum, used = kind.spectrum, []
    numbers = [_number(spectrum, place) for place in range(len(spectrum.values))]
    for place, level, copies in kind.modes():
        t, s = kind.root(place, level), numbers[place]
        sigma = None if t is None or s is None else s * t if spectrum.is_white else t
        w = None if sigma is None else rational_power(sigma, spectrum.depth)
        if s is None or w is None:
            return None
        used += [(s, w)] * copies
    dropped = [s for s, copies in zip(numbers, kind.copies, strict=True) for _ in range(copies[ModeLevel.DROPPED])]
    known = [s for s in dropped if s is not None]
    return (used, known) if len(known) == len(dropped) else None


def _number(spectrum: DecayedSpectrum, place: int) -> Fraction | None:
    """The singular value (for an autoencoder the eigenvalue) where it is rational."""
    x = spectrum.values[place].value
    return x if x is None or not spectrum.is_white else rational_power(x, 2)
