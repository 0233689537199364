"""A run in the terminal: what is ahead, a progress bar, the table of verdicts, and the witnesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from proofs_check.coq.theorems import by_claim
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from proofs_check.running import statistics
from proofs_check.running.evaluate import Answer, Tally
from proofs_check.running.runner import Ending, Group, Report, Result, Settings, grouped, total
from proofs_check.running.witness import case_lines
from proofs_check.scopes import families

STYLES = {
    Verdict.PROVED: "bold green",
    Verdict.DERIVED: "green",
    Verdict.VERIFIED: "green",
    Verdict.CERTIFIED: "green",
    Verdict.SUPPORTED: "cyan",
    Verdict.REFUTED: "bold red",
    Verdict.ILL_FORMED: "magenta",
    Verdict.VACUOUS: "yellow",
    Verdict.UNDECIDED: "yellow",
    Verdict.ERROR: "bold red",
}
PIPED_WIDTH = 120
MOST_DESCRIBED = 12
SUPPORTING = (Verdict.VERIFIED, Verdict.CERTIFIED, Verdict.SUPPORTED)


def console(error: bool = False) -> Console:
    """A console as wide as the terminal; 120 columns when piped, unless COLUMNS says otherwise."""
    made = Console(stderr=error, highlight=False)
    if not made.is_terminal and "COLUMNS" not in made._environ:
        made = Console(stderr=error, highlight=False, width=PIPED_WIDTH)
    return made


def print_plan(out: Console, claims: Sequence[Claim], settings: Settings) -> int | None:
    """Say what is ahead; return the total amount of work, None where it is not known."""
    counts = [(group, total(group.scope, settings)) for group in grouped(claims)]
    known = [amount for _, amount in counts if amount is not None]
    ahead = ", ".join(_counted(amount, _noun(group)) for group, amount in counts if amount is not None)
    budget = "" if settings.budget is None else f" for {settings.budget:,.12g} s"
    uncounted = "cases not counted beforehand"
    if any(group.scope.noun == "kinds" for group, _ in counts):
        uncounted = f"{len(families.specs(settings.size)):,} problems, kinds not counted beforehand"
    out.print(
        f"Checking {_counted(len(claims), 'claims')}, scope {settings.size}{budget}: {ahead or uncounted}.",
        soft_wrap=True,
    )
    return sum(known) if len(known) == len(counts) else None


@contextmanager
def progress(out: Console, amount: int | None) -> Iterator[Progress]:
    """A progress bar, silent where the output is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        bar.add_task("checking", total=amount)
        yield bar


def advance(bar: Progress, answer: Answer) -> None:
    bar.advance(bar.task_ids[0], answer.task.unit.weight or answer.cases)


def print_report(out: Console, report: Report, replay: Callable[[str], str]) -> None:
    """The table, what was refuted with the command that replays it, and the totals."""
    out.print(verdict_table(report))
    _print_scopes(out, report)
    _print_statistics(out, report)
    for result in report.results:
        if result.witness is not None:
            _print_witness(out, result, replay)
    for result in report.results:
        if result.tally.open_sentence is not None:
            out.print(
                f"{result.claim.id}: {result.tally.undecided:,} undecided, first: {escape(result.tally.open_sentence)}",
                soft_wrap=True,
            )
    _print_totals(out, report)


def verdict_table(report: Report) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(
        "claim",
        no_wrap=True,
        overflow="ignore",
        min_width=max([5, *(len(result.claim.id) for result in report.results)]),
    )
    table.add_column("verdict", no_wrap=True, min_width=len(Verdict.ILL_FORMED.value))
    table.add_column("cases", justify="right", no_wrap=True)
    table.add_column("against", justify="right", no_wrap=True)
    table.add_column("scope", overflow="fold")
    table.add_column("time", justify="right", no_wrap=True)
    for result in report.results:
        tally = result.tally
        against = f"{tally.failures:,}" if tally.failures else ""
        table.add_row(
            result.claim.id,
            word(result.verdict),
            f"{tally.cases:,}",
            against,
            escape(result.claim.over.short) + ("" if result.complete else " (part)"),
            f"{tally.seconds:.1f} s",
        )
    return table


def _print_scopes(out: Console, report: Report) -> None:
    """One line for each scope of the table: what it covers in this run."""
    for group in report.groups:
        others = f" and {len(group.claims) - 1} more" if len(group.claims) > 1 else ""
        covered = group.scope.sentence(report.settings.size)
        part = "" if group.complete else "of the following only a part, see below: "
        name = f"{group.scope.short} ({group.claims[0].id}{others})"
        out.print(Text.assemble((name, "bold"), f": {part}{covered}"), soft_wrap=True)
    out.print()


def _print_statistics(out: Console, report: Report) -> None:
    """For a run of few claims what the cases of each were; for every run what makes support weaker than it looks."""
    said: dict[str, list[str]] = {}
    for result in report.results:
        tally, id = result.tally, result.claim.id
        if len(report.results) <= MOST_DESCRIBED:
            out.print(Text.assemble((id, "bold"), ": ", _described(tally)), soft_wrap=True)
        if result.verdict in SUPPORTING:
            for warning in statistics.warnings(tally.traits, tally.excluded_cases, tally.cases, tally.left_out):
                said.setdefault(warning, []).append(id)
        if tally.float_seen:
            said.setdefault(f"{tally.inexact:,} cases are inexact: {tally.float_seen}.", []).append(id)
    for warning, ids in said.items():
        others = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
        out.print(Text.assemble((f"{ids[0]}{others}", "bold"), f": {warning}"), soft_wrap=True)


def _described(tally: Tally) -> str:
    left_out = sum(tally.excluded_cases.values())
    excluded = f" of {tally.cases + left_out:,} (the others do not meet the hypotheses)" if left_out else ""
    sentence = statistics.sentence(tally.traits)
    return f"{tally.cases:,} cases{excluded}" + (f"; {sentence}." if sentence else ".")


def word(verdict: Verdict) -> Text:
    return Text(verdict.value, style=STYLES[verdict])


def _print_witness(out: Console, result: Result, replay: Callable[[str], str]) -> None:
    witness = result.witness
    assert witness is not None
    out.print(
        Text.assemble((result.claim.id, "bold"), " ", word(result.verdict), ": ", witness["sentence"]), soft_wrap=True
    )
    for line in case_lines(witness):
        out.print(Text("    " + line), soft_wrap=True)
    out.print(Text(f"    replay: {replay(result.claim.id)}"), soft_wrap=True)


def _print_totals(out: Console, report: Report) -> None:
    counts = Counter(result.verdict for result in report.results)
    totals = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    covered = "; ".join(_all_covered(report.groups))
    ended = {Ending.COMPLETE: "", Ending.BUDGET: " The budget ended.", Ending.INTERRUPTED: " Interrupted."}[
        report.ending
    ]
    out.print(f"\n{_counted(len(report.results), 'claims')}: {totals}.{ended}", soft_wrap=True)
    out.print(f"Covered in {report.seconds:.1f} s: {escape(covered)}.", soft_wrap=True)


def _all_covered(groups: Sequence[Group]) -> Iterator[str]:
    """What was covered: kinds and problems scope by scope, then the cases of claims that have a scope of their own."""
    yield from (_covered(group) for group in groups if group.scope.noun != "cases")
    own = [group for group in groups if group.scope.noun == "cases"]
    if len(own) == 1:
        yield _covered(own[0])
    elif own:
        part = "" if all(group.complete for group in own) else ", not all"
        yield f"{sum(group.done for group in own):,} cases of {len(own)} scopes of single claims{part}"


def _covered(group: Group) -> str:
    part = "" if group.complete else ", not all"
    points = f" ({group.cases:,} points)" if group.scope.noun == "kinds" else ""
    return f"{_counted(group.done, _noun(group))}{points}{part}"


def _counted(number: int, words: str) -> str:
    """A number with its noun, the first of the words, which stand in the plural: 1 case, 2 cases."""
    noun, _, rest = words.partition(" ")
    return f"{number:,} {noun.removesuffix('s') if number == 1 else noun} {rest}".rstrip()


def _noun(group: Group) -> str:
    """What a scope counts, with its name where the noun alone does not tell it from other scopes."""
    words = {"kinds": "kinds of critical points"}.get(group.scope.noun, group.scope.noun)
    return words if group.scope.short in words else f"{words} ({group.scope.short})"


def print_claims(out: Console, claims: Iterable[Claim]) -> None:
    """The claims with the place in their source and their sentence."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    listed = list(claims)
    table.add_column("claim", no_wrap=True, overflow="ignore", min_width=max([5, *(len(claim.id) for claim in listed)]))
    table.add_column("place", overflow="fold", ratio=1)
    table.add_column("statement in words", overflow="fold", ratio=2)
    for claim in listed:
        table.add_row(claim.id, escape(claim.source.place), escape(claim.sentence))
    out.print(table)


def print_claim(out: Console, claim: Claim, size: str, recorded: Mapping[str, Verdict]) -> None:
    """Everything about one claim, one labelled paragraph each."""
    source = claim.source.source
    rows = [
        ("source", f"{source.authors} ({source.year}): {source.title}; {source.where}"),
        ("place", claim.source.place),
        ("statement", claim.statement),
        ("in words", claim.sentence),
        *(("assuming", f"{found.name}: {found.statement}") for found in claim.assuming),
        ("made precise", claim.made_precise),
        ("ill-formed", claim.ill_formed),
        ("uses", "; ".join(claim.axioms)),
        ("corrects", claim.corrects),
        ("scope", claim.covered(size)),
        ("at best", f"{claim.over.strength}: {claim.over.strength.meaning}"),
        ("recorded", str(recorded.get(claim.id, "no verdict yet"))),
        ("checked by", claim.module),
        *(("Coq theorem", theorem.announced(claim.id)) for theorem in by_claim().get(claim.id, ())),
    ]
    table = Table(box=None, show_header=False, pad_edge=False, title=claim.id, title_justify="left", title_style="bold")
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in rows:
        if text:
            table.add_row(label, Text(text))
    out.print(table)
