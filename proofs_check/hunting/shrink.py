"""Makes a failing case smaller while it still fails: fewer weights, less depth, smaller spectra, smaller entries.

Critical points are made smaller through their kind: strings and singular values are dropped, strings trimmed and cut,
layers contracted, and the point is built afresh.  When that yields nothing smaller, units, layers and entries of the
weights are made smaller one at a time.  Every step is checked, so the result fails as the original case did; it is not
claimed that nothing smaller fails.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.hunting.shapes import Shape, filled_shape_of, shape_of, values_of
from proofs_check.language.subjects import PROBLEMS, Subject
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec
from symdln.errors import SymdlnError

MOST_STEPS = 2000

Small = Any
"""A point or a problem."""


def shrunk(
    subject: Small, of: Subject, fails: Callable[[Small], bool], stop: Callable[[], bool] = lambda: False
) -> Small:
    """The smallest case found from this one, step by step, always the smallest neighbour that fails."""
    tried = {subject}
    while True:
        smaller = _next(subject, of, fails, stop, tried)
        if smaller is None:
            return subject
        subject = smaller


def _next(
    subject: Small,
    of: Subject,
    fails: Callable[[Small], bool],
    stop: Callable[[], bool],
    tried: set[Small],
) -> Small | None:
    size = measure(subject)
    neighbours = problem_neighbours(subject) if of == PROBLEMS else point_neighbours(subject)
    found = dict.fromkeys(neighbour for neighbour in neighbours if neighbour not in tried and measure(neighbour) < size)
    for neighbour in sorted(found, key=measure):
        if stop() or len(tried) > MOST_STEPS:
            return None
        tried.add(neighbour)
        if of.includes(neighbour) and fails(neighbour):
            return neighbour
    return None


# -- what is smaller ---------------------------------------------------------------------------------------------------


def measure(subject: Small) -> tuple[Any, ...]:
    """The size of a case: number of weights, depth, widths, plainness of the data, sizes of data and of weights."""
    problem = subject.problem if isinstance(subject, dln.Point) else subject
    moments = [entry for moment in (problem.Sxx, problem.Syx, problem.Syy) for entry in moment.entries()]
    plain = (
        problem.Sxx != dln.Matrix.identity(problem.input_width),
        problem.data_rank < problem.input_width,
        problem.Syy != problem.sigma,
        problem.loss_factor != Fraction(1, 2),
        problem.samples is not None and problem.samples != problem.input_width,
    )
    weights = [e for layer in subject.weights for e in layer.entries()] if isinstance(subject, dln.Point) else []
    return (problem.parameters, problem.depth, problem.widths, plain, *_sizes(moments), *_sizes(weights))


def _sizes(entries: Sequence[Fraction]) -> tuple[int, int, tuple[Fraction, ...]]:
    """Sum of heights, number of negative entries, and the entries with large ones last, to distinguish any two."""
    height = sum(abs(int(e.numerator)) + int(e.denominator) - 1 for e in entries)
    return height, sum(e < 0 for e in entries), tuple(entries)


# -- neighbours of problems --------------------------------------------------------------------------------------------


def problem_neighbours(problem: dln.Problem) -> Iterator[dln.Problem]:
    """Plain problems with the same or smaller widths and spectra, and the problem with one input or output less."""
    for widths in _smaller_widths(problem.widths):
        yield from _plain_problems(widths, problem)
    for vertex in (0, problem.depth):
        for unit in range(problem.widths[vertex]):
            smaller = _without_unit(problem, vertex, unit)
            if smaller is not None:
                yield smaller


def _smaller_widths(widths: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    yield widths
    for j in range(1, len(widths) - 1):
        if len(widths) > 3:
            yield (*widths[:j], *widths[j + 1 :])
    for j, width in enumerate(widths):
        if width > 1:
            yield (*widths[:j], width - 1, *widths[j + 1 :])


def _plain_problems(widths: tuple[int, ...], problem: dln.Problem) -> Iterator[dln.Problem]:
    """Problems of :mod:`proofs_check.scopes.families` with these widths and the spectrum, or one a little smaller."""
    values = values_of(problem)
    padded = [*values, *[Fraction(0)] * (problem.output_width - len(values))]
    for inputs in families.INPUTS:
        if inputs not in families.ONE_INPUT and widths[0] == 1:
            continue
        room = min(widths[0] - (inputs in families.DEFICIENT), widths[-1])
        for wanted in {tuple(padded[:room]), *_fewer(padded, room), *_lowered(padded[:room])}:
            yield families.problem(Spec(widths, families.plain(wanted), inputs))


def _fewer(values: Sequence[Fraction], room: int) -> Iterator[tuple[Fraction, ...]]:
    """The values without one of them."""
    for i in range(len(values)):
        yield tuple([*values[:i], *values[i + 1 :]][:room])


def _lowered(values: Sequence[Fraction]) -> Iterator[tuple[Fraction, ...]]:
    """The values, decreasing, with one lowered by one; or their ranks instead."""
    ranks = {value: Fraction(rank) for rank, value in enumerate(sorted({Fraction(0), *values}))}
    yield tuple(ranks[value] for value in values)
    for i, value in enumerate(values):
        if value >= 1:
            yield tuple(sorted([*values[:i], value - 1, *values[i + 1 :]], reverse=True))


def _without_unit(problem: dln.Problem, vertex: int, unit: int) -> dln.Problem | None:
    """The problem without one input or output, or with one hidden unit less; None where none would be left."""
    widths = problem.widths
    if widths[vertex] == 1:
        return None
    widths = (*widths[:vertex], widths[vertex] - 1, *widths[vertex + 1 :])
    inputs = [i for i in range(problem.input_width) if vertex != 0 or i != unit]
    outputs = [i for i in range(problem.output_width) if vertex != problem.depth or i != unit]
    return dln.Problem(
        widths,
        problem.Sxx.block(inputs, inputs),
        problem.Syx.block(outputs, inputs),
        problem.Syy.block(outputs, outputs),
        problem.loss_factor,
        problem.samples,
    )


# -- neighbours of points ----------------------------------------------------------------------------------------------


def point_neighbours(point: dln.Point) -> Iterator[dln.Point]:
    if point.is_critical:
        yield from _by_shape(point)
    yield from _with_fewer_units(point)
    yield from _with_smaller_data(point)
    yield from _with_smaller_entries(point)


def _by_shape(point: dln.Point) -> Iterator[dln.Point]:
    shapes = (shape_of(point), filled_shape_of(point))
    for smaller in dict.fromkeys(found for shape in shapes for found in (shape, *shape.neighbours())):
        yield from _points(smaller)


def _points(shape: Shape) -> Iterator[dln.Point]:
    """Representatives of the shape's kind: aligned, mixed, disguised."""
    kind = shape.kind()
    try:
        yield kind.representative()
        for seed in (0, 1):
            for mixed, disguised in ((True, False), (False, True), (True, True)):
                yield kind.representative(seed, mixed=mixed, disguised=disguised)
    except SymdlnError:  # no rational point
        return


def _with_fewer_units(point: dln.Point) -> Iterator[dln.Point]:
    problem, weights = point.problem, point.weights
    for j in range(1, problem.depth):
        if problem.depth > 2:
            widths = (*problem.widths[:j], *problem.widths[j + 1 :])
            merged = (*weights[: j - 1], weights[j] @ weights[j - 1], *weights[j + 1 :])
            yield dln.Point(_with_widths(problem, widths), merged)
    for vertex, width in enumerate(problem.widths):
        for unit in range(width):
            smaller = _without_unit(problem, vertex, unit)
            if smaller is None:
                continue
            kept = [i for i in range(width) if i != unit]
            layers = list(weights)
            if vertex > 0:
                before = layers[vertex - 1]
                layers[vertex - 1] = before.block(kept, range(before.shape[1]))
            if vertex < problem.depth:
                after = layers[vertex]
                layers[vertex] = after.block(range(after.shape[0]), kept)
            yield dln.Point(smaller, layers)


def _with_widths(problem: dln.Problem, widths: tuple[int, ...]) -> dln.Problem:
    return dln.Problem(widths, problem.Sxx, problem.Syx, problem.Syy, problem.loss_factor, problem.samples)


def _with_smaller_data(point: dln.Point) -> Iterator[dln.Point]:
    """The same weights for plainer data."""
    for problem in _plain_problems(point.problem.widths, point.problem):
        yield dln.Point(problem, point.weights)


def _with_smaller_entries(point: dln.Point) -> Iterator[dln.Point]:
    """The points with a layer zero, or one entry zero, positive, integral, half as large, or nearer to zero by one."""
    for j, layer in enumerate(point.weights):
        if layer.is_zero():
            continue
        yield _with_layer(point, j, dln.Matrix.zeros(*layer.shape))
        entries = layer.entries()
        for i, entry in enumerate(entries):
            if not entry:
                continue
            lower, half = int(entry) - (1 if entry > 0 else -1), int(entry / 2)
            for smaller in {Fraction(value) for value in (0, abs(entry), int(entry), 1, lower, half)}:
                changed = [*entries[:i], smaller, *entries[i + 1 :]]
                yield _with_layer(point, j, dln.Matrix.from_entries(*layer.shape, changed))
    for j, k in itertools.combinations(range(point.problem.depth), 2):  # signs that cancel in the product
        yield dln.Point(point.problem, [-layer if i in (j, k) else layer for i, layer in enumerate(point.weights)])


def _with_layer(point: dln.Point, j: int, layer: dln.Matrix) -> dln.Point:
    return dln.Point(point.problem, (*point.weights[:j], layer, *point.weights[j + 1 :]))
