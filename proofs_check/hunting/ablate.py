"""Drops the hypotheses of a claim one at a time: which are needed, and which no case in scope shows to be needed."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from proofs_check.hunting.drops import Drop, drops_of
from proofs_check.language.claim import Claim
from proofs_check.language.floats import watching
from proofs_check.language.hypotheses import Hypothesis, Level
from proofs_check.language.scope import Case, Scope, Unit
from proofs_check.running import parallel, registry
from proofs_check.running.exact import exactly, floats_in
from proofs_check.running.loop import seconds_left
from proofs_check.running.runner import Ending, Settings
from proofs_check.running.witness import witness_of
from proofs_check.scopes.degenerate import widened


class Need(Enum):
    """What is found about a hypothesis when it is dropped."""

    NEEDED = "needed"
    NOT_REFUTED = "not refuted"
    NOT_TESTED = "not tested"
    NOT_STATED = "cannot be stated without it"
    UNDECIDED = "undecided"

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    Need.NEEDED: "the claim fails at a case that violates only this hypothesis",
    Need.NOT_REFUTED: "the claim holds at every case in scope that violates only this hypothesis",
    Need.NOT_TESTED: "no case in scope violates only this hypothesis",
    Need.NOT_STATED: "at every case that violates only this hypothesis the check raises an error",
    Need.UNDECIDED: "no case fails, and some are undecided or inexact",
}


@dataclass
class Row:
    """What became of the cases that violate one hypothesis only, up to the first at which the claim fails."""

    cases: int = 0
    undecided: int = 0
    unstated: int = 0
    unstated_sentence: str | None = None
    witness: dict[str, Any] | None = None
    inexact: bool = False

    @property
    def settled(self) -> bool:
        return self.witness is not None and not self.inexact

    @property
    def need(self) -> Need:
        if self.settled:
            return Need.NEEDED
        if self.undecided or self.inexact:
            return Need.UNDECIDED
        if self.cases:
            return Need.NOT_REFUTED
        return Need.NOT_STATED if self.unstated else Need.NOT_TESTED

    def add(self, later: Row) -> None:
        """Add later cases, unless the row was settled before them."""
        if self.settled:
            return
        self.cases += later.cases
        self.undecided += later.undecided
        self.unstated += later.unstated
        self.unstated_sentence = self.unstated_sentence or later.unstated_sentence
        self.witness = self.witness or later.witness
        self.inexact = self.inexact or later.inexact


@dataclass(frozen=True)
class Ablated:
    """A claim, the row of the cases that meet all its hypotheses, and a row for each hypothesis dropped."""

    claim: Claim
    whole: Row
    rows: tuple[tuple[Drop, Row], ...]
    complete: bool


@dataclass(frozen=True)
class Ablation:
    """A finished ablation."""

    settings: Settings
    ablated: tuple[Ablated, ...]
    seconds: float
    ending: Ending


@dataclass(frozen=True)
class _Task:
    """Work item ``number`` of a group; ``open`` lists for each claim the rows still open (-1: all hypotheses met)."""

    group: int
    number: int
    claims: tuple[tuple[str, str], ...]
    open: tuple[tuple[int, ...], ...]
    scope: Scope | None
    unit: Unit
    seconds: float | None


@dataclass(frozen=True)
class _Answer:
    task: _Task
    rows: tuple[tuple[Row, ...], ...]
    finished: bool


WHOLE = -1


def ablate(claims: Sequence[Claim], settings: Settings, on_answer: Callable[[int], None] | None = None) -> Ablation:
    """Drop each hypothesis of each claim in turn and check the claim at the cases that violate it alone.

    The rows do not depend on ``jobs``.  A budget that ends, and Ctrl-C, end it with what was covered.
    """
    start = time.monotonic()
    deadline = None if settings.budget is None else start + settings.budget
    table = {claim.id: [Row() for _ in range(len(drops_of(claim)) + 1)] for claim in claims}
    groups = _grouped(claims)
    work = [_Group(index, scope, members, table) for index, (scope, members) in enumerate(groups)]
    tasks = itertools.chain.from_iterable(group.tasks(settings, deadline) for group in work)
    ending = Ending.COMPLETE
    answers = parallel.map_items(_examine, tasks, settings.jobs, deadline)
    try:
        for answer in answers:
            work[answer.task.group].take(answer)
            if on_answer:
                on_answer(answer.task.unit.weight)
    except TimeoutError:
        ending = Ending.BUDGET
    except KeyboardInterrupt:
        ending = Ending.INTERRUPTED
    finally:
        answers.close()
    if ending is Ending.COMPLETE and not all(group.complete for group in work):
        ending = Ending.BUDGET
    ablated = tuple(_ablated(claim, table[claim.id], work) for claim in claims)
    return Ablation(settings, ablated, time.monotonic() - start, ending)


def _ablated(claim: Claim, rows: list[Row], work: Sequence[_Group]) -> Ablated:
    complete = all(group.complete for group in work if claim in group.claims)
    return Ablated(claim, rows[WHOLE], tuple(zip(drops_of(claim), rows, strict=False)), complete)


def _grouped(claims: Sequence[Claim]) -> list[tuple[Scope | None, list[Claim]]]:
    """The claims by the scopes at which they are looked at; claims over equal scopes of their own stand together."""
    groups: dict[tuple[Scope | None, Scope | None], list[Claim]] = {}
    for claim in claims:
        moves = any(hypothesis.name == "critical" for drop in drops_of(claim) for hypothesis in (drop.hypothesis,))
        for scope in widened(claim.over, moves):
            groups.setdefault((scope, claim.over if scope is None else None), []).append(claim)
    return [(scope, members) for (scope, _), members in groups.items()]


@dataclass
class _Group:
    """The claims looked at over one scope, and the answers that came before those of smaller cases."""

    index: int
    scope: Scope | None
    claims: list[Claim]
    table: dict[str, list[Row]]
    early: dict[int, _Answer] = field(default_factory=dict)
    due: int = 0
    asked: int = 0
    exhausted: bool = False
    cut: bool = False

    @property
    def complete(self) -> bool:
        return self.exhausted and self.due == self.asked and not self.cut

    def tasks(self, settings: Settings, deadline: float | None) -> Iterator[_Task]:
        names = tuple((claim.module, claim.id) for claim in self.claims)
        scope = self.scope if self.scope is not None else self.claims[0].over
        for unit in scope.units(settings.size, settings.seed):
            still = tuple(self._open(self.table[claim.id]) for claim in self.claims)
            if not any(still):
                break
            yield _Task(self.index, self.asked, names, still, self.scope, unit, seconds_left(deadline))
            self.asked += 1
        self.exhausted = True

    def _open(self, rows: list[Row]) -> tuple[int, ...]:
        """A claim that fails under all its hypotheses is settled as a whole."""
        if rows[WHOLE].settled:
            return ()
        return (*(i for i, row in enumerate(rows[:-1]) if not row.settled), WHOLE)

    def take(self, answer: _Answer) -> None:
        self.early[answer.task.number] = answer
        self.cut = self.cut or not answer.finished
        while self.due in self.early:
            due = self.early.pop(self.due)
            self.due += 1
            for (_, id), numbers, rows in zip(due.task.claims, due.task.open, due.rows, strict=True):
                kept = self.table[id]
                for number, row in zip(numbers, rows, strict=True):
                    kept[number].add(row)


# -- in whatever process -----------------------------------------------------------------------------------------------


def _examine(task: _Task) -> _Answer:
    """Look at every case of a work item for the rows that are open."""
    claims = [registry.in_module(module)[id] for module, id in task.claims]
    scope = task.scope if task.scope is not None else claims[0].over
    lines = [
        _Line(claim, number, Row()) for claim, numbers in zip(claims, task.open, strict=True) for number in numbers
    ]
    problem = scope.problem(task.unit)
    of_problem: dict[Hypothesis, bool | BaseException] = {}
    asked = [line for line in lines if problem is None or line.possible(problem, of_problem)]
    finished, start = True, time.perf_counter()
    for case in scope.cases(task.unit) if asked else ():
        if task.seconds is not None and time.perf_counter() > start + task.seconds:
            finished = False
            break
        known = dict(of_problem)
        for line in asked:
            line.look_at(case, known)
    rest = iter(lines)
    rows = tuple(tuple(next(rest).row for _ in numbers) for numbers in task.open)
    return _Answer(task, rows, finished)


@dataclass
class _Line:
    """One row of one claim at work: the hypothesis that must fail (none for the whole), and those that must be met."""

    claim: Claim
    number: int
    row: Row

    def __post_init__(self) -> None:
        if self.number == WHOLE:
            self.violated, self.kept = None, self.claim.assuming
        else:
            drop = drops_of(self.claim)[self.number]
            self.violated, self.kept = drop.hypothesis, drop.kept
        self.kept = tuple(sorted(self.kept, key=lambda hypothesis: hypothesis.level is Level.CASE))

    def possible(self, problem: Any, known: dict[Hypothesis, bool | BaseException]) -> bool:
        """Whether the problem alone leaves room for cases of this row."""
        of_problem = [hypothesis for hypothesis in self.kept if hypothesis.level is Level.PROBLEM]
        if any(_asked(hypothesis, problem, known) is False for hypothesis in of_problem):
            return False
        if self.violated is None or self.violated.level is not Level.PROBLEM:
            return True
        return _asked(self.violated, problem, known) is not True

    def look_at(self, case: Case, known: dict[Hypothesis, bool | BaseException]) -> None:
        """Count the case if it violates this hypothesis only."""
        if self.row.settled:
            return
        if self.violated is not None and _asked(self.violated, case.subject, known) is not False:
            return
        raised = None
        for hypothesis in self.kept:
            met = _asked(hypothesis, case.subject, known)
            if met is False:
                return
            raised = raised or (met if isinstance(met, BaseException) else None)
        try:
            if raised is not None:
                raise raised
            outcome, float_seen = exactly(self.claim, case.subject, floats_in(self.claim))
        except (Exception, SystemExit) as error:  # without the hypothesis the check may have no meaning
            self.row.unstated += 1
            self.row.unstated_sentence = self.row.unstated_sentence or _said(error)
            return
        self.row.cases += 1
        if outcome.fails:
            self.row.witness = self.row.witness or witness_of(self.claim, case, outcome)
            self.row.inexact = bool(float_seen) or not self.claim.over.exact or self.inexactly_asked(case.subject)
        elif not outcome.holds:
            self.row.undecided += 1

    def inexactly_asked(self, subject: Any) -> bool:
        """Whether a float took part in a hypothesis that put the case here."""
        noticed: list[str] = []
        with watching(noticed):
            for hypothesis in (*((self.violated,) if self.violated else ()), *self.kept):
                hypothesis.met_by(subject)
        return bool(noticed)


def _said(error: BaseException) -> str:
    """What was raised, in one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _asked(hypothesis: Hypothesis, subject: Any, known: dict[Hypothesis, bool | BaseException]) -> bool | BaseException:
    """Whether the hypothesis is met, or what it raised."""
    if hypothesis not in known:
        try:
            known[hypothesis] = hypothesis.met_by(subject)
        except (Exception, SystemExit) as error:
            known[hypothesis] = error
    return known[hypothesis]
