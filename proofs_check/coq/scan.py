"""Refuses Coq source that could assume what it should prove; reads the text alone and needs no Coq.

Comments and strings are taken out first.  What is left must consist of known commands: everything that declares an
axiom, leaves a proof open or switches a check off is unknown here, so it is refused, and so is what is merely unusual.
``Print Assumptions`` and ``coqchk`` (:mod:`proofs_check.coq.check`) look again, in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

IN_STATEMENTS = frozenset(["From", "Set", "Unset", "Import", "Local", "Theorem", "Proof", "Qed"])
COMMANDS = IN_STATEMENTS.union(
    ["Section", "End", "Variable", "Variables", "Hypothesis", "Hypotheses", "Let", "Implicit", "Arguments"],
    ["Definition", "Fixpoint", "Lemma", "Corollary", "Ltac", "Open"],
)
IN_SECTIONS = frozenset(["Variable", "Variables", "Hypothesis", "Hypotheses", "Let"])
SETTINGS = frozenset(
    [
        "Set Implicit Arguments",
        "Set Strict Implicit",
        "Set Printing Implicit Defensive",
        "Unset Strict Implicit",
        "Unset Printing Implicit Defensive",
    ]
)
OPEN_ENDS = frozenset(["admit", "give_up", "Admitted", "native_compute", "vm_compute", "bypass_check"])
NOWHERE = frozenset(
    ("Axiom", "Axioms", "Parameter", "Parameters", "Conjecture", "Conjectures", "Context", "Notation", "Infix"),
).union(
    ("Declare", "Load", "Redirect", "Primitive", "Extraction", "Coercion", "Canonical", "Instance", "Module", "Abort"),
    ("Program", "Obligation", "Obligations", "Reserved", "Register", "Bypass", "Guard", "Positivity", "Universe"),
)
LIBRARIES = {
    "mathcomp": frozenset(["all_ssreflect", "all_algebra", "ring", "zify"]),
    "Coq": frozenset(["ZArith", "Lia"]),
}
"""What may be required, apart from our own files; a library of axioms or notations is not among it."""

IMPORTS = frozenset(["GRing.Theory", "Num.Theory", "Order.TTheory"])
SCOPES = frozenset(["ring_scope", "Z_scope"])

_TOKEN = re.compile(r'\(\*|\*\)|"')
_SENTENCE = re.compile(r"(?:[^.]|\.(?!\s|$))+\.(?=\s|$)", re.DOTALL)
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9']*")


@dataclass(frozen=True)
class Refusal:
    """One sentence of a file that is refused, and why."""

    line: int
    reason: str


def without_comments(text: str) -> str:
    """The text with comments (which nest) blanked out and strings emptied; lines keep their numbers.

    >>> without_comments('Lemma a (* (* Axiom *) b *) : True. (* "*)" *)').split()
    ['Lemma', 'a', ':', 'True.']
    """
    kept, level, place = [], 0, 0
    while (found := _TOKEN.search(text, place)) is not None:
        piece, place = text[place : found.start()], found.end()
        kept.append(piece if level == 0 else _blank(piece))
        if found.group() == '"':
            end = _end_of_string(text, place)
            kept.append('""' if level == 0 else "")
            kept.append(_blank(text[place:end]))
            place = end
        else:
            level = max(0, level + (1 if found.group() == "(*" else -1))
    kept.append(text[place:] if level == 0 else _blank(text[place:]))
    return "".join(kept)


def _blank(piece: str) -> str:
    return re.sub(r"[^\n]", " ", piece)


def _end_of_string(text: str, place: int) -> int:
    """The index after the closing quote; a doubled quote stands for a quote and does not close."""
    while True:
        end = text.find('"', place)
        if end < 0:
            return len(text)
        if text[end + 1 : end + 2] != '"':
            return end + 1
        place = end + 2


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of source without comments, each with the number of the line in which it begins."""
    plain = without_comments(text)
    end = 0
    for found in _SENTENCE.finditer(plain):
        end = found.end()
        body = found.group()
        start = found.start() + len(body) - len(body.lstrip())
        yield plain.count("\n", 0, start) + 1, " ".join(body.split())
    rest = plain[end:].strip()
    if rest:
        yield plain.count("\n", 0, end) + 1, rest


def refusals(text: str, commands: frozenset[str] = COMMANDS) -> list[Refusal]:
    """Every sentence that is refused; empty for source that may be compiled.

    >>> refusals("Axiom a : False.")
    [Refusal(line=1, reason="'Axiom' is not among the commands that a proof may use")]
    """
    found: list[Refusal] = []
    open_sections = 0
    for line, sentence in sentences(text):
        first = sentence.split()[0].rstrip(".")
        open_sections += (first == "Section") - (first == "End")
        reason = _reason(sentence, first, open_sections, commands)
        if reason is not None:
            found.append(Refusal(line, reason))
    if open_sections:
        found.append(Refusal(text.count("\n") + 1, "a section is left open"))
    return found


def _reason(sentence: str, first: str, open_sections: int, commands: frozenset[str]) -> str | None:
    """Why this sentence is refused, or None."""
    left_open = OPEN_ENDS.intersection(_WORD.findall(sentence))
    if left_open:
        return f"{min(left_open)!r} is not a proof"
    if not sentence.endswith("."):
        return "the last sentence has no full stop"
    if sentence.startswith("#"):
        return "attributes are refused"
    if first[:1].isupper() and first not in commands:
        return f"{first!r} is not among the commands that a proof may use"
    never = NOWHERE.intersection(_WORD.findall(sentence))
    if never:
        return f"{min(never)!r} may not occur in a proof"
    if first in IN_SECTIONS and not open_sections:
        return f"{first!r} outside of a section is an axiom"
    if first in ("Set", "Unset") and sentence.rstrip(".") not in SETTINGS:
        return f"the setting {sentence!r} is not among those that a proof may use"
    return _not_opened(sentence.rstrip(".").split(), first)


def _not_opened(words: list[str], first: str) -> str | None:
    """Why what this sentence requires, imports or opens is refused, or None."""
    if first == "Local" and words[1:3] != ["Open", "Scope"]:
        return f"{words[1]!r} may not be local"
    if first in ("Local", "Open") and not SCOPES.issuperset(words[words.index("Scope") + 1 :]):
        return f"the scope {words[-1]!r} is not among {', '.join(sorted(SCOPES))}"
    if first == "Import" and not IMPORTS.issuperset(words[1:]):
        return f"{' '.join(words)!r} imports more than {', '.join(sorted(IMPORTS))}"
    if first == "From" and words[1] != "symdln":
        known = LIBRARIES.get(words[1], frozenset())
        if words[2:4] != ["Require", "Import"] or not known.issuperset(words[4:]):
            return f"{' '.join(words)!r} requires a library that is not among those that a proof may use"
    return None
