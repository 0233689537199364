"""How false neighbours are planted: the statement of a true claim with one thing changed, run as a claim of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from unittest import mock

from proofs_check.language.claim import Check, Claim
from proofs_check.language.outcome import Outcome, holds
from proofs_check.language.scope import Scope, cases
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import where
from proofs_check.running import registry
from proofs_check.running.runner import Result
from tests.proofs_check.settling import settle, without

TRUE = (Verdict.PROVED, Verdict.DERIVED, Verdict.VERIFIED, Verdict.CERTIFIED, Verdict.SUPPORTED)


@dataclass(frozen=True)
class Mutant:
    """A false neighbour and the true claim, both over the same cases."""

    parent: Claim
    change: str
    claim: Claim

    @property
    def name(self) -> str:
        return f"{self.parent.id}: {self.change}"


class Planting:
    """The false neighbours of one source, in the order in which they are planted."""

    def __init__(self) -> None:
        self.mutants: list[Mutant] = []

    def __call__(
        self, id: str, change: str, *, first: int | None = None, over: Scope | None = None
    ) -> Callable[[Check], Check]:
        """Plant the decorated check as the changed statement of the claim.

        ``first`` takes only so many of the smallest cases, where the small scope as a whole is slow; ``over`` takes
        other cases, on which the claim itself must hold as well.
        """

        def decorate(check: Check) -> Check:
            parent = narrowed(find(id), first, over)
            self._plant(parent, change, replace(parent, check=check))
            return check

        return decorate

    def without(self, id: str, *names: str, over: Scope | None = None) -> None:
        """Plant the claim with these hypotheses dropped."""
        parent = narrowed(find(id), None, over)
        self._plant(parent, f"without {' and '.join(names)}", without(parent, *names))

    def patched(self, id: str, change: str, owner: Any, name: str, value: Any, *, first: int | None = None) -> None:
        """Plant the claim's own check with a formula that it reads exchanged for another."""
        parent = narrowed(find(id), first, None)

        def check(subject: Any) -> Outcome:
            with mock.patch.object(owner, name, value):
                return parent.check(subject)

        self._plant(parent, change, replace(parent, check=check))

    def _plant(self, parent: Claim, change: str, claim: Claim) -> None:
        mutant = Mutant(parent, change, replace(claim, id=f"{parent.id}: {change}"))
        if mutant.name in {other.name for other in self.mutants}:
            raise ValueError(f"two false neighbours are called {mutant.name!r}")
        self.mutants.append(mutant)


def find(id: str) -> Claim:
    return registry.find(registry.all_claims(), id)


def narrowed(claim: Claim, first: int | None, over: Scope | None) -> Claim:
    """The claim over fewer or over other cases."""
    if over is not None:
        return replace(claim, over=over)
    return claim if first is None else replace(claim, over=first_cases(claim.over, first))


@cache
def first_cases(scope: Scope, count: int) -> Scope:
    """The first cases of a scope; the same object each time, so that claims over it are checked together."""

    def make(size: str, seed: int) -> Iterator[Any]:
        every = (case.subject for unit in scope.units(size, seed) for case in scope.cases(unit))
        return itertools.islice(every, count)

    return cases(scope.short, make, sentence="the first cases", strength=scope.strength, exact=scope.exact)


def listed(*subjects: Any) -> Scope:
    """Exactly these cases."""
    return cases("listed", lambda size, seed: iter(subjects), sentence="listed cases", strength=Verdict.VERIFIED)


# -- the two routes of a claim for any depth ---------------------------------------------------------------------------


def at_sizes(check: Callable[[Any], Outcome]) -> Check:
    """The statement at named sizes and exact points; nothing is said of the cases in words."""
    return lambda subject: check(subject) if word_case(subject) is None else holds("asked at sizes")


def in_words(check: Callable[[str], Outcome]) -> Check:
    """The statement in words, with the name of the case; nothing is said of the others."""

    def asked(subject: Any) -> Outcome:
        name = word_case(subject)
        return holds("asked in words") if name is None else check(name)

    return asked


def word_case(subject: Any) -> str | None:
    """What a case in words is called; None for other cases."""
    return where(subject) if isinstance(subject, tuple) else None


# -- running -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What a run says of the false neighbours of one source and of the true claims."""

    results: dict[str, Result]
    mutants: tuple[Mutant, ...]

    @property
    def survivors(self) -> list[str]:
        """The false neighbours that are not refuted, each with what happened to it."""
        return [f"{m.name}: {told(self.results[m.claim.id])}" for m in self.mutants if not self.is_killed(m)]

    def is_killed(self, mutant: Mutant) -> bool:
        """Refuted with a witness; a claim about samples, which nothing refutes, must have failing ones instead."""
        result = self.results[mutant.claim.id]
        due = Verdict.REFUTED if mutant.claim.over.exact else Verdict.UNDECIDED
        return result.verdict is due and result.tally.failures > 0 and result.error is None and is_small(result.witness)

    @property
    def felled_parents(self) -> list[str]:
        """The true claims that did not keep a verdict of support on the same cases."""
        parents = {id: result for id, result in self.results.items() if id not in {m.claim.id for m in self.mutants}}
        return [f"{id}: {told(result)}" for id, result in parents.items() if result.verdict not in TRUE]


def run(mutants: list[Mutant]) -> Found:
    """All false neighbours and the true claims in one run, so that claims over one scope share its points."""
    parents: dict[tuple[str, Scope], Claim] = {}
    for m in mutants:
        key = (m.parent.id, m.parent.over)
        parents.setdefault(key, replace(m.parent, id=f"{m.parent.id} over {m.parent.over.short} {len(parents)}"))
    results = settle(*(m.claim for m in mutants), *parents.values())
    return Found({result.claim.id: result for result in results}, tuple(mutants))


def told(result: Result) -> str:
    """The verdict with its counts, and an error's sentence."""
    error = "" if result.error is None else f", {result.error['sentence']}"
    return f"{result.verdict.value} after {result.tally.cases} cases, {result.tally.failures} failing{error}"


def is_small(witness: Any) -> bool:
    """Whether the network of a witness has widths up to 3 and depth up to 4; the small scope bounds other witnesses."""
    if witness is None:
        return False
    widths = witness.get("problem", {}).get("widths", ())
    return len(widths) <= 5 and max(widths, default=0) <= 3
