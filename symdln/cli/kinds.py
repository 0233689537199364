"""``symdln kinds``: the complete list of kinds of critical points of an architecture, and exact points of each."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from symdln.algebraic import AlgebraicProblem
from symdln.cli.decayed import decay_option, one_or_each, ridge_data, show_ridge, tables_of_spectrum
from symdln.cli.options import (
    check_json_target,
    deliver,
    is_algebraic_text,
    json_option,
    limit_option,
    singular_values_option,
    widths_option,
)
from symdln.cli.rows import (
    MOST_KINDS,
    KindCounts,
    KindRow,
    Selection,
    check_amount,
    counts_of,
    default_limit,
    print_rows,
    rows_of,
)
from symdln.cli.texts import critical_value_data, critical_value_text, selection_text, widths_text
from symdln.cli.top import say
from symdln.cli.watch import counted, stage
from symdln.decay import DecayedProblem
from symdln.errors import InputError, shown
from symdln.files.algebraic import any_problem_data
from symdln.files.disk import will_write_folder
from symdln.files.point import check_sizes, write_point
from symdln.landscape.problem import Problem
from symdln.tables import Printer

MOST_POINTS = 10_000
LISTED_IN_ALL = 1_000


class Positions(click.ParamType):
    """Comma-separated positions of singular values, or ``none``."""

    name = "positions"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        if str(value).strip().lower() == "none":
            return ()
        if not re.fullmatch(r"\s*\d{1,9}\s*(,\s*\d{1,9}\s*)*", str(value)):
            self.fail(f"{value!r} is not a list of positions; write them like 0,2, or none.", param, ctx)
        return tuple(map(int, str(value).split(",")))


@dataclass(frozen=True)
class Listing:
    """The kinds to be listed: at most ``limit`` of each selection and ``total`` in all."""

    counts: KindCounts
    limit: int | None
    total: int | None

    @property
    def problem(self) -> Problem | AlgebraicProblem:
        return self.counts.problem

    @cached_property
    def rows(self) -> list[KindRow]:
        expected = self.counts.most(self.limit)
        most = expected if self.total is None else min(expected, self.total)
        return list(itertools.islice(counted(rows_of(self.counts, limit=self.limit), "kinds", most), self.total))

    @property
    def selections(self) -> list[Selection]:
        """The selections of the kinds that are listed."""
        return list(dict.fromkeys(row.kind.selection for row in self.rows))

    def data(self) -> dict[str, Any]:
        """The listing as JSON data (docs/file-formats.md)."""
        problem, counts = self.problem, self.counts
        whole = counts.chosen is None and self.total is None
        values = problem.critical_values() if whole else [problem.critical_value(S) for S in self.selections]
        return {
            "format": "symdln kinds 1",
            "problem": any_problem_data(problem),
            "parameters": problem.parameters,
            "critical_values": [{**critical_value_data(value), "kinds": counts[value.selection]} for value in values],
            "kinds_in_total": counts.total,
            "kinds": [row.data() for row in self.rows],
        }

    def show(self, printer: Printer) -> None:
        """Print the tables."""
        problem, counts = self.problem, self.counts
        squares = ", ".join(problem.spectrum[k].text(10) for k in problem.positions) or "none"
        kinds = "1 kind" if counts.total == 1 else f"{counts.total:,} kinds"
        of_one = "" if counts.chosen is None else f" with S = {selection_text(counts.chosen)}"
        printer.line(
            f"{kinds} of critical points{of_one} for widths {widths_text(problem.widths)}, "
            f"N = {problem.parameters} weights;"
        )
        printer.line(f"squares of the nonzero singular values: {squares}.")
        printer.line()
        values = {selection: critical_value_text(problem.critical_value(selection)) for selection in self.selections}
        print_rows(printer, self.rows, counts, limit=self.limit, values=values)
        self._show_rest(printer)
        printer.line()
        printer.line("S: positions of the selected singular values, from 0.  Strings: layers that each string visits.")
        printer.line("order k: near a saddle the loss falls by about rho^k within the distance rho.")
        printer.line("dim: the dimension of the set of all critical points of the kind.  n+, n-, n0: the inertia.")
        printer.line("Class, order, dim and inertia are given by theorems; they hold at every point of the kind.")
        if self.limit is not None:
            printer.line("--limit N lists N kinds of each S.")

    def _show_rest(self, printer: Printer) -> None:
        """Print how many kinds belong to selections that are not in the table."""
        rest = self.counts.total - sum(self.counts[selection] for selection in self.selections)
        if rest:
            printer.line(
                f"{rest:,} more kinds have other selections S; --total N lists the first N kinds, --selection S those "
                "of one S."
            )


def write_representatives(rows: list[KindRow], folder: Path, seed: int = 0) -> int:
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


def _problem_of(spectrum: tuple[str, ...], widths: tuple[int, ...]) -> Problem | AlgebraicProblem:
    """The problem with these singular values, over a number field where some are not square roots of rationals."""
    if any(map(is_algebraic_text, spectrum)):
        return AlgebraicProblem.canonical(spectrum, widths)
    return Problem.canonical(spectrum, widths)


@click.command("kinds")
@widths_option
@singular_values_option
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
@click.option(
    "--selection",
    type=Positions(),
    default=None,
    metavar="I,...",
    help="Only the kinds that select these singular values, by position from 0 (the largest), or none for no value.",
)
@click.option(
    "--total",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help=f"List at most N kinds in all; by default {LISTED_IN_ALL:,} in tables.",
)
@decay_option
@limit_option
@json_option
def kinds_command(
    widths: tuple[int, ...],
    spectrum: tuple[str, ...] | None,
    representatives: Path | None,
    seed: int,
    selection: tuple[int, ...] | None,
    total: int | None,
    decay: tuple[Fraction, ...] | None,
    limit: int | None,
    json_target: str | None,
) -> None:
    """List the kinds of critical points for X = I and Y = diag(singular values): S, strings, value, class, order,
    dimension, inertia.
    """
    check_json_target(json_target)
    if representatives is not None:
        will_write_folder(representatives)
    check_sizes(widths)
    if spectrum is None:
        spectrum = tuple(str(value) for value in range(min(widths[0], widths[-1]), 0, -1))
    stage("counting kinds")
    if decay is not None:
        odd = next(filter(is_algebraic_text, spectrum), None)
        if odd is not None:
            raise InputError(
                f"With --decay singular values are rationals or square roots of rationals, and {shown(odd)} "
                "is not a square root of one; write them like 3/2 or sqrt(3)."
            )
        if representatives is not None or selection is not None or total is not None:
            raise InputError("--decay goes with --spectrum, --limit and --json; leave the other options out.")
        if len(widths) == 2:
            if any("sqrt" in text for text in spectrum):
                raise InputError("Ridge regression, at depth 1 with --decay, is solved for rational singular values.")
            ridge = DecayedProblem(Problem.canonical(spectrum, widths), one_or_each(decay))
            deliver(json_target, lambda: ridge_data(ridge), lambda printer: show_ridge(printer, ridge))
            return
        decayed = tables_of_spectrum(spectrum, widths, decay, limit)
        deliver(json_target, decayed.data, decayed.show)
        return
    counts = counts_of(_problem_of(spectrum, widths), selection)
    if representatives is not None and isinstance(counts.problem, AlgebraicProblem):
        raise InputError("Points are written for rational problems; leave --representatives out.")
    if representatives is None and json_target is None:
        limit = default_limit(counts.total) if limit is None and total is None else limit
        total = LISTED_IN_ALL if total is None else total
    elif total is None:
        check_amount(counts, limit, "pass --limit N for the first N of each S, or --total N for the first N in all")
    elif total > MOST_KINDS:
        raise InputError(f"At most {MOST_KINDS:,} kinds are classified at once, but --total {total} was passed.")
    listing = Listing(counts, limit, total)
    written = write_representatives(listing.rows, representatives, seed) if representatives is not None else 0
    deliver(json_target, listing.data, listing.show)
    if representatives is not None and json_target != "-":
        say(f"{written} points are in {representatives}.")
