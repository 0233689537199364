"""The kinds of non-strict saddles of an architecture, as multiplicities of strings, and the ranks of their layers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from symdln.errors import InputError, shown
from symdln.strings.evaluate import Arc, holds, strings_of, visited
from symdln.strings.order import closes, runs
from symdln.strings.parser import definition


@dataclass(frozen=True)
class SaddleKind:
    """A kind of non-strict saddles: the rank r of the product, the r largest singular values selected, and strings.

    >>> kind = SaddleKind(3, 1, (((0, 1), 1), ((1, 0), 1), ((2, 0), 1), ((3, 1), 1)))
    >>> str(kind), kind in non_strict_kinds((3, 3, 2, 2))
    ('r = 1, strings 0-1, 1, 2, 3-0', True)
    >>> kind.runs_over(1, 1), kind.runs_over(0, 1)                  # by 0-1 and by 1; by 0-1 alone
    (2, 1)
    >>> [kind.layer_rank(layer) for layer in (1, 2, 3)]             # one more than r in the first layer
    [2, 1, 1]
    """

    depth: int
    rank: int
    strings: tuple[tuple[Arc, int], ...]  # (start, length) and multiplicity

    def runs_over(self, first: int, last: int) -> int:
        """How many runs of strings contain the vertices ``first`` to ``last``."""
        return sum(
            count
            for string, count in self.strings
            for begin, end in runs(string, self.depth)
            if begin <= first and last <= end
        )

    def layer_rank(self, layer: int) -> int:
        """The rank of ``W_layer``: r and the runs through its arrow."""
        return self.rank + self.runs_over(layer - 1, layer)

    def __str__(self) -> str:
        names = ("-".join(map(str, visited(string, self.depth))) for string, _ in self.strings)
        parts = [
            f"{count} x {name}" if count > 1 else name for name, (_, count) in zip(names, self.strings, strict=True)
        ]
        return f"r = {self.rank}, strings {', '.join(parts)}"


def checked_architecture(widths: Sequence[int], cross_rank: int | None) -> tuple[tuple[int, ...], int]:
    """Widths with at least one hidden layer, and rank Sxy, by default the largest possible; else ``InputError``.

    >>> checked_architecture([2, 3, 4], None), checked_architecture((2, 3, 4), 1)
    (((2, 3, 4), 2), ((2, 3, 4), 1))
    """
    found = tuple(widths)
    if len(found) < 3 or any(not isinstance(d, int) or isinstance(d, bool) or d < 1 for d in found):
        raise InputError(
            f"{shown(found)} was passed as widths; pass at least three positive integers rank X, d_1, ..., d_H."
        )
    most = min(found[0], found[-1])
    rank = most if cross_rank is None else cross_rank
    if isinstance(rank, bool) or not isinstance(rank, int) or not 0 <= rank <= most:
        raise InputError(f"{shown(rank)} was passed as rank Sxy; pass an integer from 0 to min(rank X, d_H) = {most}.")
    return found, rank


def non_strict_kinds(widths: Sequence[int], cross_rank: int | None = None) -> Iterator[SaddleKind]:
    """Every kind of non-strict saddles, by rank; ``widths[0]`` is rank X.

    A saddle is non-strict if it selects the largest singular values and no two of its strings are a pair; then fewer
    values than possible are selected.  Otherwise the list does not depend on the data.

    >>> [str(kind) for kind in non_strict_kinds((2, 2, 2, 2))]
    ['r = 0, strings 2 x 1, 2 x 2, 2 x 3-0', 'r = 1, strings 1, 2, 3-0']
    """
    widths, cross_rank = checked_architecture(widths, cross_rank)
    depth = len(widths) - 1
    for rank in range(min(*widths, cross_rank)):
        room = (*(width - rank for width in widths), cross_rank - rank)
        for filling in _fillings(_ordered(depth), _pairs(depth), room, ()):
            yield SaddleKind(depth, rank, tuple(sorted(filling)))


@lru_cache(maxsize=16)
def _pairs(depth: int) -> frozenset[frozenset[Arc]]:
    """The sets of two strings, or of one, that are a pair in some order."""
    formula = definition("pair")[1]
    return frozenset(
        frozenset((sigma, tau))
        for sigma, tau in itertools.product(strings_of(depth), repeat=2)
        if holds(formula, {"H": depth, "sigma": sigma, "tau": tau})
    )


def _places(string: Arc, depth: int) -> tuple[int, ...]:
    """The vertices that a string visits, and H + 1 if it closes."""
    return visited(string, depth) + ((depth + 1,) if closes(string, depth) else ())


@lru_cache(maxsize=16)
def _ordered(depth: int) -> tuple[tuple[Arc, tuple[int, ...], frozenset[int]], ...]:
    """The strings with their places, long ones first, and the places that no later string has."""
    strings = sorted(strings_of(depth), key=lambda s: (not closes(s, depth), -s[1], s[0]))
    places = [_places(string, depth) for string in strings]
    later = [frozenset(p for other in places[k + 1 :] for p in other) for k in range(len(strings))]
    return tuple(
        (string, place, frozenset(place) - after) for string, place, after in zip(strings, places, later, strict=True)
    )


def _fillings(
    strings: tuple[tuple[Arc, tuple[int, ...], frozenset[int]], ...],
    pairs: frozenset[frozenset[Arc]],
    room: tuple[int, ...],
    chosen: tuple[tuple[Arc, int], ...],
) -> Iterator[tuple[tuple[Arc, int], ...]]:
    """The multiplicities, without a pair, that fill every place exactly."""
    if not strings:
        yield chosen
        return
    (string, places, last), rest = strings[0], strings[1:]
    most = min(room[place] for place in places)
    if most and any(frozenset((string, other)) in pairs for other in (string, *(s for s, _ in chosen))):
        most = 0
    least = max((room[place] for place in last), default=0)
    for count in range(least, most + 1):
        if any(room[place] != count for place in last):
            continue
        left = tuple(space - count if place in places else space for place, space in enumerate(room))
        yield from _fillings(rest, pairs, left, (*chosen, (string, count)) if count else chosen)
