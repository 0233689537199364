"""Simultaneous substitution of expressions for symbols, and its reverse for products kept opaque."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, overload

from symdln.algebra.words.assumed import assumed
from symdln.algebra.words.expressions import Expression, Symbol, as_symbol, as_word, brief, described, times
from symdln.algebra.words.scalars import Atom, Scalar, as_scalar, sum_scalars, word_trace
from symdln.algebra.words.symbols import Letter, Size, Word, rotated_word
from symdln.errors import InputError

Images = dict[Letter, Expression]
"""What stands for each letter; a letter that is missing stands for itself."""


@overload
def substitute(value: Expression, images: Mapping[Any, Any]) -> Expression: ...
@overload
def substitute(value: Scalar, images: Mapping[Any, Any]) -> Scalar: ...
def substitute(value: Expression | Scalar, images: Mapping[Any, Any]) -> Expression | Scalar:
    """Put ``images[S]`` for every symbol ``S`` (and its transpose for ``S^T``), all at once.

    A key is a :class:`Symbol`, and its image an expression of the same shape (symmetric if the symbol is), or a key is
    the name of a scalar that is not a size, and its image a scalar.  This opens opaque products: a derivative by
    ``W_3`` takes account of ``A`` only after ``{A: W_3 @ W_2}``.  :func:`close_products` is the reverse.

    >>> from symdln.algebra.words import Symbol, substitute
    >>> A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    >>> print(substitute(A @ B.T, {A: B, B: A}))
    B A^T
    """
    letters = checked_images({key: image for key, image in images.items() if not isinstance(key, str)}, "substituted")
    names = {key: as_scalar(image) for key, image in images.items() if isinstance(key, str)}
    if clash := sorted(sizes_of(value) & names.keys()):
        raise InputError(f"{clash[0]!r} is a size of {brief(value)}; build the symbols anew with another size instead.")

    def scalar_image(atom: Atom) -> Scalar:
        if isinstance(atom, str):
            return names.get(atom, Scalar.atom(atom))
        return sum_scalars([times(c, word_trace(word, atom[0].rows)) for word, c in word_image(atom, letters)])

    said = [f"{key if isinstance(key, str) else key.name} = {brief(image)}" for key, image in images.items()]
    if isinstance(value, Scalar):
        return assumed(map_atoms(value, scalar_image), value, said)
    terms = [
        (image, times(map_atoms(coefficient, scalar_image), factor))
        for word, coefficient in value.terms
        for image, factor in word_image(word, letters)
    ]
    return assumed(Expression.from_terms(value.rows, value.columns, terms), value, said)


def word_image(word: Word, images: Images) -> list[tuple[Word, Scalar]]:
    """The word with every letter replaced by its image, multiplied out."""
    terms: list[tuple[Word, Scalar]] = [((), Scalar(1))]
    for letter in word:
        image = images[letter].terms if letter in images else (((letter,), None),)
        terms = [(w + v, c if d is None else times(d, c)) for w, c in terms for v, d in image]
    return terms


def map_atoms(value: Scalar, image: Callable[[Atom], Scalar]) -> Scalar:
    """The polynomial ``value`` with ``image(atom)`` for every atom."""
    parts = []
    for monomial, coefficient in value.polynomial.items():
        part = Scalar(coefficient)
        for atom, power in monomial:
            part = part * image(atom) ** power
        parts.append(part)
    return sum_scalars(parts)


def checked_images(images: Mapping[Any, Any], role: str) -> Images:
    """The images by letter, transposes included; refused unless every shape and symmetry fits."""
    letters: Images = {}
    for key, image in images.items():
        symbol = as_symbol(key, f"what is {role}")
        if not isinstance(image, Expression):
            raise InputError(f"for {symbol.name} the matrix expression {role} is missing: {image!r} was passed.")
        if image.shape != symbol.shape:
            raise InputError(f"{described(image)} cannot be {role} for {described(symbol)}: the shapes must be equal.")
        if symbol.symmetric and not image.is_symmetric:
            raise InputError(f"{symbol.name} is symmetric, so {brief(image)} {role} for it must equal its transpose.")
        letters[symbol.letter] = image
        letters[symbol.letter.T] = image.T
    return letters


def symbols_of(value: Expression | Scalar) -> tuple[Symbol, ...]:
    """The symbols that occur in a value, in the order of their names.

    >>> from symdln.algebra.words import trace
    >>> A, B = Symbol("W_10", "n", "n"), Symbol("W_2", "n", "n")
    >>> [symbol.name for symbol in symbols_of(trace(A.T) * B)]
    ['W_2', 'W_10']
    """
    letters = value.letters() if isinstance(value, Expression) else {x for word in value.words() for x in word}
    plain = {letter.T if letter.transposed else letter for letter in letters}
    return tuple(Symbol.of_letter(letter) for letter in sorted(plain, key=lambda letter: letter.key))


def sizes_of(value: Expression | Scalar) -> set[Size]:
    """The sizes of a value and of the symbols in it."""
    shapes = [symbol.shape for symbol in symbols_of(value)]
    if isinstance(value, Expression):
        shapes.append(value.shape)
    return {size for shape in shapes for size in shape}


# -- closing products --------------------------------------------------------------------------------------------------


@overload
def close_products(value: Expression, products: Mapping[Symbol, Expression]) -> Expression: ...
@overload
def close_products(value: Scalar, products: Mapping[Symbol, Expression]) -> Scalar: ...
def close_products(value: Expression | Scalar, products: Mapping[Symbol, Expression]) -> Expression | Scalar:
    """Write a symbol for every occurrence of its product, transposed occurrences included: ``W_3 W_2 -> A``.

    Each product is a single word with coefficient 1.  The pairs are applied in the given order, and occurrences are
    replaced from the left (in a trace also across its end), so pass longer products first.  ``substitute`` with the
    same pairs undoes it.

    >>> A, U, V = Symbol("A", "m", "n"), Symbol("U", "m", "r"), Symbol("V", "r", "n")
    >>> print(close_products(V.T @ U.T @ U, {A: U @ V}))
    A^T U
    """
    checked_images(products, "closed")
    closed = value
    for symbol, factors in products.items():
        before = closed
        closed = _close(before, symbol.letter, _single_word(symbol, factors))
        closed = assumed(closed, before, [f"{symbol.name} = {brief(factors)}"])
    return closed


def _single_word(symbol: Symbol, factors: Expression) -> Word:
    word = as_word(factors)
    if word is None:
        raise InputError(
            f"{brief(factors)} cannot be closed to {symbol.name}: it must be a product of symbols, and one with a "
            "1 x 1 factor inside is a multiple of another."
        )
    return word


def _close(value: Expression | Scalar, letter: Letter, word: Word) -> Expression | Scalar:
    backwards = tuple(x.T for x in reversed(word))
    patterns = [(word, letter), (backwards, letter.T)]

    def scalar_image(atom: Atom) -> Scalar:
        if isinstance(atom, str):
            return Scalar.atom(atom)
        return word_trace(_close_word(_turned(atom, patterns), patterns), atom[0].rows)

    if isinstance(value, Scalar):
        return map_atoms(value, scalar_image)
    terms = [(_close_word(w, patterns), map_atoms(c, scalar_image)) for w, c in value.terms]
    return Expression.from_terms(value.rows, value.columns, terms)


def _close_word(word: Word, patterns: list[tuple[Word, Letter]]) -> Word:
    closed: list[Letter] = []
    place = 0
    while place < len(word):
        for pattern, letter in patterns:
            if word[place : place + len(pattern)] == pattern:
                closed.append(letter)
                place += len(pattern)
                break
        else:
            closed.append(word[place])
            place += 1
    return tuple(closed)


def _turned(word: Word, patterns: list[tuple[Word, Letter]]) -> Word:
    """A rotation of the word that starts with one of the patterns, if any rotation does."""
    for start in range(len(word)):
        turned = rotated_word(word, start)
        if any(turned[: len(pattern)] == pattern for pattern, _ in patterns):
            return turned
    return word
