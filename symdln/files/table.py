"""Data tables: CSV files with a header, their columns as exact numbers, and the problem that they pose."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from symdln.errors import InputError, shown
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
) -> Problem:
    """The problem whose X (``d_x x m``) and Y (``d_y x m``) are the named columns as written; rows are samples.

    ``center`` subtracts from every column its exact mean; ``intercept`` then adds a last input that is 1 everywhere.
    A column may be an input and a target, as in an autoencoder.  Raises ``InputError`` as :meth:`CsvTable.numbers`
    does, and for no column on a side, one named twice there, or more than 100.

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
    X, Y = ([_centred(table.numbers(name), center) for name in names] for names in (inputs, targets))
    check_entries([value for column in X + Y for value in column], f"'{table.source}'", len(X + Y) ** 2)
    if intercept:
        X.append((Fraction(1),) * len(table.rows))
    check_sizes((len(X), *hidden, len(Y)))
    return Problem.from_data(X, Y, hidden, loss_factor=loss_factor)


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
