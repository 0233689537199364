"""Matrix expressions: linear combinations of words in rectangular matrix symbols, always in normal form."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symdln.algebra.words.scalars import (
    MadeBy,
    MatrixLike,
    Scalar,
    as_scalar,
    join_terms,
    reduced_word,
    scalar_words,
    sum_scalars,
    with_coefficient,
    word_trace,
)
from symdln.algebra.words.symbols import (
    Letter,
    Size,
    Word,
    checked_name,
    checked_size,
    latex_name,
    transposed_word,
    word_key,
    word_latex,
    word_text,
)
from symdln.errors import InputError

_ONE = Scalar(1)


class Expression(MatrixLike):
    """An immutable ``rows x columns`` matrix: a sum of words with :class:`Scalar` coefficients.

    The normal form pushes transposes to the symbols, never transposes a symmetric symbol, drops identities and zeros,
    takes 1 x 1 factors out as scalars and collects like words; ``==`` compares normal forms, and a 1 x 1 matrix with a
    scalar by its trace.  Built from
    :class:`Symbol`, :func:`identity` and :func:`zero` by ``@``, ``+``, ``-``, ``.T`` and multiplication by rationals
    and scalars; sizes that do not fit are refused.

    >>> W, X, Y = Symbol("W", "d_1", "d_0"), Symbol("X", "d_0", "m"), Symbol("Y", "d_1", "m")
    >>> print(((W @ X - Y) / 2).T)
    1/2 X^T W^T - 1/2 Y^T
    >>> x, y = Symbol("x", "n", 1), Symbol("y", "n", 1)
    >>> print(x @ y.T @ x @ x.T)
    tr(x^T y) x x^T

    ``terms`` are words, which are tuples of letters, and their coefficients; ``made_by`` is the operation that made the
    expression, and its operands, None for one that was made of terms.

    >>> E = 2 * W @ X - Y
    >>> E.shape == (E.rows, E.columns) == ("d_1", "m"), E.is_symmetric, (E @ E.T).is_symmetric
    (True, False, True)
    >>> E.terms, E.made_by[0], sorted(map(str, E.letters()))
    ((((W, X), <2>), ((Y,), <-1>)), 'sum', ['W', 'X', 'Y'])
    >>> Expression.from_terms("d_1", "m", E.terms) == E
    True
    >>> print(E.T.latex())
    2\\, X^\\top W^\\top - Y^\\top
    """

    __slots__ = ("_hash", "_sum", "columns", "made_by", "rows")
    __array_ufunc__ = None

    rows: Size
    columns: Size
    _sum: dict[Word, Scalar]
    _hash: int | None
    made_by: MadeBy | None

    @classmethod
    def from_terms(cls, rows: Size, columns: Size, terms: Iterable[tuple[Word, Scalar]]) -> Expression:
        """The sum of ``coefficient * word`` over the terms, all of this shape; like words are collected."""
        total: dict[Word, Scalar] = {}
        empty = rows == 0 or columns == 0
        for word, coefficient in terms:
            if empty:
                break
            for letter in word:
                if letter.narrow:
                    word, factor = reduced_word(word)
                    coefficient = times(coefficient, factor)
                    break
            total[word] = total[word] + coefficient if word in total else coefficient
        self = Expression.__new__(Expression)
        self._fill(rows, columns, {word: value for word, value in total.items() if value})
        return self

    def _fill(self, rows: Size, columns: Size, total: dict[Word, Scalar]) -> None:
        self.rows, self.columns, self._sum, self._hash, self.made_by = rows, columns, total, None, None

    def _made_by(self, *operation: Any) -> Expression:
        self.made_by = operation
        return self

    # -- looking -------------------------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[Size, Size]:
        """``(rows, columns)``, each an integer or a name."""
        return self.rows, self.columns

    @property
    def terms(self) -> tuple[tuple[Word, Scalar], ...]:
        """The words and their coefficients, in the order in which they are printed; the empty word is the identity."""
        return tuple(sorted(self._sum.items(), key=_term_key)) if len(self._sum) > 1 else tuple(self._sum.items())

    def letters(self) -> frozenset[Letter]:
        """The letters that occur, in words and in the traces of the coefficients."""
        within = {letter for word in self._sum for letter in word}
        traced = {letter for value in self._sum.values() for word in value.words() for letter in word}
        return frozenset(within | traced)

    def __bool__(self) -> bool:
        return bool(self._sum)

    @property
    def T(self) -> Expression:
        """The transpose."""
        terms = [(transposed_word(word), value) for word, value in self._sum.items()]
        return Expression.from_terms(self.columns, self.rows, terms)._made_by("transpose", self)

    @property
    def is_symmetric(self) -> bool:
        """Whether the expression equals its transpose for all values of its symbols (as words)."""
        return self.rows == self.columns and self == self.T

    # -- arithmetic ----------------------------------------------------------------------------------------------------

    def __matmul__(self, other: Any) -> Expression:
        return product(self, other)

    def __add__(self, other: Any) -> Expression:
        self._check_same_shape(other)
        total = Expression.from_terms(self.rows, self.columns, [*self._sum.items(), *other._sum.items()])
        return total._made_by("sum", self, other)

    def __radd__(self, other: Any) -> Expression:
        if isinstance(other, int) and other == 0:  # where sum() starts
            return self
        raise InputError(f"cannot add {other!r} to a matrix; for a multiple of I use identity(size).")

    def __neg__(self) -> Expression:
        terms = [(word, -value) for word, value in self._sum.items()]
        return Expression.from_terms(self.rows, self.columns, terms)._made_by("negative", self)

    def __sub__(self, other: Any) -> Expression:
        self._check_same_shape(other)
        return self + -other

    def __mul__(self, factor: Any) -> Expression:
        if isinstance(factor, MatrixLike):
            raise InputError(f"cannot multiply the matrices {brief(self)} and {brief(factor)} by *; use @.")
        number = as_scalar(factor)
        terms = [(word, value * number) for word, value in self._sum.items()]
        return Expression.from_terms(self.rows, self.columns, terms)._made_by("scaled", self, number)

    __rmul__ = __mul__

    def __truediv__(self, divisor: Any) -> Expression:
        return self * (_ONE / divisor)

    def _check_same_shape(self, other: Any) -> None:
        if not isinstance(other, Expression):
            raise InputError(f"cannot add {other!r} to a matrix; for a multiple of I use identity(size).")
        if self.shape != other.shape:
            raise InputError(f"cannot add {described(self)} and {described(other)}: the shapes must be equal.")

    # -- a value -------------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Expression):
            return self.shape == other.shape and self._sum == other._sum
        return self.shape == (1, 1) and isinstance(other, (Scalar, int, Fraction)) and trace(self) == other

    def __hash__(self) -> int:
        if self._hash is None:
            one_entry = self.shape == (1, 1)
            self._hash = hash(trace(self)) if one_entry else hash((self.shape, frozenset(self._sum.items())))
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return Expression.from_terms, (self.rows, self.columns, self.terms)

    def __str__(self) -> str:
        terms = [(str(c), word_text(word), is_scalar) for c, word, is_scalar in self._printed()]
        one = f"I({self.rows})"
        return join_terms([c if is_scalar else with_coefficient(c, w or one, " ") for c, w, is_scalar in terms])

    def _printed(self) -> list[tuple[Scalar, Word, bool]]:
        """Coefficients and words as printed, and whether the coefficient stands alone, as in a 1 x 1 matrix."""
        if self.shape != (1, 1):
            return [(coefficient, word, False) for word, coefficient in self.terms]
        return [(c, word, not word and not c.is_constant) for c, word in scalar_words(trace(self))]

    def __repr__(self) -> str:
        return f"<{self}: {self.rows} x {self.columns}>"

    def latex(self) -> str:
        """The expression in LaTeX."""
        terms = [(c.latex(), word_latex(word), is_scalar) for c, word, is_scalar in self._printed()]
        one = f"I_{{{size_latex(self.rows)}}}"
        return join_terms([c if is_scalar else with_coefficient(c, w or one, r"\, ") for c, w, is_scalar in terms])


class Symbol(Expression):
    """A matrix of free entries: a name and two sizes, each an integer or a name that stands for any.

    ``symmetric=True`` says that the matrix equals its transpose.  ``latex`` overrides the LaTeX made from the name.
    Symbols of the same name, shape and symmetry are the same symbol.  A symbol depends on no other: a product kept
    opaque, such as ``A`` for ``W_3 W_2``, follows its factors only after
    :func:`~symdln.algebra.words.substitute` opens it.

    >>> S = Symbol("S", "d", "d", symmetric=True)
    >>> S.T == S, S.name, S.symmetric
    (True, 'S', True)

    A word has letters, and the letter of a symbol or of its transpose leads back to it:

    >>> A = Symbol("A", "m", "n")
    >>> A.letter, A.letter.T, Symbol.of_letter(A.letter.T) == A
    (A, A^T, True)
    """

    __slots__ = ("letter",)

    def __init__(self, name: str, rows: Size, columns: Size, *, symmetric: bool = False, latex: str | None = None):
        checked_name(name, "matrix")
        rows, columns = checked_size(rows), checked_size(columns)
        if symmetric and rows != columns:
            raise InputError(f"{name} is {rows} x {columns} and cannot be symmetric; a symmetric matrix is square.")
        self._place(Letter(name, rows, columns, symmetric, latex_name(name) if latex is None else latex))

    @classmethod
    def of_letter(cls, letter: Letter) -> Symbol:
        """The symbol of a letter, which may be transposed."""
        self = cls.__new__(cls)
        self._place(letter.T if letter.transposed else letter)
        return self

    def _place(self, letter: Letter) -> None:
        self.letter = letter
        one = Expression.from_terms(letter.rows, letter.columns, [((letter,), _ONE)])
        self._fill(letter.rows, letter.columns, one._sum)

    @property
    def name(self) -> str:
        """The name that was passed."""
        return self.letter.name

    @property
    def symmetric(self) -> bool:
        """Whether it was declared symmetric."""
        return self.letter.symmetric

    def __reduce__(self) -> tuple[Any, ...]:
        return Symbol.of_letter, (self.letter,)


def identity(size: Size) -> Expression:
    """The identity matrix of this size, an integer or a name.

    >>> A = Symbol("A", "m", "n")
    >>> A @ identity("n") == A, str(trace(2 * identity("n")))
    (True, '2 n')
    """
    return Expression.from_terms(checked_size(size), size, [((), _ONE)])


def zero(rows: Size, columns: Size) -> Expression:
    """The zero matrix of this shape.

    >>> A = Symbol("A", "m", "n")
    >>> A - A == zero("m", "n"), A - A == zero("n", "m"), bool(zero("m", "n"))
    (True, False, False)
    """
    return Expression.from_terms(checked_size(rows), checked_size(columns), [])


def product(*factors: Expression) -> Expression:
    """``factors[0] @ factors[1] @ ...``, multiplied out; an error says which factors do not fit.

    >>> A = Symbol("A", 2, "n")
    >>> product(A, A.T, A) == A @ A.T @ A
    True
    """
    if not factors:
        raise InputError("a product of no factors has no size; write identity(size).")
    for place, factor in enumerate(factors, start=1):
        if not isinstance(factor, Expression):
            raise InputError(f"factor {place} of the product is {factor!r}, no matrix; multiply scalars by *.")
    for place, (left, right) in enumerate(pairwise(factors), start=1):
        if left.columns != right.rows:
            raise InputError(
                f"cannot multiply factor {place}, {described(left)}, by factor {place + 1}, {described(right)}: "
                f"the inner sizes {left.columns} and {right.rows} must be equal."
            )
    terms = list(factors[0]._sum.items())
    for factor in factors[1:]:
        terms = [(u + v, times(a, b)) for u, a in terms for v, b in factor._sum.items()]
    return Expression.from_terms(factors[0].rows, factors[-1].columns, terms)._made_by("product", *factors)


def times(left: Scalar, right: Scalar) -> Scalar:
    """The product of two coefficients, most of which are 1."""
    return right if left is _ONE else left if right is _ONE else left * right


def trace(expression: Expression) -> Scalar:
    """``tr(E)`` as a polynomial in traces of words.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
    >>> trace(A @ B) == trace(B @ A) == trace(A.T @ B.T)
    True
    """
    if expression.rows != expression.columns:
        raise InputError(f"{described(expression)} has no trace: it must be square.")
    found = sum_scalars([times(value, word_trace(word, expression.rows)) for word, value in expression._sum.items()])
    found.made_by = "trace", expression
    return found


def inner(left: Expression, right: Expression) -> Scalar:
    """The Frobenius inner product ``<A, B> = tr(A^T B)``; ``InputError`` for different shapes.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "m", "n")
    >>> inner(A, B) == inner(B, A) == trace(A @ B.T)
    True
    """
    if left.shape != right.shape:
        raise InputError(f"{described(left)} and {described(right)} have no inner product: the shapes must be equal.")
    return trace(left.T @ right)


def norm_squared(expression: Expression) -> Scalar:
    """The squared Frobenius norm ``||A||^2 = tr(A^T A)``.

    >>> A, B = Symbol("A", "m", "n"), Symbol("B", "m", "n")
    >>> norm_squared(A - B) == norm_squared(A) - 2 * inner(A, B) + norm_squared(B)
    True
    """
    return inner(expression, expression)


def as_word(expression: Expression) -> Word | None:
    """The word that an expression is, coefficient 1 and not the identity; None for any other expression.

    A 1 x 1 word is a scalar in normal form, and found there.
    """
    if len(expression._sum) != 1:
        return None
    ((word, coefficient),) = expression._sum.items()
    if not word and expression.shape == (1, 1):
        ((monomial, number),) = coefficient.terms if len(coefficient.terms) == 1 else (((), 0),)
        atom, power = monomial[0] if len(monomial) == 1 else ("", 0)
        return None if isinstance(atom, str) or (power, number) != (1, 1) else atom
    return word if word and coefficient == 1 else None


def as_symbol(value: Any, purpose: str) -> Symbol:
    """The symbol that ``value`` is; a sentence otherwise."""
    if isinstance(value, Symbol):
        return value
    raise InputError(f"{purpose} must be a Symbol, but {value!r} was passed.")


# -- texts -------------------------------------------------------------------------------------------------------------


def size_latex(size: Size) -> str:
    return latex_name(size) if isinstance(size, str) else str(size)


def brief(expression: Any) -> str:
    """The expression's text, cut to what fits into a sentence."""
    text = str(expression)
    return text if len(text) <= 60 else f"{text[:57]}..."


def described(expression: Expression) -> str:
    """What an error says of an expression: its text and its shape."""
    return f"{brief(expression)} ({expression.rows} x {expression.columns})"


def _term_key(term: tuple[Word, Scalar]) -> tuple[Any, ...]:
    return word_key(term[0])
