"""What did not hold, in the order in which it is read: by grade, literal readings and neighbours in sections apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from proofs_check.language.grade import Grade
from proofs_check.language.role import Role
from proofs_check.language.verdict import Verdict
from proofs_check.running.witness import case_lines

Data = Mapping[str, Any]

FAILED = (Verdict.REFUTED.value, Verdict.ILL_FORMED.value)
OPEN = (Verdict.VACUOUS.value, Verdict.UNDECIDED.value, Verdict.ERROR.value)
SHORT = 60
_LITERAL = (
    "These fail if they are read literally. The authors may well have meant something that holds, and some say so "
    "elsewhere. No entry here says that a theorem is wrong."
)
_NEIGHBOURS = (
    "No source prints these. Each is a converse, a stronger form or a wider range of a printed statement, and is "
    "easily taken for true. They show how far the printed statements reach."
)


@dataclass(frozen=True)
class Section:
    """Claims of one grade, with a sentence about what they have in common."""

    title: str
    meaning: str
    claims: tuple[Data, ...]


def sections(claims: Sequence[Data]) -> list[Section]:
    """The sections that have entries: graded ones, gravest first, ungraded ones, literal ones, neighbours, open ones.

    A further scope that ended like its claim is named there by :func:`further` and has no entry of its own.
    """
    verdicts = {claim["id"]: claim["verdict"] for claim in claims}
    failed = [c for c in claims if c["verdict"] in FAILED and verdicts.get(c["scope_of"]) != c["verdict"]]
    literal = [claim for claim in failed if claim["literal"]]
    unprinted = (Role.NEIGHBOUR.value, Role.OWN.value)
    neighbours = [claim for claim in failed if claim["role"] in unprinted and claim not in literal]
    others = [claim for claim in failed if claim not in literal and claim not in neighbours]
    found = [
        *(
            Section(_capital(grade.value), f"{_capital(grade.meaning)}.", _graded(others, grade.value))
            for grade in Grade
        ),
        Section("Not graded", "These fail, and nobody has yet said how serious that is.", _graded(others, None)),
        Section("Literal readings", _LITERAL, tuple(literal)),
        Section("Neighbours that no source prints", _NEIGHBOURS, tuple(neighbours)),
        Section("Not settled", "The run gave no answer.", tuple(c for c in claims if c["verdict"] in OPEN)),
    ]
    return [section for section in found if section.claims]


def repairs(claims: Sequence[Data]) -> dict[str, Data]:
    """The repaired statements of a run by the id of what they repair."""
    return {claim["corrects"]: claim for claim in claims if claim["corrects"]}


def further(claims: Sequence[Data]) -> dict[str, list[Data]]:
    """The results over further scopes by the id of their claim."""
    found: dict[str, list[Data]] = {}
    for claim in claims:
        if claim["scope_of"]:
            found.setdefault(claim["scope_of"], []).append(claim)
    return found


def fails_at(claim: Data) -> str:
    """The first failing case in a few words; for what is not well-formed, that."""
    witness = claim["witness"]
    if not witness:
        return "not defined as printed" if claim["ill_formed"] else ""
    if "problem" not in witness:
        return _place(witness)
    widths = f"widths ({', '.join(map(str, witness['problem']['widths']))})"
    weights = witness.get("weights")
    zero = weights is not None and all(entry == "0" for weight in weights for row in weight for entry in row)
    return f"{widths}, W = 0" if zero else widths


def _place(witness: Data) -> str:
    """What the check says of the place, or the sizes, or as many of the named data as are short."""
    details = witness.get("details", {})
    if "at" in details:
        return str(details["at"])
    if "widths" in details:
        return f"widths ({', '.join(map(str, details['widths']))})"
    lines = case_lines(witness)
    return next((", ".join(lines[:n]) for n in range(len(lines), 0, -1) if len(", ".join(lines[:n])) <= SHORT), "")


def hypotheses(section: Section, repaired: Mapping[str, Data]) -> dict[str, str]:
    """The hypotheses of the claims of a section and of their repairs, by name, so that each is stated once."""
    found: dict[str, str] = {}
    for claim in section.claims:
        for each in (claim, repaired.get(claim["id"])):
            for hypothesis in each["hypotheses"] if each else ():
                found.setdefault(hypothesis["name"], hypothesis["statement"])
    return found


def _graded(claims: Sequence[Data], grade: str | None) -> tuple[Data, ...]:
    return tuple(claim for claim in claims if claim["grade"] == grade)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
