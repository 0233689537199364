"""The written proofs of all claims that can end as DERIVED, as a page made from the claims' own data.

To write it anew: ``python -m proofs_check.report.derived docs/derived-proofs.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from proofs_check.coq.theorems import by_claim
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from proofs_check.running import registry
from symdln.files import write_text
from symdln.files.inline import as_markdown
from symdln.files.markup import code, displayed, formula, words

_INTRODUCTION = """\
# Derived proofs

<!-- Written by `python -m proofs_check.report.derived docs/derived-proofs.md`; do not edit by hand. -->

A claim is [DERIVED](verdicts.md) if it has a proof for all sizes and a run of `proofs-check` checks only a part of this
proof. For each such claim this page gives the statement, its hypotheses, what every run checks by machine, and the
steps that no run checks, in the order in which the proof uses them. Together these are the proof. If a theorem for
[Coq](coq.md) covers the claim or a part of it, its name comes last; a run does not use Coq.
"""


def derived_page(claims: Iterable[Claim]) -> str:
    """The page in Markdown, with a section for every claim whose best possible verdict is DERIVED."""
    derived = [claim for claim in claims if claim.strength is Verdict.DERIVED]
    return "\n".join([_INTRODUCTION, *("\n".join(_section(claim)) for claim in derived)])


def _section(claim: Claim) -> Iterator[str]:
    source = claim.source.source
    yield f"## {code(claim.id)}\n"
    yield f"{as_markdown(claim.sentence)} ({words(source.authors)} ({source.year}), {words(claim.source.place)})\n"
    yield f"{displayed(claim.statement)}\n"
    named = [found.statement for found in claim.assuming]
    texts = [formula(text) if "\\" in text else as_markdown(text) for text in named]
    yield f"*Assuming:* {'; '.join(texts) or 'no hypotheses'}.\n"
    if claim.made_precise:
        yield f"*Made precise:* {as_markdown(claim.made_precise.rstrip('.'))}.\n"
    if claim.restricted:
        yield f"*Restricted:* derived for {words(claim.restricted)} only.\n"
    covered = as_markdown(claim.covered("default"))
    yield f"<details><summary>Checked by machine</summary>\n\n{covered}.\n\n</details>\n"
    if claim.axioms:
        yield f"*Facts used:* {as_markdown('; '.join(claim.axioms))}.\n"
    yield from _formal(claim)
    yield "*Steps in prose:*\n"
    yield from _steps(claim)
    for theorem in by_claim().get(claim.id, ()):
        yield f"*For Coq:* {code(theorem.name)}, {theorem.scope(claim.id)}.\n"


def _steps(claim: Claim) -> Iterator[str]:
    yield "\n".join(f"{number}. {as_markdown(step)}." for number, step in enumerate(claim.prose, start=1)) + "\n"


def _formal(claim: Claim) -> Iterator[str]:
    """The formal statements whose proof is replayed, and what it uses."""
    proof = claim.proof
    if proof is None:
        return
    extent = "the claim" if proof.is_whole else "a part of the claim"
    yield f"*Proved to the last line* by {words(', '.join(proof.rules))}, as {extent}:\n"
    yield "```text\n" + "\n".join(claim.formal) + "\n```\n"
    for title, lines in (
        ("It assumes", proof.hypotheses),
        ("with the definitions", proof.definitions),
        ("It uses the textbook facts", proof.axioms),
    ):
        if lines:
            yield f"{title}\n\n" + "```text\n" + "\n".join(lines) + "\n```\n"


def main(arguments: list[str]) -> int:
    """Write the page into the file that is named."""
    if len(arguments) != 1:
        click.echo("usage: python -m proofs_check.report.derived FILE", err=True)
        return 2
    write_text(Path(arguments[0]), derived_page(registry.all_claims().values()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
