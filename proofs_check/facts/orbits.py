"""Weights whose product vanishes, sorted into orbits of the base changes: an independent route to codimensions.

Up to base changes a chain of matrices is a sum of intervals [a, b], one-dimensional at the vertices a to b; their
multiplicities are equivalent to all ranks of products.  The codimension of an orbit is ``dim Hom(M, M)`` minus the
Euler form of the dimension vector (Ringel), and an orbit lies in the closure of another exactly where all its ranks
are at most those of the other (Abeasis and Del Fra).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

Interval = tuple[int, int]
Multiplicities = dict[Interval, int]


def orbits(widths: Sequence[int]) -> Iterator[Multiplicities]:
    """All sums of intervals with these dimensions that leave out [0, H], so that the product vanishes."""
    depth = len(widths) - 1
    intervals = [(a, b) for a in range(depth + 1) for b in range(a, depth + 1) if (a, b) != (0, depth)]

    def extend(place: int, left: tuple[int, ...]) -> Iterator[Multiplicities]:
        if place == len(intervals):
            if not any(left):
                yield {}
            return
        a, b = intervals[place]
        if any(left[:a]):
            return
        for m in range(min(left[a : b + 1]) + 1):
            rest = tuple(d - m if a <= v <= b else d for v, d in enumerate(left))
            for found in extend(place + 1, rest):
                yield {(a, b): m, **found} if m else found

    yield from extend(0, tuple(widths))


def ranks_of(depth: int, orbit: Mapping[Interval, int]) -> dict[Interval, int]:
    """The rank of ``W_l ... W_{i+1}`` for i < l: how many intervals contain i and l."""
    pairs = itertools.combinations(range(depth + 1), 2)
    return {pair: sum(m for (a, b), m in orbit.items() if a <= pair[0] and pair[1] <= b) for pair in pairs}


@lru_cache(maxsize=4096)
def _hom(first: Interval, second: Interval) -> int:
    """dim Hom([a, b], [c, d]): 1 if c <= a <= d <= b, since arrows go to larger numbers."""
    (a, b), (c, d) = first, second
    return int(c <= a <= d <= b)


def codimension(widths: Sequence[int], orbit: Mapping[Interval, int]) -> int:
    """``dim Ext(M, M) = dim Hom(M, M) - sum d_i^2 + sum d_i d_{i+1}``."""
    maps = sum(m * n * _hom(one, other) for one, m in orbit.items() for other, n in orbit.items())
    return maps - sum(d * d for d in widths) + sum(a * b for a, b in itertools.pairwise(widths))


def least_codimension(widths: Sequence[int], ranks: Mapping[Interval, int] | None = None) -> tuple[int, int]:
    """The least codimension of an orbit whose closure contains the points with these ranks, and how many have it.

    >>> least_codimension((1, 1, 1))  # W_1 = 0 or W_2 = 0
    (1, 2)
    """
    return _least(tuple(widths), tuple((ranks or {}).items()))


@lru_cache(maxsize=4096)
def _least(widths: tuple[int, ...], known: tuple[tuple[Interval, int], ...]) -> tuple[int, int]:
    values = [
        codimension(widths, orbit) for orbit in orbits(widths) if not known or _reaches(widths, orbit, dict(known))
    ]
    return min(values), values.count(min(values))


def _reaches(widths: tuple[int, ...], orbit: Multiplicities, known: Mapping[Interval, int]) -> bool:
    return all(rank >= known.get(pair, 0) for pair, rank in ranks_of(len(widths) - 1, orbit).items())
