"""The role of a claim for its source (printed there, a repair, a neighbour, or our own), and the scopes of the claim.

One statement over several families of cases is one claim.  Each further scope has an id of its own, the claim's id with
an ending, under which it is run, recorded and replayed alone; it is counted under the claim's own id.
"""

from __future__ import annotations

from enum import Enum

FURTHER = (".general-data", ".irrational", ".every-problem", ".simulated")
"""Endings of the ids of further scopes."""


class Role(Enum):
    """The roles that are counted together; only claims of the first are statements of the sources.

    >>> print(Role.REPAIR.counted(2))
    2 repaired statements
    """

    one: str
    several: str

    PRINTED = "printed", "printed statement of the sources", "printed statements of the sources"
    REPAIR = "repair", "repaired statement", "repaired statements"
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


def scope_of(id: str) -> str | None:
    """The id of the claim of which this is the id of a further scope; None for the id of a claim.

    >>> scope_of("lucchi.thm7.general-data"), scope_of("lucchi.thm7")
    ('lucchi.thm7', None)
    """
    return next((id.removesuffix(ending) for ending in FURTHER if id.endswith(ending)), None)


def role(*, own: bool, id: str, corrects: str | None, in_print: bool) -> Role:
    """The role of a claim, also under the id of a further scope; ``own`` says that its source is this project."""
    if own:
        return Role.OWN
    if corrects is not None or (scope_of(id) or "").endswith(".corrected"):
        return Role.REPAIR
    return Role.PRINTED if in_print else Role.NEIGHBOUR
