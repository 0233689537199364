"""Mechanical mutants: the code of every true claim with one step changed, run over cases of the claim's own scope.

``make mutants`` runs all of them: ``python tests/mutations/mechanical.py [-n JOBS] [--only WORD]``.
"""

from __future__ import annotations

import ast
import builtins
import itertools
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from types import CodeType, FrameType, FunctionType
from typing import Any, cast

from proofs_check.language.claim import Claim
from proofs_check.language.hypotheses import Known, first_unmet
from proofs_check.language.scope import Cases, Scope
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry
from proofs_check.running.evaluate import Tally
from proofs_check.running.exact import exactly, floats_in
from proofs_check.running.expected import recorded
from proofs_check.running.runner import decide
from tests.mutations.exchange import (
    CLAIMS,
    Statement,
    caches_in,
    exchanged,
    forget_shared,
    lines,
    new_codes,
    places,
    reached,
)
from tests.mutations.steps import Change, changes

TRUE = (Verdict.PROVED, Verdict.DERIVED, Verdict.VERIFIED, Verdict.CERTIFIED)
MOST_CASES, MOST_LOOKED_AT, MOST_CALLS = 48, 1500, 60_000
"""How many cases of a claim may meet its hypotheses, how many are looked at; and the number of function calls after
which no more cases of one kind are taken."""
MOST_ERRORS, MOST_ERRING = 3, 2
"""After how many cases that raise a claim is given up, and after how many claims a mutant."""
BACKSTOP = 20
"""Seconds of processor time after which a mutant is stopped that loops without calling anything."""


class End(Enum):
    """What becomes of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    ERROR = "raised"
    UNDECIDED = "undecided"
    VACUOUS = "vacuous"
    STOPPED = "ran away"


@dataclass(frozen=True, eq=False)
class Mutant:
    """One change of a statement, and the functions in it, each with its place."""

    statement: Statement
    change: Change
    at: dict[FunctionType, tuple[int, ...]]

    @cached_property
    def codes(self) -> dict[FunctionType, CodeType]:
        """The functions that the change touches, with their new code; none where no claim reaches what is changed."""
        return new_codes(self.change.applied(self.statement.tree), self.statement, self.at)

    @property
    def widened(self) -> Mutant:
        """The same mutant, told of the whole expression that the change stands in."""
        return Mutant(self.statement, self.change.widened(self.statement.tree), self.at)

    @property
    def refuted(self) -> tuple[Claim, ...]:
        """The refuted claims that reach what is changed: printed statements, of which a true one is the correction."""
        return tuple(claim for claim in refuted_claims() if not reached_by(claim.id).isdisjoint(self.codes))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The true claims that reach what is changed."""
        touched = {claim.id: claim for function in self.codes for claim in claims_at()[function]}
        return tuple(touched[id] for id in sorted(touched))

    @property
    def node(self) -> ast.expr:
        """The expression that is changed, as it stands in the statement."""
        return cast("ast.expr", list(ast.walk(self.statement.tree))[self.change.place])

    @property
    def module(self) -> str:
        return str(self.statement.file.relative_to(CLAIMS))

    @property
    def function(self) -> str:
        """The name of what stands at the top of the module."""
        tree = self.statement.tree
        return getattr(tree, "name", None) or getattr(getattr(tree, "targets", [None])[0], "id", "statement")

    @property
    def line(self) -> str:
        return " ".join(lines(self.statement.file)[self.change.line - 1].split())

    @property
    def told(self) -> str:
        """The change as the list of survivors has it; the text of the line, as numbers move with every edit."""
        return f"{self.line} | {self.change.before} -> {self.change.after}"

    @property
    def key(self) -> tuple[str, str, str]:
        return self.module, self.function, self.told


# -- which mutants there are -------------------------------------------------------------------------------------------


@cache
def true_claims() -> tuple[Claim, ...]:
    words = recorded()
    return tuple(claim for claim in registry.all_claims().values() if words.get(claim.id) in TRUE)


@cache
def refuted_claims() -> tuple[Claim, ...]:
    words = recorded()
    return tuple(claim for claim in registry.all_claims().values() if words.get(claim.id) is Verdict.REFUTED)


@cache
def claims_at() -> dict[FunctionType, tuple[Claim, ...]]:
    """The true claims that reach each function."""
    found: dict[FunctionType, tuple[Claim, ...]] = {}
    for claim in true_claims():
        for function in reached(claim):
            found[function] = (*found.get(function, ()), claim)
    return found


@cache
def every_mutant() -> tuple[Mutant, ...]:
    """In the order of the modules and lines; some change nothing that a claim reaches, which their codes show."""
    made = [
        Mutant(statement, change, at)
        for statement, at in places(set(claims_at())).items()
        for change in changes(statement.tree)
    ]
    return tuple(sorted(made, key=lambda m: (m.module, m.change.line, m.change.before, m.change.after)))


# -- cases -------------------------------------------------------------------------------------------------------------


class Drawn:
    """Cases of a scope, drawn as they are asked for: of the small scope the first ones first, of larger ones any."""

    def __init__(self, scope: Scope, size: str):
        self.kept: list[Any] = []
        self.rest = self._made(scope, size)

    def _made(self, scope: Scope, size: str) -> Iterator[Any]:
        units = list(itertools.islice(scope.units(size, 0), 20_000))
        if isinstance(scope, Cases):
            every = itertools.chain.from_iterable(scope.cases(unit) for unit in units)
            yield from in_turn([case.subject for case in itertools.islice(every, 3000)], 8 if size == "small" else 0)
        elif size != "small":
            for unit in random.Random(0).sample(units, len(units)):
                yield from (case.subject for case in itertools.islice(scope.cases(unit), 3))
        else:
            later = random.Random(0).sample(units[8:], len(units[8:]))
            for unit in (*units[:8], *later):
                yield from (case.subject for case in itertools.islice(scope.cases(unit), 12))

    def __iter__(self) -> Iterator[Any]:
        for number in itertools.count():
            if number == len(self.kept):
                new = list(itertools.islice(self.rest, 1))
                if not new:
                    return
                self.kept += new
            yield self.kept[number]


def kind_of(subject: Any) -> tuple[str, ...]:
    """By what cases of a claim's own are told apart: their type and the words at their head, as in ("depth", "2")."""
    head = subject[:2] if isinstance(subject, tuple) else ()
    return (type(subject).__name__, *(part if isinstance(part, str) else type(part).__name__ for part in head))


def in_turn(subjects: list[Any], first: int) -> Iterator[Any]:
    """The first of each kind, then the second of each, and so on; beyond so many of the first they are shuffled."""
    groups: dict[tuple[str, ...], list[Any]] = {}
    for subject in subjects:
        groups.setdefault(kind_of(subject), []).append(subject)
    lists = [[*group[:first], *random.Random(0).sample(group[first:], len(group[first:]))] for group in groups.values()]
    for number in range(max(map(len, lists), default=0)):
        yield from (group[number] for group in lists if number < len(group))


@cache
def drawn(scope: Scope, size: str) -> Drawn:
    return Drawn(scope, size)


class Looked:
    """A true claim with its cases; those that killed a mutant are asked first of the next one.

    Some of the cases miss one hypothesis, so that a mutant of the hypothesis can let them in.
    """

    def __init__(self, claim: Claim, size: str):
        self.claim = claim
        self.floats = floats_in(claim) if claim.over.exact else ()
        self.subjects: list[Any] = []
        self.spent: list[int] = []
        most_calls = MOST_CALLS if size == "small" else 4 * MOST_CALLS
        met = missed = 0
        calls_of: Counter[tuple[str, ...]] = Counter()
        for subject in itertools.islice(drawn(claim.over, size), MOST_LOOKED_AT):
            kind = kind_of(subject)
            if calls_of[kind] > most_calls or met >= MOST_CASES:
                continue
            tally, calls = self.tally(subject, 100 * MOST_CALLS)
            if tally is None or tally.errors or tally.failures or tally.undecided or tally.inexact_failures:
                continue
            if not tally.cases and (missed == MOST_CASES // 2 or not self.misses_one(subject)):
                continue
            met, missed = met + bool(tally.cases), missed + (not tally.cases)
            calls_of[kind] += calls
            self.subjects.append(subject)
            self.spent.append(calls)
        self.met = met
        self.order = list(range(len(self.subjects)))

    def misses_one(self, subject: Any) -> bool:
        """Whether just one hypothesis is not met."""
        try:
            return sum(not hypothesis.met_by(subject) for hypothesis in self.claim.assuming) == 1
        except Exception:  # without the others one may have no meaning
            return False

    def tally(self, subject: Any, most: int) -> tuple[Tally | None, int]:
        """What becomes of the claim at one case, None where it ran away; and how many functions were called."""
        found = Tally(seen=1)
        with limited(most) as meter:
            try:
                if first_unmet(self.claim.assuming, subject, Known()) is None:
                    outcome, float_seen = exactly(self.claim, subject, self.floats)
                    found.cases = 1
                    found.inexact = int(bool(float_seen))
                    found.inexact_failures = int(bool(float_seen) and outcome.fails)
                    found.failures = int(outcome.fails and not float_seen)
                    found.undecided = int(not outcome.fails and not outcome.holds)
            except RanAway:
                return None, meter.calls
            except Exception as error:
                found.errors, found.error = 1, {"sentence": repr(error)}
        return found, meter.calls

    def end(self) -> End:
        """How the claim ends under the code that stands now, by the decision of the runner."""
        total = Tally()
        for number in list(self.order):
            tally, _ = self.tally(self.subjects[number], 5_000 + 20 * self.spent[number])
            if tally is None:
                return End.STOPPED
            total.add(tally)
            if is_killed(self.claim, total):
                self.order.remove(number)
                self.order.insert(0, number)
                return End.KILLED
            if total.errors == MOST_ERRORS:
                break
        if total.errors:
            return End.ERROR
        if not total.cases:
            return End.VACUOUS
        return End.UNDECIDED if total.undecided or total.inexact_failures else End.SURVIVED


def is_killed(claim: Claim, tally: Tally) -> bool:
    """Refuted; a claim about samples or enclosures, which nothing refutes, must have failing ones instead."""
    due = Verdict.REFUTED if claim.over.exact else Verdict.UNDECIDED
    return tally.failures > 0 and decide(claim, tally, complete=True) is due


class RanAway(BaseException):
    """A mutant called more functions than it may."""


LISTENERS: list[Callable[[FrameType], None]] = []
"""Asked at every call of a function while a case is checked."""


class Meter:
    def __init__(self, most: int):
        self.calls, self.most = 0, most

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        self.calls += 1
        for listen in LISTENERS:
            listen(frame)
        if self.calls > self.most:
            raise RanAway


@contextmanager
def limited(most: int) -> Iterator[Meter]:
    """Count the Python functions that are called, and stop where there are too many; seconds are only a backstop."""
    meter, before = Meter(most), sys.gettrace()

    def stop(number: int, frame: FrameType | None) -> None:
        raise RanAway

    old = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, BACKSTOP)
    sys.settrace(meter)
    try:
        yield meter
    finally:
        sys.settrace(before)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)


@cache
def looked(claim_id: str, size: str = "small") -> Looked:
    return Looked(registry.all_claims()[claim_id], size)


# -- running -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """A mutant and how it ended, at which claim."""

    mutant: Mutant
    end: End
    claim: str


def settle(mutant: Mutant) -> Answer:
    """Run a mutant over cases of each claim that reaches it, until one is refuted or two have raised errors.

    What survives the small cases is asked of some of the default scope, drawn by seed.
    """
    answer = settled_at(mutant, small(mutant))
    return settled_at(mutant, larger(mutant)) if answer.end is End.SURVIVED else answer


def small(mutant: Mutant) -> list[Looked]:
    return [looked(claim.id) for claim in mutant.claims]


def larger(mutant: Mutant) -> list[Looked]:
    return [looked(claim.id, "default") for claim in mutant.claims]


def settled_at(mutant: Mutant, at: list[Looked]) -> Answer:
    others: list[Answer] = []
    with exchanged(mutant.codes, lambda: forget(at)):
        for one in at:
            end = one.end()
            if end is End.KILLED:
                return Answer(mutant, end, one.claim.id)
            if end is not End.SURVIVED:
                others.append(Answer(mutant, end, one.claim.id))
            if len(others) == MOST_ERRING:
                break
    return others[0] if others else Answer(mutant, End.SURVIVED, "")


def forget(at: list[Looked]) -> None:
    """Empty the caches of the claims' modules, and those that stand on their cases."""
    for module in {function.__module__ for one in at for function in reached_by(one.claim.id)}:
        for kept in caches_in(module):
            kept.cache_clear()
    for one in at:
        for subject in one.subjects:
            forget_shared(subject)


class Measured(Enum):
    """What is seen of the changed expression at the cases, where a mutant survives."""

    NOT_REACHED = "no case reaches the changed code"
    SAME_VALUE = "the value is the same at every case"
    DIFFERS = "the value differs, and the claim holds all the same"


@dataclass(frozen=True)
class Values:
    """What was seen of a changed expression: how often it was evaluated, its different values, whether all are one."""

    measured: Measured
    evaluations: int
    different: int
    texts: frozenset[str]
    cases: int = 0
    """At so many cases of the claims that reach the change it was looked for."""

    def only(self, truth: bool) -> bool:
        """Whether it is this truth value at every case, before and after."""
        return self.measured is Measured.SAME_VALUE and self.texts == {repr(truth)}


def values_at_cases(mutant: Mutant) -> Values:
    """Evaluate the expression before and after the change, side by side, at all cases of the claims that reach it."""
    return values_at(mutant, [*small(mutant), *larger(mutant)])


def values_at(mutant: Mutant, at: list[Looked]) -> Values:
    """The same at the cases of these claims."""
    seen: list[bool] = []
    texts: set[str] = set()

    def compare(old: Any, new: Any) -> Any:
        seen.append(are_equal(old, new))
        if len(texts) < MOST_TEXTS:
            texts.add(repr(old)[:200])
        return old

    statement = mutant.statement
    codes = new_codes(mutant.change.compared(statement.tree, COMPARE), statement, mutant.at)
    cases = 0
    setattr(builtins, COMPARE, compare)
    try:
        with exchanged(codes, lambda: forget(at)):
            for one in at:
                for subject in one.subjects:
                    one.tally(subject, 100 * MOST_CALLS)
                cases += len(one.subjects)
    finally:
        delattr(builtins, COMPARE)
    found = Measured.NOT_REACHED if not seen else Measured.SAME_VALUE if all(seen) else Measured.DIFFERS
    return Values(found, len(seen), len(texts), frozenset(texts), cases)


def are_equal(old: Any, new: Any) -> bool:
    """Whether two values are of one type and equal; of arrays all entries must be."""
    if type(old) is not type(new) or getattr(old, "shape", ()) != getattr(new, "shape", ()):
        return False
    same = old == new
    return bool(same.all() if hasattr(same, "all") else same)


def measured(mutant: Mutant) -> Measured:
    return values_at_cases(mutant).measured


MOST_TEXTS = 5
COMPARE = "compare_before_and_after"


@cache
def reached_by(claim_id: str) -> frozenset[FunctionType]:
    return frozenset(reached(registry.all_claims()[claim_id]))
