"""Scopes for a user's own claims: all small weights, critical or not, and critical points that a program computed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import symdln as dln
from proofs_check.language.scope import Case, Cases, Scope, Unit, slices
from proofs_check.language.subjects import COMPUTED_POINTS, POINTS, Subject
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec

ENTRIES = (0, 1, -1)
MOST_WEIGHTS = {"small": 4, "default": 6, "large": 8}
SPECTRA = ((2, 1), (1, 1), (1, 0))
FEWEST = 4
OTHERS = ((("1/3", "1/8"), "white"), ((3, "1/3"), "rotated"))
"""Further spectra and inputs for problems with at most ``FEWEST`` weights."""
DEPTHS = (2, 3, 4)
POINTS_PER_UNIT = 250


@cache
def specs(size: str) -> tuple[Spec, ...]:
    """The problems with few enough weights, smallest first."""
    most = MOST_WEIGHTS[size]
    plain = [(spectrum, "white", most) for spectrum in SPECTRA]
    others = [(spectrum, inputs, FEWEST) for spectrum, inputs in OTHERS]
    every = dict.fromkeys(
        Spec(widths, spectrum[: min(widths[0], widths[-1])], inputs)
        for depth in DEPTHS
        for widths in itertools.product(range(1, most), repeat=depth + 1)
        for spectrum, inputs, limit in (*plain, *others)
        if sum(a * b for a, b in itertools.pairwise(widths)) <= limit
    )
    return tuple(sorted(every, key=lambda spec: (spec.parameters, len(spec.widths), spec.widths)))


@dataclass(frozen=True)
class SmallWeights(Scope):
    """All weights with entries 0, 1 and -1 of every problem with few weights; cases are Points, few critical."""

    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    subject: Subject = POINTS
    noun: ClassVar[str] = "points"

    @property
    def short(self) -> str:
        return "small weights"

    def sentence(self, size: str) -> str:
        spectra = ", ".join(map(str, SPECTRA))
        return (
            f"all weights with entries 0, 1 and -1 of every architecture of depth {DEPTHS[0]} to {DEPTHS[-1]} with at "
            f"most {MOST_WEIGHTS[size]} weights, X = I, singular values {spectra} and their truncations; and with at "
            f"most {FEWEST} weights singular values (1/3, 1/8), and (3, 1/3) with Y turned by orthogonal matrices"
        )

    def data(self, size: str) -> dict[str, Any]:
        return {"over": "small weights", "most_weights": MOST_WEIGHTS[size], "spectra": [list(s) for s in SPECTRA]}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        for spec in specs(size):
            yield from slices(spec, len(ENTRIES) ** spec.parameters, POINTS_PER_UNIT, seed)

    def problem(self, unit: Unit) -> dln.Problem:
        return families.problem(Spec(*unit.part))

    def cases(self, unit: Unit) -> Iterator[Case]:
        problem = self.problem(unit)
        every = itertools.product(ENTRIES, repeat=problem.parameters)
        for number, entries in enumerate(itertools.islice(every, unit.start, unit.stop), unit.start):
            yield Case(dln.Point(problem, layers_of(problem, entries)), {"weights": number})


def layers_of(problem: dln.Problem, entries: Sequence[Any]) -> list[dln.Matrix]:
    """The layers with these entries, layer by layer and row by row."""
    rest = iter(entries)
    return [dln.Matrix.from_entries(*shape, itertools.islice(rest, shape[0] * shape[1])) for shape in problem.shapes]


def every_small_weight() -> Scope:
    """All weights with entries 0, 1 and -1 of every small problem; the check receives a Point, critical or not.

    >>> scope = every_small_weight()
    >>> unit = next(scope.units("small", 0))
    >>> {case.subject.is_critical for case in scope.cases(unit)} == {True, False}
    True
    """
    return SmallWeights()


@dataclass(frozen=True)
class ComputedCriticalPoints(Cases):
    """Float weights that a program computed as critical points; cases are Points with exactly these floats.

    Their gradients are small and not zero, so a failure there refutes nothing; a hunt searches for exact critical
    points nearby (see :mod:`proofs_check.hunting.hunt`).
    """

    noun: ClassVar[str] = "computed points"

    def cases(self, unit: Unit) -> Iterator[Case]:
        for case in super().cases(unit):
            problem, weights = case.subject
            yield Case(dln.Point(problem, weights, exactly=True), case.label)


def computed_critical_points(
    name: str,
    make: Callable[[str, int], Iterable[tuple[dln.Problem, Sequence[Any]]]],
    *,
    sentence: str,
    count: Mapping[str, int] | int | None = None,
) -> Scope:
    """Critical points as a program found them: ``make(size, seed)`` yields pairs of a problem and float weights.

    The check receives a Point whose weights are exactly these floats, and must not use floats itself: a hunt also runs
    it at exact critical points.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical((2,), (1, 1, 1))
    >>> found = [(problem, [[[0.0]], [[0.0]]])]
    >>> scope = computed_critical_points("found", lambda size, seed: found, sentence="one point")
    >>> unit = next(scope.units("small", 0))
    >>> str(scope.subject), [case.subject.label for case in scope.cases(unit)]
    ('critical points that a program computed', ['strict saddle'])
    """
    return ComputedCriticalPoints(name, make, COMPUTED_POINTS, sentence, Verdict.SUPPORTED, False, count)
