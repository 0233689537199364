"""The complete list of kinds of critical points of the decayed loss, from the values of the modes alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import flint

from symdln.decay.kinds import DecayedKind
from symdln.decay.modes import Modes
from symdln.decay.thresholds import Thresholds, thresholds_of
from symdln.errors import InputError, shown
from symdln.landscape.checks import listed


@dataclass(frozen=True)
class DecayedSpectrum(Modes):
    """The values of the modes, and the kinds of critical points that they have; the fields are those of
    :class:`symdln.decay.modes.Modes`.

    The list is complete and every kind occurs (docs/decay.md, Theorems B and G).

    >>> spectrum = DecayedSpectrum.of_singular_values((4, "4"), (2, 2, 2, 2), 1)
    >>> spectrum.count_kinds(), [str(kind) for kind in spectrum.kinds()][:4]
    (6, ['nothing used', 'large 0', 'small 0', 'large 0, 1'])
    >>> spectrum.kind_numbers(), spectrum.thresholds().global_ranks              # of rank 0, 1, 2
    ((1, 2, 3), (2,))
    """

    def kinds(self) -> Iterator[DecayedKind]:
        """Every kind of critical point, by rank and then by the used modes, the larger values first."""
        for rank in range(self.least_width + 1):
            for used in self._choices(0, rank):
                yield DecayedKind(self, used)

    def _choices(self, place: int, rank: int) -> Iterator[tuple[tuple[int, int], ...]]:
        """All ways to use ``rank`` modes from ``place`` on: for each value (large or double, small) copies."""
        if place == len(self.values):
            if rank == 0:
                yield ()
            return
        room = sum(value.multiplicity for value in self.values[place + 1 :])
        most = min(rank, self.values[place].multiplicity) if self.roots(place) else 0
        for total in range(most, max(0, rank - room) - 1, -1):
            for small in range(total + 1 if self.roots(place) == 2 else 1):
                for rest in self._choices(place + 1, rank - total):
                    yield ((total - small, small), *rest)

    def kind_numbers(self) -> tuple[int, ...]:
        """How many kinds of each rank 0, ..., d there are, by a generating function and without a list."""
        product = flint.fmpz_poly([1])
        for place, value in enumerate(self.values):
            roots = self.roots(place)
            copies = range(value.multiplicity + 1) if roots else range(1)
            product *= flint.fmpz_poly([k + 1 if roots == 2 else 1 for k in copies])
        return tuple(int(product[rank]) for rank in range(self.least_width + 1))

    def count_kinds(self) -> int:
        """The number of kinds: the sum of :meth:`kind_numbers`."""
        return sum(self.kind_numbers())

    def kind(self, large: Sequence[int] = (), small: Sequence[int] = ()) -> DecayedKind:
        """The kind that uses these positions (0 is the largest value) at the large (or double) and the small root.

        Raises ``InputError`` for positions that do not exist, have no such root, or are more than the widths admit.

        >>> spectrum = DecayedSpectrum.of_singular_values((9, 4), (2, 2, 2, 2), 1)
        >>> str(spectrum.kind(large=[1], small=[0]))
        'large 1, small 0'
        """
        counts = [[0, 0] for _ in self.values]
        ends = [first + value.multiplicity for first, value in zip(self.first_positions, self.values, strict=True)]
        chosen = [(p, 0) for p in listed(large, "large")] + [(p, 1) for p in listed(small, "small")]
        for position, root in chosen:
            if isinstance(position, bool) or not isinstance(position, int) or not 0 <= position < ends[-1]:
                raise InputError(f"{shown(position)} is not a position; pass integers from 0 to {ends[-1] - 1}.")
            counts[next(i for i, end in enumerate(ends) if position < end)][root] += 1
        if len({position for position, _ in chosen}) != len(chosen):
            raise InputError("A position is named twice; pass each once, at one root.")
        kind = DecayedKind(self, tuple((a, b) for a, b in counts))
        kind.check()
        return kind

    def thresholds(self) -> Thresholds:
        """The facts for this decay: collapse, ranks of local and global minima, uniqueness, non-strict saddles."""
        return thresholds_of(self)
