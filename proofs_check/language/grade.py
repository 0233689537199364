"""The kinds of faults of statements that fail, or are not well-formed, as printed."""

from __future__ import annotations

from enum import Enum


class Grade(Enum):
    """How serious the fault of a statement as printed is, the worst first; each claim says so next to its citation.

    >>> print(Grade.MISPRINT, "-", Grade.MISPRINT.meaning)
    misprint - a symbol, an index or a word is wrong, and the meaning is clear
    >>> Grade("slip in a proof") is Grade.SLIP
    True
    """

    meaning: str

    FALSE = "false as stated", "the printed statement fails, and a different statement holds instead"
    MISSING = "missing hypothesis", "it holds with a condition that is not printed"
    SLIP = "slip in a proof", "a step of an argument fails as printed; another step gives what it is used for"
    MISPRINT = "misprint", "a symbol, an index or a word is wrong, and the meaning is clear"

    def __new__(cls, word: str, meaning: str) -> Grade:
        grade = object.__new__(cls)
        grade._value_ = word
        grade.meaning = meaning
        return grade

    def __str__(self) -> str:
        return self.value
