"""Scopes: where a claim is checked.  A scope yields cases in a fixed order, smallest first, and describes them."""

from __future__ import annotations

import itertools
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, NamedTuple

import symdln as dln
from proofs_check.language.arguments import is_count, is_list, is_text, is_whole, need, shown
from proofs_check.language.subjects import Subject, subject_like
from proofs_check.language.verdict import Verdict
from symdln.errors import InputError


class Case(NamedTuple):
    """What a check receives (a Point, a Problem or plain data), and a label by which people find it again."""

    subject: Any
    label: Mapping[str, Any]


class Unit(NamedTuple):
    """A work item of ints, strings and tuples of them: the cases from ``start`` to ``stop`` of one part of a scope."""

    part: tuple[Any, ...]
    start: int
    stop: int
    seed: int

    @property
    def weight(self) -> int:
        return self.stop - self.start


class Scope(ABC):
    """The cases of a claim, and what they are; ``strength`` is the best verdict when no case fails.

    ``exact`` says that a failing case refutes the claim; with floats it does not, and the claim ends undecided.
    Claims over equal scopes are checked together, case by case, so that they share the computations at a point.

    >>> import proofs_check as pc
    >>> scope = pc.every_critical_point()
    >>> str(scope.subject), scope.short, scope.strength is pc.Verdict.VERIFIED, scope.exact
    ('critical points', 'critical points', True, True)
    >>> unit = next(scope.units("small", 0))
    >>> first = next(scope.cases(unit)).subject
    >>> first.is_critical, first.problem == scope.problem(unit), sorted(scope.data("small"))
    (True, True, ['families', 'over'])
    >>> scope.sentence("small") != "", scope.summary("small") != "", scope.thinned().sentence("small") != ""
    (True, True, True)
    """

    subject: Subject
    strength: Verdict
    exact: bool
    noun: ClassVar[str]

    @property
    @abstractmethod
    def short(self) -> str:
        """Two or three words for a table."""

    @abstractmethod
    def sentence(self, size: str) -> str:
        """The coverage in words."""

    def summary(self, size: str) -> str:
        """The coverage in one line: the sentence, if it is short enough."""
        return self.sentence(size)

    @abstractmethod
    def data(self, size: str) -> dict[str, Any]:
        """The coverage as data."""

    def thinned(self) -> Scope:
        """The scope for claims whose cases are not all the evidence; the scope itself where it has no thinner one."""
        return self

    @abstractmethod
    def units(self, size: str, seed: int) -> Iterator[Unit]:
        """The work items, smallest cases first."""

    @abstractmethod
    def cases(self, unit: Unit) -> Iterator[Case]:
        """The cases of one work item."""

    def problem(self, unit: Unit) -> dln.Problem | None:
        """The problem on which all cases of a work item stand, if there is one."""
        return None


NUMBER = re.compile(r"-?\d+(/\d+)?")  # a rational number, as a text

_last_iterator: dict[Callable[[str, int], Iterable[Any]], Iterator[Any]] = {}


@dataclass(frozen=True)
class Cases(Scope):
    """Cases of the claim's own: ``make(size, seed)`` yields them; see :func:`cases`."""

    name: str
    make: Callable[[str, int], Iterable[Any]]
    of: Subject | None = None
    words: str | Callable[[str], str] = ""
    strength: Verdict = Verdict.VERIFIED
    exact: bool = True
    counts: Mapping[str, int] | Callable[[str], int] | int | None = field(default=None, hash=False)
    per_unit: int = 1
    fields: str | tuple[str, ...] = ()
    noun: ClassVar[str] = "cases"

    @property
    def subject(self) -> Subject:  # pyright: ignore[reportIncompatibleVariableOverride]  (elsewhere a field)
        return self.of or subject_of(self.make, self.name)

    @property
    def short(self) -> str:
        return self.name

    def sentence(self, size: str) -> str:
        return self.words if isinstance(self.words, str) else self.words(size)

    def data(self, size: str) -> dict[str, Any]:
        return {"over": self.name, "size": size, "count": self._count(size)}

    def units(self, size: str, seed: int) -> Iterator[Unit]:
        count = self._count(size)
        if count is None:
            yield Unit((size,), 0, 0, seed)
        else:
            yield from slices((size,), count, self.per_unit, seed)

    def cases(self, unit: Unit) -> Iterator[Case]:
        made = self._made(unit)
        count = self._count(unit.part[0])
        # one case beyond the last is requested, to see that there is none
        stop = None if count is None else unit.stop + (unit.stop == count)
        part = made[unit.start : stop] if isinstance(made, Sequence) else itertools.islice(made, unit.start, stop)
        number = unit.start
        for subject in part:
            if number == count:
                raise InputError(f"the scope '{self.name}' says count={count}, but make() yields more cases.")
            yield Case(subject, {"case": number})
            number += 1
        if count is not None and number < unit.stop:
            raise InputError(f"the scope '{self.name}' says count={count}, but make() yields only {number} cases.")

    def names_of(self, case: Any) -> str | tuple[str, ...]:
        """The names of the entries of a plain case, or the name of the case as a whole; empty where it has none.

        A case in words, such as ``("any depth", "the first step")``, needs no names.
        """
        entries = case if isinstance(case, tuple) else (case,)
        words = bool(entries) and all(isinstance(entry, str) for entry in entries)
        if hasattr(case, "_fields") or (words and not all(NUMBER.fullmatch(entry) for entry in entries)):
            return ()
        fits = isinstance(self.fields, str) or (isinstance(case, tuple) and len(case) == len(self.fields))
        return self.fields if fits else ()

    def _made(self, unit: Unit) -> Iterable[Any]:
        """The cases from ``make``; one iterator that calls share would be empty for all but the first of them."""
        made: Iterable[Any] = self.make(unit.part[0], unit.seed)
        if isinstance(made, Iterator):
            if _last_iterator.get(self.make) is made:
                raise InputError(
                    f"make() of the scope '{self.name}' returns the same iterator each time; it must make its cases "
                    "afresh, as a generator function does."
                )
            _last_iterator[self.make] = made
        return made

    def _count(self, size: str) -> int | None:
        if self.counts is None or isinstance(self.counts, int):
            return self.counts
        count = self.counts.get(size) if isinstance(self.counts, Mapping) else self.counts(size)
        need(f"the scope '{self.name}'", f"count[{size!r}]", count, is_whole(count), "a whole number for each size")
        return count


@cache
def subject_of(make: Callable[[str, int], Iterable[Any]], name: str) -> Subject:
    """The subject of the cases, judged by the first; an exception of ``make`` is reported when cases are checked."""
    first = None
    with suppress(Exception):
        first = next(iter(make("small", 0)), None)
    return subject_like(first, name)


def refuse_changing(scope: Scope) -> None:
    """Raise ``InputError`` where ``make`` yields other first cases when it is called again, as for an iterator that
    calls or scopes share, or for random numbers without a seed.  Cases that take long to make are not made twice.
    """
    if not isinstance(scope, Cases):
        return
    start, first, again = time.process_time(), [], []
    with suppress(Exception):  # an exception of make is reported where the cases are checked
        first = again = list(itertools.islice(scope.make("small", 0), 3))
        if time.process_time() < start + MOST_SECONDS:
            again = list(itertools.islice(scope.make("small", 0), 3))
    texts, others = ([_repr(case) for case in found] for found in (first, again))
    known = not any(" at 0x" in text for text in texts)
    if len(first) != len(again) or (known and texts != others):
        raise InputError(
            f"make() of the scope '{scope.name}' yields other cases when it is called again; it must make its cases "
            "afresh each time, as a generator function does, and draw random ones by the seed that it is given."
        )


def _repr(case: Any) -> str:
    """``repr``, or the type of a case whose ``repr`` raises, as that of a whole number of very many digits does."""
    try:
        return repr(case)
    except Exception:
        return f"<{type(case).__name__}>"


MOST_SECONDS = 0.5


def slices(part: tuple[Any, ...], count: int, per_unit: int, seed: int) -> Iterator[Unit]:
    """The work items that cover cases 0 to ``count - 1`` of a part."""
    return (Unit(part, start, min(start + per_unit, count), seed) for start in range(0, count, per_unit))


def cases(
    name: str,
    make: Callable[[str, int], Iterable[Any]],
    *,
    sentence: str | Callable[[str], str],
    strength: Verdict,
    of: Subject | None = None,
    exact: bool | None = None,
    count: Mapping[str, int] | Callable[[str], int] | int | None = None,
    per_unit: int = 1,
    fields: str | tuple[str, ...] = (),
) -> Scope:
    """A scope of the claim's own; the check receives the cases of ``make(size, seed)`` in their order, smallest first.

    ``make`` is called afresh in every process, so it must yield the same cases each time: Points, Problems, or plain
    data (ints, strings, tuples of them), which is also what a witness file can hold.  ``sentence`` says what is
    covered, by size where that differs.  ``strength``: PROVED for identities in symbols, VERIFIED for a finite set
    exhausted in exact arithmetic, CERTIFIED for enclosures, SUPPORTED for samples and floats.  ``exact`` (default:
    unless SUPPORTED) says that a failing case refutes.  ``of`` is the subject of the claim (by default judged by the
    first case: points, problems, or cases of its own).  With ``count`` (of cases, by size where they differ) the cases
    are shared out ``per_unit`` at a time; ``make`` must then be cheap, or give a sequence.  ``fields`` are the names
    of the entries of a case that is a plain tuple, or one name for the whole case: a witness is printed with them.
    Claims over equal scopes are checked together.

    >>> import proofs_check as pc
    >>> small = pc.cases(
    ...     "squares", lambda size, seed: [(1, 1), (2, 4)], sentence="two numbers", strength=pc.Verdict.VERIFIED,
    ...     fields=("n", "square"),
    ... )
    >>> [case.subject for unit in small.units("small", 0) for case in small.cases(unit)]
    [(1, 1), (2, 4)]
    >>> small.names_of((2, 4)), small.short, small.sentence("small")
    (('n', 'square'), 'squares', 'two numbers')
    """
    need("pc.cases", "name", name, is_text(name), "two or three words for the scope, as a text")
    where = f"the scope '{name}'"
    makes = callable(make) and not isinstance(make, type)
    need(where, "make", make, makes, "a function of size and seed that yields the cases, such as a generator function")
    need(
        where,
        "sentence",
        sentence,
        is_text(sentence) or callable(sentence),
        "what is covered as a text, or a function of size",
    )
    if strength not in (Verdict.PROVED, Verdict.VERIFIED, Verdict.CERTIFIED, Verdict.SUPPORTED):
        raise InputError(
            f"{where}: strength is {shown(strength)}; choose pc.Verdict.PROVED, VERIFIED, CERTIFIED or SUPPORTED."
        )
    need(where, "of", of, of is None or isinstance(of, Subject), "a Subject, or leave it out")
    need(where, "exact", exact, exact is None or isinstance(exact, bool), "True or False, or leave it out")
    need(
        where,
        "count",
        count,
        is_count(count),
        "a whole number, or a table such as {'small': 10, 'default': 100, 'large': 1000}, or a function of size",
    )
    need(where, "per_unit", per_unit, is_whole(per_unit, 1), "a whole number from 1 on")
    named = fields == () or is_text(fields) or (isinstance(fields, tuple) and is_list(fields, is_text))
    need(where, "fields", fields, named, "a tuple of names, such as ('widths', 'k'), or one name for the whole case")
    refutes = strength is not Verdict.SUPPORTED if exact is None else exact
    return Cases(name, make, of, sentence, strength, refutes, count, per_unit, fields)
