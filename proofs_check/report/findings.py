"""The findings of a run as a page: what is printed, where it fails, and what holds instead, gravest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from proofs_check.language.role import Role
from proofs_check.language.verdict import Verdict
from proofs_check.report import counts, first, graded
from proofs_check.report.graded import Section
from proofs_check.running.witness import case_lines
from symdln.files.inline import as_markdown
from symdln.files.markup import code, displayed, fenced, formula, words

Data = Mapping[str, Any]

LONGEST_CASE = 400
_INTRODUCTION = """\
# Findings

<!-- Written by `proofs-check report RUN.json --findings docs/findings.md`; do not edit by hand. -->

This page lists what a run of `proofs-check` found in the statements of the literature that it checks. Most of them
hold. The failures are mainly misprints, edge cases, and hypotheses that go without saying in a talk or a paper.

{counts}

The documents were read as extracted text, in which a symbol can be damaged: **where a single symbol decides, please
compare with the publication** before you cite an entry. [Conventions](conventions.md) says how each source writes
things, and [Verdicts](verdicts.md) explains the verdicts. You can replay every entry: `proofs-check at ID` searches the
scope from the smallest case on and prints the first case at which the statement fails.
"""


def findings_page(results: Data) -> str:
    """The page in Markdown, from the data of a complete run; it holds no times, so that a repeated run gives the same.

    What to read first, a table of what did not end well, gravest first, an entry for each, then a table of the claims
    that hold.
    """
    claims: Sequence[Data] = results["claims"]
    found = counts.by_role((claim["id"], Role(claim["role"]), Verdict(claim["verdict"])) for claim in claims)
    counted = "\n".join(f"- {words(sentence)}." for sentence in counts.sentences(found))
    sections, repairs, further = graded.sections(claims), graded.repairs(claims), graded.further(claims)
    parts = [_INTRODUCTION.format(counts=counted)]
    parts += [*first.lines({claim["id"]: claim["verdict"] for claim in claims})]
    parts += [*first.never_needed(claims)]
    parts += [_glance(sections, repairs)] if sections else []
    parts += [_section(section, repairs, further) for section in sections]
    return "\n".join([*parts, _standing(claims)])


def _glance(sections: Sequence[Section], repairs: Mapping[str, Data]) -> str:
    """One row for each finding: where it is printed, how grave it is, where it fails, what it is repaired as."""
    lines = ["## At a glance\n", "| place | claim | grade | fails at | repaired as |", "|---|---|---|---|---|"]
    for section in sections:
        for claim in section.claims:
            repair = repairs.get(claim["id"])
            cells = (
                words(_place(claim)),
                _in_table(code(claim["id"])),
                words(_grade(claim)),
                as_markdown(graded.fails_at(claim) or "see below"),
                _in_table(code(repair["id"])) + f", {repair['verdict']}" if repair else "",
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _section(section: Section, repairs: Mapping[str, Data], further: Mapping[str, Sequence[Data]]) -> str:
    """The title, the hypotheses once, and the entries."""
    lines = [f"## {words(section.title)}\n", f"{words(section.meaning)}\n"]
    named = graded.hypotheses(section, repairs)
    if named:
        lines.append("The hypotheses that the entries name:\n")
        lines += [f"- *{words(name)}*: {_hypothesis(statement)}" for name, statement in named.items()]
        lines.append("")
    lines += [_entry(claim, repairs.get(claim["id"]), further.get(claim["id"], ())) for claim in section.claims]
    return "\n".join(lines)


def _entry(claim: Data, repair: Data | None, further: Sequence[Data]) -> str:
    """A heading, the finding in a few plain sentences, then the formulas, the case and the command."""
    lines = [f"### {code(claim['id'])}: {words(claim['source']['place'])}\n", f"{_in_plain_words(claim, repair)}\n"]
    lines += [f"{displayed(claim['statement'])}\n", *_assuming(claim)]
    if claim["made_precise"]:
        lines.append(f"*Made precise:* {as_markdown(claim['made_precise'].rstrip('.'))}.\n")
    if claim["witness"]:
        lines.append(f"The smallest failing case in scope (`proofs-check at` {code(claim['id'])} prints it):\n")
        lines.append(f"{fenced(_case(claim['witness']))}\n")
    if repair is not None:
        lines += ["Repaired:\n", f"{displayed(repair['statement'])}\n"]
        lines += _assuming(repair) if repair["hypotheses"] != claim["hypotheses"] else []
    ended = [scope for scope in further if scope["verdict"] == claim["verdict"]]
    if ended:
        ids = ", ".join(code(scope["id"]) for scope in ended)
        lines.append(f"The same over other data: {ids}.\n")
    return "\n".join(lines)


def _in_plain_words(claim: Data, repair: Data | None) -> str:
    """What is printed, where it fails with the numbers, and what holds instead."""
    said = "Stated" if claim["role"] in (Role.NEIGHBOUR.value, Role.OWN.value) else "Printed"
    parts = [f"**{said}:** {as_markdown(claim['sentence'])}"]
    if claim["ill_formed"]:
        parts.append(f"**Not defined as printed:** {as_markdown(claim['ill_formed'].rstrip('.'))}.")
    if claim["witness"]:
        place = graded.fails_at(claim)
        where = f" at {as_markdown(place)}" if place else ""
        parts.append(f"**Fails**{where}: {as_markdown(claim['witness']['sentence'])}.")
    elif claim["ill_formed"]:
        parts.append(f"**Holds** in this reading, in {claim['cases']:,} cases.")
    else:
        parts.append(f"**{claim['verdict']}:** {words(Verdict(claim['verdict']).meaning)}.")
    if repair is not None:
        parts.append(
            f"**Holds instead** ({code(repair['id'])}, {repair['verdict']}): {as_markdown(repair['sentence'])}"
        )
    return " ".join(parts)


def _assuming(claim: Data) -> list[str]:
    """The names of the hypotheses of a claim in one line, where it has any; the section states them."""
    names = [words(found["name"]) for found in claim["hypotheses"]]
    return [f"*Assuming:* {'; '.join(names)}.\n"] if names else []


def _hypothesis(statement: str) -> str:
    return formula(statement) if "\\" in statement else as_markdown(statement)


def _grade(claim: Data) -> str:
    return f"{claim['grade'] or claim['verdict']}{', read literally' if claim['literal'] else ''}"


def _place(claim: Data) -> str:
    return f"{claim['source']['authors']}, {claim['source']['place']}"


def _case(witness: Data) -> str:
    """Problem and weights of a witness, or its data by name; a long one is cut, since the command shows it in full."""
    lines = case_lines(witness)
    return "\n".join(line if len(line) <= LONGEST_CASE else f"{line[:LONGEST_CASE]} ..." for line in lines)


def _standing(claims: Sequence[Data]) -> str:
    """A table of the claims that hold."""
    rows = [
        f"| {_in_table(code(claim['id']))} | {words(claim['source']['place'])} | {claim['role']} | {claim['verdict']} |"
        for claim in claims
        if claim["verdict"] not in (*graded.FAILED, *graded.OPEN)
    ]
    head = ["## What holds\n", "| claim | place | what it is | verdict |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _in_table(text: str) -> str:
    return text.replace("|", "\\|")
