"""The commands ``proofs-check store``: show what a store of work items holds, make it smaller, write it as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich import box
from rich.table import Table

from proofs_check.cli import options
from proofs_check.cli.chosen import of_files
from proofs_check.report import terminal
from proofs_check.running import fingerprint, registry
from proofs_check.running.store import Store
from symdln.cli.top import WholeLines, put, say

CASES = fingerprint.EVALUATION, "proofs_check.hunting.draws", "proofs_check.hunting.ablate"
"""The modules that make or examine the cases at which a claim was checked in a run, a hunt and an ablation."""
FLOAT_CLASSES = "proofs_check.crossvalidation.float_classes", "symdln.numeric.classes.numerical"
ARITHMETICS = "proofs_check.crossvalidation.agreement"

_file = click.argument("file", type=click.Path(path_type=Path))


@click.group("store", cls=WholeLines)
def group() -> None:
    """Maintain the file that --store FILE keeps for a run, a sweep, a hunt, an ablation or a cross-validation."""


@group.command()
@_file
@options.claims
def show(file: Path, files: tuple[Path, ...]) -> None:
    """Show how much is recorded for each claim, and whether the code that decided it is the present one."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("claim", no_wrap=True, overflow="ignore")
    for heading in ("work items", "cases", "against", "undecided"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("code", no_wrap=True)
    with Store(file, must_exist=True) as store:
        records = store.records()
    current = _Current(files)
    for record in records:
        tally = record.tally
        counts = (record.items, tally.cases, tally.failures, tally.undecided)
        present = "present" if current.keeps(record.id, record.code) else "other"
        table.add_row(record.id, *(f"{count:,}" for count in counts), present)
    terminal.console().print(table)
    say(f"{sum(record.items for record in records):,} work items, each counted for every claim that was checked.")


@group.command()
@_file
@options.claims
def compact(file: Path, files: tuple[Path, ...]) -> None:
    """Remove the work items that other code than the present decided, and free their space.

    Records of claims that are neither of this project nor in the claim files are removed too.
    """
    with Store(file, must_exist=True) as store:
        before = file.stat().st_size
        removed = store.compact(_Current(files).keeps)
    say(f"{removed:,} work items removed; {before:,} bytes are now {file.stat().st_size:,}.")


@group.command()
@_file
def export(file: Path) -> None:
    """Write every work item as one line of JSON: claim, code, work item, and the counts."""
    with Store(file, must_exist=True) as store:
        for line in store.lines():
            put(json.dumps(line, separators=(",", ":")) + "\n")


class _Current:
    """Whether a claim of this name is decided by this code at present."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._claims = {**registry.all_claims(), **of_files(files)}

    def keeps(self, id: str, code: str) -> bool:
        """Whether a record is current; an ablation records the id of the claim and, after a space, what was dropped."""
        if id == "float-classes":
            return code == fingerprint.of_module(*FLOAT_CLASSES)
        if id.startswith("crossval."):
            return code == fingerprint.of_module(ARITHMETICS)
        found = self._claims.get(id.partition(" ")[0])
        return found is not None and code in {fingerprint.of_claim(found, cases) for cases in CASES}
