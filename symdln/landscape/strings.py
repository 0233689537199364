"""Strings: the indecomposable pieces of a critical point on the cyclic quiver 0 -> 1 -> ... -> H -> 0, and the numbers
that they determine.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

TABULATED = 12
"""The depth up to which all pairs of strings are tabulated: 156 strings then."""


class String(NamedTuple):
    """A path of basis vectors that starts at vertex ``start`` and follows ``length`` arrows of the cycle.

    Vertices are the layers 0, ..., H (``depth`` = H); arrow j-1 -> j is W_j and the closing arrow H -> 0 is Sxy.  A
    string has ``0 <= length <= H - 1``, so it never visits a vertex twice and never runs from 0 to H.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> [(string.start, string.length) for string in dln.kind_of(dln.Point(problem, [[[0]], [[0]]])).strings]
    [(1, 0), (2, 1)]

    At depth 3 the string that starts at vertex 3 with two arrows closes the cycle, 3 -> 0 -> 1:

    >>> closing = dln.String(start=3, length=2, depth=3)
    >>> str(closing), closing.vertices, closing.end, closing.closing, sorted(closing.missed)
    ('3-0-1', (3, 0, 1), 1, True, [2])
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
    """The H (H + 1) strings of a depth, by start and then by length: the fixed order of all multiplicity vectors.

    >>> [string.vertices for string in all_strings(2)]
    [(0,), (0, 1), (1,), (1, 2), (2,), (2, 0)]
    """
    return tuple(String(start, length, depth) for start in range(depth + 1) for length in range(depth))


def makes_pair(sigma: String, tau: String) -> bool:
    """Whether the strings give one product of private linear forms in the Hessian (``index-theorem``: pairs).

    >>> closing = String(2, 1, 2)                                # 2-0; at depth 2 its partners go through 1
    >>> makes_pair(String(1, 0, 2), closing), makes_pair(String(0, 0, 2), closing)
    (True, False)
    """
    return tau.closing and (sigma.start <= tau.end + 1 if sigma.closing else tau.missed <= frozenset(sigma.vertices))


def makes_square(sigma: String, tau: String) -> bool:
    """Whether the strings give a square that meets no product: sigma ends at H, tau starts at 0, neither closes.

    >>> makes_square(String(1, 1, 2), String(0, 0, 2)), makes_square(String(2, 0, 2), String(0, 0, 2))    # 1-2 and 0
    (True, False)
    """
    return (
        not sigma.closing
        and not tau.closing
        and sigma.end == sigma.depth
        and tau.start == 0
        and sigma.start <= tau.end + 1
    )


@lru_cache(maxsize=64)
def pair_table(depth: int) -> tuple[tuple[int, int], ...]:
    """Index pairs (sigma, tau) of :func:`makes_pair`.

    >>> pair_table(2)                                            # 0-1, 1 and 1-2, each with 2-0
    ((1, 5), (2, 5), (3, 5))
    """
    return _table(depth, makes_pair)


@lru_cache(maxsize=64)
def square_table(depth: int) -> tuple[tuple[int, int], ...]:
    """Index pairs (sigma, tau) of :func:`makes_square`.

    >>> square_table(2)                                          # 1-2 with 0 and with 0-1, and 2 with 0-1
    ((3, 0), (3, 1), (4, 1))
    """
    return _table(depth, makes_square)


def _table(depth: int, holds: Callable[[String, String], bool]) -> tuple[tuple[int, int], ...]:
    strings = list(enumerate(all_strings(depth)))
    return tuple((s, t) for (s, sigma), (t, tau) in itertools.product(strings, strings) if holds(sigma, tau))


def count_pairs(depth: int, multiplicities: tuple[int, ...]) -> int:
    """The number of products X Y in the quadratic form: each gives one positive and one negative direction.

    >>> count_pairs(2, (0, 0, 1, 0, 0, 1))                       # W = 0 in 1/2 (b a - 2)^2: the strings 1 and 2-0
    1
    """
    if depth > TABULATED:
        return _count_of(depth, multiplicities, makes_pair)
    return sum(multiplicities[s] * multiplicities[t] for s, t in pair_table(depth))


def count_squares(depth: int, multiplicities: tuple[int, ...]) -> int:
    """The number of squares outside all products: each gives one positive direction.

    >>> count_squares(2, (2, 0, 0, 1, 0, 0))                     # 1-2 with each of two strings 0
    2
    """
    if depth > TABULATED:
        return _count_of(depth, multiplicities, makes_square)
    return sum(multiplicities[s] * multiplicities[t] for s, t in square_table(depth))


def _count_of(depth: int, multiplicities: tuple[int, ...], holds: Callable[[String, String], bool]) -> int:
    """The same sum over the few strings that occur, where the table of all pairs has millions of entries."""
    found = [(string, m) for string, m in zip(all_strings(depth), multiplicities, strict=True) if m]
    return sum(m * n for (sigma, m), (tau, n) in itertools.product(found, found) if holds(sigma, tau))


def multiplicities_from_ranks(depth: int, ranks: Mapping[tuple[int, int], int], rank: int) -> tuple[int, ...]:
    """String multiplicities from path ranks, in the order of :func:`all_strings`.

    ``m(a, l) = rho(a, l) - rho(a-1, l+1) - rho(a, l+1) + rho(a-1, l+2)`` with ``rho(a, l) = ranks[a, l] - rank`` for
    l < H and 0 for l >= H; vertices mod H + 1 (the inertia theorem, Normal form).

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])
    >>> multiplicities_from_ranks(2, point.path_ranks, 0)        # the strings 1 and 2-0
    (0, 0, 1, 0, 0, 1)
    """

    def rho(vertex: int, length: int) -> int:
        return ranks[vertex % (depth + 1), length] - rank if length < depth else 0

    return tuple(rho(a, k) - rho(a - 1, k + 1) - rho(a, k + 1) + rho(a - 1, k + 2) for a, k, _ in all_strings(depth))


# -- enumeration -------------------------------------------------------------------------------------------------------
#
# Strings are chosen by their start, from vertex 0 on.  Before those of vertex s are chosen, room[v] places are left at
# vertex v, and some closing strings are still needed.  The vertices below s are now reached by closing strings only,
# each at 0, ..., b for its end b; so room[0] is their number, and room[b] - room[b+1] of them end at b < s - 1.
# The rest can be filled if and only if this difference is never negative, room[H] holds the closing strings, and
# for s = H no room is left at H - 1: strings of one vertex and closing strings from H fill the rest.  The choices
# below keep this true, so that no choice leads to a dead end.


class _Bounds(NamedTuple):
    """What the multiplicities ``m_0, m_1, ...`` of the strings with one start must satisfy, by length:

    ``m_k <= own[k]``, ``m_k + m_{k+1} + ... <= tail[k]`` and ``low <= m_0 + m_1 + ... <= tail[0]``.
    """

    own: tuple[int, ...]
    tail: tuple[int, ...]
    low: int


def _bounds(start: int, room: tuple[int, ...], closing: int) -> _Bounds:
    """The bounds for a start below H, which hold exactly if the rest can be filled."""
    depth, none = len(room) - 1, sum(room)
    ends_at_last = room[depth] - closing
    own = [none] * (depth - start) + ([ends_at_last] if start else [])
    own += [room[b] - room[b + 1] for b in range(start - 1)]
    total = room[start] - closing if start == 0 else room[start]
    passing = [total, *room[start + 1 :]]
    tail = [0] * (depth + 1)
    for k in reversed(range(depth)):
        tail[k] = min(own[k] + tail[k + 1], passing[k] if start + k <= depth else none)
    exact = start in (0, depth - 1)  # all strings of vertex 0 that do not close start there; the last chance of H - 1
    return _Bounds(tuple(own), tuple(tail), total if exact else max(0, room[start] - room[start - 1]))


def _vectors(bounds: _Bounds, place: int, low: int, high: int) -> Iterator[tuple[int, ...]]:
    """The multiplicities from ``place`` on with a sum between ``low`` and ``high``, in lexicographic order."""
    if place == len(bounds.own):
        yield ()
        return
    rest = bounds.tail[place + 1]
    for m in range(max(0, low - rest), min(bounds.own[place], high) + 1):
        for others in _vectors(bounds, place + 1, low - m, min(high - m, rest)):
            yield (m, *others)


def _number_of_vectors(bounds: _Bounds) -> int:
    """How many vectors there are: by the sum of the multiplicities from the last one on."""
    numbers = [1]  # numbers[n] of them have the sum n
    for own, tail in zip(reversed(bounds.own), reversed(bounds.tail[:-1]), strict=True):
        partial = [0, *itertools.accumulate(numbers)]
        numbers = [
            partial[min(n + 1, len(numbers))] - partial[min(max(0, n - own), len(numbers))] for n in range(tail + 1)
        ]
    return sum(numbers[bounds.low :])


def _from_vertex(
    start: int, room: tuple[int, ...], closing: int
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], int]]:
    """(multiplicities of the strings that start at this vertex, room left, closing strings still needed), in
    lexicographic order; after each of them the rest can be filled.
    """
    depth = len(room) - 1
    if start == depth:
        ends = (room[b] - room[b + 1] for b in range(depth - 1))
        yield (room[depth] - closing, *ends), (0,) * len(room), 0
        return
    bounds = _bounds(start, room, closing)
    for chosen in _vectors(bounds, 0, bounds.low, bounds.tail[0]):
        passing = list(itertools.accumulate(reversed(chosen)))[::-1]  # this many have at least this length
        closed = passing[depth - start + 1 :]  # ... and close, with their end at 0, 1, ... or beyond
        left = [space - used for space, used in itertools.zip_longest(room[:start], closed, fillvalue=0)]
        left += [room[start + k] - (passing[k] if k < depth else 0) for k in range(depth - start + 1)]
        yield chosen, tuple(left), closing - (closed[0] if closed else 0)


def _can_be_filled(depth: int, room: tuple[int, ...], closing: int) -> bool:
    if min(*room, closing) < 0:
        return False
    return closing <= min(room[0], room[depth]) if depth > 1 else closing == 0


@lru_cache(maxsize=1 << 18)
def _count(start: int, room: tuple[int, ...], closing: int) -> int:
    """How many ways the strings that start at vertex ``start`` or later fill the room with ``closing`` closing ones."""
    depth = len(room) - 1
    if start == depth - 1:
        return _number_of_vectors(_bounds(start, room, closing))  # the strings from H are then determined
    return sum(_count(start + 1, left, need) for _, left, need in _from_vertex(start, room, closing))


def counting_steps(depth: int, room: tuple[int, ...], closing: int) -> int:
    """An upper bound for the steps that :func:`count_multiplicities` takes, found without counting.

    The strings that start below a vertex s and visit vertex s - 1 or later are ever fewer from one vertex to the next,
    and so are the closing strings from vertex 0 on.  What room is left is given by two such sequences, and each choice
    of strings with one start is another.

    >>> counting_steps(2, (1, 1, 1), 0) >= count_multiplicities(2, (1, 1, 1), 0)
    True
    """
    steps = states = 1
    for start in range(depth - 1):
        fitting = _falling([min(room[max(start - 1, 0) : v + 1]) for v in range(start, depth + 1)]) if start else 1
        states = min(states, fitting * _falling([closing] * start))
        states *= _falling([*room[start:], *[closing] * start][:depth])
        steps += states
    return steps + states * depth * (1 + room[depth - 1])


def _falling(most: Sequence[int]) -> int:
    """How many sequences of integers ``most[0] >= a_0 >= a_1 >= ... >= 0`` with ``a_k <= most[k]`` there are."""
    numbers = [1]  # numbers[n] of the tails begin with n at most
    for bound in reversed(most):
        sums = list(itertools.accumulate(numbers))
        numbers = [sums[min(n, len(sums) - 1)] for n in range(bound + 1)]
    return sum(numbers)


def count_multiplicities(depth: int, room: tuple[int, ...], closing: int) -> int:
    """How many multiplicity vectors fill ``room[j]`` places at every vertex j with ``closing`` closing strings.

    >>> count_multiplicities(2, (1, 1, 1), 0)                    # 0, 1, 2; 0-1, 2; 0, 1-2
    3
    """
    return _count(0, room, closing) if _can_be_filled(depth, room, closing) else 0


def every_multiplicities(depth: int, room: tuple[int, ...], closing: int) -> Iterator[tuple[int, ...]]:
    """All vectors counted by :func:`count_multiplicities`, in lexicographic order, one at a time.

    >>> list(every_multiplicities(2, (1, 1, 1), 1))              # 1 and 2-0
    [(0, 0, 1, 0, 0, 1)]
    """

    def extend(start: int, room: tuple[int, ...], closing: int) -> Iterator[tuple[int, ...]]:
        if start > depth:
            yield ()
            return
        for chosen, left, need in _from_vertex(start, room, closing):
            for rest in extend(start + 1, left, need):
                yield (*chosen, *rest)

    if _can_be_filled(depth, room, closing):
        yield from extend(0, room, closing)
