"""Second readings of claims against their sources, by the checklist of ``docs/reviewing-claims.md``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("readings.toml")


@dataclass(frozen=True)
class SecondReading:
    """What a claim was read against, the items of the checklist that could not be ticked, and what was noticed.

    >>> SecondReading("the abstract", ("statement",), "In our words.").sentence
    'against the abstract; not ticked: statement. In our words.'
    """

    against: str
    open: tuple[str, ...]
    note: str

    @property
    def sentence(self) -> str:
        left = f"not ticked: {', '.join(self.open)}" if self.open else "all items of the checklist ticked"
        return f"against {self.against}; {left}. {self.note}"


@cache
def readings() -> Mapping[str, SecondReading]:
    """The second readings by the id of the claim."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["reading"]
    return {id: SecondReading(one["against"], tuple(one["open"]), one["note"]) for id, one in found.items()}


@cache
def items() -> tuple[str, ...]:
    """The items of the checklist, in short."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["items"])
