"""The four arithmetics held against each other on the kinds of a scope: counts, and what contradicts itself."""

from __future__ import annotations

import random
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import symdln as dln
from proofs_check.arithmetics.columns import ARITHMETICS, Arithmetic
from proofs_check.arithmetics.question import QUANTITIES, Question, asked
from proofs_check.arithmetics.values import Column, Disagreement, Open, disagreements
from proofs_check.language.scope import Unit
from proofs_check.running import fingerprint
from proofs_check.running.evaluate import Tally
from proofs_check.running.loop import Ending, work_through
from proofs_check.running.store import Store
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec
from symdln.errors import InputError
from symdln.files import parse_point, point_data, read_json, write_json

FORMAT = "proofs-check disagreement 1"
KINDS = 4
"""So many kinds of every problem are compared unless every kind is asked for."""
TOGETHER = 25  # kinds of one work item
RAISED = "answers"
ROWS = (*QUANTITIES, RAISED)
_CONTRADICTED, _UNDECIDED, _TIME = " contradicted", " undecided", "crossval.microseconds"


# -- what is compared --------------------------------------------------------------------------------------------------


def items(size: str, seed: int, kinds: int | None = KINDS) -> Iterator[Unit]:
    """The work items of a scope, smallest problems first; ``kinds`` of each problem at random, or with None all."""
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


def amount(size: str, kinds: int | None = KINDS) -> int:
    """How many kinds the work items of a scope hold."""
    counts = map(families.count_kinds, families.specs(size))
    return sum(count if kinds is None else min(count, kinds) for count in counts)


@dataclass(frozen=True)
class Answers:
    """The columns of all arithmetics at one point, the seconds that each took, and where they contradict each other."""

    question: Question
    columns: dict[str, Column]
    seconds: dict[str, float]
    found: list[Disagreement]


def compared(question: Question, arithmetics: Mapping[str, Arithmetic] = ARITHMETICS) -> Answers:
    """All arithmetics at one point.  One that raises an error is contradicted by that."""
    columns: dict[str, Column] = {}
    seconds: dict[str, float] = {}
    raised = []
    for name, arithmetic in arithmetics.items():
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

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in (*ROWS, _TIME)})
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
        times = self.tallies[_TIME].traits
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
        return (
            f"At {self.points:,} critical points, one of each kind, {outcome}; some arithmetic left "
            f"{self.undecided:,} quantities undecided."
        )


def tallied(answers: Answers, data: Mapping[str, Any]) -> dict[str, Tally]:
    """The tallies of one point."""
    tallies = {name: Tally(seen=1, cases=1) for name in ROWS}
    tallies[_TIME] = Tally(
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


def examine(unit: Unit) -> tuple[Unit, dict[str, Tally]]:
    """Compare all arithmetics on the kinds of a work item."""
    return unit, examined(unit)


def examined(unit: Unit, arithmetics: Mapping[str, Arithmetic] = ARITHMETICS) -> dict[str, Tally]:
    """The tallies of a work item, by quantity."""
    *plain, numbers = unit.part
    spec = Spec(*plain)
    stream, table = families.kind_stream(spec), Table()
    for number in numbers:
        (kind,) = stream.slice(number, number + 1)
        seed = f"{unit.seed} {number}"
        question = asked(kind.representative(unit.seed + number), seed)
        table.add(tallied(compared(question, arithmetics), {"kind": str(kind), "class": kind.label, "asked": seed}))
    return table.tallies


# -- disagreements as files --------------------------------------------------------------------------------------------


def disagreement_data(found: Disagreement, point: dln.Point, data: Mapping[str, Any]) -> dict[str, Any]:
    """All that is needed to ask again."""
    return {
        **point_data(point),
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
    point = parse_point({key: data[key] for key in ("problem", "weights") if key in data})
    if not point.is_critical:
        raise InputError(f"the weights in '{path}' are not a critical point, and arithmetics are compared at these.")
    return compared(asked(point, str(data.get("asked", ""))))


# -- the loop ----------------------------------------------------------------------------------------------------------


class Recorded:
    """What a store holds of the comparison, under the fingerprint of all code that it depends on."""

    def __init__(self, store: Store):
        self.store = store
        self.codes = {_id(name): fingerprint.of_module(__name__) for name in (*ROWS, _TIME)}

    def known(self, unit: Unit) -> dict[str, Tally] | None:
        """The tallies of a work item; None unless all are there."""
        found = self.store.tallies(unit, self.codes)
        return {name: found[_id(name)] for name in (*ROWS, _TIME)} if len(found) == len(self.codes) else None

    def add(self, unit: Unit, tallies: Mapping[str, Tally]) -> None:
        """Record a work item; one with a disagreement is not recorded, so that it is done again."""
        if not any(tally.failures for tally in tallies.values()):
            self.store.add(unit, ((_id(name), self.codes[_id(name)], tally) for name, tally in tallies.items()))


def _id(name: str) -> str:
    return name if name == _TIME else f"crossval.{name}"


def run(
    size: str,
    seed: int,
    jobs: int,
    *,
    kinds: int | None = KINDS,
    budget: float | None = None,
    store: Store | None = None,
    on_item: Any = None,
) -> tuple[Table, Ending]:
    """The table of a scope, and why the run ended: a budget (in seconds) or Ctrl-C ends it with what was done."""
    table, recorded = Table(), None if store is None else Recorded(store)

    def finished(unit: Unit, tallies: Mapping[str, Tally]) -> None:
        table.add(tallies)
        if on_item is not None:
            on_item(unit)

    def left() -> Iterator[Unit]:
        for unit in items(size, seed, kinds):
            known = None if recorded is None else recorded.known(unit)
            if known is None:
                yield unit
            else:
                finished(unit, known)

    def take(answer: tuple[Unit, dict[str, Tally]]) -> None:
        unit, tallies = answer
        if recorded is not None:
            recorded.add(unit, tallies)
        finished(unit, tallies)

    deadline = None if budget is None else time.monotonic() + budget
    return table, work_through(examine, left(), take, jobs=jobs, deadline=deadline)
