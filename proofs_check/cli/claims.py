"""The commands ``proofs-check list`` and ``proofs-check show``: which claims there are, and what one of them says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proofs_check.cli import options
from proofs_check.coq.theorems import by_claim
from proofs_check.language.role import scope_of
from proofs_check.language.verdict import Verdict, over_all
from proofs_check.running import expected, index
from proofs_check.running.index import Entry
from symdln.cli.top import say
from symdln.errors import InputError, printable

if TYPE_CHECKING:
    from proofs_check.language.claim import Claim

PIPED_WIDTH = 80
LEAST_WORDS = 20  # columns for the words of a claim, unless long ids leave less room
_NOT_RECORDED = "-"
_NONE = "No claim has all of this; leave out a word or an option."


@click.command("list")
@click.argument("names", nargs=-1, metavar="[ID ...]")
@options.source
@options.claims
@click.option(
    "--verdict",
    "words",
    multiple=True,
    metavar="WORD",
    help="Only claims with this recorded verdict, such as REFUTED.  May be repeated.",
)
@click.option(
    "--search", metavar="WORDS", help="Only claims that have all these words in their ids, sentences or sources."
)
def list_claims(
    names: tuple[str, ...], source: str | None, files: tuple[Path, ...], words: tuple[str, ...], search: str | None
) -> None:
    """List the claims, a line each: id, recorded verdict, statement in words.

    An ID may be the beginning of ids, as for run, or the name of a source or of an author.
    """
    verdicts, known = expected.recorded(), _entries(files)
    found = _of_source(known, names, source)
    if words:
        wanted = {_verdict(word) for word in words}
        found = [entry for entry in found if verdicts.get(entry.id) in wanted]
    if search is not None:
        found = [entry for entry in found if has_words(entry, search)]
    for line in lines(found, {} if files else verdicts, width()):
        say(line)
    say(_how_many([entry.id for entry in found]) if found else _NONE)


@click.command("show")
@click.argument("id")
@options.scope(help="The scope to describe.")
@click.option("--full", is_flag=True, help="List every family of cases of the scope.")
@options.claims
def show(id: str, size: str, full: bool, files: tuple[Path, ...]) -> None:
    """Show the claim ID: statement, source, file, hypotheses, scope, recorded verdict.

    ID may be the beginning of an id; where several claims have it, they are listed.
    """
    own = _own(files)
    key = id.partition(".")[0]
    known = {**index.entries(key if key.isidentifier() else ""), **own}
    below = [id] if id in known else index.below(known, id)
    if not below:
        raise index.unknown(id, [*index.entries(), *own])
    verdicts = {name: word for name, word in expected.recorded().items() if name not in own}
    if len(below) > 1:
        for line in lines([known[name] for name in below], verdicts, width()):
            say(line)
        say(f"{len(below):,} claims begin with {printable(id)}; `proofs-check show ID` with a whole id describes one.")
        return
    entry = known[below[0]]
    from proofs_check.running import registry  # imports the language of claims

    claim = registry.in_module(entry.module)[entry.id]
    again = f"proofs-check run {claim.id}" + "".join(f" --claims {shlex.quote(str(file))}" for file in files)
    further = [found for found in registry.in_module(entry.module).values() if found.scope_of == claim.id]
    for line in description(claim, entry, related(known, claim), size, verdicts, again, further, briefly=not full):
        say(line)


# -- which claims ------------------------------------------------------------------------------------------------------


def _own(files: Sequence[Path]) -> dict[str, Entry]:
    if not files:
        return {}
    from proofs_check.cli.chosen import of_files  # imports the loader of claim files

    return {id: index.entry_of(claim) for id, claim in of_files(files).items()}


def _entries(files: Sequence[Path]) -> dict[str, Entry]:
    """The claims of the files, or without files those of this project."""
    return _own(files) if files else index.entries()


def _of_source(known: Mapping[str, Entry], names: Sequence[str], source: str | None) -> list[Entry]:
    """The claims that begin with one of the names, or whose source or author is called so."""
    keys = sorted({entry.source.key for entry in known.values()})
    if source is not None and source not in keys:
        raise InputError(f"no claim has the source {source!r}; the sources are {', '.join(keys)}.")
    chosen = set(known) if not names else {id for name in names for id in _called(known, name)}
    return [entry for id, entry in known.items() if id in chosen and source in (None, entry.source.key)]


def _called(known: Mapping[str, Entry], name: str) -> list[str]:
    found = index.below(known, name) or [
        id
        for id, entry in known.items()
        if name.casefold() in (entry.source.key, *re.findall(r"[\w'-]+", entry.source.authors.casefold()))
    ]
    if not found:
        raise index.unknown(name, list(known))
    return found


def _how_many(ids: Sequence[str]) -> str:
    """The number of claims; a claim counts once, however many of its scopes are listed."""
    claims = len({scope_of(id) or id for id in ids})
    further = len(ids) - claims
    scopes = f", and {further:,} further scope{'' if further == 1 else 's'} of them" if further else ""
    return f"{claims:,} claim{'' if claims == 1 else 's'}{scopes}."


def has_words(entry: Entry, search: str) -> bool:
    """Whether every word stands somewhere in the id, the sentence or the source, in capitals or not."""
    text = entry.text.casefold()
    return all(word in text for word in search.casefold().split())


def _verdict(word: str) -> Verdict:
    try:
        return Verdict(word.upper().replace("_", "-"))
    except ValueError:
        words = ", ".join(verdict.value for verdict in Verdict)
        raise click.UsageError(f"--verdict: {word!r} is not a verdict; the verdicts are {words}.") from None


# -- what is printed ---------------------------------------------------------------------------------------------------


def width() -> int:
    """The columns of the terminal; 80 in a pipe, unless COLUMNS says otherwise."""
    asked = os.environ.get("COLUMNS", "")
    if not sys.stdout.isatty() and not asked:
        return PIPED_WIDTH
    return max(20, shutil.get_terminal_size((PIPED_WIDTH, 24)).columns)


def lines(entries: Sequence[Entry], verdicts: Mapping[str, Verdict], columns: int) -> Iterator[str]:
    """A line for each claim; the id is never cut, the words are."""
    room = columns - LEAST_WORDS - len(Verdict.ILL_FORMED.value) - 4
    longest = max((len(entry.id) for entry in entries if len(entry.id) <= room), default=0)
    for entry in entries:
        word = str(verdicts.get(entry.id, _NOT_RECORDED))
        head = f"{entry.id:<{longest}}  {word:<{len(Verdict.ILL_FORMED.value)}}  "
        yield (head + shortened(entry.sentence, columns - len(head))).rstrip()


def shortened(text: str, columns: int) -> str:
    """The beginning of a text that fits, with an ellipsis where something was cut."""
    if len(text) <= columns:
        return text
    more = ellipsis()
    return text[: columns - len(more)].rstrip() + more if columns >= len(more) else ""


def ellipsis() -> str:
    """The ellipsis for the rest of a line, in characters that the output has."""
    try:
        "…".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "..."
    return "…"


def related(known: Mapping[str, Entry], claim: Claim) -> list[str]:
    """The claims nearest to this one: its correction, and the same statement over other cases."""
    corrected = f"{claim.id}.corrected"
    ended = [id for id in known if id != claim.id and (id.startswith(claim.id + ".") or claim.id.startswith(id + "."))]
    others = [id for id in ended if id not in (corrected, claim.corrects)]
    named = [f"corrected by {corrected}"] if corrected in known else []
    named += [f"corrects {claim.corrects}"] if claim.corrects else []
    return named + others


def description(
    claim: Claim,
    entry: Entry,
    near: Sequence[str],
    size: str,
    verdicts: Mapping[str, Verdict],
    again: str,
    further: Sequence[Claim],
    *,
    briefly: bool,
) -> Iterator[str]:
    """Everything about one claim in labelled paragraphs; ``further`` holds the claim over its further scopes."""
    source = claim.source.source
    hypotheses = [("assuming", f"{found.name}: {found.statement}") for found in claim.assuming]
    words = [verdicts[one.id] for one in (claim, *further) if one.id in verdicts]
    found = f"{over_all(words)}: {over_all(words).meaning}" if words else "not recorded"
    where = f"; {source.where}" if source.where != source.title else ""
    rows = [
        ("source", f"{source.authors} ({source.year}): {source.title}" + where),
        ("place", claim.source.place),
        ("statement", claim.statement),
        ("in words", claim.sentence),
        *(hypotheses or [("assuming", "no hypotheses")]),
        ("made precise", claim.made_precise),
        ("ill-formed", claim.ill_formed),
        ("is about", str(claim.over.subject)),
        ("scope", claim.covered(size, briefly=briefly)),
        *(("also over", _scope_row(one, size, verdicts, briefly)) for one in further),
        ("scope of", claim.scope_of),
        ("verdict", found),
        ("at best", f"{claim.strength}: {claim.strength.meaning}"),
        ("uses", "; ".join(claim.axioms)),
        *_proof_rows(claim),
        *(("in prose", step) for step in claim.prose),
        ("restricted", f"derived for {claim.restricted} only" if claim.restricted else None),
        ("evidence", again),
        *(("Coq theorem", theorem.announced(claim.id)) for theorem in by_claim().get(claim.id, ())),
        ("grade", _grade(claim)),
        ("related", "; ".join(near)),
        ("written in", f"{_shown_path(entry.file)}:{entry.line}"),
    ]
    yield claim.id
    for label, text in rows:
        if text:
            yield from _paragraph(label, text, width())


def _scope_row(claim: Claim, size: str, verdicts: Mapping[str, Verdict], briefly: bool) -> str:
    """A further scope with the id under which it is run alone, and the verdict over it."""
    return f"{claim.id}: {claim.covered(size, briefly=briefly)}; {verdicts.get(claim.id, 'not recorded')}"


def _grade(claim: Claim) -> str | None:
    if claim.grade is None:
        return None
    return f"{claim.grade}: {claim.grade.meaning}" + ("; in a literal reading" if claim.literal else "")


def _proof_rows(claim: Claim) -> list[tuple[str, str]]:
    """The formal statement, and what its proof assumes and uses."""
    proof = claim.proof
    if proof is None:
        return []
    formal, refusal = [("formal", text) for text in claim.formal], claim.refusal()
    if refusal is not None:
        return [*formal, ("proof", refusal)]
    from proofs_check.report import never_used  # imports the checkers of proofs
    from proofs_check.running import claim_file

    extent = "the whole claim" if proof.is_whole else "a part of the claim"
    if claim_file.is_own(claim):  # whether the formal statement says what the claim says nobody has read
        extent = "the formal statement"
    return [
        *formal,
        *(("formally", f"assuming {text}") for text in proof.hypotheses),
        *(("formally", f"where {text}") for text in proof.definitions),
        ("proof", f"replayed just now, of {extent}, by {', '.join(proof.rules)}"),
        *(("axiom", text) for text in proof.axioms),
        *(("never used", text) for text in never_used.rows(claim)),
    ]


def _paragraph(label: str, text: str, columns: int) -> Iterator[str]:
    """The text behind its label; a text of several lines, such as a statement in Coq, keeps its lines and indents."""
    for number, line in enumerate(text.split("\n")):
        deeper = " " * (len(line) - len(line.lstrip()))
        yield from textwrap.wrap(
            printable(line.lstrip()),
            columns,
            initial_indent=f"{'' if number else label:<12}  " + deeper,
            subsequent_indent=" " * 14 + deeper + "  " * bool(number),
            break_on_hyphens=False,
            break_long_words=False,
        )


def _shown_path(path: Path) -> str:
    """The path from the working folder where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
