"""``symdln landscape``: the critical values and kinds of critical points of a data table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from symdln.algebraic import AlgebraicProblem
from symdln.cli.decayed import decay_option, one_or_each, ridge_data, show_ridge, tables_of
from symdln.cli.options import Count, Names, Rational, Widths, check_json_target, deliver, json_option, limit_option
from symdln.cli.rows import (
    CERTIFIED_SIZE,
    CHECKED_PARAMETERS,
    LISTED,
    KindCounts,
    KindRow,
    check_amount,
    counts_of,
    default_limit,
    print_rows,
    print_summary,
    rows_of,
)
from symdln.cli.texts import (
    assumption_lines,
    critical_value_data,
    critical_value_text,
    eigenvalue_data,
    selection_text,
    value_text,
    widths_text,
)
from symdln.cli.top import say
from symdln.cli.watch import counted, stage
from symdln.decay.problem import DecayedProblem
from symdln.files.algebraic import any_problem_data
from symdln.files.table import CsvTable, problem_from_table, read_table
from symdln.landscape.problem import Problem
from symdln.landscape.regression import CriticalValue
from symdln.landscape.values import MOST_SELECTIONS
from symdln.tables import Printer

DIFFERS = 1
CHECKS = 100
VALUES = 100
"""The number of critical values that are listed where there are too many to list all."""


@dataclass(frozen=True)
class TableSource:
    """The origin of a problem: the table, its columns, and what was done to them."""

    table: CsvTable
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    center: bool
    intercept: bool

    def text(self) -> str:
        """One line for people."""
        done = (", centred" if self.center else "") + (", with a constant input 1" if self.intercept else "")
        return f"{self.table.source}: {', '.join(self.inputs)} -> {', '.join(self.targets)}{done}"

    def data(self) -> dict[str, Any]:
        """The source as JSON data."""
        return {
            "file": self.table.source,
            "inputs": list(self.inputs),
            "targets": list(self.targets),
            "center": self.center,
            "intercept": self.intercept,
        }


@dataclass(frozen=True)
class Wish:
    """The part of the kinds that the user wants."""

    values_only: bool = False
    details: bool = False
    limit: int | None = None
    checks: int = CHECKS


@dataclass(frozen=True)
class LandscapeTables:
    """The parts of the landscape of a problem that the user wants, computed once for the tables and the JSON."""

    source: TableSource
    problem: Problem | AlgebraicProblem
    wish: Wish

    @cached_property
    def counts(self) -> KindCounts:
        """The number of kinds of each selection."""
        stage("counting kinds")
        return counts_of(self.problem)

    @property
    def total(self) -> int:
        return self.counts.total

    @property
    def in_detail(self) -> bool:
        """Whether kinds are listed one by one; otherwise they are summed up by selection and class."""
        return self.wish.details or self.wish.limit is not None or self.total <= LISTED

    @cached_property
    def rows(self) -> tuple[KindRow, ...]:
        """The kinds: all, or the first ones of each selection if a limit is given."""
        check_amount(self.counts, self.wish.limit)
        return tuple(
            counted(
                rows_of(self.counts, limit=self.wish.limit, checks=self.wish.checks),
                "kinds (--check 0 is faster)",
                self.counts.most(self.wish.limit),
            )
        )

    @property
    def values_in_total(self) -> int:
        """The number of critical values, one for each selection."""
        return sum(self.problem.selection_numbers)

    @cached_property
    def values(self) -> tuple[CriticalValue, ...]:
        """The critical values: if there are too many, the largest; with --values-only as many as the user wants."""
        few = VALUES if self.values_in_total > MOST_SELECTIONS else None
        return self.problem.critical_values(self.wish.limit or few if self.wish.values_only else few)

    @property
    def agrees(self) -> bool:
        """Whether no Hessian contradicts the inertia theorem."""
        return self.wish.values_only or all(row.agrees for row in self.rows)

    def data(self) -> dict[str, Any]:
        """The landscape as JSON data (docs/file-formats.md)."""
        problem = self.problem
        data: dict[str, Any] = {
            "format": "symdln landscape 1",
            "source": self.source.data(),
            "problem": any_problem_data(problem),
            "parameters": problem.parameters,
            "rank_X": problem.data_rank,
            "rank_Sxy": problem.cross_rank,
            "assumptions": dict(problem.assumptions),
            "spectrum": [eigenvalue_data(value) for value in problem.spectrum],
            "critical_values_in_total": self.values_in_total,
            "critical_values": [critical_value_data(value) for value in self.values],
        }
        if not self.wish.values_only:
            data["kinds_in_total"] = self.total
            data["kinds"] = [row.data() for row in self.rows]
        return data

    # -- tables --------------------------------------------------------------------------------------------------------

    def show(self, printer: Printer) -> None:
        """Print the tables."""
        self._show_problem(printer)
        self._show_values(printer)
        if self.wish.values_only:
            return
        printer.paragraph(
            f"{self.total:,} {'kind' if self.total == 1 else 'kinds'} of critical points; inertia (n+, n-, n0) of the "
            "Hessian by the inertia theorem, n0 being the dimension of the flat directions of the second order."
        )
        if self.in_detail:
            few = default_limit(self.total) if self.wish.limit is None else self.wish.limit
            print_rows(printer, self.rows, self.counts, limit=few, hessian=True)
        else:
            print_summary(printer, self.rows)
        printer.line()
        self._show_legend(printer)

    def _show_problem(self, printer: Printer) -> None:
        problem = self.problem
        product = " ".join(f"W_{j}" for j in range(problem.depth, 0, -1))
        rows = [
            ("data", self.source.text()),
            (
                "network",
                f"widths {widths_text(problem.widths)}, depth {problem.depth}, N = {problem.parameters} weights",
            ),
            ("loss", f"{problem.loss_factor} ||P X - Y||^2, P = {product}"),
            ("m, d_x, d_y", f"{problem.samples}, {problem.input_width}, {problem.output_width}"),
            *_field_rows(problem),
            ("rank X", problem.data_rank),
            ("rank Sxy", problem.cross_rank),
            *assumption_lines(problem),
        ]
        printer.pairs(rows)
        printer.line()

    def _show_values(self, printer: Printer) -> None:
        problem = self.problem
        texts = [problem.spectrum[k].text(10) for k in problem.positions]
        rows = [
            (place, text, problem.spectrum[k].multiplicity)
            for place, (text, k) in enumerate(zip(texts, problem.positions, strict=True))
        ]
        title = "Squares of the nonzero singular values (eigenvalues of Syx Sxx^+ Sxy), in decreasing order"
        printer.table(("position", "s^2", "multiplicity"), rows, title=title, right=(0, 2))
        printer.line()
        values = [
            (
                selection_text(found.selection),
                critical_value_text(found),
                " + ".join(texts[i] for i in found.selection) or "-",
            )
            for found in self.values
        ]
        total = self.values_in_total
        if total == 1:
            title = "The critical value"
        elif len(values) == total:
            title = f"{total:,} critical values, largest first, in exact order"
        else:
            title = f"The {len(values):,} largest of {total:,} critical values, in exact order"
        printer.table(("S", "critical value", "selected s^2"), values, title=title)
        if len(values) < total:
            self._show_other_values(printer)
        printer.line(f"Part of the loss that no linear map removes: {_constant_text(problem)}.")
        printer.paragraph(
            "Digits before ... are cut, not rounded, so each one shown is certain; --json has exact values or bounds."
        )
        printer.line()

    def _show_other_values(self, printer: Printer) -> None:
        """Describe the critical values that are not listed, and show the least of them."""
        problem = self.problem
        best = problem.critical_value(range(problem.best_rank))
        printer.paragraph(
            f"There is a critical value {problem.loss_factor} (tr Syy - sum of s_i^2 over S) for every selection S of "
            f"at most {problem.best_rank} of the {len(problem.positions)} nonzero singular values, of equal ones only "
            f"their number being counted. The least is {critical_value_text(best)}, where S holds the "
            f"{problem.best_rank} largest; --values-only --limit N lists the N largest values, and "
            "problem.critical_value(S) is the one for S."
        )

    def _show_legend(self, printer: Printer) -> None:
        for text in (
            "S: positions of the selected singular values, from 0.  Strings: layers that each string visits.",
            "rational: whether a rational point of this kind exists."
            if isinstance(self.problem, Problem)
            else "rational: not searched for, since the moments are irrational.",
            "checked: 'Hessian' where the exact Hessians at two rational points of the kind have the same inertia; "
            "'certified' where there is none and the Hessian at an algebraic point has it: zeros by exact ranks, signs "
            "by rigorous enclosures; 'theorem only' where N is above "
            f"{CHECKED_PARAMETERS}, where the number field is too large (N times its degree above {CERTIFIED_SIZE}), "
            f"or after the first {self.wish.checks} kinds of an S (--check N).",
        ):
            printer.paragraph(text)
        if not self.in_detail:
            printer.paragraph("--kinds lists the kinds one by one, --limit N the first N of each S.")


def _field_rows(problem: Problem | AlgebraicProblem) -> list[tuple[str, object]]:
    """The rows on the number field over which everything is decided, for irrational moments."""
    if isinstance(problem, Problem):
        return []
    return [("moments", f"in a real number field of degree {problem.field.degree}; all decisions are exact in it")]


def _constant_text(problem: Problem | AlgebraicProblem) -> str:
    if isinstance(problem, AlgebraicProblem):
        return critical_value_text(problem.constant_value())
    return value_text(problem.constant)


def _wish_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--check",
            "checks",
            type=Count(0),
            default=CHECKS,
            show_default=True,
            metavar="N",
            help=f"Check the first N kinds of each S by the Hessian (up to {CHECKED_PARAMETERS} weights).",
        ),
        click.option("--kinds", "details", is_flag=True, help="List kinds one by one, however many there are."),
        click.option(
            "--values-only", is_flag=True, help="Stop after the critical values (the N largest with --limit N)."
        ),
    ):
        command = option(command)
    return command


@click.command("landscape")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--inputs", type=Names(), required=True, metavar="COL,...", help="Columns that are inputs.")
@click.option("--targets", type=Names(), required=True, metavar="COL,...", help="Columns that are targets.")
@click.option(
    "--hidden",
    type=Widths(),
    default=(),
    metavar="D,...",
    help="Hidden widths, from the input on; without them the model is linear regression, P = W_1.",
)
@click.option("--center", is_flag=True, help="Subtract from every column its exact mean.")
@click.option("--intercept", is_flag=True, help="Add a last input that is 1 in every sample.")
@click.option(
    "--loss-factor", type=Rational(), default="1/2", show_default=True, help="The factor f of f ||P X - Y||^2."
)
@_wish_options
@decay_option
@limit_option
@json_option
def landscape_command(
    file: Path,
    inputs: tuple[str, ...],
    targets: tuple[str, ...],
    hidden: tuple[int, ...],
    center: bool,
    intercept: bool,
    loss_factor: Fraction,
    values_only: bool,
    details: bool,
    checks: int,
    decay: tuple[Fraction, ...] | None,
    limit: int | None,
    json_target: str | None,
) -> int:
    """List the critical values and kinds of critical points for the data in FILE.csv, all exact.

    FILE.csv has a header line; every row is a sample.  Columns are used as given, unless --center is passed.
    """
    check_json_target(json_target, file)
    table = read_table(file)
    stage("computing moments and singular values")
    problem = problem_from_table(
        table, inputs, targets, hidden,
        center=center, intercept=intercept, loss_factor=loss_factor, scaled=decay is None,
    )  # fmt: skip
    source = TableSource(table, inputs, targets, center, intercept)
    if decay is not None and isinstance(problem, Problem):
        return _decayed(DecayedProblem(problem, one_or_each(decay)), source, limit, values_only, json_target)
    found = LandscapeTables(source, problem, Wish(values_only, details, limit, checks))
    deliver(json_target, found.data, found.show)
    if not found.agrees:
        say(
            "symdln: a Hessian contradicts the inertia theorem above; please report this as an error in symdln.",
            err=True,
        )
        return DIFFERS
    return 0


def _decayed(
    decayed: DecayedProblem, source: TableSource, limit: int | None, values_only: bool, json_target: str | None
) -> int:
    """The landscape with weight decay."""
    if decayed.problem.depth == 1:
        deliver(json_target, lambda: ridge_data(decayed), lambda printer: show_ridge(printer, decayed))
        return 0
    tables = tables_of(decayed, source.text(), limit, values_only)
    deliver(json_target, tables.data, tables.show)
    return 0
