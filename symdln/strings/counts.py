"""How many kinds of critical points an architecture has, by order and by index: generating functions, no enumeration.

A kind is a selection S of r singular values and multiplicities of strings: ``d_j - r`` of them through every vertex j
(rank X for d_0), and ``rank Sxy - r`` of them close.  The two choices are independent for given r, and the index adds
up: ``n_- = inv(S) + pairs``.  So the polynomial whose coefficient at ``q^n`` counts the kinds of index n is the sum
over r of the product of one polynomial for S and one for the strings.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import flint

from symdln.errors import InputError, shown
from symdln.strings.evaluate import Arc, holds, strings_of, visited
from symdln.strings.order import closes, order_of_saddle
from symdln.strings.parser import definition

Weighted = tuple[tuple[int, ...], int]  # the places of one copy of a string, and its contribution to the index
_Q = flint.fmpz_poly([0, 1])


def count_kinds_by_index(
    widths: Sequence[int], values: Sequence[int] | None = None, *, data_rank: int | None = None
) -> dict[int, int]:
    """The number of kinds with each index ``n_-``, the number of negative eigenvalues of the Hessian.

    ``widths`` are d_0, ..., d_H; ``values`` says how often each nonzero singular value occurs, largest first (by
    default min(d_0, d_H) different ones); ``data_rank`` is rank X (by default d_0).  The work grows like a power of
    the widths whose exponent grows with the depth.
    Raises ``InputError`` where widths, values and rank do not fit together.

    >>> count_kinds_by_index((2, 2, 2))         # r = 0: 4; r = 1: 1 or, with an inversion, 2; r = 2: 0
    {0: 1, 1: 1, 2: 1, 4: 1}
    """
    widths, values, inputs = _checked(widths, values, data_rank)
    total = flint.fmpz_poly([0])
    for rank, selections in enumerate(_selections(values, min(widths))):
        total += selections * _strings_by_pairs(len(widths) - 1, _room(widths, inputs, rank), sum(values) - rank)
    return {index: int(count) for index, count in enumerate(total) if count}


def count_kinds_by_order(
    widths: Sequence[int], values: Sequence[int] | None = None, *, data_rank: int | None = None
) -> dict[int | None, int]:
    """The number of kinds of each order: None for global minimisers, 2 for strict and more for non-strict saddles.

    Arguments and errors are those of :func:`count_kinds_by_index`.

    >>> count_kinds_by_order((1, 1, 1, 1))      # abc = s; two factors zero (three kinds); three factors zero
    {None: 1, 2: 3, 3: 1}
    """
    widths, values, inputs = _checked(widths, values, data_rank)
    depth, found = len(widths) - 1, Counter[int | None]()
    best = min(inputs, *widths, sum(values))
    for rank, selections in enumerate(_selections(values, min(widths))):
        room, closing = _room(widths, inputs, rank), sum(values) - rank
        every = int(selections(1)) * _fillings(depth, room, closing)
        on_top = Counter({None: _fillings(depth, room, closing)}) if rank == best else _non_strict(depth, room, closing)
        found += on_top
        found[2] += every - sum(on_top.values())
    return {order: found[order] for order in sorted(found, key=lambda order: order or 0) if found[order]}


def _checked(
    widths: Sequence[int], values: Sequence[int] | None, data_rank: int | None
) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    widths = tuple(widths)
    if len(widths) < 2 or any(not isinstance(width, int) or isinstance(width, bool) or width < 1 for width in widths):
        raise InputError(f"Widths are at least two positive integers d_0, ..., d_H, but {shown(widths)} was passed.")
    inputs = widths[0] if data_rank is None else data_rank
    if not 0 <= inputs <= widths[0]:
        raise InputError(f"rank X = {inputs} was passed, but the input width is {widths[0]}; pass one from 0 to that.")
    most = min(inputs, widths[-1])
    values = (1,) * most if values is None else tuple(values)
    if sum(values) > most or any(value < 1 for value in values):
        raise InputError(
            f"{shown(values)} was passed as multiplicities of the nonzero singular values; pass positive integers that "
            f"add up to at most min(rank X, d_H) = {most}."
        )
    return widths, values, inputs


def _room(widths: Sequence[int], inputs: int, rank: int) -> tuple[int, ...]:
    return (inputs - rank, *(width - rank for width in widths[1:]))


def _selections(values: Sequence[int], largest: int) -> list[flint.fmpz_poly]:
    """For r = 0, ..., the polynomial that counts the sub-multisets of r values by their inversions."""
    ways = {(0, 0): flint.fmpz_poly([1])}  # (selected, left) among the values so far -> polynomial
    for multiplicity in values:
        after: dict[tuple[int, int], flint.fmpz_poly] = {}
        for (selected, left), polynomial in ways.items():
            for count in range(multiplicity + 1):
                state = selected + count, left + multiplicity - count
                after[state] = after.get(state, flint.fmpz_poly([0])) + polynomial * _Q ** (count * left)
        ways = after
    found = {selected: polynomial for (selected, _), polynomial in ways.items()}
    return [found[rank] for rank in range(min(largest, sum(values)) + 1)]


# -- strings -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _pairs(depth: int) -> frozenset[tuple[Arc, Arc]]:
    """The ordered pairs (sigma, tau) of strings that are a pair."""
    formula, strings = definition("pair")[1], strings_of(depth)
    return frozenset(
        (sigma, tau)
        for sigma, tau in itertools.product(strings, repeat=2)
        if holds(formula, {"H": depth, "sigma": sigma, "tau": tau})
    )


def _fillings(depth: int, room: tuple[int, ...], closing: int) -> int:
    """How many multiplicity vectors fill the room with the given number of closing strings."""
    weighted = _weighted(depth, strings_of(depth), {})
    return int(_filled(weighted, (*room, closing))(1))


def _strings_by_pairs(depth: int, room: tuple[int, ...], closing: int) -> flint.fmpz_poly:
    """The polynomial that counts the multiplicity vectors by their number of pairs.

    Once the closing strings are chosen, every open string adds a fixed number of pairs.
    """
    closed = [string for string in strings_of(depth) if closes(string, depth)]
    opened = [string for string in strings_of(depth) if not closes(string, depth)]
    pairs, total = _pairs(depth), flint.fmpz_poly([0])
    for counts in _compositions(closing, len(closed)):
        chosen = {tau: count for tau, count in zip(closed, counts, strict=True) if count}
        left = _left(depth, room, chosen)
        if left is not None:
            among = sum(n * m for (s, n), (t, m) in itertools.product(chosen.items(), repeat=2) if (s, t) in pairs)
            weights = {s: sum(m for t, m in chosen.items() if (s, t) in pairs) for s in opened}
            total += _Q**among * _filled(_weighted(depth, opened, weights), (*left, 0))
    return total


def _non_strict(depth: int, room: tuple[int, ...], closing: int) -> Counter[int | None]:
    """The number of multiplicity vectors without pairs of each order, by the sets of strings that occur."""
    found = Counter[int | None]()
    for occurring in _free_sets(depth, (*room, closing), _pairs(depth)):
        left = _left(depth, room, dict.fromkeys(occurring, 1))
        rest = closing - sum(closes(string, depth) for string in occurring)
        if left is not None and rest >= 0:
            count = int(_filled(_weighted(depth, occurring, {}), (*left, rest))(1))
            if count:
                found[order_of_saddle(depth, occurring)] += count
    return found


def _free_sets(depth: int, room: tuple[int, ...], pairs: frozenset[tuple[Arc, Arc]]) -> Iterator[tuple[Arc, ...]]:
    """The sets of strings without a pair that fit with one copy each and visit every vertex that has room."""
    strings = strings_of(depth)
    places = {string: _places(string, depth) for string in strings}
    reach = [frozenset(p for s in strings[at:] for p in places[s]) for at in range(len(strings) + 1)]

    def extend(
        at: int, chosen: tuple[Arc, ...], left: tuple[int, ...], bare: frozenset[int]
    ) -> Iterator[tuple[Arc, ...]]:
        if not bare <= reach[at]:
            return
        if at == len(strings):
            yield chosen
            return
        yield from extend(at + 1, chosen, left, bare)
        string = strings[at]
        fits = all(left[place] for place in places[string])
        if fits and not any((string, other) in pairs or (other, string) in pairs for other in (*chosen, string)):
            taken = tuple(space - (place in places[string]) for place, space in enumerate(left))
            yield from extend(at + 1, (*chosen, string), taken, bare - set(places[string]))

    yield from extend(0, (), room, frozenset(place for place, space in enumerate(room) if space))


def _left(depth: int, room: tuple[int, ...], chosen: dict[Arc, int]) -> tuple[int, ...] | None:
    """The room that the chosen strings leave; None where they do not fit."""
    left = list(room)
    for string, count in chosen.items():
        for vertex in visited(string, depth):
            left[vertex] -= count
    return tuple(left) if min(left) >= 0 else None


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All tuples of ``parts`` non-negative integers with this sum."""
    if not parts:
        yield from [()] if total == 0 else []
        return
    for bars in itertools.combinations(range(total + parts - 1), parts - 1):
        ends = (-1, *bars, total + parts - 1)
        yield tuple(b - a - 1 for a, b in itertools.pairwise(ends))


# -- filling room: a vector partition function with weights ------------------------------------------------------------


def _places(string: Arc, depth: int) -> tuple[int, ...]:
    """The vertices that a string visits, and the place H + 1 if it closes."""
    return visited(string, depth) + ((depth + 1,) if closes(string, depth) else ())


def _weighted(depth: int, strings: Sequence[Arc], weights: dict[Arc, int]) -> tuple[Weighted, ...]:
    """Strings with their weights, those with a single place last."""
    listed = [(_places(string, depth), weights.get(string, 0)) for string in strings]
    return tuple(sorted(listed, key=lambda one: (len(one[0]) == 1, min(one[0]), -len(one[0]))))


@lru_cache(maxsize=1 << 18)
def _filled(strings: tuple[Weighted, ...], room: tuple[int, ...]) -> flint.fmpz_poly:
    """The sum of q^(total weight) over the multiplicities with which the strings fill every place exactly."""
    if not strings or len(strings[0][0]) == 1:
        return _by_singles(strings, room)
    (places, weight), rest = strings[0], strings[1:]
    most = min(room[place] for place in places)
    still = {place for others, _ in rest for place in others}
    forced = {room[place] for place in places if place not in still}
    if len(forced) > 1 or (forced and max(forced) > most):
        return flint.fmpz_poly([0])
    total = flint.fmpz_poly([0])
    for count in forced or range(most + 1):
        left = tuple(space - count if place in places else space for place, space in enumerate(room))
        total += _Q ** (count * weight) * _filled(rest, left)
    return total


def _by_singles(strings: tuple[Weighted, ...], room: tuple[int, ...]) -> flint.fmpz_poly:
    """The same for strings with one place each, all different: every multiplicity is forced."""
    weights = {place: weight for (place,), weight in strings}
    if any(space and place not in weights for place, space in enumerate(room)):
        return flint.fmpz_poly([0])
    return _Q ** sum(weights[place] * space for place, space in enumerate(room) if space)
