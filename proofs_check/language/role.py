"""What a claim is to its source: printed there, a repair, a neighbour, a twin over other data, or our own."""

from __future__ import annotations

from enum import Enum

TWINS = (".general-data", ".irrational", ".every-problem", ".simulated")
"""Endings of ids: the statement is that of the id without the ending, and the cases are other ones."""


class Role(Enum):
    """What is counted together: only the first are statements of the sources.

    >>> print(Role.TWIN.counted(2))
    2 twins of printed or repaired statements, over other data
    """

    one: str
    several: str

    PRINTED = "printed", "printed statement of the sources", "printed statements of the sources"
    REPAIR = "repair", "repaired statement", "repaired statements"
    TWIN = (
        "twin",
        "twin of a printed or repaired statement, over other data",
        "twins of printed or repaired statements, over other data",
    )
    NEIGHBOUR = "neighbour", "neighbour that no source prints", "neighbours that no source prints"
    OWN = "own", "statement of this project", "statements of this project"

    def __new__(cls, word: str, one: str, several: str) -> Role:
        role = object.__new__(cls)
        role._value_ = word
        role.one, role.several = one, several
        return role

    def counted(self, number: int) -> str:
        """``2 repaired statements``."""
        return f"{number} {self.one if number == 1 else self.several}"

    def __str__(self) -> str:
        return self.value


def twin_of(id: str) -> str | None:
    """The id of the claim that makes the same statement over other data; None where the id names no other data.

    >>> twin_of("lucchi.thm7.general-data"), twin_of("lucchi.thm7")
    ('lucchi.thm7', None)
    """
    return next((id.removesuffix(ending) for ending in TWINS if id.endswith(ending)), None)


def role(*, own: bool, id: str, corrects: str | None, in_print: bool) -> Role:
    """The role of a claim; ``own`` says that its source is this project."""
    if own:
        return Role.OWN
    if twin_of(id) is not None:
        return Role.TWIN
    if corrects is not None:
        return Role.REPAIR
    return Role.PRINTED if in_print else Role.NEIGHBOUR
