"""Data tables: CSV files with a header, their columns as exact numbers, and the problem that they pose."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from symdln.algebra.rational import rational
from symdln.algebra.surds import SurdSum
from symdln.errors import InputError, cut, shown
from symdln.files.point import check_sizes
from symdln.files.text import MOST_ENTRIES, check_entries, near, number, read_text
from symdln.landscape.checks import HALF
from symdln.landscape.problem import Problem

MOST_COLUMNS = 100
_EXPECTED = "comma-separated columns under a header line"


@dataclass(frozen=True)
class CsvTable:
    """A CSV file as read: where it is from, its column names, and its rows as texts with their line numbers."""

    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def numbers(self, column: str) -> tuple[Fraction, ...]:
        """The entries of a column as exact rationals.

        Raises ``InputError`` for an unknown name (with the nearest ones), and for an entry that is not a number.
        """
        if column not in self.columns:
            raise InputError(f"'{self.source}' has no column {shown(column)}; {near(column, self.columns)}")
        place = self.columns.index(column)
        numbers = tuple(self._number(row[place], line, column) for row, line in zip(self.rows, self.lines, strict=True))
        check_entries(numbers, f"'{self.source}', column {shown(column)}", 1)
        return numbers

    def has_roots(self, column: str) -> bool:
        """Whether an entry of the column is written with a square root."""
        place = self.columns.index(column) if column in self.columns else -1
        return place >= 0 and any("sqrt" in row[place] for row in self.rows)

    def surds(self, column: str) -> tuple[SurdSum, ...]:
        """The entries of a column as sums of rational multiples of square roots, such as ``1 - sqrt(2)/3``."""
        if not self.has_roots(column):
            return tuple(map(SurdSum.of, self.numbers(column)))
        place, found = self.columns.index(column), []
        for row, line in zip(self.rows, self.lines, strict=True):
            try:
                found.append(SurdSum.read(row[place]) if "sqrt" in row[place] else SurdSum.of(number(row[place])))
            except InputError as error:
                raise InputError(f"'{self.source}', line {line}, column {shown(column)}: {error}") from None
        check_entries([c for entry in found for _, c in entry.parts], f"'{self.source}', column {shown(column)}", 1)
        return tuple(found)

    def _number(self, text: str, line: int, column: str) -> Fraction:
        try:
            return number(text)
        except InputError as error:
            raise InputError(f"'{self.source}', line {line}, column {shown(column)}: {error}") from None


def read_table(path: str | Path) -> CsvTable:
    """Read a CSV file: UTF-8, comma-separated, names in the first line, one sample a row; blank lines are skipped.

    Cells stay texts until a column is read by :meth:`CsvTable.numbers`, so columns of words do no harm.  Raises
    ``InputError`` for a file that cannot be read, a header with empty or repeated names, and rows of another length.
    """
    text = read_text(path, _EXPECTED)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, tuple[str, ...]]] = []
    try:
        found = [(reader.line_num, tuple(cell.strip() for cell in row)) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise InputError(f"'{path}', line {reader.line_num}: {error}; correct the quotes there.") from None
    (_, columns), body = found[0], found[1:]
    _check_header(path, columns)
    for line, row in body:
        if len(row) != len(columns):
            raise InputError(
                f"'{path}', line {line} has {len(row)} entries, but the header has {len(columns)} names; "
                "every row needs as many (a number with commas in it counts as several)."
            )
    if not body:
        raise InputError(f"'{path}' has a header and no rows; add at least one row of data.")
    return CsvTable(str(path), columns, tuple(row for _, row in body), tuple(line for line, _ in body))


def _check_header(path: str | Path, columns: tuple[str, ...]) -> None:
    if len(columns) == 1:
        other = next(
            (name for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")) if mark in columns[0]), None
        )
        if other:
            raise InputError(f"'{path}' is separated by {other}; save it with commas.")
    if "" in columns:
        raise InputError(
            f"'{path}': column {columns.index('') + 1} has no name; the first line must name every column."
        )
    repeated = next((name for name, count in Counter(columns).items() if count > 1), None)
    if repeated is not None:
        raise InputError(
            f"'{path}' has {columns.count(repeated)} columns named {shown(repeated)}; give every column its own name."
        )


def problem_from_table(
    table: CsvTable,
    inputs: Sequence[str],
    targets: Sequence[str],
    hidden: Sequence[int],
    *,
    center: bool = False,
    intercept: bool = False,
    loss_factor: Any = HALF,
    scaled: bool = True,
) -> Problem:
    """The problem whose X (``d_x x m``) and Y (``d_y x m``) are the named columns as written; rows are samples.

    ``center`` subtracts from every column its exact mean; ``intercept`` then adds a last input that is 1 everywhere.
    A column may be an input and a target, as in an autoencoder. Entries may have square roots (``sqrt(2) + 1``) where
    all moments are rational; or, if ``scaled``, where each input column, and all targets together, are rational
    multiples of one root: then these roots are divided out, a change of variables in W_1 and W_H with the targets'
    root in the loss factor, which keeps kinds, values, classes and inertias (but not with weight decay). Raises
    ``InputError`` as :meth:`CsvTable.numbers` does, and for no column on a side, one named twice there, or more than
    100.

    >>> table = CsvTable("hand", ("a", "b"), (("1", "0"), ("2", "0"), ("6", "3")), (2, 3, 4))
    >>> problem = problem_from_table(table, ["a"], ["b"], (1,), center=True)     # a: -2, -1, 3 and b: -1, -1, 2
    >>> print(problem.Sxx, problem.Syx, problem.Syy)
    [14] [9] [6]
    """
    _check_columns(inputs, targets)
    if len(table.rows) * (len(inputs) + len(targets)) > MOST_ENTRIES:
        raise InputError(
            f"{len(table.rows)} rows of {len(inputs) + len(targets)} columns are more than {MOST_ENTRIES} entries, the "
            "most that is read; use fewer rows."
        )
    if any(table.has_roots(name) for name in (*inputs, *targets)):
        return _problem_with_roots(table, inputs, targets, hidden, center, intercept, rational(loss_factor), scaled)
    X, Y = ([_centred(table.numbers(name), center) for name in names] for names in (inputs, targets))
    check_entries([value for column in X + Y for value in column], f"'{table.source}'", len(X + Y) ** 2)
    if intercept:
        X.append((Fraction(1),) * len(table.rows))
    check_sizes((len(X), *hidden, len(Y)))
    return Problem.from_data(X, Y, hidden, loss_factor=loss_factor)


def _problem_with_roots(
    table: CsvTable,
    inputs: Sequence[str],
    targets: Sequence[str],
    hidden: Sequence[int],
    center: bool,
    intercept: bool,
    loss_factor: Fraction,
    scaled: bool,
) -> Problem:
    """The same for columns with square roots."""
    X, Y = ([_centred_surds(table.surds(name), center) for name in names] for names in (inputs, targets))
    X += [(SurdSum.of(Fraction(1)),) * len(table.rows)] if intercept else []
    check_sizes((len(X), *hidden, len(Y)))
    names = [*inputs, *(["the constant input"] if intercept else []), *targets]
    moments = [[_inner(a, b) for b in [*X, *Y]] for a in [*X, *Y]]
    bad = next(((i, k) for i, row in enumerate(moments) for k, x in enumerate(row) if x.rational is None), None)
    if bad is None:
        table_of = [[x.rational for x in row] for row in moments]
        n = len(X)
        blocks = [row[:n] for row in table_of[:n]], [row[:n] for row in table_of[n:]], [row[n:] for row in table_of[n:]]
        return replace(Problem.from_moments(*blocks, hidden, loss_factor=loss_factor), samples=len(table.rows))
    roots = [_common_root(column) for column in X]
    root = _common_root([entry for column in Y for entry in column])
    if not scaled or root is None or None in roots:
        way = ", or if each input, and all targets together, are rational multiples of one root" if scaled else ""
        raise InputError(
            f"'{table.source}': the moment of {shown(names[bad[0]])} and {shown(names[bad[1]])} is "
            f"{cut(str(moments[bad[0]][bad[1]]))}, and moments must be rational{' with weight decay' * (not scaled)}; "
            f"columns may have square roots if all their moments are rational{way}."
        )
    plain_X, plain_Y = ([[_without_root(entry) for entry in column] for column in columns] for columns in (X, Y))
    return Problem.from_data(plain_X, plain_Y, hidden, loss_factor=loss_factor * root)


def _inner(left: Sequence[SurdSum], right: Sequence[SurdSum]) -> SurdSum:
    total = SurdSum(())
    for a, b in zip(left, right, strict=True):
        total = total + a * b
    return total


def _centred_surds(values: tuple[SurdSum, ...], center: bool) -> tuple[SurdSum, ...]:
    if not center:
        return values
    total = SurdSum(())
    for value in values:
        total = total + value
    return tuple(value + total.times(Fraction(-1, len(values))) for value in values)


def _common_root(entries: Sequence[SurdSum]) -> int | None:
    """n if all entries are rational multiples of sqrt(n), else None."""
    found = {n for entry in entries for n, _ in entry.parts}
    return next(iter(found), 1) if len(found) <= 1 else None


def _without_root(entry: SurdSum) -> Fraction:
    return entry.parts[0][1] if entry.parts else Fraction(0)


def _check_columns(inputs: Sequence[str], targets: Sequence[str]) -> None:
    for role, names in (("inputs", inputs), ("targets", targets)):
        if not names:
            raise InputError(f"no column is named under {role}; name at least one.")
        if len(names) > MOST_COLUMNS:
            raise InputError(
                f"{len(names)} columns are named under {role}, and the most is {MOST_COLUMNS}; choose fewer."
            )
        twice = next((name for name, count in Counter(names).items() if count > 1), None)
        if twice is not None:
            raise InputError(f"The column {shown(twice)} is named twice under {role}; name it there once.")


def _centred(values: tuple[Fraction, ...], center: bool) -> tuple[Fraction, ...]:
    if not center:
        return values
    mean = sum(values, Fraction(0)) / len(values)
    return tuple(value - mean for value in values)
