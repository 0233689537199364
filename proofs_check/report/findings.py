"""The findings of a run as a page: what is printed, what holds, the smallest witness, and the repaired statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from proofs_check.language.verdict import Verdict
from proofs_check.running.witness import case_lines
from symdln.files.markup import code, displayed, fenced, formula, words

Data = Mapping[str, Any]

LONGEST_CASE = 400
_INTRODUCTION = """\
# Findings

<!-- Written by `proofs-check report RUN.json --findings docs/findings.md`; do not edit by hand. -->

What a run of `proofs-check` found in the statements of the literature that it checks: {counts}.

Most of what is printed holds. What follows are mainly misprints, edge cases, and hypotheses that go without saying in a
talk or a paper. Each entry says what is printed, where it fails, with the smallest exact witness in scope, and a
repaired statement, settled in its turn.

The documents were read as text extractions, in which a symbol can be damaged: **where one symbol decides, please
compare with the publication** before you cite an entry. How each source writes things is on the page about
[conventions](conventions.md); the words of the verdicts are explained in the [results format](results-format.md).

To replay an entry, install the package and type the command at its end: it searches the scope from the smallest case on
and prints the first one at which the statement fails.
"""
_MEANINGS = {
    Verdict.REFUTED.value: "fails",
    Verdict.ILL_FORMED.value: "as printed, a symbol or a shape is not defined",
    Verdict.VACUOUS.value: "says nothing: no instance in scope meets its hypotheses",
    Verdict.UNDECIDED.value: "left open",
    Verdict.ERROR.value: "not settled: its check raised an error",
}


def findings_page(results: Data) -> str:
    """The page in Markdown, from the data of a complete run; it holds no times, so that a repeated run gives the same.

    An entry for every claim that did not end well, by source in the order of the run, then a table of the others.
    """
    claims: Sequence[Data] = results["claims"]
    repairs = {claim["corrects"]: claim for claim in claims if claim["corrects"]}
    parts = [_INTRODUCTION.format(counts=_counts(results["totals"]))]
    for title, group in _by_source(claims):
        entries = [_entry(claim, repairs.get(claim["id"])) for claim in group if claim["verdict"] in _MEANINGS]
        if entries:
            parts += [f"## {words(title)}\n", *entries]
    parts.append(_standing(claims))
    return "\n".join(parts)


def _counts(totals: Mapping[str, int]) -> str:
    named = [f"{count} {verdict}" for verdict, count in totals.items() if count]
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named)


def _by_source(claims: Sequence[Data]) -> Iterator[tuple[str, list[Data]]]:
    groups: dict[str, list[Data]] = {}
    for claim in claims:
        groups.setdefault(claim["source"]["key"], []).append(claim)
    for group in groups.values():
        source = group[0]["source"]
        yield f"{source['authors']}: {source['title']}", group


def _entry(claim: Data, repair: Data | None) -> str:
    """One entry: statement, what was found, witness, repair, and the command that shows it again."""
    lines = [f"### {code(claim['id'])}: {_MEANINGS[claim['verdict']]}\n"]
    printed = "" if claim["in_print"] else " (a neighbour of the printed statement, not itself in print)"
    lines.append(f"**Statement**, {words(claim['source']['place'])}{printed}: {words(claim['sentence'])}\n")
    lines.append(f"{displayed(claim['statement'])}\n")
    lines += _assuming(claim)
    lines += [
        f"*{label}:* {words(claim[field].rstrip('.'))}.\n"
        for label, field in (("Made precise", "made_precise"), ("As printed", "ill_formed"))
        if claim[field]
    ]
    if claim["witness"]:
        lines.append(
            f"**Found:** {words(claim['witness']['sentence'])}. The first failing case, the smallest in scope:\n"
        )
        lines.append(f"{fenced(_case(claim['witness']))}\n")
    elif claim["ill_formed"]:
        lines.append(f"**Found:** in this reading it holds in {claim['cases']:,} cases, and fails in none.\n")
    if repair is not None:
        lines.append(f"**Repaired**, {code(repair['id'])}, {repair['verdict']}: {words(repair['sentence'])}\n")
        lines.append(f"{displayed(repair['statement'])}\n")
        lines += _assuming(repair) if repair["hypotheses"] != claim["hypotheses"] else []
    if claim["witness"]:
        lines.append(f"Replay: {code('proofs-check at ' + claim['id'])}\n")
    return "\n".join(lines)


def _assuming(claim: Data) -> list[str]:
    """The hypotheses of a claim in one line, where it has any."""
    named = [found["statement"] for found in claim["hypotheses"]]
    texts = [formula(text) if "\\" in text else words(text) for text in named]
    return [f"*Assuming:* {'; '.join(texts)}.\n"] if texts else []


def _case(witness: Data) -> str:
    """Problem and weights of a witness, or its data by name; a long one is cut, since the command shows it in full."""
    lines = case_lines(witness)
    return "\n".join(line if len(line) <= LONGEST_CASE else f"{line[:LONGEST_CASE]} ..." for line in lines)


def _standing(claims: Sequence[Data]) -> str:
    """A table of the claims that hold."""
    rows = [
        f"| {code(claim['id']).replace('|', chr(92) + '|')} | {words(claim['source']['place'])} | {claim['verdict']} |"
        for claim in claims
        if claim["verdict"] not in _MEANINGS
    ]
    head = ["## What holds\n", "| claim | place | verdict |", "|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"
