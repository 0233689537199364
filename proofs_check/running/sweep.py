"""The big run: the theorems on kinds at every kind up to a size, and beyond it at kinds drawn uniformly by seed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

from proofs_check.language.scope import Case, Scope, Unit, slices
from proofs_check.language.subjects import CRITICAL_POINTS, Subject
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry, runner
from proofs_check.running.evaluate import TaskAnswer
from proofs_check.running.runner import Ending, Report, Settings
from proofs_check.running.store import Store
from proofs_check.scopes.critical_points import of_kind, representatives
from proofs_check.scopes.kind_numbers import every_kind
from symdln.errors import InputError

CLAIMS = ("ours.inertia", "ours.inertia.strictness", "achour.classification")
KINDS_PER_UNIT = 100
DRAWS_PER_UNIT = 100
LEAST_BUDGET = 1e-6  # seconds in which nothing is done, so that the scope is reported as not covered


class Extent(NamedTuple):
    """All architectures of depth 2 to ``depth`` and widths up to ``width``, X = I, distinct singular values."""

    depth: int
    width: int

    @property
    def kinds(self) -> int:
        return every_kind(*self).total

    @property
    def architectures(self) -> int:
        return len(every_kind(*self).specs)

    def __str__(self) -> str:
        spectrum = tuple(range(self.width, 0, -1))
        depths = "depth 2" if self.depth == 2 else f"depth 2 to {self.depth}"
        return f"{depths}, widths up to {self.width}, X = I, singular values {spectrum} and truncations"


@dataclass(frozen=True)
class AllKinds(Scope):
    """Every kind of an extent, by the standard representatives; cases are Points."""

    extent: Extent
    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    subject: Subject = CRITICAL_POINTS
    noun: ClassVar[str] = "kinds"

    @property
    def short(self) -> str:
        return "all kinds"

    def sentence(self, size: str) -> str:
        return f"two representatives of each of all {self.extent.kinds:,} kinds of critical points: {self.extent}"

    def data(self, size: str) -> dict[str, Any]:
        return {"over": self.short, **self.extent._asdict()}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        return slices((self.short, *self.extent), self.extent.kinds, KINDS_PER_UNIT, seed)

    def cases(self, unit: Unit) -> Iterator[Case]:
        kinds = every_kind(*unit.part[1:])
        for number in range(unit.start, unit.stop):
            kind = kinds.kind(number)
            for which, point in enumerate(representatives(kind, unit.seed + number), 1):
                yield Case(point, {"kind": str(kind), "number": number, "representative": which})


@dataclass(frozen=True)
class DrawnKinds(Scope):
    """Kinds drawn uniformly and independently from all of an extent, by one mixed and disguised representative each.

    A draw is a number below the number of kinds, from a generator seeded by the seed and the number of the draw; so it
    does not depend on the number of draws, and a larger run continues a smaller one.
    """

    extent: Extent
    draws: int
    strength: Verdict = Verdict.SUPPORTED
    exact: bool = True
    subject: Subject = CRITICAL_POINTS
    noun: ClassVar[str] = "draws"

    @property
    def short(self) -> str:
        return "drawn kinds"

    def sentence(self, size: str) -> str:
        return (
            f"a representative of each of {self.draws:,} kinds of critical points, drawn uniformly and independently "
            f"from all {self.extent.kinds:,} kinds: {self.extent}"
        )

    def data(self, size: str) -> dict[str, Any]:
        return {"over": self.short, **self.extent._asdict(), "draws": self.draws}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        return slices((self.short, *self.extent), self.draws, DRAWS_PER_UNIT, seed)

    def cases(self, unit: Unit) -> Iterator[Case]:
        kinds = every_kind(*unit.part[1:])
        for draw in range(unit.start, unit.stop):
            rng = random.Random(f"kind {unit.seed} {draw}")
            number = rng.randrange(kinds.total)
            kind = kinds.kind(number)
            yield Case(of_kind(kind, kind.representative(rng)), {"kind": str(kind), "number": number, "draw": draw})


@dataclass(frozen=True)
class Plan:
    """How many points are checked, and where: all kinds of ``exhaust``, the rest drawn from those of ``sample``."""

    points: int
    exhaust: Extent
    sample: Extent

    def __post_init__(self) -> None:
        if self.draws < 0:
            raise InputError(
                f"{self.points:,} points were requested, but two of each of the {self.exhaust.kinds:,} kinds up to "
                f"depth {self.exhaust.depth} and width {self.exhaust.width} are more; request more points, or exhaust "
                "a smaller depth or width."
            )

    @property
    def draws(self) -> int:
        return self.points - 2 * self.exhaust.kinds

    @property
    def scopes(self) -> tuple[Scope, ...]:
        drawn = (DrawnKinds(self.sample, self.draws),) if self.draws else ()
        return (AllKinds(self.exhaust), *drawn)


@dataclass(frozen=True)
class SweepPart:
    """One scope of a sweep: its report, the number of new points, and the processor time in seconds that they took.

    Points that a store held are in the report and not among the new ones.
    """

    scope: Scope
    report: Report
    points: int
    new_points: int
    processor_seconds: float

    @property
    def points_per_second(self) -> float | None:
        """New points per second of one core."""
        return self.new_points / self.processor_seconds if self.new_points and self.processor_seconds else None


def sweep(
    plan: Plan,
    settings: Settings,
    on_answer: Callable[[TaskAnswer], None] | None = None,
    store: Store | None = None,
) -> Iterator[SweepPart]:
    """Check the claims over the scopes of the plan, one after the other, until the budget ends."""
    claims = [registry.find(registry.all_claims(), id) for id in CLAIMS]
    start = time.monotonic()
    for scope in plan.scopes:
        left = None if settings.budget is None else max(settings.budget - (time.monotonic() - start), LEAST_BUDGET)
        counter = _Counter(on_answer)
        report = runner.run(claims, replace(settings, budget=left), counter.take, store, scope)
        yield SweepPart(scope, report, counter.points, counter.new_points, counter.processor_seconds)
        if report.ending is not Ending.COMPLETE:
            return


@dataclass
class _Counter:
    """Counts the points of answers; points from a store took no time."""

    on_answer: Callable[[TaskAnswer], None] | None
    points: int = 0
    new_points: int = 0
    processor_seconds: float = 0.0

    def take(self, answer: TaskAnswer) -> None:
        self.points += answer.cases
        self.new_points += answer.cases if answer.seconds else 0
        self.processor_seconds += answer.processor_seconds
        if self.on_answer:
            self.on_answer(answer)
