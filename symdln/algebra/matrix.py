"""Exact rational matrices: one immutable value type over FLINT's ``fmpq_mat``."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint
import numpy as np

from symdln.algebra.display import InNotebooks
from symdln.algebra.rank import integer_rank
from symdln.algebra.rational import rational, to_fmpq, to_fraction
from symdln.errors import InputError, shown

MOST_ENTRIES = 10**8  # at least 1.6 gigabytes
MOST_ROWS = 2**31 - 1
MOST_SHOWN = 12  # rows and columns of a matrix that a notebook shows


_RATIONALS = frozenset({int, flint.fmpz, flint.fmpq})
_new, _Rationals = object.__new__, flint.fmpq_mat  # looked up once: millions of matrices are wrapped in a run


class Matrix(InNotebooks):
    """An immutable matrix of rationals; hashable, picklable, any shape including empty ones.

    ``Matrix(rows)`` accepts nested sequences, numpy integer or object arrays, sympy and flint matrices; each entry goes
    through :func:`symdln.rational`, so floats need ``exactly=True`` or ``tolerance=``.

    >>> A = Matrix([[1, "1/2"], [0, 3]])
    >>> print(A @ A.T)
    [5/4  3/2]
    [3/2    9]
    >>> A[0, 1] == Fraction(1, 2), A.rank(), A.shape
    (True, 2, (2, 2))

    Building, looking, and sums over the entries:

    >>> B = Matrix([[2, 1], [1, 1]])
    >>> [Matrix.zeros(1, 2), Matrix.from_entries(1, 2, [3, 4]), Matrix.diagonal([5], shape=(1, 2))]
    [Matrix([[0, 0]]), Matrix([[3, 4]]), Matrix([[5, 0]])]
    >>> B.row(0), B.column(1), B.block([1], [1, 0])
    (Matrix([[2, 1]]), Matrix([[1], [1]]), Matrix([[1, 1]]))
    >>> A.rows() == ((1, Fraction(1, 2)), (0, 3)), A.entries()[1] == Fraction(1, 2), A.texts()
    (True, True, [['1', '1/2'], ['0', '3']])
    >>> B.trace() == 3, B.inner(Matrix.identity(2)) == B.trace(), B.norm_squared() == 4 + 1 + 1 + 1
    (True, True, True)
    >>> B.is_symmetric(), B.is_zero(), B.fits
    (True, False, True)

    Linear algebra:

    >>> B.inverse(), B @ B.inverse() == Matrix.identity(2)
    (Matrix([[1, -1], [-1, 2]]), True)
    >>> C = Matrix([[1, 2], [2, 4]])                              # of rank 1
    >>> C.column_basis(), C.nullspace(), C.pseudoinverse() == C * "1/25"
    (Matrix([[1], [2]]), Matrix([[-2], [1]]), True)

    To and from other libraries:

    >>> A.to_numpy().tolist(), A.to_sympy()[0, 1], Matrix.from_flint(A.flint) == A, A.cleared[1]
    ([[1.0, 0.5], [0.0, 3.0]], 1/2, True, 2)
    """

    def __init__(self, rows: Any, *, exactly: bool = False, tolerance: Any = None, name: str = "the matrix"):
        self.flint = _to_flint(rows, exactly, tolerance, name)

    # -- building ------------------------------------------------------------------------------------------------------

    @classmethod
    def from_flint(cls, matrix: flint.fmpq_mat | flint.fmpz_mat) -> Matrix:
        """Wrap a flint matrix, which the caller must not change afterwards."""
        self = _new(cls)
        self.flint = matrix if type(matrix) is _Rationals else _Rationals(matrix)
        return self

    @classmethod
    def zeros(cls, rows: int, columns: int) -> Matrix:
        """The zero matrix of this shape."""
        return cls.from_flint(_empty(rows, columns))

    @classmethod
    def identity(cls, size: int) -> Matrix:
        """The identity matrix of this size."""
        matrix = _empty(size, size)
        for i in range(size):
            matrix[i, i] = 1
        return cls.from_flint(matrix)

    @classmethod
    def diagonal(cls, values: Sequence[Any], shape: tuple[int, int] | None = None) -> Matrix:
        """The (rectangular) diagonal matrix with these values; ``shape`` defaults to square."""
        rows, columns = shape or (len(values), len(values))
        matrix = _empty(rows, columns)
        if len(values) > min(rows, columns):
            raise InputError(f"{len(values)} values do not fit on the diagonal of a {rows}x{columns} matrix.")
        for i, value in enumerate(values):
            matrix[i, i] = to_fmpq(rational(value))
        return cls.from_flint(matrix)

    @classmethod
    def from_entries(cls, rows: int, columns: int, entries: Iterable[Any]) -> Matrix:
        """A matrix from its entries in row-major order (ints, Fractions or flint numbers)."""
        _check_size(rows, columns)
        listed = [_entry(value) for value in entries]
        if len(listed) != rows * columns:
            raise InputError(f"a {rows}x{columns} matrix has {rows * columns} entries, but {len(listed)} were passed.")
        return cls.from_flint(flint.fmpq_mat(rows, columns, listed))

    # -- looking -------------------------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, int]:
        """``(number of rows, number of columns)``."""
        return self.flint.nrows(), self.flint.ncols()

    @property
    def T(self) -> Matrix:
        """The transpose."""
        return Matrix.from_flint(self.flint.transpose())

    def __getitem__(self, place: tuple[int, int]) -> Fraction:
        return to_fraction(self.flint[place])

    def entries(self) -> list[Fraction]:
        """All entries in row-major order."""
        return [to_fraction(value) for value in self.flint.entries()]

    def rows(self) -> tuple[tuple[Fraction, ...], ...]:
        """The entries as a tuple of rows."""
        _, columns = self.shape
        flat = self.entries()
        return tuple(tuple(flat[i * columns : (i + 1) * columns]) for i in range(self.shape[0]))

    def row(self, index: int) -> Matrix:
        """Row ``index`` (0-based) as a matrix with one row."""
        return self.block(range(index, index + 1), range(self.shape[1]))

    def column(self, index: int) -> Matrix:
        """Column ``index`` (0-based) as a matrix with one column."""
        return self.block(range(self.shape[0]), range(index, index + 1))

    def block(self, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
        """The submatrix with these rows and columns, in this order."""
        return Matrix.from_flint(
            flint.fmpq_mat(len(rows), len(columns), [self.flint[i, j] for i in rows for j in columns])
        )

    def latex(self) -> str:
        r"""The matrix in LaTeX.

        >>> print(Matrix([[1, "-1/2"]]).latex())
        \begin{pmatrix} 1 & -\tfrac{1}{2} \end{pmatrix}
        """
        rows = r" \\ ".join(" & ".join(map(_entry_latex, row)) for row in self.texts())
        return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"

    @property
    def fits(self) -> bool:
        """Whether a notebook shows it as a formula: it is not empty, and has at most 12 rows and columns."""
        return min(self.shape) > 0 and max(self.shape) <= MOST_SHOWN

    def texts(self) -> list[list[str]]:
        """The rows as lists of ``"p/q"`` strings: the form of a matrix in files."""
        flat, (rows, columns) = [str(value) for value in self.flint.entries()], self.shape
        return [flat[i * columns : (i + 1) * columns] for i in range(rows)]

    # -- arithmetic ----------------------------------------------------------------------------------------------------

    def __matmul__(self, other: Matrix) -> Matrix:
        if self.flint.ncols() != other.flint.nrows():
            raise InputError(
                f"cannot multiply a {_by(self)} matrix by a {_by(other)} matrix: the inner sizes must agree."
            )
        return Matrix.from_flint(self.flint * other.flint)

    def __add__(self, other: Matrix) -> Matrix:
        self._same_shape(other)
        return Matrix.from_flint(self.flint + other.flint)

    def __sub__(self, other: Matrix) -> Matrix:
        self._same_shape(other)
        return Matrix.from_flint(self.flint - other.flint)

    def __neg__(self) -> Matrix:
        return Matrix.from_flint(-self.flint)

    def __mul__(self, scalar: Any) -> Matrix:
        return Matrix.from_flint(self.flint * to_fmpq(rational(scalar)))

    __rmul__ = __mul__

    def _same_shape(self, other: Matrix) -> None:
        if self.shape != other.shape:
            raise InputError(f"cannot add matrices of shapes {_by(self)} and {_by(other)}: the shapes must be equal.")

    def trace(self) -> Fraction:
        """The sum of the diagonal entries."""
        return to_fraction(sum((self.flint[i, i] for i in range(min(self.shape))), flint.fmpq(0)))

    def inner(self, other: Matrix) -> Fraction:
        """The Frobenius inner product ``tr(A^T B)``."""
        self._same_shape(other)
        total = sum((a * b for a, b in zip(self.flint.entries(), other.flint.entries(), strict=True)), flint.fmpq(0))
        return to_fraction(total)

    def norm_squared(self) -> Fraction:
        """The squared Frobenius norm."""
        return self.inner(self)

    # -- linear algebra ------------------------------------------------------------------------------------------------

    @cached_property
    def cleared(self) -> tuple[flint.fmpz_mat, int]:
        """``(A, c)`` with ``A`` an integer matrix, ``c`` a positive integer and ``self = A / c``."""
        numerators, denominator = self.flint.numer_denom()
        return numerators, int(denominator)

    def rank(self) -> int:
        """The rank, exactly."""
        return integer_rank(self.cleared[0])

    def nullspace(self) -> Matrix:
        """A matrix whose columns are a basis of the kernel ``{x : A x = 0}``."""
        reduced, rank = self.flint.rref()
        columns = self.shape[1]
        pivots = _pivots(reduced, rank)
        free = [j for j in range(columns) if j not in set(pivots)]
        basis = flint.fmpq_mat(columns, len(free))
        for k, j in enumerate(free):
            basis[j, k] = 1
            for i, pivot in enumerate(pivots):
                basis[pivot, k] = -reduced[i, j]
        return Matrix.from_flint(basis)

    def column_basis(self) -> Matrix:
        """Those columns of the matrix that are not combinations of earlier ones: a basis of its image."""
        return self.block(range(self.shape[0]), self.column_positions())

    def column_positions(self) -> list[int]:
        """The places of the columns of :meth:`column_basis`.

        >>> Matrix([[1, 2, 0], [1, 2, 1]]).column_positions()
        [0, 2]
        """
        return _pivots(*self.flint.rref())

    def inverse(self) -> Matrix:
        """The inverse; ``InputError`` for a matrix that is not square or not invertible."""
        if self.shape[0] != self.shape[1]:
            raise InputError(f"a {_by(self)} matrix has no inverse: it must be square.")
        try:
            return Matrix.from_flint(self.flint.inv()) if self.shape[0] else self
        except ZeroDivisionError:
            raise InputError(f"this {_by(self)} matrix has rank {self.rank()} and no inverse.") from None

    def pseudoinverse(self) -> Matrix:
        """The Moore-Penrose inverse, rational: with ``A = C F`` of full rank, ``F^T (F F^T)^-1 (C^T C)^-1 C^T``."""
        columns = self.column_basis()
        gram = (columns.T @ columns).inverse()
        factor = gram @ columns.T @ self
        return factor.T @ (factor @ factor.T).inverse() @ gram @ columns.T

    def is_zero(self) -> bool:
        """Whether every entry is zero."""
        return not any(self.flint.entries())

    def is_symmetric(self) -> bool:
        """Whether the matrix is square and equals its transpose."""
        return self.shape[0] == self.shape[1] and self.flint == self.flint.transpose()

    # -- leaving -------------------------------------------------------------------------------------------------------

    def to_numpy(self) -> np.ndarray:
        """The matrix rounded to float64 (each entry correctly rounded)."""
        return np.array([float(value) for value in self.entries()], dtype=float).reshape(self.shape)

    def to_sympy(self) -> Any:
        """The same matrix as an immutable sympy matrix."""
        import sympy

        rows, columns = self.shape
        entries = [sympy.Rational(value.numerator, value.denominator) for value in self.entries()]
        return sympy.ImmutableMatrix(rows, columns, entries)

    # -- a value -------------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matrix) and self.shape == other.shape and bool(self.flint == other.flint)

    def __hash__(self) -> int:
        numerators, denominator = self.cleared
        return hash((self.shape, denominator, tuple(numerators.entries())))

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_texts, (self.shape, [str(value) for value in self.flint.entries()])

    def __repr__(self) -> str:
        if not all(self.shape):
            return f"Matrix.zeros({self.shape[0]}, {self.shape[1]})"
        rows = ", ".join("[" + ", ".join(_literal(value) for value in row) + "]" for row in self.rows())
        return f"Matrix([{rows}])"

    def __str__(self) -> str:
        if not all(self.shape):
            return f"[empty {_by(self)}]"
        cells = self.texts()
        widths = [max(len(row[j]) for row in cells) for j in range(self.shape[1])]
        return "\n".join(
            "[" + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + "]" for row in cells
        )


def _empty(rows: int, columns: int) -> flint.fmpq_mat:
    _check_size(rows, columns)
    return flint.fmpq_mat(rows, columns)


def _check_size(rows: int, columns: int) -> None:
    """Refuse the sizes at which FLINT would end the process: negative ones, and those that exceed the memory."""
    try:
        rows, columns = operator.index(rows), operator.index(columns)
    except TypeError:
        raise InputError(f"the sizes of a matrix are integers, but {shown((rows, columns))} were passed.") from None
    if rows < 0 or columns < 0:
        raise InputError(f"a matrix cannot have {rows} rows and {columns} columns; sizes are never negative.")
    if rows * columns > MOST_ENTRIES or max(rows, columns) > MOST_ROWS:
        raise InputError(
            f"a matrix of {rows} rows and {columns} columns is too large: at most {MOST_ENTRIES} entries and "
            f"{MOST_ROWS} rows or columns are held."
        )


def hstack(blocks: Sequence[Matrix]) -> Matrix:
    """The blocks side by side; they have equally many rows.

    >>> hstack([Matrix([[1], [2]]), Matrix([[3], [4]])])
    Matrix([[1, 3], [2, 4]])
    """
    rows = {block.flint.nrows() for block in blocks}
    if len(rows) != 1:
        raise InputError(f"cannot join matrices with {sorted(rows)} rows: the numbers of rows must be equal.")
    tables = [block.flint.tolist() for block in blocks]
    entries = [value for parts in zip(*tables, strict=True) for part in parts for value in part]
    columns = sum(block.flint.ncols() for block in blocks)
    return Matrix.from_flint(flint.fmpq_mat(rows.pop(), columns, entries))


def vstack(blocks: Sequence[Matrix]) -> Matrix:
    """The blocks one above the other; they have equally many columns.

    >>> vstack([Matrix([[1, 2]]), Matrix([[3, 4]])])
    Matrix([[1, 2], [3, 4]])
    """
    columns = {block.flint.ncols() for block in blocks}
    if len(columns) != 1:
        raise InputError(f"cannot stack matrices with {sorted(columns)} columns: the numbers of columns must be equal.")
    entries = [value for block in blocks for value in block.flint.entries()]
    return Matrix.from_flint(flint.fmpq_mat(sum(block.flint.nrows() for block in blocks), columns.pop(), entries))


def _pivots(reduced: flint.fmpq_mat, rank: int) -> list[int]:
    """The pivot columns of a matrix in reduced row echelon form: each lies to the right of the one before."""
    pivots: list[int] = []
    for i in range(rank):
        start = pivots[-1] + 1 if pivots else 0
        pivots.append(next(j for j in range(start, reduced.ncols()) if reduced[i, j] != 0))
    return pivots


def _by(matrix: Matrix) -> str:
    return f"{matrix.shape[0]}x{matrix.shape[1]}"


def _literal(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"'{value}'"


def _entry(value: Any) -> Any:
    return value if isinstance(value, (flint.fmpq, flint.fmpz, int)) else to_fmpq(rational(value))


def _from_texts(shape: tuple[int, int], texts: list[str]) -> Matrix:
    return Matrix.from_entries(*shape, texts)


def _to_flint(rows: Any, exactly: bool, tolerance: Any, name: str) -> flint.fmpq_mat:
    if isinstance(rows, Matrix):
        return rows.flint
    if isinstance(rows, (flint.fmpq_mat, flint.fmpz_mat)):
        return flint.fmpq_mat(rows)
    if hasattr(rows, "tolist"):  # numpy arrays and sympy matrices
        if getattr(rows, "shape", None) is not None and len(rows.shape) == 2 and not all(rows.shape):
            return _empty(*rows.shape)
        rows = rows.tolist()
    if isinstance(rows, (str, bytes, dict)) or not isinstance(rows, Iterable):
        raise InputError(
            f"{name} must be a list of rows of numbers, but {shown(rows)} ({type(rows).__name__}) was passed."
        )
    table = [list(row) if _is_row(row) else row for row in rows]
    if not table or any(not isinstance(row, list) for row in table):
        raise InputError(f"{name} must be a non-empty list of rows of numbers, like [[1, 0], [0, 1]].")
    lengths = [len(row) for row in table]
    if len(set(lengths)) != 1:
        raise InputError(f"{name} has rows of lengths {shown(lengths)}; every row needs the same number of entries.")
    entries = []
    for i, row in enumerate(table):
        for j, value in enumerate(row):
            try:
                known = type(value) in _RATIONALS  # the usual entries, which need no reading
                entries.append(value if known else to_fmpq(rational(value, exactly=exactly, tolerance=tolerance)))
            except InputError as error:
                raise InputError(f"{name}, row {i + 1}, column {j + 1}: {error}") from None
    return flint.fmpq_mat(len(table), lengths[0], entries)


def _is_row(row: Any) -> bool:
    return isinstance(row, Iterable) and not isinstance(row, (str, bytes, dict))


def _entry_latex(text: str) -> str:
    size, sign = text.removeprefix("-"), "-" * text.startswith("-")
    over, slash, under = size.partition("/")
    return sign + (rf"\tfrac{{{over}}}{{{under}}}" if slash else size)
