"""``symdln kinds``: the complete list of kinds of critical points of an architecture, and exact points of each."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from symdln.cli.options import Rationals, Widths, check_json_target, deliver, json_option, limit_option
from symdln.cli.rows import Row, Selection, check_amount, count_of_each, default_limit, listed, print_rows, rows_of
from symdln.cli.texts import critical_value_data, critical_value_text, widths_text
from symdln.cli.top import say
from symdln.cli.watch import counted, stage
from symdln.errors import InputError
from symdln.files.disk import will_write_folder
from symdln.files.point import check_sizes, problem_data, write_point
from symdln.landscape.problem import Problem
from symdln.tables import Printer

MOST_POINTS = 10_000


def _show(printer: Printer, problem: Problem, counts: dict[Selection, int], rows: list[Row], few: int | None) -> None:
    squares = ", ".join(problem.spectrum[k].text(10) for k in problem.positions) or "none"
    widths = widths_text(problem.widths)
    printer.line(
        f"{sum(counts.values()):,} kinds of critical points for widths {widths}, N = {problem.parameters} weights;"
    )
    printer.line(f"squares of the nonzero singular values: {squares}.")
    printer.line()
    values = {selection: critical_value_text(problem.critical_value(selection)) for selection in counts}
    print_rows(printer, rows, counts, limit=few, values=values)
    printer.line()
    printer.paragraph("S: positions of the selected singular values, from 0.  Strings: layers that each string visits.")
    printer.paragraph("Class and inertia (n+, n-, n0) by the inertia theorem; they hold at every point of the kind.")
    if few is not None:
        printer.paragraph("--limit N lists N kinds of each S.")


def _data(problem: Problem, counts: dict[Selection, int], rows: list[Row]) -> dict[str, Any]:
    return {
        "format": "symdln kinds 1",
        "problem": problem_data(problem),
        "parameters": problem.parameters,
        "critical_values": [
            {**critical_value_data(value), "kinds": counts[value.selection]} for value in problem.critical_values()
        ],
        "kinds_in_total": sum(counts.values()),
        "kinds": [row.data() for row in rows],
    }


def write_representatives(rows: list[Row], folder: Path, seed: int = 0) -> int:
    """Write two exact points of each kind, ``kind-N-aligned.json`` and ``kind-N-mixed.json``; return how many files.

    Raises ``InputError`` for more than 10,000 kinds, and where the folder cannot be written.
    """
    if len(rows) > MOST_POINTS:
        raise InputError(
            f"{len(rows):,} kinds have more points than are written at once (of {MOST_POINTS:,} kinds); pass --limit N."
        )
    for row in counted(rows, "kinds written", len(rows)):
        note = f"kind {row.number}: {row.kind}; {row.label}"
        for name, point in zip(("aligned", "mixed"), row.kind.representatives(seed), strict=True):
            write_point(folder / f"kind-{row.number:04d}-{name}.json", point, note)
    return 2 * len(rows)


@click.command("kinds")
@click.option(
    "--widths", type=Widths(), required=True, metavar="D,...", help="All widths, from d_0 (input) to d_H (output)."
)
@click.option(
    "--spectrum",
    type=Rationals(),
    default=None,
    metavar="S,...",
    help="Singular values; those not given are 0.  By default n, ..., 2, 1 with n = min(d_0, d_H).",
)
@click.option(
    "--representatives",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=None,
    help="Write exact points of each kind, as point JSON, into this folder.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the mixed representatives."
)
@limit_option
@json_option
def kinds_command(
    widths: tuple[int, ...],
    spectrum: tuple[Fraction, ...] | None,
    representatives: Path | None,
    seed: int,
    limit: int | None,
    json_target: str | None,
) -> None:
    """The kinds of critical points for X = I and Y = diag(singular values): S, strings, value, class, inertia."""
    check_json_target(json_target)
    if representatives is not None:
        will_write_folder(representatives)
    check_sizes(widths)
    if spectrum is None:
        spectrum = tuple(Fraction(value) for value in range(min(widths[0], widths[-1]), 0, -1))
    problem = Problem.canonical(spectrum, widths)
    stage("counting kinds")
    counts = count_of_each(problem)
    total = sum(counts.values())
    unlimited = representatives is not None or json_target is not None
    if unlimited:
        check_amount(total, limit)
    few = limit if limit is not None else default_limit(total)
    taken = limit if unlimited else few
    rows = list(counted(rows_of(problem, counts, limit=taken), "kinds", listed(counts, taken)))
    written = write_representatives(rows, representatives, seed) if representatives is not None else 0
    deliver(
        json_target, lambda: _data(problem, counts, rows), lambda printer: _show(printer, problem, counts, rows, few)
    )
    if representatives is not None and json_target != "-":
        say(f"{written} points are in {representatives}.")
