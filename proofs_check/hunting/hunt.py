"""Hunts for counterexamples to a user's own claims: first the scope, then random exact cases; shrinks the finds."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from proofs_check.hunting import draws, strata
from proofs_check.hunting.exact_near import exact_critical_points
from proofs_check.hunting.problems import USUAL, DrawLimits
from proofs_check.hunting.shrink import shrunk
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome
from proofs_check.language.scope import Case
from proofs_check.language.subjects import COMPUTED_POINTS, CRITICAL_POINTS, Subject
from proofs_check.language.verdict import Verdict
from proofs_check.running import fingerprint, runner, witness
from proofs_check.running.evaluate import Tally, Task, TaskAnswer, evaluate
from proofs_check.running.exact import failing
from proofs_check.running.loop import InOrder, seconds_left
from proofs_check.running.resume import work_on
from proofs_check.running.runner import Ending, Report, Result, Settings
from proofs_check.running.store import Store
from proofs_check.scopes.small_weights import ComputedCriticalPoints
from symdln.errors import InputError

SCOPE_SHARE = 2 / 3
"""The part of a budget that the scope may use; the rest is for random cases."""
GRACE = 10.0
"""The seconds after the end of the budget in which a find may still be shrunk."""
MOST_FLOAT_FINDS = 20


class Place(Enum):
    """Where a counterexample was found."""

    SCOPE = "in the scope"
    RANDOM = "at a random case"
    NEAR_FLOATS = "near computed weights, exactly"


@dataclass(frozen=True)
class Find:
    """A counterexample, as a witness, and where it was found; ``larger`` is the case as found, where it was shrunk.

    ``strata`` names the stratum from which the case was drawn, or the strata to which a case of the scope belongs.
    """

    place: Place
    witness: dict[str, Any]
    strata: tuple[str, ...] = ()
    larger: dict[str, Any] | None = None


@dataclass(frozen=True)
class Hunted:
    """How the hunt for one claim ended: the result over its scope, the random cases, and the find.

    ``by_stratum`` counts the random cases of each stratum, whether they met the hypotheses or not.
    """

    claim: Claim
    verdict: Verdict
    in_scope: Result
    drawn: Tally
    find: Find | None = None
    float_finds: int = 0
    by_stratum: Counter[str] = field(default_factory=Counter)

    @property
    def error(self) -> dict[str, str] | None:
        return self.in_scope.error or self.drawn.error


@dataclass(frozen=True)
class Hunt:
    """A finished hunt; ``most_draws`` bounds the random cases of a claim, ``in_scope`` is the run over the scopes.

    ``recalled`` counts the work items that came whole from a store.
    """

    settings: Settings
    most_draws: int | None
    limits: DrawLimits
    hunted: tuple[Hunted, ...]
    in_scope: Report
    seconds: float
    ending: Ending
    recalled: int = 0


def hunt(
    claims: Sequence[Claim],
    settings: Settings,
    most_draws: int | None = None,
    on_answer: Callable[[TaskAnswer], None] | None = None,
    limits: DrawLimits = USUAL,
    store: Store | None = None,
    *,
    first: bool = False,
) -> Hunt:
    """Check the claims over their scopes, then at random exact cases until the budget or the draws end.

    The finds do not depend on ``jobs``, but the number of random cases that a budget allows does.  Ctrl-C ends the hunt
    with what was covered, and so does, with ``first``, the first counterexample to any claim.  Answers in the
    ``store`` are taken from there, and new ones are recorded.
    """
    if settings.budget is None and most_draws is None:
        raise InputError("a hunt without budget would not end; pass a budget in seconds, or most_draws.")
    start = time.monotonic()
    deadline = None if settings.budget is None else start + settings.budget
    share = None if settings.budget is None else settings.budget * SCOPE_SHARE
    limited = Settings(settings.size, settings.seed, settings.jobs, share)
    report = runner.run(claims, limited, on_answer, store, first=first)
    field_of_draws = _Draws(_open_by_subject(report.results), settings, most_draws, deadline, limits)
    ending = report.ending
    if ending not in (Ending.INTERRUPTED, Ending.FOUND):
        stopped = field_of_draws.run(on_answer, store, first=first)
        ending = stopped if stopped in (Ending.INTERRUPTED, Ending.FOUND) else ending
    hunted = []
    last = None if deadline is None else deadline + GRACE
    for result in report.results:
        id = result.claim.id
        drawn = field_of_draws.tallies.get(id, Tally())
        concluded = _Conclusion(result, drawn, field_of_draws.by_stratum.get(id, Counter()), settings, last)
        hunted.append(concluded.hunted(shrinking=ending is not Ending.INTERRUPTED))
        ending = Ending.INTERRUPTED if concluded.interrupted else ending
    recalled = report.recalled + field_of_draws.recalled
    return Hunt(settings, most_draws, limits, tuple(hunted), report, time.monotonic() - start, ending, recalled)


# -- random cases ------------------------------------------------------------------------------------------------------


def _open_by_subject(results: Sequence[Result]) -> dict[Subject, list[Claim]]:
    """The claims that were not refuted and raised no error, by their subjects, where these can be drawn."""
    by_subject: dict[Subject, list[Claim]] = {}
    for result in results:
        subject = _drawn_for(result.claim)
        if subject is not None and result.verdict is not Verdict.REFUTED and result.error is None:
            by_subject.setdefault(subject, []).append(result.claim)
    return by_subject


def _drawn_for(claim: Claim) -> Subject | None:
    """The subject to draw for a claim: its own, if that can be drawn; exact critical points for computed ones."""
    subject = claim.over.subject
    if subject == COMPUTED_POINTS:
        return CRITICAL_POINTS
    return None if subject.cases is None else subject


@dataclass
class _Draws:
    """The random cases of all open claims, domain by domain in turn, added up in the order of their numbers."""

    claims: dict[Subject, list[Claim]]
    settings: Settings
    most: int | None
    deadline: float | None
    limits: DrawLimits
    tallies: dict[str, Tally] = field(default_factory=dict)
    by_stratum: dict[str, Counter[str]] = field(default_factory=dict)
    in_order: tuple[InOrder[TaskAnswer], ...] = ()
    recalled: int = 0

    def run(self, on_answer: Callable[[TaskAnswer], None] | None, store: Store | None, *, first: bool) -> Ending:
        """Draw until every claim is settled (with ``first``: one is refuted), the draws end, or the budget does."""
        every = [claim for claims in self.claims.values() for claim in claims]
        self.tallies = {claim.id: Tally() for claim in every}
        self.by_stratum = {id: Counter() for id in self.tallies}
        self.in_order = tuple(InOrder() for _ in self.claims)

        def enough() -> bool:
            return first and any(tally.failures for tally in self.tallies.values())

        def take(answer: TaskAnswer) -> None:
            for due in self.in_order[answer.task.group].take(answer.task.number, answer):
                if not enough():
                    self._add(due)
            if on_answer:
                on_answer(answer)

        ending, self.recalled = work_on(
            evaluate,
            self._tasks(),
            take,
            store=store,
            codes=lambda: {claim.id: fingerprint.of_claim(claim, draws.__name__) for claim in every},
            jobs=self.settings.jobs,
            deadline=self.deadline,
            enough=enough,
        )
        for group in self.in_order if ending is not Ending.FOUND else ():
            for answer in group.rest():
                self._add(answer)
        return ending

    def _tasks(self) -> Iterator[Task]:
        for number in itertools.count():
            start = number * draws.CASES_PER_UNIT
            if self.most is not None and start >= self.most:
                return
            working = False
            for group, (subject, claims) in enumerate(self.claims.items()):
                # A claim is left out once it is settled; its group goes on, so that the numbers of tasks have no gaps.
                names = tuple((claim.module, claim.id) for claim in claims if not self._settled(claim))
                if names:
                    working = True
                    cases = draws.RandomCases(subject, self.limits)
                    unit = next(itertools.islice(cases.units("", self.settings.seed), number, None))
                    stop = unit.stop if self.most is None else min(unit.stop, self.most)
                    yield Task(group, number, names, unit._replace(stop=stop), seconds_left(self.deadline), cases)
            if not working:
                return

    def _settled(self, claim: Claim) -> bool:
        tally = self.tallies[claim.id]
        return bool(tally.failures or tally.error)

    def _add(self, answer: TaskAnswer) -> None:
        start = answer.task.unit.start
        for (_, id), tally in zip(answer.task.claims, answer.tallies, strict=True):
            if not (self.tallies[id].failures or self.tallies[id].error):
                self.tallies[id].add(tally)
                self.by_stratum[id].update(draws.drawn_by_stratum(start, start + tally.seen, self.limits))


# -- conclusions -------------------------------------------------------------------------------------------------------


@dataclass
class _Conclusion:
    """The conclusion for one claim from its scope and its random cases."""

    result: Result
    drawn: Tally
    by_stratum: Counter[str]
    settings: Settings
    last: float | None
    interrupted: bool = False
    float_finds: int = 0

    def hunted(self, shrinking: bool) -> Hunted:
        find = None
        try:
            find = self._found()
            if find is not None and shrinking:
                find = self._shrunk(find)
        except KeyboardInterrupt:
            self.interrupted = True
        verdict = Verdict.REFUTED if find is not None else self._unrefuted()
        return Hunted(self.result.claim, verdict, self.result, self.drawn, find, self.float_finds, self.by_stratum)

    def _found(self) -> Find | None:
        if self.result.verdict is Verdict.REFUTED and self.result.witness is not None:
            return Find(Place.SCOPE, self.result.witness, self._strata_of(self.result.witness))
        if self.result.tally.failures and isinstance(self.result.claim.over, ComputedCriticalPoints):
            made = self._made_exact()
            if made is not None:
                return made
        if self.drawn.witness is None or not self.drawn.failures:  # a failure that rests on a float refutes nothing
            return None
        return Find(Place.RANDOM, self.drawn.witness, (self.drawn.witness["case"]["stratum"],))

    def _strata_of(self, found: dict[str, Any]) -> tuple[str, ...]:
        """The strata of a case of the scope, where it is a point or a problem."""
        if _drawn_for(self.result.claim) is None:
            return ()
        return tuple(strata.names_of(witness.case_of(found)))

    def _made_exact(self) -> Find | None:
        """An exact critical point near one of the computed ones at which the claim fails, if one is found."""
        claim = self.result.claim
        for unit in claim.over.units(self.settings.size, self.settings.seed):
            for case in claim.over.cases(unit):
                if self.float_finds >= MOST_FLOAT_FINDS or self._late():
                    return None
                if outcome_at(claim, case.subject) is None:
                    continue
                self.float_finds += 1
                for near in exact_critical_points(case.subject):
                    outcome = outcome_at(claim, near)
                    if outcome is not None:
                        return Find(Place.NEAR_FLOATS, witness.witness_of(claim, Case(near, case.label), outcome))
        return None

    def _shrunk(self, find: Find) -> Find:
        """The find made smaller, where the subject of the claim is known."""
        claim = self.result.claim
        subject = _drawn_for(claim)
        if subject is None:
            return find
        found = witness.case_of(find.witness)
        smallest = shrunk(found, subject, lambda case: outcome_at(claim, case) is not None, self._late)
        outcome = outcome_at(claim, smallest)
        if smallest == found or outcome is None:
            return find
        label = {"shrunk from": find.witness["case"]}
        return Find(find.place, witness.witness_of(claim, Case(smallest, label), outcome), find.strata, find.witness)

    def _late(self) -> bool:
        return self.last is not None and time.monotonic() > self.last

    def _unrefuted(self) -> Verdict:
        """The verdict without a counterexample: that of the scope, or if it is vacuous there, that of random cases."""
        if self.drawn.error or self.drawn.undecided or self.drawn.inexact_failures:
            return Verdict.UNDECIDED
        if self.result.verdict is Verdict.VACUOUS and self.drawn.cases:
            return Verdict.SUPPORTED
        if self.drawn.inexact and self.result.verdict is Verdict.VERIFIED:
            return Verdict.SUPPORTED
        return self.result.verdict


def outcome_at(claim: Claim, subject: Any) -> Outcome | None:
    """The outcome where the claim's hypotheses are met and it fails; None otherwise, or where it cannot be checked."""
    try:
        return failing(claim, subject)
    except (Exception, SystemExit):  # the check may not accept the smaller case; then it is not a counterexample
        return None
