"""Problems and points at which hypotheses fail, for ablation: ties, zeros, d_y > d_x, singular Sxx, other depths, data
that are turned, small or noisy, and points that are not critical.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import symdln as dln
from proofs_check.language.scope import Case, Scope, Unit, slices
from proofs_check.language.subjects import POINTS, Subject
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import families
from proofs_check.scopes.critical_points import KINDS_PER_UNIT, EveryCriticalPoint, EveryProblem, representatives
from proofs_check.scopes.families import DISTINCT, SAMPLE, TIED, Family, Spec
from proofs_check.scopes.general_data import GeneralCriticalPoints, GeneralProblems

EVERY = (*DISTINCT, *TIED)
_SMALL = (
    Family((2, 3), 2, EVERY),
    Family((2,), 2, EVERY, "sheared"),
    Family((2,), 2, EVERY, "deficient"),
    Family((2,), 2, EVERY, "padded"),
    Family((3,), 2, SAMPLE, "padded"),
)
_DEFAULT = (
    *_SMALL,
    Family((2,), 3, EVERY),
    Family((3,), 3, (*SAMPLE, (3, 3, 2))),
    Family((4,), 2, SAMPLE),
    Family((2,), 3, EVERY, "sheared"),
    Family((2,), 3, EVERY, "deficient"),
    Family((2,), 3, EVERY, "padded"),
    Family((3,), 2, EVERY, "padded"),
    *families.BEYOND,
)
FAMILIES = {
    "small": _SMALL,
    "default": _DEFAULT,
    "large": (*_DEFAULT, Family((3,), 3, EVERY), Family((4,), 2, EVERY), Family((3,), 3, SAMPLE, "padded")),
}
MOST_MOVED = {"small": 4, "default": 6, "large": 8}
"""The most weights of problems whose critical points are also moved to points that are not critical."""


@cache
def specs(size: str) -> tuple[Spec, ...]:
    """The problems of a size, each once, smallest first."""
    listed = dict.fromkeys(spec for family in FAMILIES[size] for spec in family.specs())
    return tuple(sorted(listed, key=lambda spec: (spec.parameters, len(spec.widths), spec.widths)))


def _sentence(size: str) -> str:
    return "; ".join(family.sentence for family in FAMILIES[size])


@dataclass(frozen=True)
class DegenerateCriticalPoints(EveryCriticalPoint):
    """Every kind of critical point of the problems of this module."""

    def thinned(self) -> Scope:
        return self

    def sentence(self, size: str) -> str:
        return f"two representatives of every kind of critical point: {_sentence(size)}"

    def summary(self, size: str) -> str:
        return self.sentence(size)

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        for spec in specs(size):
            yield from slices(spec, families.count_kinds(spec), KINDS_PER_UNIT, seed)


@dataclass(frozen=True)
class DegenerateProblems(EveryProblem):
    """Every problem of this module, once."""

    def thinned(self) -> Scope:
        return self

    def sentence(self, size: str) -> str:
        return f"every problem: {_sentence(size)}"

    def summary(self, size: str) -> str:
        return self.sentence(size)

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        return (Unit(spec, 0, 1, seed) for spec in specs(size))


@dataclass(frozen=True)
class MovedPoints(Scope):
    """Points that are not critical: a critical point of every kind, with one weight larger by 1."""

    subject: Subject = POINTS
    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    noun: ClassVar[str] = "points"

    @property
    def short(self) -> str:
        return "moved points"

    def sentence(self, size: str) -> str:
        return f"critical points with one weight larger by 1, of problems with at most {MOST_MOVED[size]} weights"

    def data(self, size: str) -> dict[str, Any]:
        return {"over": "moved points", "most_weights": MOST_MOVED[size]}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        for spec in specs(size):
            if spec.parameters <= MOST_MOVED[size]:
                yield from slices(spec, families.count_kinds(spec), KINDS_PER_UNIT, seed)

    def problem(self, unit: Unit) -> dln.Problem:
        return families.problem(Spec(*unit.part))

    def cases(self, unit: Unit) -> Iterator[Case]:
        kinds = families.kind_stream(Spec(*unit.part)).slice(unit.start, unit.stop)
        for number, kind in enumerate(kinds, unit.start):
            for point in representatives(kind, unit.seed + number):
                for layer, row, column in places(point.problem):
                    moved = point.moved(_unit_direction(point.problem, layer, row, column))
                    if not moved.is_critical:
                        yield Case(moved, {"near": str(kind), "layer": layer + 1, "row": row + 1, "column": column + 1})


def places(problem: dln.Problem) -> Iterator[tuple[int, int, int]]:
    """Layer, row and column of every weight, from 0."""
    for layer, (rows, columns) in enumerate(problem.shapes):
        for place in range(rows * columns):
            yield layer, place // columns, place % columns


def _unit_direction(problem: dln.Problem, layer: int, row: int, column: int) -> list[dln.Matrix]:
    return [
        dln.Matrix.from_entries(
            rows, columns, [int((j, i, k) == (layer, row, column)) for i in range(rows) for k in range(columns)]
        )
        for j, (rows, columns) in enumerate(problem.shapes)
    ]


def widened(scope: Scope, points_may_move: bool) -> tuple[Scope | None, ...]:
    """The scopes in which a claim over this scope is checked when hypotheses are dropped; None stands for its own.

    ``points_may_move`` says that one of its hypotheses is that the point is critical.
    """
    moved = (MovedPoints(),) if points_may_move else ()
    match scope:
        case EveryCriticalPoint():
            return (DegenerateCriticalPoints(), *moved)
        case GeneralCriticalPoints():
            return (None, *moved)
        case EveryProblem():
            return (DegenerateProblems(),)
        case GeneralProblems():
            return (None, DegenerateProblems())
        case _:
            return (None,)
