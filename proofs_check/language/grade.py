"""The kinds of faults of statements that fail, or are not well-formed, as printed."""

from __future__ import annotations

from enum import Enum


class Grade(Enum):
    """The gravity of the fault of a statement as printed, gravest first; it stands in the claim, next to its citation.

    >>> print(Grade.MISPRINT, "-", Grade.MISPRINT.meaning)
    misprint - a symbol, an index or a word is wrong, and what is meant is plain
    >>> Grade("slip in a proof") is Grade.SLIP
    True
    """

    meaning: str

    FALSE = "false as stated", "what is printed fails, and what holds instead is another statement"
    MISSING = "missing hypothesis", "it holds with a condition that is not printed"
    SLIP = "slip in a proof", "a step of an argument fails as printed; what it is used for stands by another step"
    MISPRINT = "misprint", "a symbol, an index or a word is wrong, and what is meant is plain"

    def __new__(cls, word: str, meaning: str) -> Grade:
        grade = object.__new__(cls)
        grade._value_ = word
        grade.meaning = meaning
        return grade

    def __str__(self) -> str:
        return self.value
