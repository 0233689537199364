"""Drops the hypotheses of a claim one at a time, to find those that some case in scope shows to be needed."""

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
from proofs_check.language.scope import Case, Scope
from proofs_check.running import fingerprint, registry
from proofs_check.running.evaluate import Tally, Task, TaskAnswer
from proofs_check.running.exact import exactly, floats_in
from proofs_check.running.loop import InOrder, seconds_left
from proofs_check.running.resume import work_on
from proofs_check.running.runner import Ending, Settings
from proofs_check.running.store import Store
from proofs_check.running.witness import witness_of
from proofs_check.scopes.degenerate import widened


class Need(Enum):
    """The finding about a hypothesis when it is dropped."""

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


class Row(Tally):
    """The results for the cases that violate only one hypothesis, up to the first case at which the claim fails.

    ``errors`` counts the cases at which the check raised an error: without the hypothesis it may have no meaning.
    ``open_sentence`` is the first such error, or the reason why the first undecided case is undecided.
    """

    @property
    def settled(self) -> bool:
        return self.failures > 0

    @property
    def need(self) -> Need:
        if self.settled:
            return Need.NEEDED
        if self.undecided or self.inexact_failures:
            return Need.UNDECIDED
        if self.cases:
            return Need.NOT_REFUTED
        return Need.NOT_STATED if self.errors else Need.NOT_TESTED

    def add(self, later: Tally) -> None:
        """Add later cases, unless the row was settled before them."""
        if self.settled:
            return
        if later.failures:
            self.witness = later.witness
        super().add(later)


@dataclass(frozen=True)
class Ablated:
    """A claim, the row for the cases that meet all its hypotheses, and a row for each dropped hypothesis."""

    claim: Claim
    whole: Row
    rows: tuple[tuple[Drop, Row], ...]
    complete: bool


@dataclass(frozen=True)
class Ablation:
    """A finished ablation; ``recalled`` counts the work items that came whole from a store."""

    settings: Settings
    ablated: tuple[Ablated, ...]
    seconds: float
    ending: Ending
    recalled: int = 0


WHOLE = -1
"""The number of the row for the cases that meet all hypotheses; every other row has the number of its drop."""


def ablate(
    claims: Sequence[Claim],
    settings: Settings,
    on_answer: Callable[[int], None] | None = None,
    store: Store | None = None,
) -> Ablation:
    """Drop each hypothesis of each claim in turn and check the claim at the cases that violate it alone.

    The rows do not depend on ``jobs`` and ``store``.  A budget that ends, and Ctrl-C, end it with what was covered.
    Answers in the ``store`` are taken from there, and new ones are recorded.
    """
    start = time.monotonic()
    deadline = None if settings.budget is None else start + settings.budget
    table = {claim.id: [Row() for _ in range(len(drops_of(claim)) + 1)] for claim in claims}
    work = [_Group(index, scope, members, table) for index, (scope, members) in enumerate(_grouped(claims))]

    def take(answer: TaskAnswer) -> None:
        work[answer.task.group].take(answer)
        if on_answer:
            on_answer(answer.task.unit.weight)

    ending, recalled = work_on(
        _examine,
        itertools.chain.from_iterable(group.tasks(settings, deadline) for group in work),
        take,
        store=store,
        codes=lambda: {name: code for group in work for name, code in group.codes().items()},
        jobs=settings.jobs,
        deadline=deadline,
    )
    if ending is Ending.COMPLETE and not all(group.complete for group in work):
        ending = Ending.BUDGET
    ablated = tuple(_ablated(claim, table[claim.id], work) for claim in claims)
    return Ablation(settings, ablated, time.monotonic() - start, ending, recalled)


def _ablated(claim: Claim, rows: list[Row], work: Sequence[_Group]) -> Ablated:
    complete = all(group.complete for group in work if claim in group.claims)
    return Ablated(claim, rows[WHOLE], tuple(zip(drops_of(claim), rows, strict=False)), complete)


def _grouped(claims: Sequence[Claim]) -> list[tuple[Scope | None, list[Claim]]]:
    """The claims by the scopes over which they are checked; claims with equal scopes of their own stand together."""
    groups: dict[tuple[Scope | None, Scope | None], list[Claim]] = {}
    for claim in claims:
        moves = any(hypothesis.name == "critical" for drop in drops_of(claim) for hypothesis in (drop.hypothesis,))
        for scope in widened(claim.over, moves):
            groups.setdefault((scope, claim.over if scope is None else None), []).append(claim)
    return [(scope, members) for (scope, _), members in groups.items()]


def row_names(claim: Claim, scope: Scope | None) -> dict[str, int]:
    """The rows of a claim over a scope (None: its own) by the names under which they are recorded."""
    dropped = {f"without {drop.hypothesis.name}": number for number, drop in enumerate(drops_of(claim))}
    at = "" if scope is None else f", at {scope.short}"
    return {f"{claim.id} {name}{at}": number for name, number in {**dropped, "with all hypotheses": WHOLE}.items()}


@dataclass
class _Group:
    """The claims that are checked over one scope, and their rows."""

    index: int
    scope: Scope | None
    claims: list[Claim]
    table: dict[str, list[Row]]
    in_order: InOrder[TaskAnswer] = field(default_factory=InOrder)
    begun: int = 0
    exhausted: bool = False
    cut: bool = False

    def __post_init__(self) -> None:
        self.rows = {
            name: (claim, number) for claim in self.claims for name, number in row_names(claim, self.scope).items()
        }

    @property
    def complete(self) -> bool:
        return self.exhausted and self.in_order.due == self.begun and not self.cut

    def codes(self) -> dict[str, str]:
        """The code that decides each row."""
        return {name: fingerprint.of_claim(claim, __name__) for name, (claim, _) in self.rows.items()}

    def tasks(self, settings: Settings, deadline: float | None) -> Iterator[Task]:
        """The work items, each for the rows that are still open."""
        scope = self.scope if self.scope is not None else self.claims[0].over
        for unit in scope.units(settings.size, settings.seed):
            still = tuple(
                (claim.module, name) for name, (claim, number) in self.rows.items() if self._open(claim, number)
            )
            if not still:
                break
            yield Task(self.index, self.begun, still, unit, seconds_left(deadline), self.scope)
            self.begun += 1
        self.exhausted = True

    def _open(self, claim: Claim, number: int) -> bool:
        """A claim that fails under all its hypotheses is settled as a whole."""
        rows = self.table[claim.id]
        return not (rows[WHOLE].settled or rows[number].settled)

    def take(self, answer: TaskAnswer) -> None:
        self.cut = self.cut or not answer.finished
        for due in self.in_order.take(answer.task.number, answer):
            for (_, name), found in zip(due.task.claims, due.tallies, strict=True):
                claim, number = self.rows[name]
                self.table[claim.id][number].add(found)


# -- in whatever process -----------------------------------------------------------------------------------------------


def _examine(task: Task) -> TaskAnswer:
    """Examine every case of a work item for the rows that are open."""
    lines = [_line(module, name, task.scope) for module, name in task.claims]
    scope = task.scope if task.scope is not None else lines[0].claim.over
    problem = scope.problem(task.unit)
    of_problem: dict[Hypothesis, bool | BaseException] = {}
    possible = [line for line in lines if problem is None or line.possible(problem, of_problem)]
    finished, seen, start = True, 0, time.perf_counter()
    for case in scope.cases(task.unit) if possible else ():
        if task.seconds is not None and time.perf_counter() > start + task.seconds:
            finished = False
            break
        seen += 1
        known = dict(of_problem)
        for line in possible:
            line.look_at(case, known)
    return TaskAnswer(task, tuple(line.row for line in lines), seen, finished, time.perf_counter() - start)


def _line(module: str, name: str, scope: Scope | None) -> _RowLine:
    """The row of this name."""
    claim = registry.in_module(module)[name.partition(" ")[0]]
    return _RowLine(claim, row_names(claim, scope)[name], Row())


@dataclass
class _RowLine:
    """One row of one claim at work: the hypothesis that must fail (none for the whole), and those that must hold."""

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
            self.row.errors += 1
            self.row.open_sentence = self.row.open_sentence or _said(error)
            return
        self.row.cases += 1
        if outcome.fails:
            refuted = self.claim.over.exact and not float_seen and not self.inexactly_asked(case.subject)
            if refuted or self.row.witness is None:
                self.row.witness = witness_of(self.claim, case, outcome)
            self.row.failures += refuted
            self.row.inexact_failures += not refuted
        elif not outcome.holds:
            self.row.undecided += 1
            self.row.open_sentence = self.row.open_sentence or outcome.sentence

    def inexactly_asked(self, subject: Any) -> bool:
        """Whether a float took part in a hypothesis that put the case here."""
        noticed: list[str] = []
        with watching(noticed):
            for hypothesis in (*((self.violated,) if self.violated else ()), *self.kept):
                hypothesis.met_by(subject)
        return bool(noticed)


def _said(error: BaseException) -> str:
    """The exception in one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _asked(hypothesis: Hypothesis, subject: Any, known: dict[Hypothesis, bool | BaseException]) -> bool | BaseException:
    """Whether the hypothesis is met, or the exception that it raised."""
    if hypothesis not in known:
        try:
            known[hypothesis] = hypothesis.met_by(subject)
        except (Exception, SystemExit) as error:
            known[hypothesis] = error
    return known[hypothesis]
