"""Exact arithmetic with algebraic numbers: real number fields, and matrices over them with exact zeros and ranks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import flint

from symdln.algebra.eigenvalue import START_BITS, interval_of, real_roots
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError

Element = flint.fmpq_poly
"""An element of a field Q(theta): a polynomial in theta of degree below that of the field."""

_X = flint.fmpq_poly([0, 1])


@dataclass(frozen=True)
class NumberField:
    """The field Q(theta), theta being real root number ``root`` (0-based, in decreasing order) of ``modulus``.

    ``modulus`` has ascending integer coefficients and is irreducible over the rationals; Q itself has theta = 0.
    Elements are zero exactly if their polynomial is: no enclosure takes part.

    >>> golden = NumberField((-1, -1, 1), 0)                      # theta^2 = theta + 1, theta = (1 + sqrt 5) / 2
    >>> golden.times(golden.theta, golden.theta) == golden.theta + 1, golden.sign(golden.theta - 2)
    (True, -1)

    Every element is a polynomial in theta of degree below 2; so ``theta^3 = theta^2 + theta = 2 theta + 1``:

    >>> golden.degree, golden.polynomial == golden.theta**2 - golden.theta - 1
    (2, True)
    >>> golden.reduced(golden.theta**3) == golden.power(golden.theta, 3) == golden.theta * 2 + 1
    True

    Enclosures are proved, and are used for bounds and signs only:

    >>> bool(golden.enclosure(golden.theta, 64) > 1), golden.generator(64).overlaps(golden.enclosure(golden.theta, 64))
    (True, True)
    >>> low, high = golden.bounds(golden.theta)
    >>> low**2 - low - 1 < 0 < high**2 - high - 1, golden.magnitude(golden.theta * 100)          # 2^7 < 161.8 < 2^8
    (True, 8)
    """

    modulus: tuple[int, ...] = (0, 1)
    root: int = 0

    def __post_init__(self) -> None:
        if not _is_irreducible(self.modulus):
            raise InputError(
                f"the modulus with coefficients {list(self.modulus)} must be irreducible and not constant."
            )
        count = len(real_roots(self.modulus, START_BITS))
        if not 0 <= self.root < count:
            raise InputError(f"root={self.root} was passed, but the modulus has {count} real roots, numbered from 0.")

    def __reduce__(self) -> tuple[Any, ...]:
        return NumberField, (self.modulus, self.root)

    @property
    def degree(self) -> int:
        """The dimension of the field over the rationals."""
        return len(self.modulus) - 1

    @property
    def theta(self) -> Element:
        """The generator as an element; a rational constant where the degree is 1."""
        return self.reduced(_X)

    @cached_property
    def polynomial(self) -> flint.fmpq_poly:
        """The modulus as a polynomial."""
        return flint.fmpq_poly(list(self.modulus))

    def reduced(self, polynomial: flint.fmpq_poly) -> Element:
        """The element given by a polynomial in theta."""
        return polynomial if polynomial.degree() < self.degree else polynomial % self.polynomial

    def times(self, left: Element, right: Element) -> Element:
        """The product of two elements."""
        return self.reduced(left * right)

    def power(self, element: Element, exponent: int) -> Element:
        """The element to the power of an integer ``exponent >= 0``."""
        value = flint.fmpq_poly([1])
        for _ in range(exponent):
            value = self.times(value, element)
        return value

    def generator(self, bits: int) -> flint.arb:
        """A rigorous enclosure of theta with about ``bits`` bits; use it inside ``flint.ctx.workprec(bits)``."""
        low, high = real_roots(self.modulus, bits)[self.root]
        ends = (flint.arb(flint.fmpq(end.numerator, end.denominator)) for end in (low, high))
        return next(ends).union(next(ends))

    def enclosure(self, element: Element, bits: int) -> flint.arb:
        """A rigorous enclosure of an element, computed with ``bits`` of precision."""
        with flint.ctx.workprec(bits):
            return _value(element, self.generator(bits))

    def bounds(self, element: Element, bits: int = 128) -> tuple[Fraction, Fraction]:
        """Rationals below and above an element, from its enclosure with ``bits`` of precision."""
        return interval_of(self.enclosure(element, bits))

    def sign(self, element: Element) -> int:
        """The sign of an element; zero is decided exactly, so enough precision always separates the rest from it."""
        if not element:
            return 0
        return 1 if self._separated(element) > 0 else -1

    def magnitude(self, element: Element) -> int:
        """An exponent e with ``|element|`` about ``2^e``, for an element that is not zero."""
        mantissa, exponent = (int(part) for part in self._separated(element).mid().man_exp())
        return abs(mantissa).bit_length() + exponent

    def _separated(self, element: Element) -> flint.arb:
        """An enclosure that excludes zero."""
        bits = 64
        while True:
            ball = self.enclosure(element, bits)
            if ball > 0 or ball < 0:
                return ball
            bits *= 2


@lru_cache(maxsize=1024)
def _is_irreducible(modulus: tuple[int, ...]) -> bool:
    if len(modulus) < 2 or not modulus[-1]:
        return False
    factors = flint.fmpz_poly(list(modulus)).factor()[1]
    return len(factors) == 1 and factors[0][1] == 1


def _value(element: Element, theta: flint.arb) -> flint.arb:
    """The polynomial at theta, by Horner's rule in the precision of the context."""
    coefficients = element.coeffs()
    total = flint.arb(coefficients[-1]) if coefficients else flint.arb(0)
    for coefficient in reversed(coefficients[:-1]):
        total = total * theta + flint.arb(coefficient)
    return total


# -- matrices ----------------------------------------------------------------------------------------------------------


class FieldMatrix:
    """An immutable matrix over a :class:`NumberField`; ranks and zeros are exact.

    Rational matrices come in by :meth:`lift`.  The rank is that of the rational matrix which replaces every entry by
    the matrix of its multiplication (:meth:`regular`), divided by the degree of the field.

    ``entries`` has the elements row by row, ``A[i, j]`` is one of them, counted from 0, and ``A.row(i)`` a row.

    >>> field = NumberField((-2, 0, 1))                                       # t = sqrt 2
    >>> t, one = field.theta, flint.fmpq_poly([1])
    >>> A = FieldMatrix(field, (2, 2), [one, t, t, one * 2])                  # the second row is t times the first
    >>> A.shape, A.rank(), A.rational_rank(), A.is_symmetric(), A.trace() == 3, A.T == A
    ((2, 2), 1, 2, True, True, True)
    >>> A.row(1) == A.entries[2:] == (t, 2), A.columns([1]) == A.columns([0]).scaled(t), A.field == field
    (True, True, True)
    >>> (A @ A - A.scaled(one * 3)).is_zero()                                 # a matrix of rank 1 and trace 3
    True

    Multiplication by t maps 1 to t and t to 2, so its matrix has the columns (0, 1) and (2, 0):

    >>> root = FieldMatrix(field, (1, 1), [t])
    >>> print(root.regular())
    [0  2]
    [1  0]
    >>> root.inverse()[0, 0] == t / 2, FieldMatrix.lift(field, Matrix([["1/2"]])).entries == (one / 2,)
    (True, True)
    >>> ball = root.enclosure(64)[0, 0]
    >>> bool(ball > 1), bool(ball < 2)
    (True, True)
    """

    __slots__ = ("entries", "field", "shape")

    def __init__(self, field: NumberField, shape: tuple[int, int], entries: Iterable[Element]):
        self.field, self.shape, self.entries = field, shape, tuple(entries)
        if len(self.entries) != shape[0] * shape[1]:
            raise InputError(
                f"a {shape[0]}x{shape[1]} matrix has {shape[0] * shape[1]} entries, not {len(self.entries)}."
            )

    @classmethod
    def lift(cls, field: NumberField, matrix: Matrix) -> FieldMatrix:
        """A rational matrix over the field."""
        return cls(field, matrix.shape, (flint.fmpq_poly([value]) for value in matrix.flint.entries()))

    def __getitem__(self, place: tuple[int, int]) -> Element:
        return self.entries[place[0] * self.shape[1] + place[1]]

    def row(self, index: int) -> tuple[Element, ...]:
        """The entries of a row, counted from 0."""
        width = self.shape[1]
        return self.entries[index * width : (index + 1) * width]

    @property
    def T(self) -> FieldMatrix:
        """The transpose."""
        rows, columns = self.shape
        places = itertools.product(range(columns), range(rows))
        return FieldMatrix(self.field, (columns, rows), (self[i, j] for j, i in places))

    def columns(self, places: Sequence[int]) -> FieldMatrix:
        """The matrix of these columns, in this order."""
        entries = (self[i, j] for i in range(self.shape[0]) for j in places)
        return FieldMatrix(self.field, (self.shape[0], len(places)), entries)

    def __repr__(self) -> str:
        return f"<{self.shape[0]}x{self.shape[1]} matrix over a number field of degree {self.field.degree}>"

    def __reduce__(self) -> tuple[Any, ...]:
        texts = [[str(value) for value in entry.coeffs()] for entry in self.entries]
        return _from_texts, (self.field, self.shape, texts)

    # -- arithmetic ----------------------------------------------------------------------------------------------------

    def __matmul__(self, other: FieldMatrix) -> FieldMatrix:
        self._same_field(other)
        if self.shape[1] != other.shape[0]:
            raise InputError(f"cannot multiply matrices of shapes {self.shape} and {other.shape}.")
        rows = [self.row(i) for i in range(self.shape[0])]
        columns = [other.entries[j :: other.shape[1]] for j in range(other.shape[1])]
        entries = (self.field.reduced(_dot(row, column)) for row in rows for column in columns)
        return FieldMatrix(self.field, (self.shape[0], other.shape[1]), entries)

    def __add__(self, other: FieldMatrix) -> FieldMatrix:
        self._same_field(other)
        if self.shape != other.shape:
            raise InputError(f"cannot add matrices of shapes {self.shape} and {other.shape}.")
        return FieldMatrix(self.field, self.shape, (a + b for a, b in zip(self.entries, other.entries, strict=True)))

    def __sub__(self, other: FieldMatrix) -> FieldMatrix:
        return self + other.scaled(flint.fmpq_poly([-1]))

    def scaled(self, factor: Element) -> FieldMatrix:
        """The matrix times an element of the field."""
        return FieldMatrix(self.field, self.shape, (self.field.times(factor, value) for value in self.entries))

    def trace(self) -> Element:
        """The sum of the entries on the diagonal, as an element of the field."""
        return sum((self[i, i] for i in range(min(self.shape))), flint.fmpq_poly([0]))

    def _same_field(self, other: FieldMatrix) -> None:
        if self.field != other.field:
            raise InputError("matrices over different number fields were combined; lift both into one field first.")

    # -- exact linear algebra ------------------------------------------------------------------------------------------

    def regular(self) -> Matrix:
        """The rational matrix in which the D x D matrix of its multiplication replaces every entry, D = degree."""
        D, (rows, columns) = self.field.degree, self.shape
        table = flint.fmpq_mat(rows * D, columns * D)
        for i, j in itertools.product(range(rows), range(columns)):
            element = self[i, j]
            for k in range(D if element else 0):
                for n, value in enumerate(element.coeffs()):
                    table[i * D + n, j * D + k] = value
                element = self.field.reduced(element * _X)
        return Matrix.from_flint(table)

    def rank(self) -> int:
        """The rank over the field, exactly."""
        total, D = self.rational_rank(), self.field.degree
        if total % D:
            raise AssertionError(
                f"the rational rank {total} is not a multiple of the degree {D}: the modulus is reducible."
            )
        return total // D

    def rational_rank(self) -> int:
        """The rank of :meth:`regular`: that over the field times the degree."""
        return self.regular().rank() if all(self.shape) else 0

    def inverse(self) -> FieldMatrix:
        """The inverse; ``InputError`` if the matrix is not invertible."""
        D = self.field.degree
        inverse = self.regular().inverse().flint
        size = self.shape[0]
        entries = (
            flint.fmpq_poly([inverse[i * D + n, j * D] for n in range(D)]) for i in range(size) for j in range(size)
        )
        return FieldMatrix(self.field, self.shape, entries)

    def is_zero(self) -> bool:
        """Whether every entry is 0."""
        return not any(self.entries)

    def is_symmetric(self) -> bool:
        """Whether the matrix is square and equals its transpose."""
        return self.shape[0] == self.shape[1] and self == self.T

    # -- enclosures ----------------------------------------------------------------------------------------------------

    def enclosure(self, bits: int) -> flint.arb_mat:
        """Rigorous enclosures of all entries, computed with ``bits`` of precision."""
        with flint.ctx.workprec(bits):
            theta = self.field.generator(bits)
            return flint.arb_mat(*self.shape, [_value(value, theta) for value in self.entries])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FieldMatrix):
            return NotImplemented
        return (self.field, self.shape, self.entries) == (other.field, other.shape, other.entries)

    __hash__ = None  # type: ignore[assignment]


def _from_texts(field: NumberField, shape: tuple[int, int], texts: list[list[str]]) -> FieldMatrix:
    entries = (flint.fmpq_poly([flint.fmpq(*map(int, text.split("/"))) for text in row]) for row in texts)
    return FieldMatrix(field, shape, entries)


def _dot(left: Sequence[Element], right: Sequence[Element]) -> flint.fmpq_poly:
    return sum((a * b for a, b in zip(left, right, strict=True) if a and b), flint.fmpq_poly([0]))


def side_by_side(field: NumberField, height: int, blocks: Sequence[FieldMatrix]) -> FieldMatrix:
    """The blocks, all of this height, beside each other; a matrix without columns where there are no blocks.

    >>> field = NumberField((-2, 0, 1))
    >>> A, B = (FieldMatrix(field, (1, 1), [element]) for element in (field.theta, field.theta + 1))
    >>> whole = side_by_side(field, 1, [A, B])
    >>> whole.shape, whole.entries == (field.theta, field.theta + 1), side_by_side(field, 3, []).shape
    ((1, 2), True, (3, 0))
    """
    entries = (value for i in range(height) for block in blocks for value in block.row(i))
    return FieldMatrix(field, (height, sum(block.shape[1] for block in blocks)), entries)
