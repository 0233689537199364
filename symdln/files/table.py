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

from symdln.algebra.algebraic_numbers import FieldReader, Number
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import FieldMatrix
from symdln.algebra.rational import rational
from symdln.algebra.surds import SurdSum
from symdln.algebraic import AlgebraicProblem
from symdln.errors import InputError, UndecidedError, shown
from symdln.files.point import check_sizes
from symdln.files.text import MOST_ENTRIES, check_entries, near, number, read_text
from symdln.landscape.checks import HALF
from symdln.landscape.problem import Problem

MOST_COLUMNS = 100
MOST_IN_A_FIELD = 10_000  # entries
ROOT_SIGNS = ("(", "^", "*")  # in numbers that are not plain rationals
_EXPECTED = "comma-separated columns under a header line"


@dataclass(frozen=True)
class CsvTable:
    """A CSV file as read: its source, its column names, and its rows as texts with their line numbers."""

    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def numbers(self, column: str) -> tuple[Fraction, ...]:
        """The entries of a column as exact rationals.

        Raises ``InputError`` for an unknown name (with the nearest ones), and for an entry that is not a number.
        """
        texts = zip(self.texts(column), self.lines, strict=True)
        numbers = tuple(self._number(text, line, column) for text, line in texts)
        check_entries(numbers, f"'{self.source}', column {shown(column)}", 1)
        return numbers

    def has_roots(self, column: str) -> bool:
        """Whether an entry of the column is written with roots, powers or brackets."""
        return any(sign in text for text in self.texts(column) for sign in ROOT_SIGNS)

    def texts(self, column: str) -> tuple[str, ...]:
        """The entries of a column as they are written; ``InputError`` for an unknown name."""
        if column not in self.columns:
            raise InputError(f"'{self.source}' has no column {shown(column)}; {near(column, self.columns)}")
        place = self.columns.index(column)
        return tuple(row[place] for row in self.rows)

    def algebraic(self, column: str, reader: FieldReader) -> list[Number]:
        """The entries of a column as real algebraic numbers of the field of a reader, which grows with them."""
        found = []
        for text, line in zip(self.texts(column), self.lines, strict=True):
            try:
                found.append(reader.read(text if any(sign in text for sign in ROOT_SIGNS) else number(text)))
            except (InputError, UndecidedError) as error:
                raise InputError(f"'{self.source}', line {line}, column {shown(column)}: {error}") from None
        return found

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
) -> Problem | AlgebraicProblem:
    """The problem whose X (``d_x x m``) and Y (``d_y x m``) are the named columns as written; rows are samples.

    ``center`` subtracts from every column its exact mean; ``intercept`` then adds a last input that is 1 everywhere.
    A column may be an input and a target, as in an autoencoder. Entries may be real algebraic numbers (``sqrt(2) + 1``,
    ``cbrt(2)``).  Where all moments are rational, or, if ``scaled``, where each input column, and all targets together,
    are rational multiples of one square root, which is then divided out (a change of variables in W_1 and W_H with the
    targets' root in the loss factor, which keeps kinds, values, classes and inertias), a ``Problem`` comes back; else,
    if ``scaled``, an ``AlgebraicProblem`` over the field of the moments. ``scaled=False`` is for weight decay, which
    needs rational moments. Raises ``InputError`` as :meth:`CsvTable.numbers` does, for a field of degree above 24, and
    for no column on a side, one named twice there, or more than 100.

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
) -> Problem | AlgebraicProblem:
    """The same for columns with roots: square roots of rationals without a field, everything else over one."""
    check_sizes((len(inputs) + intercept, *hidden, len(targets)))
    if not all(_are_surds(table.texts(name)) for name in (*inputs, *targets)):
        found = _over_a_field(table, inputs, targets, hidden, center, intercept, loss_factor)
        return _rational_or(found, table, scaled)
    X, Y = ([_centred_surds(table.surds(name), center) for name in names] for names in (inputs, targets))
    X += [(SurdSum.of(Fraction(1)),) * len(table.rows)] if intercept else []
    roots, root = [_common_root(column) for column in X], _common_root([entry for column in Y for entry in column])
    moments = [[_inner(a, b) for b in [*X, *Y]] for a in [*X, *Y]]
    if scaled and root is not None and None not in roots and any(x.rational is None for row in moments for x in row):
        plain_X, plain_Y = ([[_without_root(entry) for entry in column] for column in columns] for columns in (X, Y))
        return Problem.from_data(plain_X, plain_Y, hidden, loss_factor=loss_factor * root)
    n, reader = len(X), FieldReader()
    try:
        numbers = [[reader.read(str(x)) for x in row] for row in moments]
    except UndecidedError as error:
        raise InputError(f"'{table.source}': {error}") from None
    blocks = [
        reader.matrix([row[columns] for row in numbers[rows]])
        for rows, columns in ((slice(n), slice(n)), (slice(n, None), slice(n)), (slice(n, None), slice(n, None)))
    ]
    found = AlgebraicProblem.of_checked((n, *hidden, len(Y)), blocks, loss_factor, len(table.rows))
    return _rational_or(found, table, scaled)


def _are_surds(texts: Sequence[str]) -> bool:
    """Whether all entries with roots are sums of rational multiples of square roots of rationals."""
    try:
        for text in texts:
            if any(sign in text for sign in ROOT_SIGNS):
                SurdSum.read(text)
    except InputError:
        return False
    return True


def _over_a_field(
    table: CsvTable,
    inputs: Sequence[str],
    targets: Sequence[str],
    hidden: Sequence[int],
    center: bool,
    intercept: bool,
    loss_factor: Fraction,
) -> AlgebraicProblem:
    """The problem with all entries read into one field, by columns as they are or less their means."""
    if len(table.rows) * (len(inputs) + len(targets)) > MOST_IN_A_FIELD:
        raise InputError(
            f"'{table.source}': {len(table.rows)} rows of {len(inputs) + len(targets)} columns with roots are more "
            f"than {MOST_IN_A_FIELD:,} entries, the most that is read into a number field; use fewer rows."
        )
    reader = FieldReader()
    columns = [table.algebraic(name, reader) for name in (*inputs, *targets)]
    X, Y = (reader.matrix(rows) for rows in (columns[: len(inputs)], columns[len(inputs) :]))
    m = len(table.rows)
    if center:
        centring = FieldMatrix.lift(X.field, Matrix.identity(m) - Matrix([[Fraction(1, m)] * m] * m))
        X, Y = X @ centring, Y @ centring
    if intercept:
        X = FieldMatrix(
            X.field, (X.shape[0] + 1, m), (*X.entries, *FieldMatrix.lift(X.field, Matrix([[1] * m])).entries)
        )
    return AlgebraicProblem.from_data(X, Y, hidden, loss_factor=loss_factor, field=X.field)


def _rational_or(found: AlgebraicProblem, table: CsvTable, scaled: bool) -> Problem | AlgebraicProblem:
    """The problem, with rational moments as a ``Problem``; ``InputError`` for others with weight decay."""
    plain = found.rational()
    if plain is not None:
        return plain
    if not scaled:
        raise InputError(
            f"'{table.source}': moments must be rational with weight decay, and these lie in a number field of degree "
            f"{found.field.degree}; leave the decay out, or use columns whose moments are rational."
        )
    return found


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
