"""Strings: the indecomposable pieces of a critical point on the cyclic quiver 0 -> 1 -> ... -> H -> 0, and what they
count.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple


class String(NamedTuple):
    """A path of basis vectors that starts at vertex ``start`` and follows ``length`` arrows of the cycle.

    Vertices are the layers 0, ..., H (``depth`` = H); arrow j-1 -> j is W_j and the closing arrow H -> 0 is Sxy.  A
    string has ``0 <= length <= H - 1``, so it never visits a vertex twice and never runs from 0 to H.
    """

    start: int
    length: int
    depth: int

    @property
    def vertices(self) -> tuple[int, ...]:
        """The vertices it visits, in order."""
        return _vertices(self.start, self.length, self.depth)

    @property
    def end(self) -> int:
        """The last vertex it visits."""
        return (self.start + self.length) % (self.depth + 1)

    @property
    def closing(self) -> bool:
        """Whether it uses the arrow H -> 0."""
        return self.start + self.length > self.depth

    @property
    def missed(self) -> frozenset[int]:
        """The vertices it does not visit."""
        return frozenset(range(self.depth + 1)) - frozenset(self.vertices)

    def __str__(self) -> str:
        return "-".join(map(str, self.vertices))


@lru_cache(maxsize=1 << 12)
def _vertices(start: int, length: int, depth: int) -> tuple[int, ...]:
    return tuple((start + i) % (depth + 1) for i in range(length + 1))


@lru_cache(maxsize=64)
def all_strings(depth: int) -> tuple[String, ...]:
    """The H (H + 1) strings of a depth, by start and then by length: the fixed order of all multiplicity vectors."""
    return tuple(String(start, length, depth) for start in range(depth + 1) for length in range(depth))


@lru_cache(maxsize=64)
def pair_table(depth: int) -> tuple[tuple[int, int], ...]:
    """Index pairs (sigma, tau) that give one product of private linear forms in the Hessian (``index-theorem``:
    pairs).
    """
    strings = list(enumerate(all_strings(depth)))
    return tuple(
        (s, t)
        for (s, sigma), (t, tau) in itertools.product(strings, strings)
        if tau.closing and (sigma.start <= tau.end + 1 if sigma.closing else tau.missed <= set(sigma.vertices))
    )


@lru_cache(maxsize=64)
def square_table(depth: int) -> tuple[tuple[int, int], ...]:
    """Index pairs (sigma, tau) whose square meets no product: sigma ends at H, tau starts at 0, neither closes."""
    strings = list(enumerate(all_strings(depth)))
    return tuple(
        (s, t)
        for (s, sigma), (t, tau) in itertools.product(strings, strings)
        if not sigma.closing
        and not tau.closing
        and sigma.end == depth
        and tau.start == 0
        and sigma.start <= tau.end + 1
    )


def count_pairs(depth: int, multiplicities: tuple[int, ...]) -> int:
    """The number of products X Y in the quadratic form: each gives one positive and one negative direction."""
    return sum(multiplicities[s] * multiplicities[t] for s, t in pair_table(depth))


def count_squares(depth: int, multiplicities: tuple[int, ...]) -> int:
    """The number of squares outside all products: each gives one positive direction."""
    return sum(multiplicities[s] * multiplicities[t] for s, t in square_table(depth))


def multiplicities_from_ranks(depth: int, ranks: Mapping[tuple[int, int], int], rank: int) -> tuple[int, ...]:
    """String multiplicities from path ranks, in the order of :func:`all_strings`.

    ``m(a, l) = rho(a, l) - rho(a-1, l+1) - rho(a, l+1) + rho(a-1, l+2)`` with ``rho(a, l) = ranks[a, l] - rank`` for
    l < H and 0 for l >= H; vertices mod H + 1 (the inertia theorem, Normal form).
    """

    def rho(vertex: int, length: int) -> int:
        return ranks[vertex % (depth + 1), length] - rank if length < depth else 0

    return tuple(rho(a, k) - rho(a - 1, k + 1) - rho(a, k + 1) + rho(a - 1, k + 2) for a, k, _ in all_strings(depth))


# -- enumeration -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 18)
def _count(start: int, room: tuple[int, ...], closing: int) -> int:
    """How many ways the strings that start at vertex ``start`` or later fill the room with ``closing`` closing ones."""
    if start == len(room):
        return 1
    return sum(_count(start + 1, left, need) for _, left, need in _from_vertex(start, room, closing))


def _from_vertex(start: int, room: tuple[int, ...], closing: int) -> list[tuple[tuple[int, ...], tuple[int, ...], int]]:
    """(multiplicities of the strings that start at this vertex, room left, closing strings still needed), in
    lexicographic order, without those that leave room which no later string can fill.
    """
    depth = len(room) - 1
    found: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [((), room, closing)]
    for string in all_strings(depth)[start * depth : (start + 1) * depth]:
        found = [
            ((*chosen, m), left, need)
            for chosen, space, needed in found
            for m, left, need in _choices(string, space, needed)
        ]
    return [(chosen, left, need) for chosen, left, need in found if _may_be_filled(start, left, need)]


def _may_be_filled(start: int, room: tuple[int, ...], closing: int) -> bool:
    """Whether strings that start after ``start`` may fill the room: necessary, and sufficient behind the last vertex.

    At vertices 0, ..., start only closing strings arrive, each at 0 and then at the vertices up to its end.
    """
    if start == len(room) - 1:
        return not any(room) and closing == 0
    return room[0] == closing and all(room[v] >= room[v + 1] for v in range(start))


def _choices(string: String, room: tuple[int, ...], closing: int) -> Iterator[tuple[int, tuple[int, ...], int]]:
    """(multiplicity, room left, closing strings still needed) for every multiplicity of one string that fits."""
    vertices = string.vertices
    most = min(room[v] for v in vertices)
    if string.closing:
        most = min(most, closing)
    yield 0, room, closing
    for m in range(1, most + 1):
        left = tuple(space - m if v in vertices else space for v, space in enumerate(room))
        yield m, left, closing - m if string.closing else closing


def count_multiplicities(depth: int, room: tuple[int, ...], closing: int) -> int:
    """How many multiplicity vectors fill ``room[j]`` places at every vertex j with ``closing`` closing strings."""
    return _count(0, room, closing)


def every_multiplicities(depth: int, room: tuple[int, ...], closing: int) -> Iterator[tuple[int, ...]]:
    """All vectors counted by :func:`count_multiplicities`, in lexicographic order."""

    def extend(start: int, room: tuple[int, ...], closing: int) -> Iterator[tuple[int, ...]]:
        if start == len(room):
            yield ()
            return
        for chosen, left, need in _from_vertex(start, room, closing):
            if _count(start + 1, left, need):
                for rest in extend(start + 1, left, need):
                    yield (*chosen, *rest)

    yield from extend(0, room, closing)
