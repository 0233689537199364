"""Checks all claims of one work item, in whatever process; the result is plain data that adds up."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from proofs_check import registry
from proofs_check.claim import Claim
from proofs_check.hypotheses import Hypothesis, first_unmet
from proofs_check.scope import Case, Unit
from proofs_check.witness import witness_of


@dataclass
class Tally:
    """What became of one claim: how many cases, how many failed, and the first failing one as a witness."""

    cases: int = 0
    failures: int = 0
    undecided: int = 0
    excluded_problems: Counter[str] = field(default_factory=Counter)
    excluded_cases: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    witness: dict[str, Any] | None = None
    open_sentence: str | None = None
    error: dict[str, str] | None = None

    def add(self, later: Tally) -> None:
        """Add the tally of later cases; of witnesses and errors the earlier one stays."""
        self.cases += later.cases
        self.failures += later.failures
        self.undecided += later.undecided
        self.excluded_problems.update(later.excluded_problems)
        self.excluded_cases.update(later.excluded_cases)
        self.seconds += later.seconds
        self.witness = self.witness or later.witness
        self.open_sentence = self.open_sentence or later.open_sentence
        self.error = self.error or later.error


@dataclass(frozen=True)
class Task:
    """One work item for one group of claims over the same scope; claims travel as (module, id)."""

    group: int
    claims: tuple[tuple[str, str], ...]
    unit: Unit


@dataclass(frozen=True)
class Answer:
    """The tallies of a task, in the order of its claims, and how many cases were looked at."""

    task: Task
    tallies: tuple[Tally, ...]
    cases: int


def evaluate(task: Task) -> Answer:
    """Check every claim of the task at every case of its unit; an exception in a check becomes that claim's error."""
    claims = [registry.in_module(module)[id] for module, id in task.claims]
    work = _Work([_Line(claim, Tally()) for claim in claims])
    tallies = tuple(line.tally for line in work.lines)
    seen = 0
    try:
        scope = claims[0].over
        problem = scope.problem(task.unit)
        if problem is not None:
            work.ask_problem(problem, first=task.unit.start == 0)
        if work.lines:
            for case in scope.cases(task.unit):
                seen += 1
                work.check(case)
    except Exception as error:  # in building a case: no claim of this item was settled
        for line in work.lines:
            line.tally.error = line.tally.error or _error(error, {"work item": str(tuple(task.unit))})
    return Answer(task, tallies, seen)


@dataclass
class _Line:
    """A claim, its tally, and the hypotheses that are still to be asked of each case."""

    claim: Claim
    tally: Tally
    to_ask: tuple[Hypothesis, ...] = ()

    def __post_init__(self) -> None:
        self.to_ask = self.claim.assuming


class _Work:
    """The claims that still have something to check in this work item."""

    def __init__(self, lines: list[_Line]):
        self.lines = lines

    def ask_problem(self, problem: Any, first: bool) -> None:
        """Drop the claims whose hypotheses the problem fails; a problem is counted once, in its first work item."""
        known: dict[Hypothesis, bool] = {}
        kept = []
        for line in self.lines:
            try:
                unmet = first_unmet(line.claim.on_problem, problem, known)
            except Exception as error:
                line.tally.error = _error(error, {"widths": list(problem.widths)})
                continue
            if unmet is None:
                line.to_ask = line.claim.on_case
                kept.append(line)
            elif first:
                line.tally.excluded_problems[unmet.name] += 1
        self.lines = kept

    def check(self, case: Case) -> None:
        known: dict[Hypothesis, bool] = {}
        broken = False
        for line in self.lines:
            start = time.perf_counter()
            try:
                self._check_one(line, case, known)
            except Exception as error:
                line.tally.error = _error(error, dict(case.label))
                broken = True
            line.tally.seconds += time.perf_counter() - start
        if broken:
            self.lines = [line for line in self.lines if line.tally.error is None]

    def _check_one(self, line: _Line, case: Case, known: dict[Hypothesis, bool]) -> None:
        tally = line.tally
        unmet = first_unmet(line.to_ask, case.subject, known)
        if unmet is not None:
            tally.excluded_cases[unmet.name] += 1
            return
        outcome = line.claim.at(case.subject)
        tally.cases += 1
        if outcome.fails:
            tally.failures += 1
            tally.witness = tally.witness or witness_of(line.claim, case, outcome)
        elif not outcome.holds:
            tally.undecided += 1
            tally.open_sentence = tally.open_sentence or outcome.sentence


def _error(error: Exception, label: dict[str, Any]) -> dict[str, str]:
    return {
        "sentence": f"{type(error).__name__}: {error}",
        "case": ", ".join(f"{key}: {value}" for key, value in label.items()),
        "traceback": "".join(traceback.format_exception(error)),
    }
