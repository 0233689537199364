"""The formal theorem of a claim: its statement as text, the lines that it uses, and the replay of its proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from proofs_check.logic import syntax
from proofs_check.logic.indices import need
from proofs_check.logic.replay import CHAINS, check, shipped, text_of, theory
from proofs_check.logic.rules import Theorem
from proofs_check.logic.syntax import Line
from symdln.errors import InputError


@dataclass(frozen=True)
class FormalTheorem:
    """A claim's formal statement (one or more lines of a theory) and its proof.

    ``parts`` are the lines ``theorem ID``, ``theorem ID/NAME`` or ``part ID/NAME`` of the theory's text.  The statement
    is about the letters that the theory's text declares and defines.
    """

    id: str
    theory: str
    parts: tuple[Line, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """The formal statements, as they stand in the theory's text."""
        return tuple(part.text for part in self.parts)

    @property
    def is_whole(self) -> bool:
        """Whether the formal statement is the claim; False if a part of the claim is not in the language."""
        return all(part.role == "theorem" for part in self.parts)

    def replay(self) -> tuple[Theorem, ...]:
        """Replay the proofs; ``RefusedError`` unless each theorem is its formal statement, hypotheses included."""
        theorems = tuple(check(shipped(self.theory), part) for part in self.parts)
        for theorem in theorems:
            need(theorem.uses <= self._cited, f"the proof of {self.id} uses a line that none of its steps names")
        return theorems

    @cached_property
    def _cited(self) -> frozenset[str]:
        return frozenset().union(*(shipped(self.theory).cited(part.name) for part in self.parts))

    def assumptions(self) -> tuple[Line, ...]:
        """The assumptions that the steps of the proofs name, which is known without replaying them.

        The replay, one for each run, sees to it that the proofs use no other ones.
        """
        lines = theory(self.theory).lines.values()
        return tuple(line for line in lines if line.name in self._cited and line.role == "assumption")

    def states(self, text: str) -> bool:
        """Whether a text, read in the same theory, is the formal statement of one of the parts."""
        reading = theory(self.theory).reading
        return reading.statement(text) in [reading.statement(part.text) for part in self.parts]

    def is_stated_by(self, texts: tuple[str, ...]) -> bool:
        """Whether the texts, read in the same theory, are the formal statements of all parts, and nothing else."""
        reading = theory(self.theory).reading
        given = [reading.statement(text) for text in texts]
        proved = [reading.statement(part.text) for part in self.parts]
        return all(one in proved for one in given) and all(one in given for one in proved)

    def uses(self, role: str) -> tuple[Line, ...]:
        """The lines of a role (axiom, definition, assumption) that the proofs use, with their remarks."""
        used = frozenset().union(*(theorem.uses for theorem in self.replay()))
        return tuple(line for name, line in theory(self.theory).lines.items() if name in used and line.role == role)

    @property
    def textbook(self) -> tuple[Line, ...]:
        """The textbook facts that the proofs use: axioms, and lines that say that something exists."""
        return (*self.uses("axiom"), *self.uses("existence"))


@cache
def _index() -> dict[str, FormalTheorem]:
    found: dict[str, FormalTheorem] = {}
    for name in CHAINS:
        for line in syntax.theory_text(text_of(name)).lines:
            if line.role in syntax.GOALS:
                id = line.name.partition("/")[0]
                parts = found[id].parts if id in found else ()
                found[id] = FormalTheorem(id, name, (*parts, line))
    return found


def names() -> tuple[str, ...]:
    """The ids of all formal theorems."""
    return tuple(_index())


def theorem(id: str) -> FormalTheorem:
    """The formal theorem of a claim's id.

    >>> theorem("chitour.trace-bound").statements
    ('tr(S Z) <= norm(Z) tr(S) if S psd', '-norm(Z) tr(S) <= tr(S Z) if S psd')
    """
    if id not in _index():
        raise InputError(f"There is no formal theorem called {id!r}; choose one of {', '.join(names())}.")
    return _index()[id]
