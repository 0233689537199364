"""Real algebraic numbers as people write them, read into one real number field that grows with them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.eigenvalue import START_BITS, Eigenvalue, real_roots
from symdln.algebra.field_extension import LARGEST_ALGEBRA, MOST_DEGREE, adjoined, too_large
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import Element, FieldMatrix, NumberField
from symdln.algebra.rational import rational, to_fmpq
from symdln.errors import InputError, UndecidedError, shown

MOST_CHARACTERS = 1000
MOST_EXPONENT = 100
MOST_BITS = 100_000  # bits of an element with all its coefficients
MOST_HEIGHT = 50  # levels of nested operations
_WRITTEN = "a number such as 3/4, sqrt(2), (1 - sqrt(3))/2, cbrt(2) or 2^(1/3)"

Number = tuple[int, Element]
"""An element, with the number of times that the field had grown when it was made."""


class FieldReader:
    """A real number field that grows whenever it reads a number that it does not contain.

    It accepts all that :func:`symdln.rational` reads; texts with ``+ - * / ^`` (or ``**``), brackets, ``sqrt``,
    ``cbrt`` and rational exponents; sympy numbers made of these, or real ``CRootOf``; and :class:`symdln.Eigenvalue`.
    Roots are real: the positive root of a positive number, and odd roots of negative numbers by ``cbrt``.  With
    a ``field`` to start from, the letter t in texts is its generator.

    >>> reader = FieldReader()
    >>> golden, one = reader.read("(1 + sqrt(5))/2"), reader.read(1)
    >>> reader.field.degree, reader.element(golden) ** 2 % reader.field.polynomial == reader.element(golden) + 1
    (2, True)

    A matrix is read entry by entry, and is put together in the field that has grown meanwhile:

    >>> reader = FieldReader(NumberField((-2, 0, 1)))                             # from Q(sqrt 2), whose generator is t
    >>> table = reader.rows([["sqrt(3)", "1 - t"]], name="A")
    >>> A = reader.matrix(table)
    >>> A.field.degree, [minimal(A.field, entry).factor for entry in A.row(0)]      # x^2 - 3 and x^2 - 2 x - 1
    (4, [(-3, 0, 1), (-1, -2, 1)])
    >>> old = FieldMatrix(NumberField((-2, 0, 1)), (1, 1), [flint.fmpq_poly([0, 1])])
    >>> new = reader.lifted(old)   # sqrt 2 as an element of Q(sqrt 2, sqrt 3)
    >>> new.field == A.field, minimal(new.field, new[0, 0]).factor
    (True, (-2, 0, 1))
    """

    def __init__(self, field: NumberField | None = None, most_degree: int = MOST_DEGREE):
        self.fields, self.images = [field or NumberField()], []
        self.most_degree, self.has_generator = most_degree, field is not None and field.degree > 1
        self._known: dict[Any, Number] = {}

    @property
    def field(self) -> NumberField:
        """The field of all numbers read so far."""
        return self.fields[-1]

    def element(self, number: Number) -> Element:
        """A number that was read, as an element of :attr:`field`."""
        stage, element = number
        for image, field in zip(self.images[stage:], self.fields[stage + 1 :], strict=True):
            element = field.reduced(element(image))
        return element

    def read(self, value: Any) -> Number:
        """One number.  Raises ``InputError`` for anything else, ``UndecidedError`` for too large a field."""
        if isinstance(value, Eigenvalue):
            return self._remembered(("eigenvalue", value.factor, value.root), lambda: self._adjoin(value))
        if isinstance(value, str):
            return self._remembered(value, lambda: self._text(value))
        if getattr(value, "is_Rational", None) is False and hasattr(value, "args"):
            return self._remembered(value, lambda: self._sympy(value))
        return self._rational(rational(value))

    def rows(self, value: Any, name: str) -> list[list[Number]]:
        """The entries of a matrix: a list of rows, an array, a ``Matrix``, or a ``FieldMatrix`` over the start."""
        if isinstance(value, FieldMatrix):
            if value.field != self.fields[0]:
                raise InputError(f"{name} lies over another number field than the one that was passed; lift it first.")
            return [[(0, entry) for entry in value.row(i)] for i in range(value.shape[0])]
        given = value.rows() if isinstance(value, Matrix) else value.tolist() if hasattr(value, "tolist") else value
        listed = [list(row) for row in given] if _is_table(given) else []
        if not listed or len({len(row) for row in listed}) != 1 or not listed[0]:
            raise InputError(f"{name} must be a list of rows of equal length, but {shown(value)} was passed.")
        return [[self._entry(entry, name, i, j) for j, entry in enumerate(row, 1)] for i, row in enumerate(listed, 1)]

    def _entry(self, value: Any, name: str, row: int, column: int) -> Number:
        try:
            return self.read(value)
        except (InputError, UndecidedError) as error:
            raise type(error)(f"{name}, row {row}, column {column}: {error}") from None

    def matrix(self, rows: Sequence[Sequence[Number]]) -> FieldMatrix:
        """The matrix over the present :attr:`field` of entries that were read; ``rows`` has at least one row."""
        entries = (self.element(entry) for row in rows for entry in row)
        return FieldMatrix(self.field, (len(rows), len(rows[0])), entries)

    def lifted(self, matrix: FieldMatrix) -> FieldMatrix:
        """A matrix over the first field, over :attr:`field`."""
        return FieldMatrix(self.field, matrix.shape, (self.element((0, entry)) for entry in matrix.entries))

    # -- making numbers ------------------------------------------------------------------------------------------------

    def _remembered(self, key: Any, make: Callable[[], Number]) -> Number:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def _now(self, element: Element) -> Number:
        if sum(int(value.p).bit_length() + int(value.q).bit_length() for value in element.coeffs()) > MOST_BITS:
            raise InputError(f"a number of more than {MOST_BITS:,} bits occurs on the way; use smaller numbers.")
        return len(self.images), element

    def _rational(self, value: Fraction) -> Number:
        return self._now(flint.fmpq_poly([to_fmpq(value)]))

    def _pair(self, left: Number, right: Number, combine: Callable[[Element, Element], Element]) -> Number:
        return self._now(combine(self.element(left), self.element(right)))

    def _quotient(self, left: Number, right: Number) -> Number:
        divisor = self.element(right)
        if not divisor:
            raise InputError("a number is divided by zero; correct the entry.")
        inverse = FieldMatrix(self.field, (1, 1), [divisor]).inverse()[0, 0]
        return self._now(self.field.times(self.element(left), inverse))

    def _power(self, base: Number, exponent: Fraction) -> Number:
        if max(abs(exponent.numerator), exponent.denominator) > MOST_EXPONENT:
            raise InputError(f"the exponent {exponent} is beyond {MOST_EXPONENT}; write the number out.")
        raised = self._now(self.field.power(self.element(base), abs(exponent.numerator)))
        if exponent < 0:
            raised = self._quotient(self._rational(Fraction(1)), raised)
        return raised if exponent.denominator == 1 else self._root(raised, exponent.denominator)

    def _root(self, number: Number, n: int) -> Number:
        """The real root >= 0 of a number >= 0."""
        element = self.element(number)
        sign = self.field.sign(element)
        if sign < 0:
            raise InputError(
                "the root of a negative number is not real as it is written; odd roots of negative numbers are written "
                "-cbrt(2) or -(2^(1/5))."
            )
        return number if sign == 0 else self._adjoin(root_of(self.field, element, n, self.most_degree))

    def _adjoin(self, value: Eigenvalue) -> Number:
        """The number, after the field has grown if necessary."""
        if value.value is not None:
            return self._rational(value.value)
        field = self.field
        _check_algebra(field.degree * (len(value.factor) - 1), self.most_degree)
        found, image, element = adjoined(field, value)
        if found.degree > self.most_degree:
            raise too_large(found.degree, self.most_degree)
        self.fields.append(found)
        self.images.append(image)
        return self._now(element)

    # -- texts ---------------------------------------------------------------------------------------------------------

    def _text(self, text: str) -> Number:
        try:
            return self._rational(rational(text))
        except InputError:
            if not self.has_generator and not any(sign in text for sign in "(*^"):
                raise
        if len(text) > MOST_CHARACTERS:
            raise InputError(f"{shown(text)} has {len(text)} characters, and numbers may have {MOST_CHARACTERS}.")
        source = text.strip().replace("^", "**")
        try:
            tree = ast.parse(source, mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            raise InputError(f"{shown(text)} is not a number that can be read; write {_WRITTEN}.") from None
        try:
            return self._node(tree, source, 0)
        except (InputError, UndecidedError) as error:
            raise type(error)(f"{shown(text)}: {error}") from None

    def _node(self, node: ast.AST, source: str, height: int) -> Number:
        if height > MOST_HEIGHT:
            raise InputError(f"it is nested in more than {MOST_HEIGHT} levels; write it flatter.")

        def inside(part: ast.AST) -> Number:
            return self._node(part, source, height + 1)

        match node:
            case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
                return self._rational(rational(ast.get_source_segment(source, node) or ""))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                sign = -1 if isinstance(node.op, ast.USub) else 1
                return self._now(sign * self.element(inside(operand)))
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self._power(inside(base), self._exponent(inside(exponent)))
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self._quotient(inside(left), inside(right))
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
                operations = {ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: self._field_product}
                return self._pair(inside(left), inside(right), operations[type(node.op)])
            case ast.Name(id="t") if self.has_generator:
                return 0, self.fields[0].theta
            case ast.Call(func=ast.Name(id="sqrt"), args=[argument], keywords=[]):
                return self._root(inside(argument), 2)
            case ast.Call(func=ast.Name(id="cbrt"), args=[argument], keywords=[]):
                return self._odd_root(inside(argument), 3)
        raise InputError(f"it has a part that cannot be read; write {_WRITTEN}.")

    def _field_product(self, left: Element, right: Element) -> Element:
        """The product of two elements of :attr:`field`."""
        return self.field.times(left, right)

    def _exponent(self, number: Number) -> Fraction:
        element = self.element(number)
        if element.degree() > 0:
            raise InputError("an exponent is irrational; exponents must be rational for the number to be algebraic.")
        value = element[0]
        return Fraction(int(value.p), int(value.q))

    def _odd_root(self, number: Number, n: int) -> Number:
        element = self.element(number)
        sign = self.field.sign(element)
        root = self._root(self._now(sign * element), n)
        return self._now(sign * self.element(root))

    # -- sympy ---------------------------------------------------------------------------------------------------------

    def _sympy(self, value: Any) -> Number:
        if getattr(value, "is_Float", False):
            return self._rational(rational(value))  # the error message shows it
        if value.is_Add or value.is_Mul:
            parts = [self.read(part) for part in value.args]
            total = parts[0]
            for part in parts[1:]:
                total = self._pair(total, part, (lambda a, b: a + b) if value.is_Add else self._field_product)
            return total
        if value.is_Pow and value.exp.is_Rational:
            return self._power(self.read(value.base), rational(value.exp))
        if type(value).__name__ == "ComplexRootOf" and value.is_real:
            return self._adjoin(_of_crootof(value))
        raise InputError(
            f"{shown(value)} is not read as a real algebraic number; pass sympy numbers made of rationals, sums, "
            "products and rational powers (sympy.sqrt, sympy.root), or a real CRootOf."
        )


def _of_crootof(value: Any) -> Eigenvalue:
    """sympy numbers the real roots of an irreducible polynomial first, in increasing order."""
    coefficients = [int(c) for c in reversed(value.poly.all_coeffs())]
    sign = 1 if coefficients[-1] > 0 else -1
    factor = tuple(sign * c for c in coefficients)
    roots = real_roots(factor, START_BITS)
    place = len(roots) - 1 - value.index
    low, high = roots[place]
    return Eigenvalue(low if low == high else None, factor, place, 1, low, high)


def root_of(field: NumberField, element: Element, n: int, most_degree: int = MOST_DEGREE) -> Eigenvalue:
    """The positive n-th root of a positive element, as a root of an irreducible polynomial over the rationals.

    If p is the characteristic polynomial of the multiplication by u, the n-th root t of u is a root of ``p(x^n)``; and
    among its positive roots it is the only one in whose interval ``[low, high]`` the power falls, ``low^n <= u <=
    high^n``, once the intervals are narrow enough; both comparisons are exact.  ``UndecidedError`` where the degree of
    ``p(x^n)`` is above four times ``most_degree``.

    >>> root = NumberField((-2, 0, 1))   # t = sqrt 2, and (1 + t)^2 = 3 + 2 t
    >>> root_of(root, root.theta * 2 + 3, 2).factor, root_of(root, root.theta, 2).factor
    ((-1, -2, 1), (-2, 0, 0, 0, 1))
    """
    _check_algebra(field.degree * n, most_degree)
    characteristic = FieldMatrix(field, (1, 1), [element]).regular().flint.charpoly()
    spread = flint.fmpq_poly([c for value in characteristic.coeffs() for c in (value, *[0] * (n - 1))]).numer()
    factors = [tuple(int(c) for c in factor.coeffs()) for factor, _ in spread.factor()[1]]
    bits = START_BITS
    while True:
        found = [
            Eigenvalue(low if low == high else None, factor, place, 1, low, high)
            for factor in factors
            for place, (low, high) in enumerate(real_roots(factor, bits))
            if low > 0
            and field.sign(element - to_fmpq(low**n)) >= 0
            and field.sign(element - to_fmpq(high**n)) <= 0
        ]  # fmt: skip
        if len(found) == 1:
            return found[0]
        bits *= 2


def minimal(field: NumberField, element: Element) -> Eigenvalue:
    """An element of the field as a root of its minimal polynomial over the rationals.

    >>> golden = NumberField((-1, -1, 1), 0)
    >>> minimal(golden, golden.theta * 2 - 1).factor                                     # sqrt 5
    (-5, 0, 1)
    """
    characteristic = FieldMatrix(field, (1, 1), [element]).regular().flint.charpoly().numer()
    (factor, _), *_ = characteristic.factor()[1]  # a power of one irreducible polynomial
    coefficients = tuple(int(c) for c in factor.coeffs())
    if coefficients[-1] < 0:
        coefficients = tuple(-c for c in coefficients)
    bits = START_BITS
    while True:
        found = [
            Eigenvalue(low if low == high else None, coefficients, place, 1, low, high)
            for place, (low, high) in enumerate(real_roots(coefficients, bits))
            if field.sign(element - to_fmpq(low)) >= 0 and field.sign(element - to_fmpq(high)) <= 0
        ]
        if len(found) == 1:
            return found[0]
        bits *= 2


def element_text(element: Element, name: str = "t") -> str:
    """An element as a polynomial in the generator.

    >>> element_text(flint.fmpq_poly([1, 0, flint.fmpq(-1, 2)])), element_text(flint.fmpq_poly([0]))
    ('1 - 1/2*t^2', '0')
    """
    text = ""
    for power, value in enumerate(element.coeffs()):
        if not value:
            continue
        letter = "" if not power else name if power == 1 else f"{name}^{power}"
        size = abs(value)
        body = letter if letter and size == 1 else f"{size}*{letter}" if letter else str(size)
        text += (("-" if value < 0 else "") if not text else " - " if value < 0 else " + ") + body
    return text or "0"


def read_matrices(
    named: Sequence[tuple[str, Any]], field: NumberField | None = None
) -> tuple[FieldReader, list[FieldMatrix]]:
    """Matrices of algebraic numbers, all over one field, and the reader that made them; see :meth:`FieldReader.rows`.

    Raises ``InputError`` with the name of the matrix and the place of the entry.

    >>> reader, (A, B) = read_matrices([("A", [["sqrt(2)"]]), ("B", [["1/2"], ["sqrt(8)"]])])
    >>> A.field == B.field == reader.field, reader.field.degree, B.entries[1] == A.entries[0] * 2
    (True, 2, True)
    """
    reader = FieldReader(field)
    rows = [reader.rows(value, name) for name, value in named]
    return reader, [reader.matrix(table) for table in rows]


def _is_table(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(row, (list, tuple)) for row in value)


def _check_algebra(degree: int, most_degree: int) -> None:
    if degree > LARGEST_ALGEBRA * most_degree:
        raise too_large(degree, most_degree)
