"""What a change alters in what a check asserts: both sides of its equations and inequalities, heard as it runs."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from types import CodeType, FrameType

from proofs_check.claims.lucchi.parts.sizes import is_nonnegative
from proofs_check.language.outcome import at_most, equal, is_true
from tests.mutations.exchange import exchanged
from tests.mutations.mechanical import LISTENERS, MOST_CALLS, Looked, Mutant, forget, larger, looked, small

Said = tuple[str, tuple[str, ...]]
"""The name of what asserts, and the texts of its sides."""

SIDES: dict[CodeType, int] = {at_most.__code__: 2, equal.__code__: 2, is_true.__code__: 1, is_nonnegative.__code__: 1}
INEQUALITIES = frozenset({"at_most", "is_nonnegative"})
ADDRESS = re.compile(r" at 0x[0-9a-f]+")


class Altered(Enum):
    """What a change alters in what is asserted."""

    INEQUALITY = "a side of an inequality"
    OTHER = "something else, or how much is asserted"


def altered(mutant: Mutant) -> frozenset[Altered]:
    """All that the change alters at the cases; empty where every side of all that is asserted reads as before."""
    found: set[Altered] = set()
    for at, size in ((small(mutant), "small"), (larger(mutant), "default")):
        before = [_as_it_stands(one.claim.id, size) for one in at]
        with exchanged(mutant.codes, lambda at=at: forget(at)):
            after = [_said(one) for one in at]
        for old, new in zip(before, after, strict=True):
            found |= _compared(old, new)
    return frozenset(found)


def met(mutant: Mutant, changed: bool) -> frozenset[tuple[str, str, int]]:
    """The cases that meet all hypotheses of their claim, before or after the change: claim, scope and number."""
    found: set[tuple[str, str, int]] = set()
    for at, size in ((small(mutant), "small"), (larger(mutant), "default")):
        with exchanged(mutant.codes if changed else {}, lambda at=at: forget(at)):
            for one in at:
                tallies = [one.tally(subject, 100 * MOST_CALLS)[0] for subject in one.subjects]
                found |= {(one.claim.id, size, number) for number, t in enumerate(tallies) if t is None or t.cases}
    return frozenset(found)


def _compared(before: tuple[Said, ...], after: tuple[Said, ...]) -> set[Altered]:
    if [name for name, _ in before] != [name for name, _ in after]:
        return {Altered.OTHER}
    names = {name for (name, old), (_, new) in zip(before, after, strict=True) if old != new}
    return {Altered.INEQUALITY if name in INEQUALITIES else Altered.OTHER for name in names}


@cache
def _as_it_stands(claim_id: str, size: str) -> tuple[Said, ...]:
    one = looked(claim_id, size)
    forget([one])
    return _said(one)


def _said(one: Looked) -> tuple[Said, ...]:
    """What is asserted at the cases of a claim, in order."""
    found: list[Said] = []

    def listen(frame: FrameType) -> None:
        number = SIDES.get(frame.f_code, 0)
        if number:
            sides = (repr(frame.f_locals[name]) for name in frame.f_code.co_varnames[:number])
            found.append((frame.f_code.co_name, tuple(ADDRESS.sub("", side) for side in sides)))

    LISTENERS.append(listen)
    try:
        for subject in one.subjects:
            one.tally(subject, 100 * MOST_CALLS)
    finally:
        LISTENERS.remove(listen)
    return tuple(found)
