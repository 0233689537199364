"""The same expressions in sympy: as matrix expressions of MatrixSymbols, and entry by entry for concrete sizes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from symdln.algebra.words.evaluation import evaluate_numpy
from symdln.algebra.words.expressions import Expression, Symbol
from symdln.algebra.words.scalars import Scalar
from symdln.algebra.words.substitution import sizes_of, symbols_of
from symdln.algebra.words.symbols import Letter, Size, Word
from symdln.errors import InputError


def to_sympy(value: Expression | Scalar) -> Any:
    """The value as a sympy matrix expression, or as a sympy scalar with ``Trace``.

    Symbols become ``MatrixSymbol``, named sizes positive integer symbols, and named scalars plain symbols.  sympy does
    not know that a symmetric symbol is symmetric; it is only written without transposes.  Do not differentiate the
    result by a matrix: for a sum of traces sympy silently returns zero.  ``InputError`` for two symbols of one name.

    >>> from symdln.algebra.words import trace
    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "m", "n")
    >>> to_sympy(A.T @ B), to_sympy(2 * trace(A @ B.T)), to_sympy(A).shape
    (A.T*B, 2*Trace(A*B.T), (m, n))
    """
    import sympy

    _refuse_namesakes(value)
    if isinstance(value, Scalar):
        return sympy.Add(*[_term(monomial, coefficient, _sizes(value)) for monomial, coefficient in value.terms])
    sizes = _sizes(value)
    rows, columns = _size(value.rows), _size(value.columns)
    terms = []
    for word, coefficient in value.terms:
        number = sympy.Add(*[_term(monomial, c, sizes) for monomial, c in coefficient.terms])
        terms.append(number * _word(word, rows))
    return sympy.MatAdd(*terms).doit() if terms else sympy.ZeroMatrix(rows, columns)


def entries(symbol: Symbol, sizes: Mapping[str, int]) -> Any:
    """The sympy matrix of a symbol for these sizes, with the entries ``W[0,0], W[0,1], ...`` as free symbols.

    A symmetric symbol has equal entries across its diagonal.  ``InputError`` where the value of a size is missing.

    >>> entries(Symbol("S", "n", "n", symmetric=True), {"n": 2})
    Matrix([
    [S[0,0], S[0,1]],
    [S[0,1], S[1,1]]])
    """
    import sympy

    shape = []
    for size in symbol.shape:
        if isinstance(size, str) and size not in sizes:
            raise InputError(f'the size {size!r} of {symbol.name} has no value; pass it like {{"{size}": 3}}.')
        shape.append(sizes[size] if isinstance(size, str) else size)

    def entry(i: int, j: int) -> Any:
        i, j = (min(i, j), max(i, j)) if symbol.symmetric else (i, j)
        return sympy.Symbol(f"{symbol.name}[{i},{j}]")

    return sympy.ImmutableMatrix(*shape, [entry(i, j) for i in range(shape[0]) for j in range(shape[1])])


def to_sympy_entries(value: Expression | Scalar, sizes: Mapping[str, int]) -> Any:
    """The value entry by entry for concrete sizes: a sympy matrix, or a sympy expression for a scalar.

    The entries of the symbols are those of :func:`entries`; named scalars become plain symbols.  Nothing is expanded.

    >>> from symdln.algebra.words import norm_squared
    >>> to_sympy_entries(norm_squared(Symbol("x", "n", 1)), {"n": 2})
    x[0,0]**2 + x[1,0]**2
    """
    import sympy

    _refuse_namesakes(value)
    names = {name: sympy.Symbol(name) for name in _scalar_names(value) if name not in sizes}
    tables = {symbol: _table(entries(symbol, sizes)) for symbol in symbols_of(value)}
    result = evaluate_numpy(value, {**tables, **names, **sizes})
    if isinstance(value, Scalar):
        return sympy.sympify(result)
    return sympy.ImmutableMatrix(*result.shape, result.ravel().tolist())


def _table(matrix: Any) -> np.ndarray:
    return np.array(matrix.flat(), dtype=object).reshape(matrix.shape)


def _scalar_names(value: Expression | Scalar) -> set[str]:
    scalars = [value] if isinstance(value, Scalar) else [coefficient for _, coefficient in value.terms]
    return {atom for one in scalars for atom in one.atoms() if isinstance(atom, str)}


def _refuse_namesakes(value: Expression | Scalar) -> None:
    """In sympy symbols differ by their names alone."""
    found: dict[str, Symbol] = {}
    for symbol in symbols_of(value):
        if found.setdefault(symbol.name, symbol) != symbol:
            raise InputError(f"two symbols are called {symbol.name}; sympy would confuse them, so rename one.")


def _sizes(value: Expression | Scalar) -> set[str]:
    return {size for size in sizes_of(value) if isinstance(size, str)}


def _size(size: Size) -> Any:
    import sympy

    return sympy.Symbol(size, integer=True, positive=True) if isinstance(size, str) else sympy.Integer(size)


def _letter(letter: Letter) -> Any:
    import sympy

    plain = letter.T if letter.transposed else letter
    matrix = sympy.MatrixSymbol(plain.name, _size(plain.rows), _size(plain.columns))
    return matrix.T if letter.transposed else matrix


def _word(word: Word, size: Any) -> Any:
    import sympy

    return sympy.MatMul(*[_letter(letter) for letter in word]).doit() if word else sympy.Identity(size)


def _term(monomial: Any, coefficient: Fraction, sizes: set[str]) -> Any:
    import sympy

    factors: list[Any] = [sympy.Rational(coefficient.numerator, coefficient.denominator)]
    for atom, power in monomial:
        if isinstance(atom, str):
            base = _size(atom) if atom in sizes else sympy.Symbol(atom)
        else:
            base = sympy.Trace(_word(atom, None))
        factors.append(base**power)
    return sympy.Mul(*factors)
