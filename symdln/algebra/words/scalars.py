"""Scalars: polynomials with rational coefficients in named scalars and in traces of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from symdln.algebra.display import InNotebooks
from symdln.algebra.rational import rational
from symdln.algebra.words.symbols import (
    Size,
    Word,
    checked_name,
    cyclic_normal_form,
    latex_name,
    natural_key,
    traced_factors,
    without_scalars,
    word_key,
    word_latex,
    word_text,
)
from symdln.errors import InputError

Atom = str | Word
"""A named scalar, or the trace of a word in cyclic normal form."""

Monomial = tuple[tuple[Atom, int], ...]
"""A product of powers of atoms, in a fixed order; ``()`` is 1."""

MadeBy = tuple[Any, ...]
"""The operation by which a value was made, and its operands: what :func:`~symdln.algebra.words.replay` repeats."""


class MatrixLike(InNotebooks):
    """Marks the operands that a scalar leaves to the other side of ``*``: matrix expressions."""

    __slots__ = ()


class Scalar(InNotebooks):
    """An immutable polynomial in commuting scalars; ``==`` compares polynomials (and numbers, as constants).

    The atoms are named scalars (:func:`scalar`; a size is the scalar of its name) and traces of words, each in its
    :func:`~symdln.algebra.words.symbols.cyclic_normal_form`; a 1 x 1 matrix is its own trace.  Operands of ``+ - *``
    may be rationals; floats are refused.

    >>> f = scalar("f")
    >>> print((f + 1) ** 2 - 1)
    f^2 + 2 f

    ``terms`` are monomials, which are tuples of atoms with their powers, and their coefficients; ``made_by`` is the
    operation that made the scalar, and its operands, None for one that was made of terms.

    >>> from symdln.algebra.words import Symbol, trace
    >>> A = Symbol("A", "n", "n")
    >>> s = 3 * f**2 * trace(A) - 1
    >>> s.terms == (((("f", 2), ((A.letter,), 1)), 3), ((), -1)), s.polynomial == dict(s.terms), s.made_by[0]
    (True, True, 'sum')
    >>> s.atoms() == {"f", (A.letter,)}, s.words() == {(A.letter,)}
    (True, True)
    >>> Scalar.from_terms(s.terms) == s, Scalar.atom("f") == f, str(Scalar.atom((A.letter,)))
    (True, True, 'tr(A)')
    >>> print(s.latex())
    3\\, f^{2}\\, \\operatorname{tr}(A) - 1

    A constant has a ``value``, which is a Fraction; for any other scalar that is an ``InputError``:

    >>> s.is_constant, (s - s + 2).is_constant, str((s - s + 2).value)
    (False, True, '2')
    """

    __slots__ = ("_hash", "_polynomial", "made_by")
    __array_ufunc__ = None

    def __init__(self, value: Any = 0):
        number = rational(value)
        self._polynomial: dict[Monomial, Fraction] = {(): number} if number else {}
        self._hash: int | None = None
        self.made_by: MadeBy | None = None

    @classmethod
    def from_terms(cls, terms: Iterable[tuple[Monomial, Fraction]]) -> Scalar:
        """The sum of ``coefficient * monomial`` over the terms; like monomials are collected."""
        polynomial: dict[Monomial, Fraction] = {}
        for monomial, coefficient in terms:
            polynomial[monomial] = polynomial[monomial] + coefficient if monomial in polynomial else coefficient
        return cls._wrap({monomial: value for monomial, value in polynomial.items() if value})

    @classmethod
    def atom(cls, atom: Atom) -> Scalar:
        """The scalar that is one atom."""
        return cls._wrap({((atom, 1),): Fraction(1)})

    @classmethod
    def _wrap(cls, polynomial: dict[Monomial, Fraction]) -> Scalar:
        self = cls.__new__(cls)
        self._polynomial, self._hash, self.made_by = polynomial, None, None
        return self

    # -- looking -------------------------------------------------------------------------------------------------------

    @property
    def terms(self) -> tuple[tuple[Monomial, Fraction], ...]:
        """The monomials and their coefficients, in the order in which they are printed."""
        return tuple(sorted(self._polynomial.items(), key=lambda term: _monomial_key(term[0])))

    @property
    def polynomial(self) -> dict[Monomial, Fraction]:
        """A copy of the monomials and their non-zero coefficients, in no particular order."""
        return dict(self._polynomial)

    @property
    def is_constant(self) -> bool:
        """Whether it is a rational number, without atoms."""
        return not self._polynomial or (len(self._polynomial) == 1 and () in self._polynomial)

    @property
    def value(self) -> Fraction:
        """The rational that a constant is; ``InputError`` for any other scalar."""
        if not self.is_constant:
            raise InputError(f"{self} is not a number; evaluate it with values for its scalars and matrices.")
        return self._polynomial.get((), Fraction(0))

    def atoms(self) -> frozenset[Atom]:
        """The named scalars and the words of the traces that occur."""
        return frozenset(atom for monomial in self._polynomial for atom, _ in monomial)

    def words(self) -> frozenset[Word]:
        """The words whose traces occur."""
        return frozenset(atom for atom in self.atoms() if not isinstance(atom, str))

    def __bool__(self) -> bool:
        return bool(self._polynomial)

    # -- arithmetic ----------------------------------------------------------------------------------------------------

    def __add__(self, other: ScalarLike) -> Scalar:
        if isinstance(other, MatrixLike):
            return NotImplemented
        right = as_scalar(other)._polynomial
        if not right:
            return self
        if not self._polynomial:
            return as_scalar(other)
        total = Scalar.from_terms([*self._polynomial.items(), *right.items()])
        total.made_by = "sum", self, as_scalar(other)
        return total

    __radd__ = __add__

    def __neg__(self) -> Scalar:
        negative = Scalar._wrap({monomial: -value for monomial, value in self._polynomial.items()})
        negative.made_by = "negative", self
        return negative

    def __sub__(self, other: ScalarLike) -> Scalar:
        return NotImplemented if isinstance(other, MatrixLike) else self + -as_scalar(other)

    def __rsub__(self, other: ScalarLike) -> Scalar:
        return NotImplemented if isinstance(other, MatrixLike) else as_scalar(other) + -self

    def __mul__(self, other: ScalarLike) -> Scalar:
        if isinstance(other, MatrixLike):
            return NotImplemented
        factor = as_scalar(other)
        right = factor._polynomial
        found = Scalar.from_terms(
            [(_times(m, n), a * b) for m, a in self._polynomial.items() for n, b in right.items()]
        )
        found.made_by = "product", self, factor
        return found

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Scalar:
        divisor = as_scalar(other)
        if not divisor.is_constant or not divisor:
            raise InputError(f"cannot divide by {divisor}: only division by a non-zero rational stays a polynomial.")
        return self * (1 / divisor.value)

    def __pow__(self, exponent: int) -> Scalar:
        if not isinstance(exponent, int) or exponent < 0:
            raise InputError(f"cannot raise a scalar to the power {exponent!r}; pass a non-negative integer.")
        result = Scalar(1)
        for _ in range(exponent):
            result = result * self
        return result

    # -- a value -------------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Scalar):
            return self._polynomial == other._polynomial
        if isinstance(other, MatrixLike):
            return NotImplemented  # a 1 x 1 matrix is equal to its trace
        return isinstance(other, (int, Fraction)) and self.is_constant and self.value == other

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(self.value) if self.is_constant else hash(frozenset(self._polynomial.items()))
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return Scalar.from_terms, (self.terms,)

    def __str__(self) -> str:
        return join_terms([_term_text(monomial, value) for monomial, value in self.terms])

    def __repr__(self) -> str:
        return f"<{self}>"

    def latex(self) -> str:
        """The scalar in LaTeX."""
        return join_terms([_term_latex(monomial, value) for monomial, value in self.terms])


ScalarLike = Scalar | int | Fraction | str
"""What stands for a scalar; other exact rationals (sympy's, flint's, numpy's integers) are read as well."""


def scalar(name: str) -> Scalar:
    """The commuting scalar of this name, for example ``lambda`` for weight decay, or the size ``d_1`` as a number.

    >>> print(scalar("lambda") * scalar("f") / 2, "and in LaTeX", scalar("lambda").latex())
    1/2 f lambda and in LaTeX \\lambda
    """
    return Scalar.atom(checked_name(name, "scalar"))


def as_scalar(value: Any) -> Scalar:
    """A scalar as it is, a rational as a constant."""
    return value if isinstance(value, Scalar) else Scalar(value)


def size_scalar(size: Size) -> Scalar:
    """``tr(I)`` for the identity of this size."""
    return scalar(size) if isinstance(size, str) else Scalar(size)


def word_trace(word: Word, size: Size) -> Scalar:
    """The trace of a word in cyclic normal form; ``size`` is that of the identity, should the word be empty.

    A word that passes through the size 1 is cut there: ``tr(x y^T u v^T) = tr(y^T u) tr(v^T x)`` for columns.
    """
    if not word:
        return size_scalar(size)
    for letter in word:
        if letter.narrow:
            return _product_of_traces(traced_factors(word))
    return Scalar.atom(cyclic_normal_form(word))


def reduced_word(word: Word) -> tuple[Word, Scalar]:
    """The word with its 1 x 1 factors taken out, and their product: ``x y^T u v^T = tr(y^T u) x v^T`` for columns."""
    found = without_scalars(word) if word else (word, [])
    return (found[0], _product_of_traces(found[1])) if found else ((), Scalar(0))


def _product_of_traces(words: list[Word] | None) -> Scalar:
    """The product of the traces of closed words; 0 for None."""
    if words is None:
        return Scalar(0)
    return Scalar.from_terms([(ordered_monomial(Counter(map(cyclic_normal_form, words))), Fraction(1))])


def sum_scalars(parts: Iterable[Scalar]) -> Scalar:
    """The sum of the scalars, collected in one go."""
    return Scalar.from_terms([term for part in parts for term in part.polynomial.items()])


def _times(left: Monomial, right: Monomial) -> Monomial:
    if not left or not right:
        return left or right
    powers: Counter[Atom] = Counter(dict(left))
    powers.update(dict(right))
    return ordered_monomial(powers)


def ordered_monomial(powers: Counter[Atom]) -> Monomial:
    """The monomial with these powers of atoms."""
    return tuple(sorted(((atom, power) for atom, power in powers.items() if power), key=_atom_key))


def _atom_key(factor: tuple[Atom, int]) -> tuple[Any, ...]:
    """Names and 1 x 1 letters before traces, traces of longer words first."""
    atom = factor[0]
    if isinstance(atom, str):
        return 0, natural_key(atom), atom, ()
    return (0, natural_key(atom[0].name), atom[0].name, atom[0].key) if _is_letter(atom) else (1, *word_key(atom))


def _monomial_key(monomial: Monomial) -> tuple[Any, ...]:
    """Monomials with more matrix letters first, then those of higher degree in the named scalars."""
    letters = sum(len(atom) * power for atom, power in monomial if not isinstance(atom, str))
    degree = sum(power for atom, power in monomial if isinstance(atom, str))
    return -letters, -degree, [(*_atom_key(factor), -factor[1]) for factor in monomial]


# -- texts -------------------------------------------------------------------------------------------------------------


def join_terms(terms: list[str]) -> str:
    """A sum from the texts of its terms, each with its own sign in front."""
    return " ".join([terms[0], *(f"- {t[1:]}" if t.startswith("-") else f"+ {t}" for t in terms[1:])]) if terms else "0"


def with_coefficient(coefficient: str, body: str, space: str) -> str:
    """A matrix with its coefficient in front: no 1, and brackets around a sum."""
    if coefficient in {"1", "-1"}:
        return coefficient[:-1] + body
    is_sum = " + " in coefficient or " - " in coefficient
    return (f"({coefficient})" if is_sum else coefficient) + space + body


def _term_text(monomial: Monomial, value: Fraction) -> str:
    factors = [_atom_text(atom) + (f"^{power}" if power > 1 else "") for atom, power in monomial]
    return _with_number(str(abs(value)), value, factors, " ")


def _atom_text(atom: Atom) -> str:
    """A name, a 1 x 1 letter by its name, any other word under a trace."""
    return atom if isinstance(atom, str) else word_text(atom) if _is_letter(atom) else f"tr({word_text(atom)})"


def _is_letter(word: Word) -> bool:
    """Whether a closed word is a single 1 x 1 matrix, which is its own trace."""
    return len(word) == 1 and word[0].rows == 1


def scalar_words(value: Scalar) -> list[tuple[Scalar, Word]]:
    """The terms of a 1 x 1 matrix, each as a scalar times one word, which is empty where there is only the scalar."""
    found = []
    for monomial, number in value.terms:
        within = [(a, n) for a, n in monomial if not isinstance(a, str) and a[0].rows == 1 and not _is_letter(a)]
        rest = tuple(factor for factor in monomial if factor not in within)
        word = tuple(letter for atom, power in within for _ in range(power) for letter in atom)
        found.append((Scalar.from_terms([(rest, number)]), word))
    return found


def _term_latex(monomial: Monomial, value: Fraction) -> str:
    factors = []
    for atom, power in monomial:
        exponent = f"^{{{power}}}" if power > 1 else ""
        if isinstance(atom, str):
            factors.append(latex_name(atom) + exponent)
        elif _is_letter(atom):
            body = word_latex(atom)
            factors.append((f"({body})" if exponent and "^" in body else body) + exponent)
        else:
            factors.append(f"\\operatorname{{tr}}{exponent}({word_latex(atom)})")
    size = abs(value)
    number = str(size) if size.denominator == 1 else f"\\frac{{{size.numerator}}}{{{size.denominator}}}"
    return _with_number(number, value, factors, r"\, ")


def _with_number(number: str, value: Fraction, factors: list[str], space: str) -> str:
    shown = factors if factors and abs(value) == 1 else [number, *factors]
    return ("-" if value < 0 else "") + space.join(shown)
