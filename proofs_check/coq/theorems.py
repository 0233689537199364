"""The theorems of ``theories/statements.v``: which claims they settle, what they say, read from the file itself.

Each theorem there has a comment in front of it::

    (* Claims: id, id          or   Refutes: id, id    the ids of the claims that it proves or refutes
       Words: one sentence of plain English
       Narrower: what the claim says beyond the theorem, if it does *)
    Theorem name : statement.

so that the table of claims has one source, the file that Coq checks.  Reading it checks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from symdln.errors import InputError

STATEMENTS = "statements.v"
_COMMENT = re.compile(r"\(\* (?=(?:Claims|Refutes):)(.*?)\*\)\s*Theorem\s+(\w+)\s*:(.*?)\.\s*Proof\.", re.DOTALL)
_FIELD = re.compile(
    r"(Claims|Refutes|Words|Narrower):\s*(.*?)(?=\s+(?:Claims|Refutes|Words|Narrower):|\s*$)", re.DOTALL
)
_THEOREM = re.compile(r"^Theorem\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class CoqTheorem:
    """One theorem of statements.v; ``narrower`` says what of its claims it leaves open, empty if nothing."""

    name: str
    claims: tuple[str, ...]
    refutes: tuple[str, ...]
    words: str
    narrower: str
    statement: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the claims that the theorem proves or refutes."""
        return self.claims + self.refutes

    def scope(self, id: str) -> str:
        """How much of the claim the theorem settles: the claim, a part of it, or its negation."""
        return "a part of the claim" if self.narrower else "the claim" if id in self.claims else "its negation"

    def verdict(self, id: str) -> str:
        """What may be printed beside the claim once Coq has accepted the theorem."""
        return f"kernel: Coq, theorem {self.name}, no axioms ({self.scope(id)})"

    def announced(self, id: str) -> str:
        """What may be printed beside the claim when Coq was not asked: that there is a theorem, and what it says."""
        return (
            f"{self.name} states {self.scope(id)}; `proofs-check formal {id}` has Coq check it.  {self.words}"
            f"{f'  Narrower: {self.narrower}.' if self.narrower else ''}\n{self.statement}"
        )


def source(name: str) -> str:
    """The text of one file of ``theories/``."""
    return (files("proofs_check.coq") / "theories" / name).read_text(encoding="utf-8")


def file_names() -> tuple[str, ...]:
    """The names of all Coq files, in alphabetical order."""
    return tuple(
        sorted(path.name for path in (files("proofs_check.coq") / "theories").iterdir() if path.name.endswith(".v"))
    )


@cache
def all_theorems() -> tuple[CoqTheorem, ...]:
    """The theorems of statements.v in the order in which they are written."""
    return read(source(STATEMENTS))


def read(text: str) -> tuple[CoqTheorem, ...]:
    """The theorems of a text in the form of statements.v; a theorem without its comment is an error."""
    found = tuple(_theorem(*match.groups()) for match in _COMMENT.finditer(text))
    missing = set(_THEOREM.findall(text)) - {theorem.name for theorem in found}
    if missing:
        raise InputError(f"the theorem {min(missing)} of {STATEMENTS} has no comment that names its claims; write one.")
    return found


def _theorem(comment: str, name: str, statement: str) -> CoqTheorem:
    fields = {key: " ".join(text.split()) for key, text in _FIELD.findall(comment)}
    return CoqTheorem(
        name,
        _ids(fields.get("Claims", "")),
        _ids(fields.get("Refutes", "")),
        fields.get("Words", ""),
        fields.get("Narrower", ""),
        statement.strip(),
    )


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def by_claim() -> dict[str, tuple[CoqTheorem, ...]]:
    """Claim id -> its theorems, for every claim that has one."""
    table: dict[str, tuple[CoqTheorem, ...]] = {}
    for theorem in all_theorems():
        for id in theorem.ids:
            table[id] = (*table.get(id, ()), theorem)
    return dict(sorted(table.items()))


def selected(prefixes: Sequence[str]) -> dict[str, tuple[CoqTheorem, ...]]:
    """The part of :func:`by_claim` that ids or beginnings of ids name; everything for no prefix.

    Raises ``InputError`` for a prefix that names no claim with a theorem.
    """
    table = by_claim()
    for prefix in prefixes:
        if not any(_named(id, prefix) for id in table):
            raise InputError(
                f"no claim called {prefix!r} has a Coq theorem; `proofs-check formal --list` shows those that have one."
            )
    return {id: found for id, found in table.items() if not prefixes or any(_named(id, part) for part in prefixes)}


def _named(id: str, prefix: str) -> bool:
    return id == prefix or id.startswith(prefix.rstrip(".") + ".")
