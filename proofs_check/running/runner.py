"""Runs claims over their scopes and decides a verdict for each, from the checked cases alone."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from proofs_check.language.claim import Claim
from proofs_check.language.scope import Scope
from proofs_check.language.verdict import Verdict, worded
from proofs_check.running import claim_file, fingerprint, replays
from proofs_check.running.evaluate import Tally, Task, TaskAnswer, evaluate
from proofs_check.running.loop import Ending, InOrder, seconds_left
from proofs_check.running.replays import Replayed, Replays
from proofs_check.running.resume import work_on
from proofs_check.running.store import Store
from proofs_check.scopes.families import SIZES
from symdln.errors import InputError

CONFIDENCE = 0.99


@dataclass(frozen=True)
class Settings:
    """The settings of a run; ``budget`` is in seconds, ``scheduler`` the address of a Dask scheduler."""

    size: str = "default"
    seed: int = 0
    jobs: int = 1
    budget: float | None = None
    scheduler: str | None = None

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise InputError(f"there is no scope called {self.size!r}; choose one of {', '.join(SIZES)}.")
        if self.jobs < 1:
            raise InputError(f"jobs={self.jobs} was passed; it must be at least 1.")
        if self.seed < 0:
            raise InputError(f"seed={self.seed} was passed; it must be at least 0.")
        if self.budget is not None and not self.budget > 0:
            raise InputError(f"budget={self.budget} seconds was passed; it must be positive.")


@dataclass(frozen=True)
class Sample:
    """The conclusion from samples: with the stated confidence, the claim fails in at most ``bound`` of all cases."""

    cases: int
    failures: int
    confidence: float
    bound: float


@dataclass(frozen=True)
class Result:
    """How one claim ended, with its evidence; ``complete`` says that the whole scope was covered."""

    claim: Claim
    verdict: Verdict
    tally: Tally
    complete: bool
    sample: Sample | None = None

    @property
    def word(self) -> str:
        """The verdict as it is printed, such as ``DERIVED (depth 2 to 4)`` or ``PROVED (given relations)``."""
        return worded(self.verdict.value, self.restricted, self.given_relations)

    @property
    def restricted(self) -> str | None:
        """What alone is proved: a part of the range, or the formal statement of a user's claim, which nobody read."""
        unread = self.claim.proof is not None and claim_file.is_own(self.claim)
        return "formal statement" if unread and not self.claim.restricted else self.claim.restricted

    @property
    def given_relations(self) -> bool:
        """Whether a derivation in words, with no proof of the claim, rests on relations that the check used."""
        return bool(self.tally.relations) and self.claim.proof is None

    @property
    def witness(self) -> dict[str, Any] | None:
        return self.tally.witness

    @property
    def error(self) -> dict[str, Any] | None:
        return self.tally.error


@dataclass
class Group:
    """The claims over one scope, which are checked together, and how much of the scope is done.

    ``guess`` is the assumed time in seconds of a work item until one is answered.
    """

    scope: Scope
    claims: list[Claim]
    done: int = 0
    cases: int = 0
    pending: int = 0
    answered: int = 0
    seconds: float = 0.0
    exhausted: bool = False
    cut: bool = False
    guess: float = 0.0
    in_order: InOrder[TaskAnswer] = field(default_factory=InOrder)

    @property
    def complete(self) -> bool:
        return self.exhausted and not self.pending and not self.cut

    @property
    def seconds_per_claim(self) -> float:
        """The time spent on it once its next work item is done, divided by its claims.

        Items under way and the next one count with the average time of those answered, or else with the guess.
        """
        average = self.seconds / self.answered if self.answered else self.guess
        return (self.seconds + (self.pending + 1) * average) / len(self.claims)

    def tasks(
        self, index: int, settings: Settings, deadline: float | None, over: Scope | None = None
    ) -> Iterator[Task]:
        names = tuple((claim.module, claim.id) for claim in self.claims)
        for number, unit in enumerate(self.scope.units(settings.size, settings.seed)):
            self.pending += 1
            yield Task(index, number, names, unit, seconds_left(deadline), over)
        self.exhausted = True

    def take(self, answer: TaskAnswer) -> Iterator[TaskAnswer]:
        """Count the answer to one of the tasks; yield those that can now be added up, in the order of the tasks."""
        self.pending -= 1
        self.answered += 1
        self.seconds += answer.seconds
        self.done += answer.done
        self.cases += answer.cases
        self.cut = self.cut or not answer.finished
        yield from self.in_order.take(answer.task.number, answer)


@dataclass(frozen=True)
class Report:
    """A finished run: settings, one result for each claim in the order in which they were named, and what was covered.

    ``recalled`` is the number of whole work items from a store.
    """

    settings: Settings
    results: tuple[Result, ...]
    groups: tuple[Group, ...]
    seconds: float
    ending: Ending
    recalled: int = 0

    @property
    def errors(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.error is not None)


def grouped(claims: Sequence[Claim]) -> tuple[Group, ...]:
    """The claims grouped by scope, groups and claims in the order of their first appearance."""
    groups: dict[Scope, Group] = {}
    for claim in claims:
        groups.setdefault(claim.over, Group(claim.over, [])).claims.append(claim)
    return tuple(groups.values())


def total(scope: Scope, settings: Settings) -> int | None:
    """The number of kinds, problems or cases ahead; None where counting them would take longer than a glance."""
    if settings.size == "large":
        return None
    return sum(unit.weight for unit in scope.units(settings.size, settings.seed)) or None


def run(
    claims: Sequence[Claim],
    settings: Settings,
    on_answer: Callable[[TaskAnswer], None] | None = None,
    store: Store | None = None,
    over: Scope | None = None,
    *,
    first: bool = False,
) -> Report:
    """Check the claims; verdicts, counts and witnesses do not depend on ``jobs``, ``scheduler`` and ``store``.

    ``on_answer`` is called after every work item.  Answers in the ``store`` are taken from there, and new ones are
    recorded.  ``over`` takes the place of the claims' own scopes.  A budget that ends, Ctrl-C and, with ``first``, the
    first refutation end the run with what was covered.  The proofs are replayed after the cases, each in one of the
    processes.
    """
    start = time.monotonic()
    if over is not None:
        claims = [replace(claim, over=over, written=None) for claim in claims]  # a proof says nothing of other cases
    groups = grouped(claims)
    tallies = {claim.id: Tally() for claim in claims}
    deadline = None if settings.budget is None else start + settings.budget
    for group in groups:
        group.guess = 0.0 if settings.budget is None else settings.budget * settings.jobs / len(claims)
    tasks = in_turn(groups, [group.tasks(index, settings, deadline, over) for index, group in enumerate(groups)])
    refused: dict[str, dict[str, Any] | None] = {}

    def enough() -> bool:
        return first and any(tallies[claim.id].failures and claim.over.exact for claim in claims)

    def take(answer: TaskAnswer | Replayed) -> None:
        if isinstance(answer, Replayed):
            refused.update(answer.errors)
            return
        group = groups[answer.task.group]
        for due in group.take(answer):
            if not enough():
                _add(due, group, tallies)
        if on_answer:
            on_answer(answer)

    ending, recalled = work_on(
        _do,
        tasks,
        take,
        store=store,
        codes=lambda: {claim.id: fingerprint.of_claim(claim) for claim in claims},
        jobs=settings.jobs,
        deadline=deadline,
        scheduler=settings.scheduler,
        enough=enough,
        others=replays.items(claims),
    )
    for group in groups:
        group.cut = group.cut or ending is Ending.FOUND  # answers after the refutation were not added up
        for answer in () if ending is Ending.FOUND else group.in_order.rest():
            _add(answer, group, tallies)
    if ending is Ending.COMPLETE and any(group.cut for group in groups):
        ending = Ending.BUDGET
    complete = {claim.id: group.complete for group in groups for claim in group.claims}
    for claim in claims:
        error = refused[claim.id] if claim.id in refused else replays.error_of(claim)  # if the run ended before
        tallies[claim.id].error = tallies[claim.id].error or error
    results = tuple(result_of(claim, tallies[claim.id], complete[claim.id]) for claim in claims)
    return Report(settings, results, groups, time.monotonic() - start, ending, recalled)


def _do(item: Task | Replays) -> TaskAnswer | Replayed:
    return replays.replay(item) if isinstance(item, Replays) else evaluate(item)


def not_begun(claims: Sequence[Claim], settings: Settings) -> Report:
    """The report of a run that was interrupted while it was prepared: nothing was checked."""
    results = tuple(result_of(claim, Tally(), complete=False) for claim in claims)
    return Report(settings, results, grouped(claims), 0.0, Ending.INTERRUPTED)


def result_of(claim: Claim, tally: Tally, complete: bool) -> Result:
    """The result of a claim: the verdict and, for samples, the confidence bound."""
    sample = None
    if claim.over.strength is Verdict.SUPPORTED and tally.cases:
        sample = Sample(tally.cases, tally.failures, CONFIDENCE, upper_bound(tally.failures, tally.cases, CONFIDENCE))
    return Result(claim, decide(claim, tally, complete), tally, complete, sample)


def decide(claim: Claim, tally: Tally, complete: bool) -> Verdict:
    """The verdict that the evidence supports, and no more.

    An exact failing case refutes, however much was covered.  A check that raised ends as an error.  Unfinished work,
    an undecided case or a failing inexact one leave the claim undecided; where floats took part and nothing
    failed, the claim is supported at most.
    """
    if tally.failures and claim.over.exact:
        return Verdict.REFUTED
    if tally.error:
        return Verdict.ERROR
    if not complete or tally.undecided or tally.failures or tally.inexact_failures:
        return Verdict.UNDECIDED
    if not tally.cases:
        return Verdict.VACUOUS
    if claim.ill_formed:
        return Verdict.ILL_FORMED
    if tally.inexact:
        return Verdict.SUPPORTED
    return Verdict.VERIFIED if is_not_formal(claim, tally) else claim.strength


def is_not_formal(claim: Claim, tally: Tally) -> bool:
    """Whether a user's claim is PROVED or DERIVED by its scope, but compared no words at some cases."""
    derivation = claim.over.strength is Verdict.PROVED and claim.proof is None
    return derivation and claim_file.is_own(claim) and tally.formal < tally.cases


def upper_bound(failures: int, cases: int, confidence: float) -> float:
    """The Clopper-Pearson upper bound for the share of failing cases after ``failures`` in ``cases`` independent ones.

    >>> round(upper_bound(0, 100, 0.99), 6) == round(1 - 0.01 ** (1 / 100), 6)
    True
    """
    if not failures:
        return -math.expm1(math.log1p(-confidence) / cases)  # where (1 - p)^cases = 1 - confidence
    from scipy.stats import beta  # a second to import, and only samples with failures need it

    return 1.0 if failures == cases else float(beta.ppf(confidence, failures + 1, cases - failures))


def in_turn(groups: Sequence[Group], streams: Sequence[Iterator[Task]]) -> Iterator[Task]:
    """The tasks of all groups, next from the group with the least time per claim, so that a budget is shared by claims.

    The order inside a group is that of its scope, so the verdict of a claim does not depend on the turns.
    """
    open_streams = dict(enumerate(streams))
    while open_streams:
        index = min(open_streams, key=lambda i: (groups[i].seconds_per_claim, groups[i].pending, i))
        task = next(open_streams[index], None)
        if task is None:
            del open_streams[index]
        else:
            yield task


def _add(answer: TaskAnswer, group: Group, tallies: dict[str, Tally]) -> None:
    for claim, tally in zip(group.claims, answer.tallies, strict=True):
        tallies[claim.id].add(tally)
