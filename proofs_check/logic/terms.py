"""Terms and facts of the logic: index terms, polynomials in scalars, sums of matrix words, and substitution in them.

Everything here is in a normal form, so that two terms that are equal by ring laws, by the laws of transposition or by
the rotation of a trace are the same Python value.  Symbolic exponents stand for whole numbers >= 0; the maker of a
theorem must show that they are (:func:`demands`).  Python's standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from proofs_check.logic.indices import ONE, ZERO, Index, RefusedError, index_atom, minus, need, plus, whole

# -- scalars: polynomials over the rationals, with symbolic exponents --------------------------------------------------

LARGEST_EXPONENT = 100
"""A power by a number up to this is multiplied out."""
MOST_TERMS, MOST_BITS = 100_000, 100_000
"""Larger products and numbers are refused before they are multiplied out."""
Atom = tuple[Any, ...]
"""("scalar", name, indices), ("whole", index atom), ("tr", word), ("norm", matrix, shape), ("eig", matrix, size, i),
("mean", monomial)."""
Monomial = frozenset[tuple[Atom, Index]]
Scalar = dict[Monomial, Fraction]


def constant(value: Fraction | int) -> Scalar:
    return {frozenset(): Fraction(value)} if value else {}


def atom_scalar(atom: Atom, exponent: Index = ONE) -> Scalar:
    return {frozenset({(atom, exponent)}): Fraction(1)} if exponent != ZERO else constant(1)


def of_index(term: Index) -> Scalar:
    """An index term as a real number."""
    total = constant(term[0])
    for atom, coefficient in term[1]:
        total = add(total, {frozenset({(("whole", atom), ONE)}): Fraction(coefficient)})
    return total


def add(first: Scalar, second: Scalar, times: int = 1) -> Scalar:
    """``first + times * second``."""
    total = dict(first)
    for monomial, value in second.items():
        total[monomial] = total.get(monomial, Fraction(0)) + times * value
    return {monomial: value for monomial, value in total.items() if value}


def multiply(first: Scalar, second: Scalar) -> Scalar:
    _refuse_many(first, second)
    total: Scalar = {}
    for left, x in first.items():
        for right, y in second.items():
            key = _join(left, right)
            total[key] = total.get(key, Fraction(0)) + x * y
    return {monomial: value for monomial, value in total.items() if value}


def _refuse_many(first: Sized, second: Sized) -> None:
    most = MOST_TERMS
    need(len(first) * len(second) <= most, f"a product has more than {most:,} terms when it is multiplied out")


def _join(left: Monomial, right: Monomial) -> Monomial:
    exponents = dict(left)
    for atom, exponent in right:
        exponents[atom] = plus(exponents.get(atom, ZERO), exponent)
    return frozenset((atom, exponent) for atom, exponent in exponents.items() if exponent != ZERO)


def power(base: Scalar, exponent: Index) -> Scalar:
    """A power by a number >= 0, or a symbolic power of a single atom."""
    if not exponent[1]:
        need(0 <= exponent[0] <= LARGEST_EXPONENT, f"an exponent is not a number from 0 to {LARGEST_EXPONENT}")
        total = constant(1)
        for _ in range(exponent[0]):
            total = multiply(total, base)
            sizes = (value.numerator.bit_length() + value.denominator.bit_length() for value in total.values())
            need(max(sizes, default=0) <= MOST_BITS, f"a power has a number of more than {MOST_BITS:,} bits")
        return total
    monomial = next(iter(base), frozenset())
    single = base == {monomial: 1} and len(monomial) == 1 and next(iter(monomial))[1] == ONE
    need(single, "a symbolic power of a sum or of a product; give it a name")
    return atom_scalar(next(iter(monomial))[0], exponent)


# -- matrices: sums of scalars times words -----------------------------------------------------------------------------


class MatrixLetter(NamedTuple):
    """A matrix letter, turned if transposed; letters of different shapes are different."""

    name: str
    indices: tuple[Index, ...]
    turned: bool
    rows: Index
    cols: Index
    symmetric: bool


Word = tuple[tuple[MatrixLetter, Index], ...]
Matrix = dict[Word, Scalar]
IDENTITY: Matrix = {(): {frozenset(): Fraction(1)}}


def turn(letter: MatrixLetter) -> MatrixLetter:
    if letter.symmetric:
        return letter
    return letter._replace(turned=not letter.turned, rows=letter.cols, cols=letter.rows)


def turn_word(word: Word) -> Word:
    return tuple((turn(letter), exponent) for letter, exponent in reversed(word))


def transpose(matrix: Matrix) -> Matrix:
    return {turn_word(word): scalar for word, scalar in matrix.items()}


def _concatenate(first: Word, second: Word) -> Word:
    word = list(first)
    for letter, exponent in second:
        if word and word[-1][0] == letter:
            exponent = plus(word.pop()[1], exponent)
        if exponent != ZERO:
            word.append((letter, exponent))
    return tuple(word)


def add_matrices(first: Matrix, second: Matrix, times: int = 1) -> Matrix:
    total = dict(first)
    for word, scalar in second.items():
        total[word] = add(total.get(word, {}), scalar, times)
    return {word: scalar for word, scalar in total.items() if scalar}


def multiply_matrices(first: Matrix, second: Matrix) -> Matrix:
    _refuse_many(first, second)
    total: Matrix = {}
    for left, x in first.items():
        for right, y in second.items():
            word = _concatenate(left, right)
            total[word] = add(total.get(word, {}), multiply(x, y))
    return {word: scalar for word, scalar in total.items() if scalar}


def scale(matrix: Matrix, scalar: Scalar) -> Matrix:
    return {word: product for word, value in matrix.items() if (product := multiply(value, scalar))}


def check_shape(matrix: Matrix, rows: Index, cols: Index) -> Matrix:
    """The matrix itself, refused unless every word has this shape; only square letters have powers."""
    for word in matrix:
        now = rows
        for letter, exponent in word:
            need(letter.rows == now, f"the sizes do not fit at the letter {letter.name}")
            need(exponent == ONE or letter.rows == letter.cols, f"a power of {letter.name}, which is not square")
            now = letter.cols
        need(now == cols, "a word has another shape than the rest")
    return matrix


def trace_of(matrix: Matrix, size: Index) -> Scalar:
    """The trace of a matrix of this size; a word is turned into the least of its rotations and their transposes."""
    total: Scalar = {}
    for word, scalar in check_shape(matrix, size, size).items():
        value = atom_scalar(("tr", _least_rotation(word))) if word else of_index(size)
        total = add(total, multiply(scalar, value))
    return total


@lru_cache(maxsize=65536)
def _least_rotation(word: Word) -> Word:
    if len(word) > 1 and word[0][0] == word[-1][0]:
        word = ((word[0][0], plus(word[0][1], word[-1][1])), *word[1:-1])
    return min((w[i:] + w[:i] for w in (word, turn_word(word)) for i in range(len(w))), key=repr)


def freeze(matrix: Matrix) -> frozenset:
    return frozenset((word, frozenset(scalar.items())) for word, scalar in matrix.items())


def thaw(frozen: frozenset) -> Matrix:
    return {word: dict(scalar) for word, scalar in frozen}


# -- facts -------------------------------------------------------------------------------------------------------------


class Fact(NamedTuple):
    """ "eq" (matrix = 0), "psd" (matrix >= 0), "zero" (scalar = 0), "ge" (scalar >= 0) or "index" (index term >= 0)."""

    kind: str
    body: Any
    rows: Index = ZERO
    cols: Index = ZERO

    @property
    def matrix(self) -> Matrix:
        return thaw(self.body)

    @property
    def scalar(self) -> Scalar:
        return dict(self.body)


def equality(matrix: Matrix, rows: Index, cols: Index) -> Fact:
    return Fact("eq", freeze(check_shape(matrix, rows, cols)), rows, cols)


def semidefinite(matrix: Matrix, size: Index) -> Fact:
    need(is_symmetric(matrix), "a matrix that is to be semidefinite is not symmetric")
    return Fact("psd", freeze(check_shape(matrix, size, size)), size, size)


def is_symmetric(matrix: Matrix) -> bool:
    return not add_matrices(matrix, transpose(matrix), -1)


def zero(scalar: Scalar) -> Fact:
    return Fact("zero", frozenset(scalar.items()))


def nonnegative(scalar: Scalar) -> Fact:
    return Fact("ge", frozenset(scalar.items()))


def at_least_zero(term: Index) -> Fact:
    return Fact("index", term)


def demands(thing: Fact | Scalar | Matrix) -> Iterator[Index]:
    """All index terms that must be >= 0 for the term to make sense.

    These are exponents, sizes minus 1, and for the i-th of n eigenvalues i - 1 and n - i.
    """
    if isinstance(thing, Fact):
        if thing.kind in ("eq", "psd"):
            yield from (minus(thing.rows, ONE), minus(thing.cols, ONE))
        if thing.kind != "index":
            yield from demands(thing.matrix if thing.kind in ("eq", "psd") else thing.scalar)
        return
    for key, value in thing.items():
        for atom, exponent in key:
            yield exponent
            if isinstance(key, frozenset):
                yield from _demands_of_atom(atom)
        if isinstance(value, dict):
            yield from demands(value)


def _demands_of_atom(atom: Atom) -> Iterator[Index]:
    if atom[0] == "tr":
        yield from (exponent for _, exponent in atom[1])
    if atom[0] in ("norm", "eig"):
        yield from demands(thaw(atom[1]))
        yield from (minus(atom[2], ONE), minus(atom[3], ONE))
    if atom[0] == "mean":
        yield from demands({atom[1]: Fraction(1)})
    if atom[0] == "eig":
        yield minus(atom[2], atom[3])


# -- substitution ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Substitution:
    """Simultaneous replacement of index variables, sizes (by name), scalars and matrices (those without indices)."""

    indices: Mapping[str, Index] = field(default_factory=dict)
    sizes: Mapping[str, Index] = field(default_factory=dict)
    scalars: Mapping[str, Scalar] = field(default_factory=dict)
    matrices: Mapping[str, Matrix] = field(default_factory=dict)

    def index(self, term: Index) -> Index:
        total = whole(term[0])
        for atom, coefficient in term[1]:
            total = plus(total, self._index_atom(atom), coefficient)
        return total

    def _index_atom(self, atom: Any) -> Index:
        if isinstance(atom, str):
            return self.indices.get(atom, index_atom(atom))
        name, arguments = atom
        if name in self.sizes and not arguments:
            return self.sizes[name]
        return index_atom((name, tuple(self.index(one) for one in arguments)))

    def scalar(self, scalar: Scalar) -> Scalar:
        total: Scalar = {}
        for monomial, value in scalar.items():
            product = constant(value)
            for atom, exponent in monomial:
                product = multiply(product, power(self._atom(atom), self.index(exponent)))
            total = add(total, product)
        return total

    def _atom(self, atom: Atom) -> Scalar:
        match atom:
            case ("scalar", name, ()) if name in self.scalars:
                return self.scalars[name]
            case ("scalar", name, indices):
                return atom_scalar(("scalar", name, tuple(self.index(one) for one in indices)))
            case ("whole", inner):
                return of_index(self._index_atom(inner))
            case ("tr", word):
                return trace_of(self._word(word), self.index(word[0][0].rows))
            case ("mean", inner):
                replaced = self.scalar({inner: Fraction(1)})
                need(len(replaced) == 1, "a letter in a mean is replaced by a sum")
                ((monomial, value),) = replaced.items()
                need(value == 1 and bool(monomial), "a letter in a mean is replaced by something else")
                return atom_scalar(("mean", monomial))
            case (kind, frozen, *places):
                return atom_scalar((kind, freeze(self.matrix(thaw(frozen))), *(self.index(one) for one in places)))
        raise RefusedError(f"an unknown atom {atom[0]}")

    def matrix(self, matrix: Matrix) -> Matrix:
        total: Matrix = {}
        for word, scalar in matrix.items():
            total = add_matrices(total, scale(self._word(word), self.scalar(scalar)))
        return total

    def _word(self, word: Word) -> Matrix:
        product = IDENTITY
        for letter, exponent in word:
            product = multiply_matrices(product, matrix_power(self._letter(letter), self.index(exponent)))
        return product

    def _letter(self, letter: MatrixLetter) -> Matrix:
        if letter.name in self.matrices and not letter.indices:
            replacement = self.matrices[letter.name]
            return transpose(replacement) if letter.turned else replacement
        indices = tuple(self.index(one) for one in letter.indices)
        return letter_matrix(
            letter._replace(indices=indices, rows=self.index(letter.rows), cols=self.index(letter.cols))
        )

    def fact(self, fact: Fact) -> Fact:
        match fact.kind:
            case "index":
                return at_least_zero(self.index(fact.body))
            case "eq":
                return equality(self.matrix(fact.matrix), self.index(fact.rows), self.index(fact.cols))
            case "psd":
                return semidefinite(self.matrix(fact.matrix), self.index(fact.rows))
            case _:
                return Fact(fact.kind, frozenset(self.scalar(fact.scalar).items()))


def letter_matrix(letter: MatrixLetter) -> Matrix:
    return {((letter, ONE),): constant(1)}


def matrix_power(base: Matrix, exponent: Index) -> Matrix:
    """A power by a number >= 0, or a symbolic power of a single letter."""
    if not exponent[1]:
        need(0 <= exponent[0] <= LARGEST_EXPONENT, f"an exponent is not a number from 0 to {LARGEST_EXPONENT}")
        product = IDENTITY
        for _ in range(exponent[0]):
            product = multiply_matrices(product, base)
        return product
    letters = [letter for word in base for letter, _ in word]
    need(len(letters) == 1 and base == letter_matrix(letters[0]), "a symbolic power of a sum or product")
    return {((letters[0], exponent),): constant(1)}
