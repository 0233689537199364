"""Strata: a thinner default scope, for claims whose cases are not all the evidence.

A claim with a proof for all sizes (PROVED, DERIVED) has its cases as a second route, and a statement that fails as
printed is settled by one case.  Such claims are checked at one of every three problems of a sort, and there at one kind
of every stratum, in turn the first and the last of it, by its aligned and its mixed representative in turn; in the
scopes "small" and "large" at every representative of every kind of every problem.  Scopes of a claim's own are thinned
by :func:`in_turn`, by the strata that they name.  A claim whose cases are all the evidence (VERIFIED, and the readings
of statements that are ILL-FORMED, where no proof covers them) is checked at every case in every scope.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import symdln as dln
from proofs_check.language.scope import Case, Cases, Scope, Unit, slices
from proofs_check.scopes import families
from proofs_check.scopes.families import Spec

THINNED = "default"
"""The size of scope that is thinned; the other sizes hold every problem and every kind."""
SHARE = 3
"""One of so many members of a sort is looked at."""
WORDS = (
    "one kind of critical point of every stratum of each problem (of one class, one order of the saddle and one choice "
    "of how often each singular value is selected), in turn the first and the last of it, every kind for problems of "
    "the scope 'small'"
)
TURNS = (
    "one of the two representatives in turn, with those scaled from the aligned one; all of them in the scope 'small'"
)
PROBLEMS = (
    f"of every {SHARE} problems of one sort (of the same depth, singular values and inputs, with the same of input and "
    "output the wider one, and of the same least width) one, the first of each sort and all "
    "of the scope 'small' among them"
)


def stratum(kind: dln.Kind) -> Hashable:
    """The class of a kind, the order of the saddle, and the selection: how often each singular value is selected."""
    return kind.label, kind.order, kind.selection


def one_of_each(strata: Iterable[Hashable]) -> tuple[int, ...]:
    """The position of one member of every stratum, in the order of the strata: in turn the first and the
    last member.

    >>> one_of_each("aabcccab")  # the first a, the last b, the first c
    (0, 3, 7)
    """
    first: dict[Hashable, int] = {}
    last: dict[Hashable, int] = {}
    for position, name in enumerate(strata):
        first.setdefault(name, position)
        last[name] = position
    return tuple(sorted((last if k % 2 else first)[name] for k, name in enumerate(first)))


def one_of_three(strata: Iterable[Hashable]) -> frozenset[int]:
    """The positions of the first member of every stratum, and of one of every three that follow each other in it, which
    is drawn (always the same ones), so that no order of the members decides which are left out.

    >>> sorted(one_of_three("ababababbc"))  # a at 0, 2, 4, 6; b at 1, 3, 5, 7, 8, of which the last is drawn; c at 9
    [0, 1, 8, 9]
    """
    draws, seen, due = random.Random(0), Counter[Hashable](), dict[Hashable, int]()
    found: set[int] = set()
    for position, name in enumerate(strata):
        turn = seen[name] % SHARE
        if turn == 0:
            due[name] = draws.randrange(SHARE) if seen[name] else 0
        if turn == due[name]:
            found.add(position)
        seen[name] += 1
    return frozenset(found)


def chosen(problem: dln.Problem) -> Iterator[tuple[int, dln.Kind]]:
    """One kind of every stratum of a problem, each with its place in the list of all kinds."""
    kinds = list(problem.kinds())
    return ((place, kinds[place]) for place in one_of_each(map(stratum, kinds)))


@cache
def numbers(spec: Spec) -> tuple[int, ...]:
    """The places, in the list of all, of those kinds of a problem of the families that the thinned scope holds."""
    if spec in families.specs("small"):
        return tuple(range(families.count_kinds(spec)))
    return tuple(place for place, _ in chosen(families.problem(spec)))


# -- problems ----------------------------------------------------------------------------------------------------------


def sort_of(widths: tuple[int, ...]) -> Hashable:
    """The depth, which of input and output is wider, and the least width, which bounds the rank of the product."""
    first, last = widths[0], widths[-1]
    return len(widths), (first > last) - (first < last), min(widths)


@cache
def specs(size: str) -> tuple[Spec, ...]:
    """The problems of the families in the thinned scope, smallest first."""
    every = families.specs(size)
    if size != THINNED:
        return every
    taken = one_of_three((spec.inputs, spec.spectrum, sort_of(spec.widths)) for spec in every)
    small = set(families.specs("small"))
    return tuple(spec for place, spec in enumerate(every) if place in taken or spec in small)


def problems(size: str) -> str:
    """What stands before the sentence of the families where they are thinned; empty for the other sizes.

    >>> problems("large")
    ''
    """
    return f"{PROBLEMS}: " if size == THINNED else ""


# -- scopes of a claim's own -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thinnable(Cases):
    """Cases in strata, which :meth:`thinned` leaves out in part; see :func:`in_turn`."""

    stratum: Callable[[Any], Hashable] = type
    alike: str = ""
    thins: tuple[str, ...] = (THINNED,)

    def thinned(self) -> Scope:
        return InTurn(**{field.name: getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True)
class InTurn(Thinnable):
    """One of every three cases of a stratum, and what the small size holds; every case of the sizes that are whole."""

    def sentence(self, size: str) -> str:
        return super().sentence(size) + (f"; {self._which(size)}" if size in self.thins else "")

    def _which(self, size: str) -> str:
        small = "" if size == "small" else " and those that the scope 'small' holds too"
        return f"of every {SHARE} {self.alike} one, the first of them{small} among them"

    def data(self, size: str) -> dict[str, Any]:
        return super().data(size) | ({"chosen": self._which(size)} if size in self.thins else {})

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        if size not in self.thins:
            yield from super().units(size, seed)
        elif self.counts is None:
            yield Unit((size, "in turn"), 0, 0, seed)
        else:
            yield from slices((size, "in turn"), len(_places(self, size, seed)), self.per_unit, seed)

    def cases(self, unit: Unit) -> Iterator[Case]:
        if len(unit.part) == 1:
            yield from super().cases(unit)
            return
        places = _places(self, unit.part[0], unit.seed)
        wanted = set(places if self.counts is None else places[unit.start : unit.stop])
        for number, subject in enumerate(self._made(unit)):
            if number in wanted:
                yield Case(subject, {"case": number})


@cache
def _places(scope: InTurn, size: str, seed: int) -> tuple[int, ...]:
    """The places, in the list of all, of the cases that the thinned scope holds."""
    every = list(scope.make(size, seed))
    if size not in scope.thins:
        return tuple(range(len(every)))
    taken = one_of_three(map(scope.stratum, every))
    if size != "small":
        small = list(scope.make("small", seed))
        kept = {small[place] for place in _places(scope, "small", seed)}
        taken |= {place for place, case in enumerate(every) if case in kept}
    return tuple(sorted(taken))


def in_turn(scope: Scope, stratum: Callable[[Any], Hashable], alike: str, thins: tuple[str, ...] = (THINNED,)) -> Scope:
    """The scope, thinned by strata for claims whose cases are not all the evidence.

    Of every three cases of the same ``stratum`` one is looked at; ``alike`` says which these are, as in
    "matrices of the same shape and rank".  ``thins`` names the sizes that are thinned.
    """
    if not isinstance(scope, Cases):
        raise TypeError(f"{scope!r} was passed; only scopes of a claim's own, made by cases(...), are thinned here.")
    given = {field.name: getattr(scope, field.name) for field in fields(Cases)}
    return Thinnable(**given, stratum=stratum, alike=alike, thins=thins)
