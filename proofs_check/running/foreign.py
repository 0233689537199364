"""Whether data from a file are a case of a claim that has cases of its own, judged by the cases of its scope.

Such a claim is about the cases that its scope makes, and what they have in common is no hypothesis that could be
tested: that widths are positive whole numbers, say, or that a margin is large enough.  So data for a claim of this
package are compared with the cases themselves: the kind, sign and size of each entry, and the number of entries.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import islice
from typing import Any

from proofs_check.language.claim import Claim
from proofs_check.language.scope import Cases
from proofs_check.running import claim_file
from proofs_check.running.cases_as_data import UnwrittenCaseError, encoded
from symdln.files.text import WrittenNumber

FIRST_CASES, MOST_SECONDS = 500, 2.0
_TIMES_LARGER, _MOST_SHOWN = 100, 40
_NUMBER = re.compile(r"-?\d+(/0*[1-9]\d*)?")
Make = Callable[[str, int], Iterable[Any]]


def is_small(claim: Claim, case: Any) -> bool:
    """Whether a plain case is one of the first cases of the small scope."""
    assert isinstance(claim.over, Cases)
    return json.dumps(encoded(case)) in _known(claim.over.make, ("small",))


def compared(claim: Claim, case: Any) -> int | None:
    """How many cases of its scope were compared with a plain case, if none of them equals it; None for one of them, and
    for a point or a problem.
    """
    if not isinstance(claim.over, Cases) or claim.over.subject.cases is not None:
        return None
    known = _known(claim.over.make, ("small", "default"))
    return None if json.dumps(encoded(case)) in known else len(known)


def is_meant_true(claim: Claim) -> bool:
    """Whether the claim is one of this package that is stated as true, without a fault that a grade would name."""
    return not claim_file.is_own(claim) and claim.grade is None


@cache
def _known(make: Make, sizes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(json.dumps(own) for size in sizes for own in first_cases(make, size))


@cache
def first_cases(make: Make, size: str) -> tuple[Any, ...]:
    """The first cases of a scope as JSON data, up to 500, or as many as are made in two seconds; at least one."""
    return tuple(_in_time(make, size))


def _in_time(make: Make, size: str) -> Iterator[Any]:
    end = time.process_time() + MOST_SECONDS
    for case in islice(make(size, 0), FIRST_CASES):
        try:
            yield encoded(case)
        except UnwrittenCaseError:
            continue
        if time.process_time() > end:
            return


@dataclass
class _Place:
    """What stands at one place of the cases: kinds, numbers, the lengths of lists."""

    kinds: set[str] = field(default_factory=set)
    numbers: list[Fraction] = field(default_factory=list)
    lengths: set[int] = field(default_factory=set)

    def misfit(self, data: Any) -> str | None:
        """Why the data do not fit here, as ``"X, where ..."``; None where they do."""
        kind, number = _kind(data), _number(data)
        if kind not in self.kinds and not (kind == WHOLE and self.kinds & {RATIONAL, FLOAT}):
            return f"{_text(data)}, where its cases have {' or '.join(f'a {each}' for each in sorted(self.kinds))}"
        if number is not None:
            return self._wrong_number(data, number)
        if isinstance(data, list) and self.lengths and not self._right_length(len(data)):
            found = f"{len(data)} entr{'y' if len(data) == 1 else 'ies'}"
            return f"a list of {found}, where its cases have {self._length_words()}"
        return None

    def _wrong_number(self, data: Any, number: Fraction) -> str | None:
        low, most = min(self.numbers), max(map(abs, self.numbers))
        shown = _text(data)
        if low >= 1 and not self.kinds & {RATIONAL, FLOAT, WRITTEN} and number < 1:
            return f"{shown}, where its cases have a whole number of at least 1"
        if low > 0 >= number:
            return f"{shown}, where its cases have a positive number"
        if low >= 0 > number:
            return f"{shown}, where its cases have no negative number"
        if abs(number) > _TIMES_LARGER * max(most, 1):
            return f"{shown}, where no number of its cases is larger than {most}, so that its check may never end"
        return None

    def _right_length(self, length: int) -> bool:
        return length in self.lengths or (len(self.lengths) > 1 and length > min(self.lengths))

    def _length_words(self) -> str:
        least = min(self.lengths)
        return f"{least}" if len(self.lengths) == 1 else f"at least {least}"


def misfit(claim: Claim, data: Any) -> str | None:
    """Why plain data are no case of a claim of this package, as the end of a sentence: a sign, a size or a length that
    no case of its scope has.  None where they may be one, and for a claim of a user, who made the check.
    """
    if claim_file.is_own(claim) or not isinstance(claim.over, Cases):
        return None
    places, as_one = _places(claim.over.make)
    for path, entry in _entries(data, (), as_one):
        found = places[path].misfit(entry) if path in places else None
        if found is not None:
            return found
    return None


@cache
def _places(make: Make) -> tuple[dict[tuple[Any, ...], _Place], bool]:
    """What stands at each place of the cases, and whether all entries of a case share one, as its length varies."""
    places: dict[tuple[Any, ...], _Place] = {}
    cases = first_cases(make, "small")
    as_one = len({len(case) for case in cases if isinstance(case, list)}) > 1
    for case in cases:
        for path, entry in _entries(case, (), as_one):
            place = places.setdefault(path, _Place())
            number = _number(entry)
            place.kinds.add(_kind(entry))
            place.numbers += [] if number is None else [number]
            place.lengths |= {len(entry)} if isinstance(entry, list) else set()
    return places, as_one


def _entries(data: Any, path: tuple[Any, ...], as_one: bool) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The data and all within them, by their places; the entries of a list within the case share a place."""
    yield path, data
    if isinstance(data, list):
        for number, entry in enumerate(data):
            yield from _entries(entry, (*path, "entry" if path or as_one else number), as_one)
    elif _kind(data) == FIELDS:
        for key, entry in data["fields"].items():
            yield from _entries(entry, (*path, key), as_one)


TRUTH, WHOLE, RATIONAL, FLOAT = "truth value", "whole number", "rational number", "number with a point"
WRITTEN, TEXT, LIST, NOTHING, FIELDS = "number as a text", "text", "list", "null", "table of fields"


def _kind(entry: Any) -> str:
    """The kind of JSON data, in words that follow "a"."""
    if isinstance(entry, Mapping):
        known = {"rational": RATIONAL, "whole": WHOLE, "matrix": "matrix", "problem": "problem", "fields": FIELDS}
        return next((kind for key, kind in known.items() if key in entry), "table")
    if isinstance(entry, (float, WrittenNumber)):
        return FLOAT
    if isinstance(entry, str):
        return WRITTEN if _NUMBER.fullmatch(entry) else TEXT
    return {bool: TRUTH, int: WHOLE, list: LIST}.get(type(entry), NOTHING)


def _number(entry: Any) -> Fraction | None:
    """The number that an entry is, in any of the ways to write one."""
    kind = _kind(entry)
    if isinstance(entry, Mapping):
        return (
            Fraction(entry["rational"] if kind == RATIONAL else entry["whole"]) if kind in (RATIONAL, WHOLE) else None
        )
    return Fraction(entry) if kind in (WHOLE, FLOAT, WRITTEN) else None


def _text(entry: Any) -> str:
    """A number or a short text as a message shows it; other data by their kind."""
    number = _number(entry)
    text = json.dumps(entry) if number is None else str(number)
    return text if len(text) <= _MOST_SHOWN else f"a {_kind(entry)}"
