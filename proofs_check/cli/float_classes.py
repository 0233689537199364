"""The command ``proofs-check float-classes``: run the cross-validation of the fast path, print its table, judge it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich import box
from rich.console import Console
from rich.table import Table as RichTable

from proofs_check.cli import options
from proofs_check.cli.outputs import each, say_recalled
from proofs_check.report import terminal
from proofs_check.running import parallel
from proofs_check.running.runner import Ending
from proofs_check.running.store import opened
from symdln.cli.top import say
from symdln.files.text import write_json

if TYPE_CHECKING:
    from proofs_check.crossvalidation.float_classes import AnswerTable, CrossValidation
    from proofs_check.language.scope import Unit

FAILED, INTERRUPTED = 1, 130


@click.command("float-classes")
@options.scope(default="small")
@options.jobs
@options.seed
@options.budget(help="Stop after this time, such as 60s or 5m, spread over the scope.")
@options.store
@options.json
def command(
    size: str, jobs: int | None, seed: int, budget: float | None, store_path: Path | None, json_path: Path | None
) -> int:
    """Compare the fast path with exact truth on disguised, rounded and perturbed critical points of every kind.

    Exit code 0 when no judged answer is outside the truth set and few enough are undecided, 1 otherwise, 130 after
    Ctrl-C.
    """
    out = terminal.console()
    table, ending, recalled = cross_validate(out, size, seed, jobs, budget, store_path)
    steps: list[Callable[[], object]] = [lambda: print_answer(out, table, size, seed, ending)]
    if json_path is not None:
        steps.append(lambda: say(f"The table is in {write_json(as_data(table, size, seed, ending), json_path)}."))
    steps.append(lambda: say_recalled(store_path, recalled))
    each(*steps)
    if ending is Ending.INTERRUPTED:
        return INTERRUPTED
    return 0 if table.passes else FAILED


def cross_validate(
    out: Console, size: str, seed: int, jobs: int | None, budget: float | None = None, store_path: Path | None = None
) -> CrossValidation:
    """Run the cross-validation with a progress bar."""
    from proofs_check.crossvalidation import (
        float_classes,
    )  # the fast path takes a while to import, and few commands need it

    with opened(store_path) as store, terminal.progress(out, _amount(size, seed)) as bar:

        def advance(unit: Unit) -> None:
            bar.advance(bar.task_ids[0], unit.weight)

        return float_classes.run(size, seed, jobs or parallel.available_cores(), budget, advance, store)


def print_answer(out: Console, table: AnswerTable, size: str, seed: int, ending: Ending) -> None:
    """Print the table, and how much of the scope it covers where it is not the whole."""
    if table.kinds:
        print_table(out, table)
    if ending is not Ending.COMPLETE:
        why = "Interrupted" if ending is Ending.INTERRUPTED else "The budget ended"
        amount = _amount(size, seed)
        total = "" if amount is None else f" of {amount:,}"
        say(f"{why}: the table covers {table.kinds:,}{total} kinds.")


def _amount(size: str, seed: int) -> int | None:
    """The number of kinds ahead; None where counting them would take long."""
    from proofs_check.crossvalidation import float_classes

    return None if size == "large" else sum(item.stop - item.start for item in float_classes.items(size, seed))


def as_data(table: AnswerTable, size: str, seed: int, ending: Ending) -> dict[str, Any]:
    """The whole confusion table as data."""
    return {
        "scope": size,
        "seed": seed,
        "ending": ending.value,
        "kinds": table.kinds,
        "passes": table.passes,
        "outside the truth set": table.false_answers,
        "not judged": table.unjudged,
        "undecided share": table.undecided_in_zone,
        "cells": [cell._asdict() | {"count": table.cells[cell]} for cell in sorted(table.cells)],
        "first outside": table.outside,
        "wrong signs": table.false_signs,
        "told share": table.told_in_zone,
        "spectra": [place._asdict() | {"count": table.spectra[place]} for place in sorted(table.spectra)],
    }


def print_table(out: Console, table: AnswerTable) -> None:
    """Print exact class by answer, undecided shares by condition and perturbation, and the judgement."""
    for stated in (True, False):
        out.print(confusion(table, stated))
    out.print(undecided_shares(table))
    for sentence in table.outside:
        out.print(f"outside the truth set: {sentence}", soft_wrap=True, markup=False)
    out.print(table.sentence, soft_wrap=True)


def confusion(table: AnswerTable, stated: bool) -> RichTable:
    """The table of exact class by answer and outcome."""
    title = "stated error true" if stated else "default error, smaller than the true one"
    shown = RichTable(title=title, title_justify="left")
    counts: Counter[tuple[str, str, str]] = Counter()
    for cell, number in table.cells.items():
        if cell.stated is stated:
            counts[cell.exact, cell.answer, cell.outcome] += number
    columns = sorted({(answer, outcome) for _, answer, outcome in counts})
    shown.add_column("exact class")
    for answer, outcome in columns:
        shown.add_column(answer if answer == outcome else f"{answer} ({outcome})", justify="right")
    for exact in sorted({exact for exact, _, _ in counts}):
        shown.add_row(exact, *(f"{counts[exact, answer, outcome]:,}" for answer, outcome in columns))
    return shown


def undecided_shares(table: AnswerTable) -> RichTable:
    """The table of undecided answers in per cent where the stated error is true."""
    shown = RichTable(
        title="undecided, per cent, stated error true: condition 10^k by perturbation 10^k",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 0, 0, 1),
        pad_edge=False,
    )
    total: Counter[tuple[int, float]] = Counter()
    undecided: Counter[tuple[int, float]] = Counter()
    for cell, number in table.cells.items():
        if cell.stated:
            total[cell.condition, cell.perturbation] += number
            undecided[cell.condition, cell.perturbation] += number * (cell.answer == "undecided")
    perturbations = sorted({p for _, p in total})
    shown.add_column("")
    for p in perturbations:
        shown.add_column(str(round(math.log10(p))) if p else "none", justify="right", no_wrap=True)
    for condition in sorted({c for c, _ in total}):
        shares = [100 * undecided[condition, p] / max(total[condition, p], 1) for p in perturbations]
        shown.add_row(str(condition), *(f"{share:.0f}" if share >= 10 else f"{share:.1f}" for share in shares))
    return shown
