"""All kinds of all architectures up to a size, counted by one table and found by their numbers, without a list."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from functools import cached_property, lru_cache
from math import comb

import numpy as np

import symdln as dln
from proofs_check.scopes import families
from proofs_check.scopes.families import Family, Spec
from symdln.errors import InputError
from symdln.landscape.strings import String, all_strings

LARGEST_TABLE = 10**6
LARGEST_COUNT = 2**31


class EveryKind:
    """The kinds of critical points of depth 2 to ``depth`` and widths 1 to ``width``, numbered from 0 to ``total - 1``.

    X = I, and the singular values are ``width, ..., 2, 1`` cut to ``min(d_x, d_y)``, all distinct.  Architectures come
    by depth, then by widths in lexicographic order; the kinds of one come in the order of ``Problem.kinds``.
    """

    def __init__(self, depth: int, width: int):
        if depth < 2 or width < 1:
            raise InputError(f"depth {depth} and width {width} were passed; they must be at least 2 and 1.")
        if (width + 1) ** (depth + 1) > LARGEST_TABLE:
            raise InputError(
                f"the kinds up to depth {depth} and width {width} need a table of {(width + 1) ** (depth + 1):,} "
                f"counts, and {LARGEST_TABLE:,} is the limit; pass a smaller depth or width."
            )
        self.depth, self.width = depth, width
        self.family = Family(tuple(range(2, depth + 1)), width, (tuple(range(width, 0, -1)),))

    @cached_property
    def specs(self) -> tuple[Spec, ...]:
        return tuple(self.family.specs())

    @cached_property
    def ends(self) -> list[int]:
        """For every architecture, the number of kinds up to its last one."""
        counts = [self._counts(depth) for depth in self.family.depths]
        return list(itertools.accumulate(itertools.chain.from_iterable(counts)))

    @property
    def total(self) -> int:
        return self.ends[-1]

    def kind(self, number: int) -> dln.Kind:
        """The kind of this number, by its architecture, its selection S, then one string after the other."""
        index = bisect_right(self.ends, number)
        spec = self.specs[index]
        left = number - (self.ends[index - 1] if index else 0)
        widths, values = spec.widths, len(spec.spectrum)
        tables = fillings(len(widths) - 1, self.width, widths[-1] <= widths[0])
        for rank in range(min(widths) + 1):
            room = tuple(width - rank for width in widths)
            fillings_each = int(tables[0][room])
            if left < comb(values, rank) * fillings_each:
                which, left = divmod(left, fillings_each)
                selection = next(itertools.islice(itertools.combinations(range(values), rank), which, None))
                return dln.Kind(families.problem(spec), selection, _filling(tables, room, left))
            left -= comb(values, rank) * fillings_each
        raise IndexError(f"there is no kind of number {number}; there are {self.total}.")

    def _counts(self, depth: int) -> list[int]:
        """The number of kinds of each architecture of a depth: ``sum_r C(min(d_x, d_y), r) F(d_0 - r, ..., d_H - r)``.

        F counts the multiplicity vectors that fill the room left by a product of rank r.
        """
        widths = np.array(list(itertools.product(range(1, self.width + 1), repeat=depth + 1)))
        ends = np.minimum(widths[:, 0], widths[:, -1])
        narrow_output = widths[:, -1] <= widths[:, 0]
        counts = np.zeros(len(widths), dtype=object)
        for rank in range(self.width + 1):
            for narrow in (True, False):
                rows = np.flatnonzero((widths.min(axis=1) >= rank) & (narrow_output == narrow))
                found = fillings(depth, self.width, narrow)[0][tuple((widths[rows] - rank).T)]
                choices = np.array([comb(end, rank) for end in ends[rows].tolist()], dtype=object)
                counts[rows] += choices * found.astype(object)
        return counts.tolist()


@lru_cache(maxsize=8)
def every_kind(depth: int, width: int) -> EveryKind:
    """The kinds up to a size, with the tables that this process keeps."""
    return EveryKind(depth, width)


@lru_cache(maxsize=32)
def fillings(depth: int, width: int, narrow_output: bool) -> tuple[np.ndarray, ...]:
    """Tables t_0, ..., t_n for the n strings of a depth: ``t_k[room]`` counts the ways to fill it by strings k on.

    A room is the number of places at each vertex, up to ``width``.  As Sxy has full rank, every string through the
    narrower end of the network closes, so the strings that stop there (at H if ``narrow_output``, else at 0) do not
    occur, and the number of closing strings is then determined.  One more of string k takes a place at its vertices:
    ``t_k[room] = t_{k+1}[room] + t_k[room - vertices of k]``.
    """
    table = np.zeros((width + 1,) * (depth + 1), dtype=np.int64)
    table[(0,) * (depth + 1)] = 1
    tables = [table.astype(np.int32)]
    for string in reversed(all_strings(depth)):
        if not _stops(string, narrow_output):
            _add_string(table, string)
            if int(table.max()) >= LARGEST_COUNT:
                raise InputError(f"some room of depth {depth} and width {width} has too many fillings to count.")
            tables.append(table.astype(np.int32))
        else:
            tables.append(tables[-1])
    return tuple(reversed(tables))


def _stops(string: String, narrow_output: bool) -> bool:
    """Whether the string stops at the narrower end: ends at H, or starts at 0."""
    return not string.closing and (string.end == string.depth if narrow_output else string.start == 0)


def _add_string(table: np.ndarray, string: String) -> None:
    first, *others = string.vertices
    into: list[slice | int] = [slice(None)] * table.ndim
    out_of: list[slice | int] = [slice(None)] * table.ndim
    for vertex in others:
        into[vertex], out_of[vertex] = slice(1, None), slice(None, -1)
    for places in range(1, table.shape[0]):
        into[first], out_of[first] = places, places - 1
        table[tuple(into)] += table[tuple(out_of)]


def _filling(tables: tuple[np.ndarray, ...], room: tuple[int, ...], number: int) -> tuple[int, ...]:
    """The multiplicity vector of this number among those that fill the room, in lexicographic order."""
    chosen = []
    for string, before, after in zip(all_strings(len(room) - 1), tables, tables[1:], strict=False):
        multiplicity = 0
        if before is not after:  # otherwise the string does not occur
            while number >= (count := int(after[room])):
                number -= count
                multiplicity += 1
                room = tuple(places - (v in string.vertices) for v, places in enumerate(room))
        chosen.append(multiplicity)
    return tuple(chosen)
