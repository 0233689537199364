"""Problems and critical points that several benchmarks measure on."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import symdln as dln
from symdln.landscape.kinds import Kind
from symdln.landscape.strings import String, all_strings


def square_problem(widths: Sequence[int]) -> dln.Problem:
    """X = I and distinct singular values d, d - 1, ..., 1, for equal widths d."""
    return dln.Problem.canonical(range(widths[0], 0, -1), widths)


def varied_kind(problem: dln.Problem) -> Kind:
    """A kind of middle rank with inversions and strings of every sort: every second singular value is selected."""
    selection = tuple(range(0, problem.least_width, 2))[: problem.least_width // 2]
    room = [width - len(selection) for width in problem.widths]
    strings = all_strings(problem.depth)
    closing = [string for string in strings if string.closing]
    counts = _fill(closing, room, problem.cross_rank - len(selection))
    counts += _fill([string for string in strings if not string.closing], room, sum(room))
    return Kind(problem, selection, tuple(counts[string] for string in strings))


def _fill(strings: Sequence[String], room: list[int], most: int) -> Counter[String]:
    """Strings in turn, each wherever it fits, until ``most`` are placed or no room is left; ``room`` shrinks."""
    counts: Counter[String] = Counter()
    for string in itertools.cycle(strings):
        if counts.total() == most or not any(room):
            return counts
        if all(room[vertex] for vertex in string.vertices):
            counts[string] += 1
            for vertex in string.vertices:
                room[vertex] -= 1
    return counts
