"""Two runs compared: which claims ended otherwise, which are new, and which are gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A claim whose verdict is not that of the other run; None stands for a run that has no such claim."""

    id: str
    before: str | None
    after: str | None

    @property
    def sentence(self) -> str:
        """The change in words.

        >>> Change("chitour.prop1", "VERIFIED", "DERIVED").sentence
        'chitour.prop1 was VERIFIED and is DERIVED.'
        """
        if self.before is None:
            return f"{self.id} is new: {self.after}."
        if self.after is None:
            return f"{self.id} is gone; it was {self.before}."
        return f"{self.id} was {self.before} and is {self.after}."


def changes(before: Data, after: Data) -> list[Change]:
    """The changes from one run's results to another's, in the order of the later run; what is gone comes last."""
    old, new = _verdicts(before["claims"]), _verdicts(after["claims"])
    found = [Change(id, old.get(id), verdict) for id, verdict in new.items() if old.get(id) != verdict]
    return found + [Change(id, verdict, None) for id, verdict in old.items() if id not in new]


def _verdicts(claims: Sequence[Data]) -> dict[str, str]:
    return {claim["id"]: claim["verdict"] for claim in claims}
