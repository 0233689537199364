"""Sums of numbers times scalars times words, where a word is a product of matrices of any fitting sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Letter = str
"""The name of a matrix, with ``'`` behind it for its transpose."""

Word = tuple[Letter, ...]
Monomial = tuple[tuple[str, ...], Word]
"""Scalars in alphabetical order, then the word.  In a scalar equation the word stands for its trace, and the empty word
for 1; in a matrix equation the empty word is the identity."""

Polynomial = dict[Monomial, Fraction]
Shape = tuple[str, str]

ONE: Polynomial = {((), ()): Fraction(1)}


def plus(
    left: Mapping[Monomial, Fraction], right: Mapping[Monomial, Fraction], factor: Fraction | int = 1
) -> Polynomial:
    """``left + factor * right``, without zero coefficients.

    >>> a, b = {((), ("A",)): Fraction(1)}, {((), ("B",)): Fraction(1)}
    >>> plus(a, b, 2) == {((), ("A",)): 1, ((), ("B",)): 2}, plus(a, a, -1)
    (True, {})
    """
    total = dict(left)
    for monomial, coefficient in right.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor * coefficient
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product, multiplied out.

    >>> sum_of = {((), ("A",)): Fraction(1), ((), ("B",)): Fraction(1)}
    >>> [word for _, word in times(sum_of, sum_of)]                # (A + B)^2
    [('A', 'A'), ('A', 'B'), ('B', 'A'), ('B', 'B')]
    """
    total: Polynomial = {}
    for (s, u), a in left.items():
        for (t, w), b in right.items():
            monomial = tuple(sorted(s + t)), u + w
            total[monomial] = total.get(monomial, Fraction(0)) + a * b
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def flipped(shape: Shape) -> Shape:
    """The shape of the transpose.

    >>> flipped(("m", "n"))
    ('n', 'm')
    """
    rows, columns = shape
    return columns, rows


def plain_name(letter: Letter) -> str:
    """The name of the matrix whose letter or transposed letter this is.

    >>> plain_name("A'"), plain_name("A")
    ('A', 'A')
    """
    return letter.removesuffix("'")


@dataclass
class Alphabet:
    """The matrices of a question with their sizes, those that equal their transposes, and the commuting scalars.

    A matrix of size 1 x 1 is a scalar: it commutes with everything and equals its transpose.

    >>> alphabet = Alphabet({"A": ("m", "n"), "S": ("n", "n")}, symmetric={"S"})
    >>> alphabet.turn("A"), alphabet.turn("S"), alphabet.reverse(("A", "S"))
    ("A'", 'S', ('S', "A'"))
    >>> alphabet.shape("A'"), alphabet.ends(("A", "S")), alphabet.copy() == alphabet
    (('n', 'm'), ('m', 'n'), True)
    >>> alphabet.cyclic(("S", "A'", "A"))                          # tr(S A' A) = tr(A S A') = tr(A' A S)
    ('A', 'S', "A'")
    >>> alphabet.transposed({((), ("A", "S")): Fraction(3)})
    {((), ('S', "A'")): Fraction(3, 1)}
    >>> alphabet.trace({((), ("A'", "A")): Fraction(1), ((), ()): Fraction(2)}, "n")      # tr(A' A + 2 I)
    {((), ('A', "A'")): Fraction(1, 1), (('n',), ()): Fraction(2, 1)}
    """

    shapes: dict[str, Shape] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)
    scalars: set[str] = field(default_factory=set)
    one_by_one: set[str] = field(default_factory=set)
    sizes: set[str] = field(default_factory=set)

    def copy(self) -> Alphabet:
        """An alphabet of its own with the same contents."""
        return Alphabet(
            dict(self.shapes), set(self.symmetric), set(self.scalars), set(self.one_by_one), set(self.sizes)
        )

    def turn(self, letter: Letter) -> Letter:
        """The transposed letter."""
        if letter in self.symmetric:
            return letter
        return letter[:-1] if letter.endswith("'") else letter + "'"

    def reverse(self, word: Word) -> Word:
        """The transpose of a product: ``(A B)' = B' A'``."""
        return tuple(self.turn(letter) for letter in reversed(word))

    def shape(self, letter: Letter) -> Shape:
        """Rows and columns of a letter, which may be transposed."""
        rows, columns = self.shapes[plain_name(letter)]
        return (columns, rows) if letter.endswith("'") else (rows, columns)

    def ends(self, word: Word) -> Shape | None:
        """Rows and columns of a product of letters that fit; ``None`` for the empty word."""
        return (self.shape(word[0])[0], self.shape(word[-1])[1]) if word else None

    def transposed(self, polynomial: Polynomial) -> Polynomial:
        """The transpose of a polynomial: every word reversed and every letter turned."""
        return {(s, self.reverse(word)): c for (s, word), c in polynomial.items()}

    def cyclic(self, word: Word) -> Word:
        """The least word with the same trace: ``tr(u v) = tr(v u)`` and ``tr(w') = tr(w)``."""
        if not word:
            return word
        return min(w[k:] + w[:k] for w in (word, self.reverse(word)) for k in range(len(word)))

    def trace(self, polynomial: Polynomial, size: str) -> Polynomial:
        """The trace of a square matrix; the trace of the identity is its size."""
        total: Polynomial = {}
        for (s, word), c in polynomial.items():
            if not word and size.isdecimal():
                s, c = s, c * int(size)
            elif not word:
                s = tuple(sorted((*s, size)))
            monomial = s, self.cyclic(word)
            total[monomial] = total.get(monomial, Fraction(0)) + c
        return {monomial: c for monomial, c in total.items() if c}


def names_in(polynomial: Mapping[Monomial, Fraction]) -> set[str]:
    """The matrices and scalars that occur.

    >>> sorted(names_in({(("t",), ("A", "B'")): Fraction(1)}))
    ['A', 'B', 't']
    """
    return {plain_name(x) for s, word in polynomial for x in (*s, *word)}


def without(scalars: tuple[str, ...], part: tuple[str, ...]) -> tuple[str, ...] | None:
    """The product of scalars divided by a part of it; ``None`` if the part does not divide it.

    >>> without(("s", "t", "t"), ("t",)), without(("s",), ("t",))
    (('s', 't'), None)
    """
    rest = list(scalars)
    for name in part:
        if name not in rest:
            return None
        rest.remove(name)
    return tuple(rest)
