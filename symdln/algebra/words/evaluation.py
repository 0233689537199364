"""Values of expressions and scalars for given matrices: exact, or in numpy (batches, and entries of any ring)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, overload

import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational
from symdln.algebra.words.expressions import Expression, Symbol, as_symbol, described
from symdln.algebra.words.scalars import Atom, Scalar
from symdln.algebra.words.symbols import Letter, Size, Word
from symdln.errors import InputError


@overload
def evaluate(value: Expression, assignment: Mapping[Any, Any]) -> Matrix: ...
@overload
def evaluate(value: Scalar, assignment: Mapping[Any, Any]) -> Fraction: ...
def evaluate(value: Expression | Scalar, assignment: Mapping[Any, Any]) -> Matrix | Fraction:
    """The exact value for an assignment ``{symbol: matrix, name of a scalar or size: rational}``.

    Matrices are anything :class:`~symdln.Matrix` reads.  Named sizes follow from the matrices; a size that no matrix
    has is given by its name.  ``InputError`` if a shape, a size or a symmetry contradicts the symbols, or if a value is
    missing.

    >>> from symdln.algebra.words import Symbol, scalar, trace
    >>> A = Symbol("A", "m", "n")
    >>> evaluate(scalar("f") * trace(A.T @ A), {A: [[1, 2]], "f": "1/5"}) == 1
    True
    """
    values = Assignment.exact(assignment)
    return values.matrix(value) if isinstance(value, Expression) else values.scalar(value)


@overload
def evaluate_numpy(value: Expression, assignment: Mapping[Any, Any]) -> np.ndarray: ...
@overload
def evaluate_numpy(value: Scalar, assignment: Mapping[Any, Any]) -> Any: ...
def evaluate_numpy(value: Expression | Scalar, assignment: Mapping[Any, Any]) -> Any:
    """The value for numpy arrays ``{symbol: array, name of a scalar or size: number}``.

    The last two axes are the matrix, axes before them a batch (they broadcast).  With float arrays the rational
    coefficients are rounded to floats; with arrays of objects (Fractions, elements of a ring) they stay exact.
    ``InputError`` where a value is missing, or a shape or a symmetry contradicts the symbols.

    >>> from symdln.algebra.words import norm_squared
    >>> A = Symbol("A", "m", "n")
    >>> evaluate_numpy(norm_squared(A) / 2, {A: np.array([[[1.0, 2.0]], [[3.0, 4.0]]])}).tolist()      # of two matrices
    [2.5, 12.5]
    """
    values = Assignment.numpy(assignment)
    return values.matrix(value) if isinstance(value, Expression) else values.scalar(value)


@dataclass(frozen=True)
class _Arithmetic:
    """What the two kinds of evaluation do differently."""

    identity: Callable[[int], Any]
    zeros: Callable[[int, int], Any]
    trace: Callable[[Any], Any]
    number: Callable[[Fraction], Any]


class Assignment:
    """Checked values for symbols, scalars and sizes; :func:`evaluate` and :func:`evaluate_numpy` make one."""

    def __init__(self, matrices: dict[Letter, Any], names: dict[str, Any], arithmetic: _Arithmetic):
        self.matrices, self.names, self.arithmetic = matrices, names, arithmetic

    @classmethod
    def exact(cls, assignment: Mapping[Any, Any]) -> Assignment:
        names = {name: rational(value) for name, value in assignment.items() if isinstance(name, str)}
        matrices = {}
        for key, value in assignment.items():
            if not isinstance(key, str):
                symbol = as_symbol(key, "what a matrix is assigned to")
                matrices[symbol] = Matrix(value, name=f"the matrix for {symbol.name}")
        checked = _bind(matrices, names)
        return cls(checked, names, _Arithmetic(Matrix.identity, Matrix.zeros, Matrix.trace, lambda value: value))

    @classmethod
    def numpy(cls, assignment: Mapping[Any, Any]) -> Assignment:
        names = {name: value for name, value in assignment.items() if isinstance(name, str)}
        matrices = {}
        for key, value in assignment.items():
            if not isinstance(key, str):
                symbol = as_symbol(key, "what a matrix is assigned to")
                matrices[symbol] = np.asarray(value)
                if matrices[symbol].ndim < 2:
                    raise InputError(f"the array for {symbol.name} has {matrices[symbol].ndim} axes; a matrix has two.")
        checked = _bind(matrices, names)
        is_object = any(value.dtype == object for value in matrices.values())
        return cls(checked, names, _numpy_arithmetic(is_object))

    def size(self, size: Size) -> int:
        """The number that a size stands for."""
        if isinstance(size, int):
            return size
        if size not in self.names:
            raise InputError(f'the size {size!r} is not known from the matrices; assign it, like {{"{size}": 3}}.')
        number = self.names[size]
        if number != int(number) or number < 0:
            raise InputError(f"the size {size!r} has the value {number}; a size is a non-negative integer.")
        return int(number)

    def shape(self, shape: tuple[Size, Size]) -> tuple[int, int]:
        return self.size(shape[0]), self.size(shape[1])

    def matrix(self, expression: Expression) -> Any:
        """The value of an expression."""
        total = None
        for word, coefficient in expression.terms:
            term = self._product(word, expression.rows)
            if coefficient != 1:
                term = _scaled(term, self.scalar(coefficient))
            total = term if total is None else total + term
        return self.arithmetic.zeros(*self.shape(expression.shape)) if total is None else total

    def scalar(self, value: Scalar) -> Any:
        """The value of a scalar."""
        total: Any = self.arithmetic.number(Fraction(0))
        for monomial, coefficient in value.terms:
            term = self.arithmetic.number(coefficient)
            for atom, power in monomial:
                number = self._atom(atom)
                for _ in range(power):
                    term = term * number
            total = total + term
        return total

    def _atom(self, atom: Atom) -> Any:
        if not isinstance(atom, str):
            return self.arithmetic.trace(self._product(atom, atom[0].rows))
        if atom not in self.names:
            raise InputError(f'the scalar {atom!r} has no value; assign it by name, like {{"{atom}": "1/2"}}.')
        return self.names[atom]

    def _product(self, word: Word, size: Size) -> Any:
        if not word:
            return self.arithmetic.identity(self.size(size))
        factors = [self._letter(letter) for letter in word]
        if self.size(word[0].rows) > self.size(word[-1].columns):  # the thin side first
            value = factors[-1]
            for factor in reversed(factors[:-1]):
                value = factor @ value
            return value
        value = factors[0]
        for factor in factors[1:]:
            value = value @ factor
        return value

    def _letter(self, letter: Letter) -> Any:
        if letter not in self.matrices:
            symbol = Symbol.of_letter(letter)
            raise InputError(f"no matrix is assigned to {described(symbol)}; add it to the assignment.")
        return self.matrices[letter]


def _scaled(matrix: Any, number: Any) -> Any:
    """``number * matrix``, where a batch of numbers scales a batch of matrices."""
    if isinstance(number, np.ndarray) and number.ndim:
        return matrix * number[..., None, None]
    return matrix * number


def _bind(matrices: Mapping[Symbol, Any], names: dict[str, Any]) -> dict[Letter, Any]:
    """The matrix of every letter; named sizes are read from the shapes into ``names`` and must agree."""
    letters = {}
    for symbol, value in matrices.items():
        for size, number, side in zip(symbol.shape, value.shape[-2:], ("rows", "columns"), strict=True):
            known = names.setdefault(size, number) if isinstance(size, str) else size
            if known != number:
                due = f"{size} = {known}" if isinstance(size, str) else str(size)
                raise InputError(f"the matrix for {described(symbol)} has {number} {side}, but {due} is needed.")
        flipped = _flipped(value)
        if symbol.symmetric and not _equal(flipped, value):
            raise InputError(f"the matrix for {symbol.name} is not symmetric, but the symbol is; pass a symmetric one.")
        letters[symbol.letter.T] = flipped
        letters[symbol.letter] = value
    return letters


def _flipped(value: Any) -> Any:
    return np.swapaxes(value, -1, -2) if isinstance(value, np.ndarray) else value.T


def _equal(left: Any, right: Any) -> bool:
    return bool(np.all(left == right)) if isinstance(left, np.ndarray) else left == right


def _numpy_arithmetic(is_object: bool) -> _Arithmetic:
    def exact(value: Fraction) -> Any:
        return value.numerator if value.denominator == 1 else value

    def array_trace(array: np.ndarray) -> Any:
        return np.trace(array, axis1=-2, axis2=-1)

    if not is_object:
        return _Arithmetic(np.eye, lambda rows, columns: np.zeros((rows, columns)), array_trace, float)
    return _Arithmetic(
        lambda size: np.eye(size, dtype=int).astype(object),
        lambda rows, columns: np.zeros((rows, columns), dtype=int).astype(object),
        array_trace,
        exact,
    )
