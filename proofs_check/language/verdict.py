"""The nine verdicts on a claim and their meanings; and ERROR, for a check that raised an exception."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Verdict(Enum):
    """How a claim ended; no verdict says more than was done.

    >>> print(Verdict.ILL_FORMED, "-", Verdict.VACUOUS.meaning)
    ILL-FORMED - its hypotheses are met by no instance in scope
    >>> Verdict("REFUTED") is Verdict.REFUTED
    True
    """

    meaning: str

    PROVED = "PROVED", "its whole statement, for all sizes that it names, is checked by machine to the last line"
    DERIVED = "DERIVED", "a written proof; its identities are checked by machine, its steps in prose are listed"
    VERIFIED = "VERIFIED", "exact arithmetic, exhaustively over a stated finite set of instances"
    CERTIFIED = "CERTIFIED", "rigorous enclosures in high precision on stated instances"
    SUPPORTED = "SUPPORTED", "so many random or simulated cases, none against, with a confidence bound"
    REFUTED = "REFUTED", "an exact (or rigorously enclosed) witness, the smallest in scope, replayable by one command"
    ILL_FORMED = "ILL-FORMED", "as printed, a symbol is undefined or shapes do not match; the reading checked is stated"
    VACUOUS = "VACUOUS", "its hypotheses are met by no instance in scope"
    UNDECIDED = "UNDECIDED", "a case is open, the budget ended, or enclosures never separated: never rounded up"
    ERROR = "ERROR", "the check raised an exception at a case, or the replay of a proof was refused: nothing is said"

    def __new__(cls, word: str, meaning: str) -> Verdict:
        verdict = object.__new__(cls)
        verdict._value_ = word
        verdict.meaning = meaning
        return verdict

    def __str__(self) -> str:
        return self.value


_HIDING = (Verdict.REFUTED, Verdict.ERROR, Verdict.UNDECIDED, Verdict.ILL_FORMED)
_WEAKEST_FIRST = (Verdict.CERTIFIED, Verdict.VERIFIED, Verdict.DERIVED, Verdict.PROVED)


def over_all(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a claim from those over its scopes: the weakest, and a failing case over any of them refutes it.

    A scope with no case that meets the hypotheses adds nothing to another one.  Neither do samples without failure
    add to exact cases: they are not part of the meaning of the claim's verdict.

    >>> print(over_all([Verdict.DERIVED, Verdict.VERIFIED]), over_all([Verdict.DERIVED, Verdict.REFUTED]))
    VERIFIED REFUTED
    >>> print(over_all([Verdict.DERIVED, Verdict.SUPPORTED]), over_all([Verdict.VACUOUS, Verdict.SUPPORTED]))
    DERIVED SUPPORTED
    """
    found = list(verdicts)
    for word in (*_HIDING, *_WEAKEST_FIRST, Verdict.SUPPORTED):
        if word in found:
            return word
    return Verdict.VACUOUS


def worded(verdict: str, restricted: str | None, given_relations: bool) -> str:
    """A verdict with its restriction: a part of the statement's range, or relations that the check used.

    >>> worded("DERIVED", "depth 2 to 4", False), worded("VERIFIED", None, True)
    ('DERIVED (depth 2 to 4)', 'VERIFIED')
    """
    if verdict not in (Verdict.PROVED.value, Verdict.DERIVED.value):
        return verdict
    notes = [restricted] if restricted else []
    if given_relations and verdict == Verdict.PROVED.value:
        notes.append("given relations")
    return f"{verdict} ({', '.join(notes)})" if notes else verdict
