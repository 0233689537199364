"""Random points for a hunt: critical points of random kinds, gauges of them, points near them, any small weights."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from fractions import Fraction

import symdln as dln
from proofs_check.hunting.problems import orthogonal
from proofs_check.scopes.general_data import has_rational_points
from proofs_check.scopes.small_weights import layers_of
from symdln.landscape.strings import all_strings

Draw = Callable[[random.Random, dln.Problem], dln.Point | None]
"""A point of a problem; None where the draw led to none, so that another problem is drawn."""


def critical_point(rng: random.Random, problem: dln.Problem) -> dln.Point | None:
    """A point of a random kind; aligned, mixed, disguised, or with layers scaled against each other."""
    kind = random_kind(problem, rng)
    if not has_rational_points(problem, kind.selection):
        return None
    point = kind.representative(rng, mixed=rng.random() < 0.5, disguised=rng.random() < 0.5)
    return rescaled(point, rng, (2, 3, -1, -2, Fraction(1, 2), Fraction(2, 3))) if rng.random() < 0.3 else point


def large_critical_point(rng: random.Random, problem: dln.Problem) -> dln.Point | None:
    """The same, for deep or wide networks; every third time all strings are as short as they can be, as where W = 0,
    and every sixth time as long, so that the ranks of the layers are as large as they can be.
    """
    variant = rng.random()
    if 1 / 6 <= variant < 2 / 3:
        return critical_point(rng, problem)
    kind = random_kind(problem, rng, lengths=max if variant < 1 / 6 else min)
    return kind.representative(rng) if has_rational_points(problem, kind.selection) else None


def random_kind(
    problem: dln.Problem, rng: random.Random, *, lengths: Callable[[Iterable[int]], int] | None = None
) -> dln.Kind:
    """A random selection (every other time the largest singular values), and random strings until all widths are full.

    With ``lengths``, ``min`` or ``max``, the strings are the shortest or the longest of those that fit, and every other
    time the selection is the smallest or the largest.
    """
    size = lengths((0, problem.best_rank)) if lengths and rng.random() < 0.5 else rng.randint(0, problem.best_rank)
    chosen = range(size) if rng.random() < 0.5 else rng.sample(range(problem.cross_rank), size)
    selection = problem.checked_selection(sorted(chosen))
    room = [problem.data_rank - size, *(width - size for width in problem.widths[1:])]
    strings = all_strings(problem.depth)
    counts = [0] * len(strings)

    def fill(closing: bool) -> None:
        """Add one more of the strings that fit; every vertex alone is a string that does not close."""
        fitting = [
            i for i, string in enumerate(strings) if string.closing is closing and all(room[v] for v in string.vertices)
        ]
        wanted = lengths(len(strings[i].vertices) for i in fitting) if lengths else None
        taken = rng.choice([i for i in fitting if wanted in (None, len(strings[i].vertices))])
        counts[taken] += 1
        for vertex in strings[taken].vertices:
            room[vertex] -= 1

    for _ in range(problem.cross_rank - size):
        fill(closing=True)
    while any(room):
        fill(closing=False)
    return dln.Kind(problem, selection, tuple(counts))


# -- gauges ------------------------------------------------------------------------------------------------------------


def rescaled(point: dln.Point, rng: random.Random, factors: tuple[Fraction | int, ...]) -> dln.Point:
    """``W_j -> t W_j, W_{j+1} -> W_{j+1} / t`` for one j: still critical."""
    j, t = rng.randrange(point.problem.depth - 1), Fraction(rng.choice(factors))
    weights = list(point.weights)
    weights[j], weights[j + 1] = weights[j] * t, weights[j + 1] * (1 / t)
    return dln.Point(point.problem, weights)


def unbalanced(rng: random.Random, problem: dln.Problem) -> dln.Point | None:
    """A critical point with one layer 1000 times larger, and the next one smaller, or the other way round."""
    point = critical_point(rng, problem)
    return None if point is None else rescaled(point, rng, (1000, Fraction(1, 1000)))


def balanced(rng: random.Random, problem: dln.Problem) -> dln.Point:
    """``W_{j+1}^T W_{j+1} = W_j W_j^T``, for X = I and singular values that are H-th powers; hidden bases turned.

    With ``s_i = t_i^H`` for the selected ones, ``W_j`` is ``diag(t)`` between the selected directions and zero beside
    them.  The gradient vanishes: the residual ``W_H ... W_1 - Y`` is zero on these directions, on either side.
    """
    widths, depth = problem.widths, problem.depth
    places = rng.sample(range(problem.cross_rank), rng.randint(0, problem.best_rank))
    roots = [root(problem.Syx[i, i], depth) for i in places]
    layers: list[dln.Matrix] = []
    turn = dln.Matrix.identity(widths[0])
    for j, (rows, columns) in enumerate(problem.shapes, 1):
        entries = [[Fraction(0)] * columns for _ in range(rows)]
        for k, (place, value) in enumerate(zip(places, roots, strict=True)):
            entries[place if j == depth else k][place if j == 1 else k] = value
        after = dln.Matrix.identity(rows) if j == depth else orthogonal(rows, rng)
        layers.append(after @ dln.Matrix(entries) @ turn.T)
        turn = after
    return dln.Point(problem, layers)


def root(value: Fraction, degree: int) -> Fraction:
    """The rational root; ``ValueError`` if it is irrational."""
    parts = [_integer_root(number, degree) for number in (value.numerator, value.denominator)]
    return Fraction(*parts)


def _integer_root(number: int, degree: int) -> int:
    near = round(math.pow(number, 1 / degree))
    for candidate in (near - 1, near, near + 1):
        if candidate**degree == number:
            return candidate
    raise ValueError(f"{number} is not a power with the exponent {degree}")


def small(rng: random.Random, problem: dln.Problem) -> dln.Point:
    """A balanced critical point for small singular values; or one with the product zero, all layers made small."""
    if rng.random() < 0.5:
        return balanced(rng, problem)
    counts = next(problem.kinds(())).multiplicities
    for _ in range(10):
        kind = random_kind(problem, rng)
        if not kind.selection:
            counts = kind.multiplicities
            break
    point = dln.Kind(problem, (), counts).representative(rng, disguised=False)
    largest = max((abs(entry) for layer in point.weights for entry in layer.entries()), default=Fraction(0))
    return dln.Point(problem, [layer * (1 / (8 * max(largest, Fraction(1)))) for layer in point.weights])


def large(rng: random.Random, problem: dln.Problem) -> dln.Point | None:
    """A critical point with a layer made 64 times larger at the cost of the next; all layers where the product is 0."""
    point = critical_point(rng, problem)
    if point is None:
        return None
    if not point.rank:
        return dln.Point(problem, [layer * 64 for layer in point.weights])
    return rescaled(point, rng, (64, Fraction(1, 64), 100))


# -- points that need not be critical ----------------------------------------------------------------------------------


def any_weights(rng: random.Random, problem: dln.Problem) -> dln.Point | None:
    """Small rational weights, half of the time; or a critical point, or one with an entry changed."""
    variant = rng.random()
    if variant < 0.5:
        return filled(problem, rng, Fraction(1, rng.choice((1, 1, 1, 2, 3, 8))))
    point = critical_point(rng, problem)
    return point if point is None or variant < 0.75 else moved(point, rng, (Fraction(1), Fraction(-1)))


def filled(problem: dln.Problem, rng: random.Random, unit: Fraction) -> dln.Point:
    """Entries ``unit`` times -2 to 2."""
    return dln.Point(problem, layers_of(problem, [unit * rng.randint(-2, 2) for _ in range(problem.parameters)]))


def moved(point: dln.Point, rng: random.Random, steps: tuple[Fraction, ...]) -> dln.Point:
    """The point with one entry of the weights changed."""
    entries = [entry for layer in point.weights for entry in layer.entries()]
    entries[rng.randrange(len(entries))] += rng.choice(steps)
    return dln.Point(point.problem, layers_of(point.problem, entries))


def near_critical(rng: random.Random, problem: dln.Problem) -> dln.Point | None:
    """A critical point with an entry changed by 1/8 or 1/1000, so that it is no longer critical."""
    point = critical_point(rng, problem)
    if point is None:
        return None
    steps = (Fraction(1, 8), Fraction(-1, 8), Fraction(1, 1000), Fraction(-1, 1000))
    changed = moved(point, rng, steps)
    return None if changed.is_critical else changed


def any_balanced(rng: random.Random, problem: dln.Problem) -> dln.Point:
    """A balanced critical point, or balanced weights that are unrelated to the data."""
    point = balanced(rng, problem)
    factor = rng.choice((Fraction(1), Fraction(1), Fraction(1, 2), Fraction(2), Fraction(-3)))
    return dln.Point(problem, [layer * factor for layer in point.weights])


def any_unbalanced(rng: random.Random, problem: dln.Problem) -> dln.Point:
    point = filled(problem, rng, Fraction(1))
    j = rng.randrange(problem.depth)
    return dln.Point(problem, [layer * (1000 if i == j else 1) for i, layer in enumerate(point.weights)])


def any_small(rng: random.Random, problem: dln.Problem) -> dln.Point:
    return filled(problem, rng, Fraction(1, rng.choice((16, 16, 100))))


def any_large(rng: random.Random, problem: dln.Problem) -> dln.Point:
    return filled(problem, rng, Fraction(rng.choice((64, 100))))
