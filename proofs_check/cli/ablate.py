"""The command ``proofs-check ablate``: drop the hypotheses of claims one at a time, and print which are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from proofs_check.cli import options
from proofs_check.cli.chosen import chosen
from proofs_check.cli.hunt_table import counted
from proofs_check.cli.outputs import say_recalled
from proofs_check.hunting import ablate
from proofs_check.hunting.ablate import Ablated, Ablation, Need, Row
from proofs_check.hunting.drops import Drop
from proofs_check.language.claim import Claim
from proofs_check.report import terminal
from proofs_check.running import parallel
from proofs_check.running.runner import Ending, Settings
from proofs_check.running.store import opened
from proofs_check.running.witness import case_lines
from symdln.files.text import write_json
from symdln.tables import ruled

INTERRUPTED = 130
_STYLES = {Need.NEEDED: "bold green", Need.NOT_REFUTED: "cyan", Need.NOT_TESTED: "dim", Need.UNDECIDED: "yellow"}


@click.command("ablate")
@click.argument("ids", nargs=-1, metavar="[ID ...]")
@click.option("--all", "every", is_flag=True, help="All claims that have hypotheses.")
@options.claims
@options.scope()
@click.option("--summary", is_flag=True, help="Print only the totals for each hypothesis.")
@options.budget()
@options.jobs
@options.seed
@options.store
@options.json
def command(
    ids: tuple[str, ...],
    every: bool,
    files: tuple[Path, ...],
    size: str,
    summary: bool,
    budget: float | None,
    jobs: int | None,
    seed: int,
    store_path: Path | None,
    json_path: Path | None,
) -> int:
    """Drop each hypothesis of the claims ID in turn, and check them at the cases that violate it alone.

    An ID may be the beginning of ids.  Compound hypotheses, such as Assumption H, are dropped item by item.  A
    hypothesis is needed if the claim then fails; if no case in scope fails, nothing is proved beyond.  Exit code 0,
    2 for wrong use, 130 after Ctrl-C.
    """
    claims = _chosen(ids, every, files)
    settings = Settings(size, seed, jobs or parallel.available_cores(), budget)
    out = terminal.console()
    with opened(store_path) as store, terminal.progress(out, None, budget) as bar:
        ended = ablate.ablate(claims, settings, lambda weight: bar.advance(bar.task_ids[0], weight), store)
    if json_path is not None:
        write_json(as_data(ended), json_path)
    print_ablation(out, ended, summary)
    say_recalled(store_path, ended.recalled)
    return INTERRUPTED if ended.ending is Ending.INTERRUPTED else 0


def _chosen(ids: tuple[str, ...], every: bool, files: tuple[Path, ...]) -> list[Claim]:
    if bool(ids) is every:
        raise click.UsageError("name the claims whose hypotheses are to be dropped, or pass --all; not both.")
    selected = chosen(ids, None, files)
    found = [claim for claim in selected if claim.assuming]
    if not found:
        raise click.UsageError(f"{', '.join(claim.id for claim in selected)}: there are no hypotheses to drop.")
    return found


# -- what is printed ---------------------------------------------------------------------------------------------------


def print_ablation(out: Console, ended: Ablation, summary: bool = False) -> None:
    """Print the table with the counterexamples, a table by hypothesis, the changed readings, and the totals."""
    holding = [one for one in ended.ablated if not one.whole.settled]
    if holding and not summary:
        out.print(_table(holding, out.width))
    if len(holding) > 1:
        out.print(_summary(holding))
    for line in _notes(holding):
        terminal.tell(out, Text(line))
    for one in ended.ablated:
        if one.whole.settled and one.whole.witness is not None:
            sentence = one.whole.witness["sentence"]
            terminal.tell(out, Text(f"{one.claim.id} is false even with all its hypotheses: {sentence}"))
    counts = Counter(row.need for one in holding for _, row in one.rows)
    totals = ", ".join(f"{counts[need]} {need.value}" for need in Need if counts[need])
    claims = counted(len(ended.ablated), "claim")
    summed = f"{claims}; hypotheses dropped from those that hold: {totals or 'none'}. {ended.ending.sentence}"
    terminal.tell(out, summed.rstrip())
    for need in Need:
        if counts[need]:
            terminal.tell(out, f"  {need.value}: {need.meaning}.")


HEADS = ("claim, hypothesis dropped", "answer", "cases", "smallest counterexample, exception, or reason")


def _table(ablated: list[Ablated], columns: int) -> Table:
    """The table, as wide as the terminal, with a row for each hypothesis; ids stay whole if there is room."""
    styles = {_short(need): style for need, style in _STYLES.items()}
    rows = [
        (Text(name, "" if name.startswith(" ") else "bold"), Text(answer, styles.get(answer, "")), cases, evidence)
        for one in ablated
        for name, answer, cases, evidence in _rows(one)
    ]
    return ruled(HEADS, rows, columns, right=[2], whole=[1])


def _rows(one: Ablated) -> Iterator[tuple[str, str, str, str]]:
    part = "" if one.complete else " (part)"
    yield f"{one.claim.id}{part}", "", f"{one.whole.cases:,}", _with_all(one.whole)
    for drop, row in one.rows:
        cases = f"{row.cases + row.errors:,}" if row.need is not Need.NEEDED else ""
        yield f"  {drop.hypothesis.name}{' *' if drop.note else ''}", _short(row.need), cases, _evidence(row)


def _summary(ablated: list[Ablated]) -> Table:
    """The table that counts, for each hypothesis, the claims for which it is needed, not refuted, and so on."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("number of claims by hypothesis dropped", overflow="fold")
    counts: dict[str, Counter[Need]] = {}
    for one in ablated:
        for drop, row in one.rows:
            name = drop.hypothesis.name + (" *" if drop.note else "")
            counts.setdefault(name, Counter())[row.need] += 1
    shown = [need for need in Need if any(found[need] for found in counts.values())]
    for need in shown:
        table.add_column(_short(need), justify="right", no_wrap=True)
    for name, found in counts.items():
        table.add_row(escape(name), *(str(found[need] or "") for need in shown))
    return table


def _with_all(whole: Row) -> str:
    """The answer of the cases that meet all hypotheses, in words."""
    return "with all hypotheses" + (", undecided" if whole.need is Need.UNDECIDED else "")


def _short(need: Need) -> str:
    return "cannot be stated" if need is Need.NOT_STATED else need.value


def _evidence(row: Row) -> str:
    """The counterexample in one line, the exception of the check, or why a case is undecided."""
    if row.need is Need.NEEDED and row.witness is not None:
        described = ", ".join(case_lines(row.witness))
        return f"{described}: {row.witness['sentence']}"
    if row.errors:
        at = f"at {row.errors:,} of them: " if row.cases else ""
        return f"{at}{row.open_sentence}"
    return f"undecided at {row.undecided:,} of them: {row.open_sentence}" if row.undecided else ""


def _notes(ablated: list[Ablated]) -> Iterator[str]:
    """The notes to the stars: how other hypotheses were read once the one with the star was dropped."""
    seen: dict[tuple[str, str], None] = {}
    for one in ablated:
        for drop, _ in one.rows:
            if drop.note:
                seen.setdefault((drop.hypothesis.name, drop.note))
    for name, note in seen:
        yield f"* without {name}: {note}"


def as_data(ended: Ablation) -> dict[str, Any]:
    """The ablation as JSON data."""
    return {
        "format": "proofs-check ablation 1",
        "scope": ended.settings.size,
        "seed": ended.settings.seed,
        "ending": ended.ending.value,
        "claims": [
            {
                "id": one.claim.id,
                "complete": one.complete,
                "with_all_hypotheses": _row_data(one.whole),
                "dropped": [_drop_data(drop, row) for drop, row in one.rows],
            }
            for one in ended.ablated
        ],
    }


def _drop_data(drop: Drop, row: Row) -> dict[str, Any]:
    return {
        "hypothesis": drop.hypothesis.name,
        "statement": drop.hypothesis.statement,
        "others": drop.note,
        "answer": row.need.value,
        **_row_data(row),
    }


def _row_data(row: Row) -> dict[str, Any]:
    return {
        "cases": row.cases,
        "undecided": row.undecided,
        "unstated": row.errors,
        "raised": row.open_sentence if row.errors else None,
        "undecided_sentence": row.open_sentence if not row.errors and row.undecided else None,
        "witness": row.witness,
    }
