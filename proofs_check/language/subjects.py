"""The subjects of claims: points, critical points, problems, or cases of their own; every scope has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import symdln as dln


@dataclass(frozen=True)
class Subject:
    """The subject of a claim, in words that follow "the claim is about ...".

    ``cases`` is the type of the cases, or None for cases of a claim's own.  ``critical`` says that only critical points
    are meant; ``computed`` that they are floats which a program computed as critical, with small gradients.
    """

    words: str
    cases: type | None = None
    critical: bool = False
    computed: bool = False

    def __str__(self) -> str:
        return self.words

    def includes(self, subject: Any) -> bool:
        """Whether the claim is about this point or problem."""
        if self.cases is None or not isinstance(subject, self.cases):
            return False
        return not self.critical or subject.is_critical

    def why_not(self, subject: Any) -> str | None:
        """Why a claim is not about the contents of a file, as the end of a sentence; None if it is about them.

        Plain data pass where the claim has cases of its own, as only its check can decide whether they fit.
        """
        given = name_of(subject)
        if self.cases is None:
            return None if given is None else f"it is about {self}, not about {given}s"
        if self.includes(subject) or (self.computed and isinstance(subject, self.cases)):
            return None
        if given is None:
            return f"it is about {self}, and the file has neither a problem nor a point"
        if self.cases is dln.Problem:
            return 'it is about problems; leave out "weights"'
        if given == "problem":
            return f'it is about {self}; add "weights"'
        return "it is about critical points, and the gradient at these weights is not zero"


CRITICAL_POINTS = Subject("critical points", dln.Point, critical=True)
COMPUTED_POINTS = Subject("critical points that a program computed", dln.Point, critical=True, computed=True)
POINTS = Subject("points", dln.Point)
PROBLEMS = Subject("problems", dln.Problem)


def subject_like(case: Any, name: str) -> Subject:
    """The subject of a claim with such a case: points, problems, or the cases of its own scope of this name."""
    if isinstance(case, dln.Point):
        return POINTS
    return PROBLEMS if isinstance(case, dln.Problem) else Subject(f"the cases of its own scope '{name}'")


def name_of(subject: Any) -> str | None:
    """``"point"`` or ``"problem"``; None for plain data."""
    if isinstance(subject, dln.Point):
        return "point"
    return "problem" if isinstance(subject, dln.Problem) else None
