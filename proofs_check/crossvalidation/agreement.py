"""Compares the four arithmetics on the kinds of a scope: counts of answers, and what contradicts itself."""

from __future__ import annotations

import itertools
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, cast

import symdln as dln
from proofs_check.arithmetics.columns import ARITHMETICS, Arithmetic
from proofs_check.arithmetics.decayed import WITH_DECAY, DecayedQuestion, asked_with_decay
from proofs_check.arithmetics.question import QUANTITIES, PointQuestion, asked
from proofs_check.arithmetics.values import Column, Disagreement, Open, disagreements
from proofs_check.language.scope import Unit
from proofs_check.running import fingerprint
from proofs_check.running.evaluate import Tally, Task, TaskAnswer
from proofs_check.running.loop import Ending, InOrder
from proofs_check.running.resume import work_on
from proofs_check.running.store import Store
from proofs_check.scopes import decayed, families
from proofs_check.scopes.families import Spec
from symdln.decay import DecayedPoint
from symdln.errors import InputError
from symdln.files import point_data, read_json, write_json
from symdln.files.decayed import decayed_point_file, parse_any_point

FORMAT = "proofs-check disagreement 1"
KINDS = 4
"""The number of kinds of each problem that are compared by default."""
TOGETHER = 25  # kinds of one work item
RAISED = "answers"
ROWS = (*QUANTITIES, RAISED)
_CONTRADICTED, _UNDECIDED, TIME = " contradicted", " undecided", "microseconds"
ID = "crossval"
DECAY = "decay"
"""The first part of work items with weight decay, whose other part is their cases."""
AnyQuestion = PointQuestion | DecayedQuestion


# -- what is compared --------------------------------------------------------------------------------------------------


def items(size: str, seed: int, kinds: int | None = KINDS, decay: bool = False) -> Iterator[Unit]:
    """The work items of a scope, smallest problems first; ``kinds`` of each problem at random, or with None all.

    With ``decay`` the points are those of the scope with weight decay, one after another.
    """
    if decay:
        cases = iter(decayed_cases(size, seed, kinds))
        while part := tuple(itertools.islice(cases, TOGETHER)):
            yield Unit((DECAY, part), 0, len(part), seed)
        return
    for spec in families.specs(size):
        numbers = chosen(spec, seed, kinds)
        for start in range(0, len(numbers), TOGETHER):
            part = tuple(numbers[start : start + TOGETHER])
            yield Unit((*spec, part), 0, len(part), seed)


def chosen(spec: Spec, seed: int, kinds: int | None) -> list[int]:
    """The numbers of the kinds of a problem that are compared."""
    count = families.count_kinds(spec)
    if kinds is None or count <= kinds:
        return list(range(count))
    return sorted(random.Random(f"{seed} {spec}").sample(range(count), kinds))


def decayed_cases(size: str, seed: int, kinds: int | None) -> Iterator[decayed.Kind]:
    """The cases with weight decay; ``kinds`` of each problem at random, or all."""
    for problem, group in itertools.groupby(decayed.all_kinds(size, seed), key=lambda case: case[:3]):
        cases = list(group)
        if kinds is None or len(cases) <= kinds:
            yield from cases
        else:
            numbers = random.Random(f"{seed} {problem}").sample(range(len(cases)), kinds)
            yield from (cases[number] for number in sorted(numbers))


def amount(size: str, kinds: int | None = KINDS, decay: bool = False) -> int:
    """How many kinds the work items of a scope hold."""
    if decay:
        return sum(1 for _ in decayed_cases(size, 0, kinds))
    counts = map(families.count_kinds, families.specs(size))
    return sum(count if kinds is None else min(count, kinds) for count in counts)


@dataclass(frozen=True)
class Answers:
    """The columns of all arithmetics at one point, the seconds that each took, and where they contradict each other."""

    question: AnyQuestion
    columns: dict[str, Column]
    seconds: dict[str, float]
    found: list[Disagreement]


def compared(question: AnyQuestion, arithmetics: Mapping[str, Any] | None = None) -> Answers:
    """All arithmetics at one point.  One that raises an error is contradicted by that."""
    known = WITH_DECAY if isinstance(question, DecayedQuestion) else ARITHMETICS
    columns: dict[str, Column] = {}
    seconds: dict[str, float] = {}
    raised = []
    for name, arithmetic in cast("Mapping[str, Any]", arithmetics or known).items():
        start = time.process_time()
        try:
            columns[name] = arithmetic(question)
        except Exception as error:
            columns[name] = {}
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(last.filename).name}, line {last.lineno}"
            raised.append(Disagreement(RAISED, name, name, f"{name} raised {type(error).__name__}: {error} ({place})"))
        seconds[name] = time.process_time() - start
    return Answers(question, columns, seconds, raised + disagreements(columns))


# -- tables ------------------------------------------------------------------------------------------------------------


@dataclass
class Table:
    """Counts over points: by quantity a tally whose traits count, for each arithmetic, the points at which it answered,
    was contradicted, or left it undecided; microseconds by arithmetic; and the first disagreements as data.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in (*ROWS, TIME)})
    found: list[dict[str, Any]] = field(default_factory=list)

    def add(self, tallies: Mapping[str, Tally]) -> None:
        """Add what came of a work item."""
        for name, tally in tallies.items():
            self.tallies[name].add(tally)
            if tally.witness is not None and len(self.found) < 20:
                self.found.append(tally.witness)

    @property
    def points(self) -> int:
        """How many points were compared."""
        return self.tallies[RAISED].cases

    @property
    def contradicted(self) -> int:
        """How many quantities at how many points are contradicted."""
        return sum(self.tallies[name].failures for name in ROWS)

    @property
    def undecided(self) -> int:
        """How many quantities at how many points some arithmetic left undecided."""
        return sum(self.tallies[name].undecided for name in ROWS)

    @property
    def agree(self) -> bool:
        """Whether something was compared and nothing contradicted."""
        return self.points > 0 and not self.contradicted

    def cell(self, quantity: str, arithmetic: str) -> tuple[int, int, int]:
        """(agrees, undecided, contradicted): at how many points."""
        traits = self.tallies[quantity].traits
        against = traits[arithmetic + _CONTRADICTED]
        return traits[arithmetic] - against, traits[arithmetic + _UNDECIDED], against

    def milliseconds(self, arithmetic: str) -> float:
        """Processor time a point, over the points that it answered."""
        times = self.tallies[TIME].traits
        asked = self.tallies["value"].traits[arithmetic]
        return times[arithmetic] / 1000 / asked if asked else 0.0

    @property
    def sentence(self) -> str:
        """The result in words."""
        if not self.points:
            return "No point was compared."
        outcome = (
            "no two arithmetics contradict each other"
            if not self.contradicted
            else f"{self.contradicted:,} quantities at these points are contradicted"
        )
        left = f"some arithmetic left {self.undecided:,} quantities undecided" if self.undecided else "all were decided"
        return f"At {self.points:,} critical points, one of each kind, {outcome}; {left}."


def tallied(answers: Answers, data: Mapping[str, Any]) -> dict[str, Tally]:
    """The tallies of one point."""
    tallies = {name: Tally(seen=1, cases=1) for name in ROWS}
    tallies[TIME] = Tally(
        seen=1, cases=1, traits=Counter({name: round(1e6 * s) for name, s in answers.seconds.items()})
    )
    for name, column in answers.columns.items():
        for quantity, value in column.items():
            open_ = isinstance(value, Open)
            tallies[quantity].traits[name + _UNDECIDED * open_] += 1
            tallies[quantity].undecided |= open_
        tallies[RAISED].traits[name] += 1
    against: dict[str, set[str]] = {}
    for one in answers.found:
        against.setdefault(one.quantity, set()).update((one.left, one.right))
        tally = tallies[one.quantity]
        tally.failures, tally.undecided = 1, 0
        tally.witness = tally.witness or disagreement_data(one, answers.question.point, data)
    for quantity, names in against.items():
        tallies[quantity].traits.update(name + _CONTRADICTED for name in names)
    return tallies


def examined(unit: Unit, arithmetics: Mapping[str, Arithmetic] | None = None) -> dict[str, Tally]:
    """The tallies of a work item, by quantity."""
    if unit.part[0] == DECAY:
        return _examined_with_decay(unit, arithmetics)
    *plain, numbers = unit.part
    spec = Spec(*plain)
    stream, table = families.kind_stream(spec), Table()
    for number in numbers:
        (kind,) = stream.slice(number, number + 1)
        seed = f"{unit.seed} {number}"
        question = asked(kind.representative(unit.seed + number), seed)
        table.add(tallied(compared(question, arithmetics), {"kind": str(kind), "class": kind.label, "asked": seed}))
    return table.tallies


def _examined_with_decay(unit: Unit, arithmetics: Mapping[str, Any] | None) -> dict[str, Tally]:
    table = Table()
    for case in unit.part[1]:
        point, seed = decayed.point_of(case), f"{unit.seed} {case}"
        data = {"kind": str(point.kind), "class": point.label, "asked": seed}
        table.add(tallied(compared(asked_with_decay(point, seed), arithmetics), data))
    return table.tallies


# -- disagreements as files --------------------------------------------------------------------------------------------


def disagreement_data(found: Disagreement, point: dln.Point | DecayedPoint, data: Mapping[str, Any]) -> dict[str, Any]:
    """All that is needed to ask again."""
    return {
        **(point_data(point) if isinstance(point, dln.Point) else decayed_point_file(point)),
        "format": FORMAT,
        "quantity": found.quantity,
        "arithmetics": [found.left, found.right],
        "sentence": found.sentence,
        **data,
    }


def write_disagreements(found: Iterable[Mapping[str, Any]], folder: Path) -> list[Path]:
    """One file for each, numbered."""
    return [write_json(data, folder / f"disagreement-{i}.json") for i, data in enumerate(found, 1)]


def replay(path: Path) -> Answers:
    """Ask all arithmetics again about the point in a file."""
    data = read_json(path, f'an object of the format "{FORMAT}"')
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InputError(
            f"'{path}' holds no disagreement; `proofs-check crossval` writes such files where arithmetics contradict "
            "each other."
        )
    point = parse_any_point({key: data[key] for key in ("problem", "weights") if key in data})
    if not point.is_critical:
        raise InputError(f"the weights in '{path}' are not a critical point, and arithmetics are compared at these.")
    seed = str(data.get("asked", ""))
    return compared(asked(point, seed) if isinstance(point, dln.Point) else asked_with_decay(point, seed))


# -- the loop ----------------------------------------------------------------------------------------------------------


class Comparison(NamedTuple):
    """The table of a scope, why the run ended, and how many work items a store held already."""

    table: Table
    ending: Ending
    recalled: int


def id_of(name: str) -> str:
    """The name under which a store records the tally of a quantity."""
    return f"{ID}.{name}"


NAMES = (*ROWS, TIME)
_CLAIMS = tuple((__name__, id_of(name)) for name in NAMES)


def examine(task: Task) -> TaskAnswer:
    """Compare all arithmetics on the kinds of a work item."""
    begun, processor = time.monotonic(), time.process_time()
    tallies = {id_of(name): tally for name, tally in examined(task.unit).items()}
    return TaskAnswer(
        task,
        tuple(tallies[id] for _, id in task.claims),
        task.unit.weight,
        finished=True,
        seconds=time.monotonic() - begun,
        processor_seconds=time.process_time() - processor,
    )


def codes() -> dict[str, str]:
    """The fingerprint of all code on which the comparison depends, for each of its names in a store."""
    return dict.fromkeys((id for _, id in _CLAIMS), fingerprint.of_module(__name__))


def run(
    size: str,
    seed: int,
    jobs: int,
    *,
    kinds: int | None = KINDS,
    decay: bool = False,
    budget: float | None = None,
    store: Store | None = None,
    on_item: Callable[[Unit], None] | None = None,
) -> Comparison:
    """Compare over a scope; a budget (in seconds) or Ctrl-C ends it with what was done.

    What is in the ``store`` is taken from there, and what is new is recorded.
    """
    table, in_order = Table(), InOrder[TaskAnswer]()

    def add(answer: TaskAnswer) -> None:
        table.add(dict(zip(NAMES, answer.tallies, strict=True)))

    def take(answer: TaskAnswer) -> None:
        for due in in_order.take(answer.task.number, answer):
            add(due)
        if on_item is not None:
            on_item(answer.task.unit)

    ending, recalled = work_on(
        examine,
        (Task(0, number, _CLAIMS, unit) for number, unit in enumerate(items(size, seed, kinds, decay))),
        take,
        store=store,
        codes=codes,
        jobs=jobs,
        deadline=None if budget is None else time.monotonic() + budget,
    )
    for answer in in_order.rest():
        add(answer)
    return Comparison(table, ending, recalled)
