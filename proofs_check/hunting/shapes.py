"""The shape of a critical point: its kind and its spectrum as plain values, from which it is rebuilt."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

import symdln as dln
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec
from symdln.landscape.strings import String, all_strings

T = TypeVar("T")


@dataclass(frozen=True)
class Shape:
    """Selected and unselected singular values, decreasing; the strings, each as often as it occurs; the inputs' name.

    Exactly ``len(unselected)`` strings close.  The widths follow: at each layer the selected values and the strings
    that visit it, and at the input one more where the inputs are deficient.
    """

    depth: int
    selected: tuple[Fraction, ...]
    unselected: tuple[Fraction, ...]
    strings: tuple[String, ...]
    inputs: str = "white"

    @property
    def widths(self) -> tuple[int, ...]:
        visits = [sum(v in string.vertices for string in self.strings) for v in range(self.depth + 1)]
        visits[0] += self.inputs in families.DEFICIENT
        return tuple(len(self.selected) + n for n in visits)

    @property
    def exists(self) -> bool:
        """Whether a problem has this shape: no width is zero, and a single input is neither sheared nor deficient."""
        return min(self.widths) > 0 and (self.inputs in families.ONE_INPUT or self.widths[0] > 1)

    def kind(self) -> dln.Kind:
        """The kind of this shape, of a problem of :mod:`proofs_check.scopes.families`."""
        spectrum = tuple(sorted(self.selected + self.unselected, reverse=True))
        problem = families.problem(Spec(self.widths, families.plain(spectrum), self.inputs))
        first = {value: spectrum.index(value) for value in spectrum}
        positions: list[int] = []
        for value in self.selected:
            positions.append(first[value])
            first[value] += 1
        counts = tuple(self.strings.count(string) for string in all_strings(self.depth))
        return dln.Kind(problem, problem.checked_selection(sorted(positions)), counts)

    def neighbours(self) -> Iterator[Shape]:
        """The shapes one step smaller, or of other inputs."""
        every = (
            self._other_inputs(),
            self._without_a_value(),
            self._without_a_string(),
            self._with_a_string_trimmed(),
            self._with_a_string_cut(),
            self._contracted(),
            self._lowered(),
            self._exchanged_and_smaller(),
        )
        return (shape for shapes in every for shape in shapes if shape.exists)

    def _other_inputs(self) -> Iterator[Shape]:
        return (replace(self, inputs=inputs) for inputs in families.INPUTS)

    def _without_a_value(self) -> Iterator[Shape]:
        """The shapes with one selected value dropped, or unselected and replaced by single strings at hidden layers."""
        depth = self.depth
        for value in set(self.selected):
            kept = _without(self.selected, value)
            yield replace(self, selected=kept)
            fresh = (String(depth, 1, depth), *(String(v, 0, depth) for v in range(1, depth)))
            unselected = tuple(sorted((*self.unselected, value), reverse=True))
            yield replace(self, selected=kept, unselected=unselected, strings=self.strings + fresh)

    def _without_a_string(self) -> Iterator[Shape]:
        for string in set(self.strings):
            yield from self._exchanged(string, ())

    def _with_a_string_trimmed(self) -> Iterator[Shape]:
        for string in set(self.strings):
            if string.length:
                yield from self._exchanged(string, (String(string.start, string.length - 1, self.depth),))
                start = (string.start + 1) % (self.depth + 1)
                yield from self._exchanged(string, (String(start, string.length - 1, self.depth),))

    def _with_a_string_cut(self) -> Iterator[Shape]:
        """The shapes with one arrow of a string cut; if it is the closing one, an unselected value becomes zero."""
        for string in set(self.strings):
            for length in range(string.length):
                rest = (string.start + length + 1) % (self.depth + 1)
                pieces = String(string.start, length, self.depth), String(rest, string.length - length - 1, self.depth)
                yield from self._exchanged(string, pieces)

    def _exchanged(self, string: String, pieces: tuple[String, ...]) -> Iterator[Shape]:
        """The shape with these pieces in place of a string; each closing string lost is an unselected value lost."""
        strings = _without(self.strings, string) + pieces
        if string.closing and not any(piece.closing for piece in pieces):
            for value in set(self.unselected):
                yield replace(self, strings=strings, unselected=_without(self.unselected, value))
        else:
            yield replace(self, strings=strings)

    def _contracted(self) -> Iterator[Shape]:
        """The shapes with one hidden layer fewer, which every string leaves out."""
        for layer in range(1, self.depth) if self.depth > 2 else ():
            strings = [_leaving_out(string, layer) for string in self.strings]
            left = tuple(string for string in strings if string is not None)
            if all(string.length <= string.depth - 1 for string in left):
                yield replace(self, depth=self.depth - 1, strings=left)

    def _lowered(self) -> Iterator[Shape]:
        """The shapes with the values replaced by their ranks, or with one of them lowered by one."""
        every = sorted({*self.selected, *self.unselected})
        ranks = {value: Fraction(rank) for rank, value in enumerate(every, 1)}
        yield replace(
            self,
            selected=tuple(ranks[value] for value in self.selected),
            unselected=tuple(ranks[value] for value in self.unselected),
        )
        for value in set(self.selected):
            if value > 1:
                yield replace(self, selected=_decreasing(_without(self.selected, value), value - 1))
        for value in set(self.unselected):
            if value > 1:
                yield replace(self, unselected=_decreasing(_without(self.unselected, value), value - 1))

    def _exchanged_and_smaller(self) -> Iterator[Shape]:
        """The shapes in which a selected and an unselected value change places, and a string is dropped."""
        for one, other in itertools.product(set(self.selected), set(self.unselected)):
            yield from replace(
                self,
                selected=_decreasing(_without(self.selected, one), other),
                unselected=_decreasing(_without(self.unselected, other), one),
            )._without_a_string()


def shape_of(point: dln.Point) -> Shape:
    """The shape of a critical point, with the singular values where they are rational, else with their ranks."""
    problem, kind = point.problem, dln.kind_of(point)
    values = values_of(problem)
    strings = tuple(string for string, m in kind.strings.items() for _ in range(m))
    return Shape(
        problem.depth,
        tuple(values[i] for i in kind.selection),
        tuple(values[i] for i in range(len(values)) if i not in kind.selection),
        strings,
        "deficient" if problem.data_rank < problem.input_width else "white",
    )


def filled_shape_of(point: dln.Point) -> Shape:
    """The shape for X = I with the same widths: a string that is one input stands for each direction that X lacks."""
    shape, problem = shape_of(point), point.problem
    lost = (String(0, 0, problem.depth),) * (problem.input_width - problem.data_rank)
    return replace(shape, strings=shape.strings + lost, inputs="white")


def values_of(problem: dln.Problem) -> list[Fraction]:
    """The nonzero singular values in decreasing order where all are rational, else integers in the same order."""
    squares = [problem.spectrum[i].value for i in problem.positions]
    roots = [Fraction(0) if square is None else _root(square) for square in squares]
    if all(root * root == square for root, square in zip(roots, squares, strict=True)):
        return roots
    different = max(problem.positions, default=0) + 1
    return [Fraction(different - i) for i in problem.positions]


def _root(square: Fraction) -> Fraction:
    """The square root where it is rational, else another rational number."""
    return Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator) or 1)


def _leaving_out(string: String, layer: int) -> String | None:
    """The string without a hidden layer, its vertices numbered anew; None where nothing is left."""
    vertices = [v - (v > layer) for v in string.vertices if v != layer]
    return String(vertices[0], len(vertices) - 1, string.depth - 1) if vertices else None


def _without(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    at = values.index(value)
    return (*values[:at], *values[at + 1 :])


def _decreasing(values: Sequence[Fraction], more: Fraction) -> tuple[Fraction, ...]:
    return tuple(sorted((*values, more), reverse=True))
