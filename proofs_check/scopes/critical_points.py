"""The scopes that most claims have: every kind of critical point, or every problem, of the families of a size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import symdln as dln
from proofs_check.language.scope import Case, Scope, Unit, slices
from proofs_check.language.subjects import CRITICAL_POINTS, PROBLEMS, Subject
from proofs_check.language.verdict import Verdict
from proofs_check.scopes import families, strata
from proofs_check.scopes.families import Spec

KINDS_PER_UNIT = 100
MOST_SCALED = 6
"""The most weights of critical points that are also checked with their layers scaled against each other."""
SCALINGS = (Fraction(1, 2), Fraction(2))


@dataclass(frozen=True)
class EveryCriticalPoint(Scope):
    """Every kind of critical point of every problem of the size, by its standard representatives; cases are Points."""

    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    subject: Subject = CRITICAL_POINTS
    noun: ClassVar[str] = "kinds"

    @property
    def short(self) -> str:
        return "critical points"

    def thinned(self) -> Scope:
        return OneOfEachStratum()

    def sentence(self, size: str) -> str:
        return (
            "two representatives (string bases aligned with the singular vectors; mixed and disguised) of "
            f"{self.which(size)}, and with at most {MOST_SCALED} weights two more whose layers are scaled against each "
            f"other, {self.of_which(size)}: {families.sentence(size)}"
        )

    def of_which(self, size: str) -> str:
        """The problems, in words."""
        return "of every architecture"

    def which(self, size: str) -> str:
        """The kinds of the representatives, in words."""
        return "every kind of critical point"

    def summary(self, size: str) -> str:
        return f"every kind of critical point of {families.summary(size)}"

    def data(self, size: str) -> dict[str, Any]:
        return {"over": "critical points", "families": [family.data() for family in families.FAMILIES[size]]}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        for spec in families.specs(size):
            yield from slices(spec, families.count_kinds(spec), KINDS_PER_UNIT, seed)

    def problem(self, unit: Unit) -> dln.Problem:
        return families.problem(Spec(*unit.part))

    def kinds(self, unit: Unit) -> Iterator[tuple[int, dln.Kind]]:
        """The kinds of a work item, each with its place in the list of all kinds of the problem."""
        return enumerate(families.kind_stream(Spec(*unit.part)).slice(unit.start, unit.stop), unit.start)

    def cases(self, unit: Unit) -> Iterator[Case]:
        for place, (number, kind) in enumerate(self.kinds(unit)):
            for which, point in self.points(unit, place, kind, unit.seed + number):
                yield Case(point, {"kind": str(kind), "class": kind.label, "representative": which})

    def points(self, unit: Unit, place: int, kind: dln.Kind, seed: int) -> Iterator[tuple[int, dln.Point]]:
        """The representatives of the kind at this place of a work item, numbered: aligned, mixed, scaled."""
        points = representatives(kind, seed)
        return enumerate((*points, *scaled(points[0])), 1)


@dataclass(frozen=True)
class OneOfEachStratum(EveryCriticalPoint):
    """One kind of every stratum of one of every three problems of the default size, every kind of every problem of the
    others (:mod:`.strata`).
    """

    def thinned(self) -> Scope:
        return self

    def which(self, size: str) -> str:
        return f"{strata.WORDS} ({strata.TURNS})" if size == strata.THINNED else super().which(size)

    def of_which(self, size: str) -> str:
        return strata.PROBLEMS if size == strata.THINNED else super().of_which(size)

    def points(self, unit: Unit, place: int, kind: dln.Kind, seed: int) -> Iterator[tuple[int, dln.Point]]:
        spec = _spec_of(unit)
        if len(unit.part) == len(spec) or spec in families.specs("small"):
            yield from super().points(unit, place, kind, seed)
        elif (place + sum(spec.widths)) % 2:
            yield 2, of_kind(kind, kind.representative(seed))
        else:
            aligned = of_kind(kind, kind.representative())
            yield from ((1, aligned), *enumerate(scaled(aligned), 3))

    def summary(self, size: str) -> str:
        if size != strata.THINNED:
            return super().summary(size)
        return f"a kind of critical point of every stratum of {families.summary(size, strata.specs(size))}"

    def data(self, size: str) -> dict[str, Any]:
        chosen = {"kinds": self.which(size), "problems": strata.PROBLEMS} if size == strata.THINNED else {}
        return {**super().data(size), **chosen}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        if size != strata.THINNED:
            yield from super().units(size, seed)
            return
        for spec in strata.specs(size):
            numbers = strata.numbers(spec)
            for start in range(0, len(numbers), KINDS_PER_UNIT):
                part = numbers[start : start + KINDS_PER_UNIT]
                yield Unit((*spec, part), 0, len(part), seed)

    def problem(self, unit: Unit) -> dln.Problem:
        return families.problem(_spec_of(unit))

    def kinds(self, unit: Unit) -> Iterator[tuple[int, dln.Kind]]:
        spec = _spec_of(unit)
        if len(unit.part) == len(spec):
            return super().kinds(unit)
        stream = families.kind_stream(spec)
        return ((number, stream.slice(number, number + 1)[0]) for number in unit.part[-1])


def _spec_of(unit: Unit) -> Spec:
    return Spec(*unit.part[: len(Spec._fields)])


@dataclass(frozen=True)
class EveryProblem(Scope):
    """Every problem of the size, once; cases are Problems.  For claims about the landscape of a problem as a whole."""

    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    subject: Subject = PROBLEMS
    noun: ClassVar[str] = "problems"

    @property
    def short(self) -> str:
        return "problems"

    def thinned(self) -> Scope:
        return OneOfThreeProblems()

    def sentence(self, size: str) -> str:
        return f"every problem: {families.sentence(size)}"

    def summary(self, size: str) -> str:
        return f"each of {families.summary(size)}"

    def data(self, size: str) -> dict[str, Any]:
        return {"over": "problems", "families": [family.data() for family in families.FAMILIES[size]]}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        return (Unit(spec, 0, 1, seed) for spec in families.specs(size))

    def problem(self, unit: Unit) -> dln.Problem:
        return families.problem(Spec(*unit.part))

    def cases(self, unit: Unit) -> Iterator[Case]:
        yield Case(self.problem(unit), {"singular values": list(unit.part[1]), "inputs": unit.part[2]})


@dataclass(frozen=True)
class OneOfThreeProblems(EveryProblem):
    """One of every three problems of a sort of the default size, every problem of the others (:mod:`.strata`)."""

    def thinned(self) -> Scope:
        return self

    def sentence(self, size: str) -> str:
        return f"{strata.PROBLEMS}: {families.sentence(size)}" if size == strata.THINNED else super().sentence(size)

    def summary(self, size: str) -> str:
        return f"each of {families.summary(size, strata.specs(size))}"

    def data(self, size: str) -> dict[str, Any]:
        return super().data(size) | ({"problems": strata.PROBLEMS} if size == strata.THINNED else {})

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        return (Unit(spec, 0, 1, seed) for spec in strata.specs(size))


def representatives(kind: dln.Kind, seed: int) -> tuple[dln.Point, ...]:
    """The standard representatives of a kind, each checked to be of this kind."""
    return tuple(of_kind(kind, point) for point in kind.representatives(rng=seed))


def of_kind(kind: dln.Kind, point: dln.Point) -> dln.Point:
    """The point, checked to be of this kind; otherwise a kind could count as covered without being checked.

    Raises ``ArithmeticError`` where it is not critical, or has another selection or other string multiplicities.
    """
    if not point.is_critical:
        raise ArithmeticError(f"the representative of {kind} is not critical; this is an error in symdln.")
    if (point.selection, point.multiplicities) != (kind.selection, kind.multiplicities):
        raise ArithmeticError(f"the representative of {kind} is of another kind; this is an error in symdln.")
    return point


def scaled(point: dln.Point) -> tuple[dln.Point, ...]:
    """If the point has few weights, it with all layers except the first halved, or doubled; the first compensates.

    So the three layers of one weight are balanced for the singular values 1/8 and 8: (1/8, 1, 1) becomes (1/2, 1/2,
    1/2), and (8, 1, 1) becomes (2, 2, 2).
    """
    if point.problem.parameters > MOST_SCALED:
        return ()
    made: list[dln.Point] = []
    for factor in SCALINGS:
        first, *others = point.weights
        weights = (first * (1 / factor) ** len(others), *(layer * factor for layer in others))
        made.append(dln.Point(point.problem, weights))
    return tuple(made)


def every_critical_point() -> Scope:
    """Every kind of critical point of every problem of the chosen size; the check receives a Point.

    >>> scope = every_critical_point()
    >>> unit = next(scope.units("small", 0))
    >>> sorted({case.subject.label for case in scope.cases(unit)})  # the smallest problem: widths 1, target 3
    ['global minimiser', 'strict saddle']
    """
    return EveryCriticalPoint()


def every_problem() -> Scope:
    """Every problem of the chosen size; the check receives a Problem.

    >>> scope = every_problem()
    >>> unit = next(scope.units("small", 0))
    >>> [case.subject.widths for case in scope.cases(unit)]
    [(1, 1, 1)]
    """
    return EveryProblem()
