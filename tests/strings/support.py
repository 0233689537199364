"""Kinds of critical points with ties and zero singular values, and what the closed forms need to know of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import symdln as dln
from symdln.landscape.strings import all_strings
from symdln.strings.evaluate import Arc, visited


def spectra(widths: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Distinct positive, all equal, and all equal but one that is zero."""
    most = min(widths[0], widths[-1])
    return sorted({tuple(range(most, 0, -1)), (2,) * most, (2,) * (most - 1)})


def kinds_of(depth: int, largest: int) -> Iterator[dln.Kind]:
    """Every kind of every architecture of a depth with widths up to ``largest``, with every one of these spectra."""
    for widths in itertools.product(range(1, largest + 1), repeat=depth + 1):
        for values in spectra(widths):
            yield from dln.Problem.canonical(values, widths).kinds()


def strings_of(kind: dln.Kind) -> dict[Arc, int]:
    return {(string.start, string.length): count for string, count in kind.strings.items()}


def ties_of(kind: dln.Kind) -> list[tuple[int, int]]:
    """How often each nonzero singular value occurs and how often it is selected."""
    problem = kind.problem
    counts = zip(problem.spectrum, problem.selection_counts(kind.selection), strict=True)
    return [(value.multiplicity, count) for value, count in counts if not value.is_zero]


def kind_with(problem: dln.Problem, selection: tuple[int, ...], strings: dict[str, int]) -> dln.Kind:
    """The kind with these strings, written by their vertices as in 3-0-1."""
    return next(
        kind
        for kind in problem.kinds(selection)
        if {str(string): count for string, count in kind.strings.items()} == strings
    )


def point_with(depth: int, strings: dict[Arc, int], *, rank: int) -> dln.Point:
    """An exact critical point, S on top, with exactly these strings; X = I and distinct singular values.

    With rank 0 some string has to pass through every vertex.
    """
    through = [sum(n for arc, n in strings.items() if vertex in visited(arc, depth)) for vertex in range(depth + 1)]
    values = rank + sum(n for arc, n in strings.items() if sum(arc) > depth)
    problem = dln.Problem.canonical(tuple(range(values, 0, -1)), tuple(rank + count for count in through))
    multiplicities = tuple(strings.get((found.start, found.length), 0) for found in all_strings(depth))
    return dln.Kind(problem, tuple(range(rank)), multiplicities).representative(1)
