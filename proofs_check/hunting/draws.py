"""Random exact cases for a hunt: larger architectures, other data, random kinds, disguises and small rational weights.

Case ``number`` of a seed is the same in every process and for every number of processes.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import symdln as dln
from proofs_check.language.scope import Case, Scope, Unit
from proofs_check.language.subjects import CRITICAL_POINTS, POINTS, PROBLEMS, Subject
from proofs_check.language.verdict import Verdict
from proofs_check.scopes.general_data import has_rational_points
from proofs_check.scopes.small_weights import layers_of
from symdln.algebra.matrix import hstack
from symdln.landscape.frames import random_unimodular
from symdln.landscape.strings import all_strings

DEPTHS = (2, 2, 3, 3, 4)
WIDEST = 4
MOST_WEIGHTS = 40
LARGEST_VALUE = 6
CASES_PER_UNIT = 10


@dataclass(frozen=True)
class RandomCases(Scope):
    """Random exact cases of what a claim speaks of, without end."""

    subject: Subject
    strength: Verdict = Verdict.SUPPORTED
    exact: bool = True
    noun: ClassVar[str] = "random cases"

    @property
    def short(self) -> str:
        return f"random {self.subject}"

    def sentence(self, size: str) -> str:
        return (
            f"random {self.subject}: depth 2 to {max(DEPTHS)}, widths up to {WIDEST}, at most {MOST_WEIGHTS} weights; "
            f"X = I and singular values 0 to {LARGEST_VALUE}, or sheared and deficient inputs with noise, or any small "
            "integer data"
        )

    def data(self, size: str) -> dict[str, Any]:
        return {"over": self.short}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        for start in itertools.count(0, CASES_PER_UNIT):
            yield Unit((self.subject.words,), start, start + CASES_PER_UNIT, seed)

    def cases(self, unit: Unit) -> Iterator[Case]:
        for number in range(unit.start, unit.stop):
            yield Case(_DRAWN[self.subject](random.Random(f"{unit.seed}.{number}")), {"draw": number})


# -- problems ----------------------------------------------------------------------------------------------------------


def random_problem(rng: random.Random) -> dln.Problem:
    """Half of them with d_y <= d_x and distinct positive singular values, as many hypotheses want."""
    plain = rng.random() < 0.5
    widths = _widths(rng, plain)
    most = min(widths[0], widths[-1])
    if plain:
        values = rng.sample(range(1, LARGEST_VALUE + 1), most)
    else:
        values = [rng.randint(0, LARGEST_VALUE // 2) for _ in range(most)]
    values.sort(reverse=True)
    variant = rng.random()
    if variant < 0.6:
        return dln.Problem.canonical(values, widths)
    return _sheared(rng, widths, values) if variant < 0.85 else _any_data(rng, widths)


def _widths(rng: random.Random, plain: bool) -> tuple[int, ...]:
    while True:
        widths = tuple(rng.randint(1, WIDEST) for _ in range(rng.choice(DEPTHS) + 1))
        if plain and widths[-1] > widths[0]:
            widths = (widths[-1], *widths[1:-1], widths[0])
        if sum(a * b for a, b in itertools.pairwise(widths)) <= MOST_WEIGHTS:
            return widths


def _sheared(rng: random.Random, widths: tuple[int, ...], values: list[int]) -> dln.Problem:
    """``X = [G E, 0], Y = [D, N]``: G unimodular, E diagonal and perhaps singular, N noise: Sigma is diagonal."""
    d_x, d_y = widths[0], widths[-1]
    scales = [rng.choice((1, 1, 2, 0)) for _ in range(d_x)]
    noise = rng.randint(0, 1)
    X = hstack([random_unimodular(d_x, rng) @ dln.Matrix.diagonal(scales), dln.Matrix.zeros(d_x, noise)])
    extra = dln.Matrix.from_entries(d_y, noise, [rng.randint(-2, 2) for _ in range(d_y * noise)])
    Y = hstack([dln.Matrix.diagonal(values, (d_y, d_x)), extra])
    return dln.Problem.from_data(X, Y, widths[1:-1])


def _any_data(rng: random.Random, widths: tuple[int, ...]) -> dln.Problem:
    samples = rng.randint(1, widths[0] + 1)
    X, Y = (
        dln.Matrix.from_entries(rows, samples, [rng.randint(-2, 2) for _ in range(rows * samples)])
        for rows in (widths[0], widths[-1])
    )
    return dln.Problem.from_data(X, Y, widths[1:-1])


# -- points ------------------------------------------------------------------------------------------------------------


def random_critical_point(rng: random.Random) -> dln.Point:
    """A random kind of a random problem; aligned, mixed, disguised, or with layers scaled against each other."""
    while True:
        problem = random_problem(rng)
        kind = random_kind(problem, rng)
        if has_rational_points(problem, kind.selection):
            break
    point = kind.representative(rng, mixed=rng.random() < 0.5, disguised=rng.random() < 0.5)
    return _scaled(point, rng) if rng.random() < 0.3 else point


def random_kind(problem: dln.Problem, rng: random.Random) -> dln.Kind:
    """A random selection (every other time the largest singular values), and random strings until all widths are
    full.
    """
    size = rng.randint(0, problem.best_rank)
    chosen = range(size) if rng.random() < 0.5 else rng.sample(range(problem.cross_rank), size)
    selection = problem.checked_selection(sorted(chosen))
    room = [problem.data_rank - size, *(width - size for width in problem.widths[1:])]
    strings = all_strings(problem.depth)
    counts = [0] * len(strings)

    def fill(closing: bool) -> None:
        """One more string, of those that fit; every vertex alone is a string that does not close."""
        fitting = [
            i for i, string in enumerate(strings) if string.closing is closing and all(room[v] for v in string.vertices)
        ]
        taken = rng.choice(fitting)
        counts[taken] += 1
        for vertex in strings[taken].vertices:
            room[vertex] -= 1

    for _ in range(problem.cross_rank - size):
        fill(closing=True)
    while any(room):
        fill(closing=False)
    return dln.Kind(problem, selection, tuple(counts))


def _scaled(point: dln.Point, rng: random.Random) -> dln.Point:
    """``W_j -> t W_j, W_{j+1} -> W_{j+1} / t`` for one j: still critical."""
    j, t = rng.randrange(point.problem.depth - 1), Fraction(rng.choice((2, 3, -1, -2)), rng.choice((1, 2, 3)))
    weights = list(point.weights)
    weights[j], weights[j + 1] = weights[j] * t, weights[j + 1] * (1 / t)
    return dln.Point(point.problem, weights)


def random_weights(rng: random.Random) -> dln.Point:
    """Small rational weights, or a critical point, or one with one entry changed."""
    variant = rng.random()
    if variant < 0.6:
        problem = random_problem(rng)
        bottom = rng.choice((1, 1, 1, 2, 3))
        entries = [Fraction(rng.randint(-2, 2), bottom) for _ in range(problem.parameters)]
        return dln.Point(problem, layers_of(problem, entries))
    point = random_critical_point(rng)
    if variant < 0.8:
        return point
    entries = [entry for layer in point.weights for entry in layer.entries()]
    entries[rng.randrange(len(entries))] += rng.choice((1, -1))
    return dln.Point(point.problem, layers_of(point.problem, entries))


_DRAWN: dict[Subject, Callable[[random.Random], Any]] = {
    CRITICAL_POINTS: random_critical_point,
    PROBLEMS: random_problem,
    POINTS: random_weights,
}
