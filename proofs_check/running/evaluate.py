"""Checks all claims of one work item, in whatever process; the result is plain data that adds up."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Hypothesis, Known, first_unmet
from proofs_check.language.identities import identities_seen
from proofs_check.language.outcome import Finding, Outcome
from proofs_check.language.scope import Case, Scope, Unit
from proofs_check.running import alike, claim_file, registry
from proofs_check.running.exact import exactly, floats_in
from proofs_check.running.statistics import FAILING, data_traits, traits
from proofs_check.running.witness import error_sentence, place_of, witness_of
from symdln.algebra.words.assumed import relations_used
from symdln.errors import InputError

MOST_IDENTITIES = 3


@dataclass
class Tally:
    """The result for one claim: how many cases were checked, how many failed, and the first failing case as a witness.

    ``seen`` counts all cases of the work items in which the problem met its hypotheses, ``cases`` those that met all
    hypotheses and whose check returned.  ``failures`` are exact in an exact scope.  Cases in which a float took part
    count as ``inexact``, and as ``inexact_failures`` where the claim failed.  ``errors`` counts exceptions.
    ``traits`` counts the cases by what they are (:mod:`proofs_check.running.statistics`), and ``left_out`` by their
    data the problems and cases that do not meet the hypotheses; ``alike`` counts equal cases, while they are few
    (:mod:`proofs_check.running.alike`).  ``relations`` are those by which words were
    rewritten: hypotheses under which a derivation holds.  ``formal`` counts the cases at which words or
    polynomials were compared by their form, and ``identities`` names the first of these.
    """

    seen: int = 0
    cases: int = 0
    failures: int = 0
    undecided: int = 0
    inexact: int = 0
    inexact_failures: int = 0
    errors: int = 0
    traits: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    alike: Counter[str] = field(default_factory=Counter)
    excluded_problems: Counter[str] = field(default_factory=Counter)
    excluded_cases: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    witness: dict[str, Any] | None = None
    open_sentence: str | None = None
    float_seen: str | None = None
    error: dict[str, Any] | None = None
    relations: dict[str, None] = field(default_factory=dict)
    formal: int = 0
    identities: dict[str, None] = field(default_factory=dict)

    def add(self, later: Tally) -> None:
        """Add the tally of later cases; the earlier witness and the earlier error stay."""
        self.seen += later.seen
        self.cases += later.cases
        self.failures += later.failures
        self.undecided += later.undecided
        self.inexact += later.inexact
        self.inexact_failures += later.inexact_failures
        self.errors += later.errors
        self.traits.update(later.traits)
        self.left_out.update(later.left_out)
        alike.merge(self.alike, later.alike)
        self.excluded_problems.update(later.excluded_problems)
        self.excluded_cases.update(later.excluded_cases)
        self.seconds += later.seconds
        self.witness = self.witness or later.witness
        self.open_sentence = self.open_sentence or later.open_sentence
        self.float_seen = self.float_seen or later.float_seen
        self.error = self.error or later.error
        self.relations |= later.relations
        self.formal += later.formal
        self.identities = dict.fromkeys(list(self.identities | later.identities)[:MOST_IDENTITIES])


@dataclass(frozen=True)
class Task:
    """Work item ``number`` of a group of claims over the same scope; claims travel as (module, id).

    No further case is begun after ``seconds`` from the start of its evaluation.  ``scope`` takes the place of the
    claims' own, as in a hunt, which goes on with random cases.
    """

    group: int
    number: int
    claims: tuple[tuple[str, str], ...]
    unit: Unit
    seconds: float | None = None
    scope: Scope | None = None


@dataclass(frozen=True)
class TaskAnswer:
    """The tallies of a task in the order of its claims, the number of examined cases, and the time.

    ``processor_seconds`` is the time for which cores worked on it, ``seconds`` the time by the clock.  ``finished``
    says that the deadline did not cut the work item.
    """

    task: Task
    tallies: tuple[Tally, ...]
    cases: int
    finished: bool
    seconds: float
    processor_seconds: float = 0.0

    @property
    def done(self) -> int:
        """How much of the scope is done: a work item of known size counts once it is finished."""
        weight = self.task.unit.weight
        return self.cases if not weight else weight if self.finished else 0


def evaluate(task: Task) -> TaskAnswer:
    """Check every claim of the task at every case of its unit; an exception in a check becomes that claim's error."""
    claims = [registry.in_module(module)[id] for module, id in task.claims]
    if task.scope is not None:
        claims = [replace(claim, over=task.scope) for claim in claims]
    work = _Work([_ClaimLine(claim, Tally()) for claim in claims])
    start, processor = time.perf_counter(), time.process_time()
    tallies = tuple(line.tally for line in work.lines)
    with claim_file.importing(claims[0]):  # the scope and the hypotheses may import, too
        finished = work.do(task.unit, lambda: task.seconds is not None and time.perf_counter() > start + task.seconds)
    seconds, processor_seconds = time.perf_counter() - start, time.process_time() - processor
    return TaskAnswer(task, tallies, work.seen, finished, seconds, processor_seconds)


def first_failure(claim: Claim, size: str, seed: int) -> Tally:
    """Check a claim case by case, smallest first, up to the first case at which it fails or raises an error."""
    tally = Tally()
    for unit in claim.over.units(size, seed):
        found = Tally()
        with claim_file.importing(claim):
            _Work([_ClaimLine(claim, found)]).do(unit, lambda found=found: bool(found.witness or found.error))
        tally.add(found)
        if tally.witness or tally.error:
            break
    return tally


@dataclass
class _ClaimLine:
    """A claim, its tally, the hypotheses that each case has yet to meet, and the floats in its code.

    ``of_problem`` is the float that took part in a hypothesis on the problem, if one did; ``is_own`` says that the
    claim stands in a file of the user.
    """

    claim: Claim
    tally: Tally
    to_ask: tuple[Hypothesis, ...] = ()
    floats: tuple[str, ...] = ()
    of_problem: str = ""
    is_own: bool = False

    def __post_init__(self) -> None:
        self.to_ask = self.claim.assuming
        self.is_own = claim_file.is_own(self.claim)
        if self.claim.over.exact:
            self.floats = floats_in(self.claim)


class _Seen:
    """A case with what all claims share that are checked at it: answers of hypotheses, its traits, and its digest."""

    def __init__(self, case: Case):
        self.case, self.known, self.digest = case, Known(), alike.Digest(case.subject)
        self.described, self.data = traits(case), data_traits(case.subject)


class _Work:
    """The claims that still have something to check in this work item."""

    def __init__(self, lines: list[_ClaimLine]):
        self.lines = lines
        self.seen = 0

    def do(self, unit: Unit, stop: Callable[[], bool]) -> bool:
        """Check the cases of a work item until ``stop()`` is true before one; return whether all were checked."""
        scope = self.lines[0].claim.over
        asked: list[_ClaimLine] = []
        try:
            problem = scope.problem(unit)
            if problem is not None:
                self.ask_problem(problem, first=unit.start == 0)
            asked = self.lines
            for case in scope.cases(unit) if asked else ():
                if stop():
                    return False
                self.seen += 1
                self.check(case)
        except (Exception, SystemExit) as error:  # in building a case: no claim of this item was settled
            for line in self.lines:
                line.tally.errors += 1
                line.tally.error = line.tally.error or _error(line.claim, error, {"work item": str(tuple(unit))})
        finally:
            for line in asked:
                line.tally.seen = self.seen
        return True

    def ask_problem(self, problem: Any, first: bool) -> None:
        """Drop the claims whose hypotheses the problem fails; a problem is counted once, in its first work item."""
        known = Known()
        kept = []
        for line in self.lines:
            try:
                unmet = first_unmet(line.claim.on_problem, problem, known)
            except (Exception, SystemExit) as error:
                line.tally.errors += 1
                line.tally.error = line.tally.error or _error(line.claim, error, {"widths": list(problem.widths)})
                continue
            if unmet is None:
                line.to_ask = line.claim.on_case
                line.of_problem = known.float_in(line.claim.on_problem)
                kept.append(line)
            elif first:
                line.tally.excluded_problems[unmet.name] += 1
                line.tally.left_out[data_traits(problem)] += 1
        self.lines = kept

    def check(self, case: Case) -> None:
        seen = _Seen(case)
        for line in self.lines:
            start = time.perf_counter()
            try:
                self._check_one(line, seen)
            except (Exception, SystemExit) as error:
                line.tally.errors += 1
                if line.tally.error is None:
                    line.tally.error = _error(line.claim, error, dict(case.label), case)
            line.tally.seconds += time.perf_counter() - start

    def _check_one(self, line: _ClaimLine, at: _Seen) -> None:
        tally, case, known = line.tally, at.case, at.known
        unmet = first_unmet(line.to_ask, case.subject, known)
        if unmet is not None:
            tally.excluded_cases[unmet.name] += 1
            tally.left_out[at.data] += 1
            return
        seen: dict[str, None] = {}
        with relations_used(tally.relations, images=line.is_own), identities_seen(seen):
            before = (line.of_problem, known.float_in(line.to_ask)) if line.claim.over.exact else ()
            outcome, float_seen = exactly(line.claim, case.subject, (*line.floats, *filter(None, before)))
        tally.cases += 1
        if seen:
            tally.formal += 1
            tally.identities = dict.fromkeys(list(tally.identities | seen)[:MOST_IDENTITIES])
        tally.traits[at.described + (FAILING if outcome.fails else "")] += 1
        alike.count(tally.alike, at.digest)
        if float_seen:
            tally.inexact += 1
            tally.float_seen = tally.float_seen or float_seen
        if outcome.fails:
            tally.failures += not float_seen
            tally.inexact_failures += bool(float_seen)
            if tally.witness is None or (tally.failures == 1 and not float_seen):
                tally.witness = witness_of(line.claim, case, outcome)
        elif not outcome.holds:
            tally.undecided += 1
            tally.open_sentence = tally.open_sentence or outcome.sentence


def _error(claim: Claim, error: BaseException, label: dict[str, Any], case: Case | None = None) -> dict[str, Any]:
    """The exception, its place in the claim's file, and its case, in full where that can be written."""
    found: dict[str, Any] = {
        "sentence": error_sentence(error),
        "place": place_of(claim, error),
        "case": ", ".join(f"{key}: {value}" for key, value in label.items()),
        "traceback": "".join(traceback.format_exception(error)),
    }
    if case is not None:
        with suppress(InputError):  # a case that cannot be written is named by its label alone
            found["witness"] = witness_of(claim, case, Outcome(Finding.UNDECIDED, found["sentence"]))
    return found
