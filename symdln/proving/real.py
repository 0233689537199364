"""Rules that hold only for real matrices of finite size: sums of squares that vanish, and one-sided inverses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symdln.proving.polynomials import Alphabet, Monomial, Polynomial, Shape, Word

Square = tuple[Fraction, Polynomial, Shape | None]
"""A positive weight c, a polynomial p and its shape: the square is ``c p' p`` (its trace in an equation of scalars)."""


def sum_of_squares(alphabet: Alphabet, polynomial: Polynomial, shape: Shape | None) -> list[Square]:
    """The squares whose sum the polynomial is, or the empty list.

    Only sums of squares of single products are recognised: ``2 A' A + B' B``, or the trace of it.

    >>> from symdln.proving.language import read
    >>> question = read("A: m x n; B: k x n; 2 A' A + B' B = 0 |- A = 0")
    >>> fact = question.hypotheses[0]
    >>> [str(c) for c, p, shape in sum_of_squares(question.alphabet, fact.polynomial, fact.shape)]
    ['2', '1']
    """
    squares = []
    for monomial, c in polynomial.items():
        root = _square_root(alphabet, monomial, shape) if c > 0 else None
        if root is None:
            return []
        monomial, root_shape = root
        squares.append((c, {monomial: Fraction(1)}, root_shape))
    return squares


def _square_root(alphabet: Alphabet, monomial: Monomial, shape: Shape | None) -> tuple[Monomial, Shape | None] | None:
    """A monomial p with p' p (or its trace) the given monomial, and the shape of p."""
    scalars, word = monomial
    if scalars[::2] != scalars[1::2] or len(word) % 2:
        return None
    if not word:
        return (scalars[::2], ()), shape
    half = len(word) // 2
    rotations = [word[k:] + word[:k] for k in range(len(word))] if shape is None else [word]
    for w in rotations:
        if alphabet.reverse(w[half:]) == w[:half]:
            return (scalars[::2], w[half:]), alphabet.ends(w[half:])
    return None


def inverse_splits(
    alphabet: Alphabet, polynomial: Polynomial, shape: Shape | None
) -> Iterator[tuple[Fraction, Word, Word]]:
    """``(c, u, v)`` with polynomial = c (u v - I) and u, v square, for every such way to cut the word."""
    words = [monomial for monomial in polynomial if monomial[1]]
    c = polynomial.get(((), ()))
    if shape is None or len(polynomial) != 2 or len(words) != 1 or words[0][0] or c is None:
        return
    if c != -polynomial[words[0]]:
        return
    word = words[0][1]
    for cut in range(1, len(word)):
        if alphabet.ends(word[:cut]) == shape:
            yield -c, word[:cut], word[cut:]
