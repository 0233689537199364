"""Questions made from matrix words, for example with the gradient equations of a loss as hypotheses."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symdln.algebra.words import Expression, Scalar
from symdln.algebra.words.symbols import Letter, Size, Word, joined_scalars
from symdln.errors import InputError
from symdln.proving.language import RESERVED

Side = Expression | Scalar
Equations = Iterable[tuple[Side, Side | int]]


def question_from_words(hypotheses: Equations, claims: Equations) -> str:
    """The text of the question whether the claims follow from the hypotheses, each a pair of equal sides.

    Symbols and sizes keep their names where the language of questions allows it.  ``InputError`` for products of
    traces, which the language does not have.

    >>> from symdln.algebra.words import Symbol, gradient, norm_squared
    >>> W_1, W_2, Y = Symbol("W_1", "d", "n"), Symbol("W_2", "m", "d"), Symbol("Y", "m", "n")
    >>> loss = norm_squared(W_2 @ W_1 - Y)
    >>> equations = [(gradient(loss, W), 0) for W in (W_1, W_2)]
    >>> question = question_from_words(equations, [((W_2 @ W_1).T @ W_2 @ W_1, (W_2 @ W_1).T @ Y)])
    >>> print(question.replace("; ", ";\\n"))
    W_1: d x n;
    W_2: m x d;
    Y: m x n;
    2 W_2' W_2 W_1 - 2 W_2' Y = 0;
    2 W_2 W_1 W_1' - 2 Y W_1' = 0 |- W_1' W_2' W_2 W_1 = W_1' W_2' Y
    >>> from symdln import prove
    >>> prove(question).verdict
    'proved'
    """
    given, asked = list(hypotheses), list(claims)
    writer = _Writer([side for pair in (*given, *asked) for side in pair if not isinstance(side, int)])
    left = "; ".join([*writer.declarations(), *map(writer.equation, given)])
    return f"{left} |- {', '.join(map(writer.equation, asked))}"


class _Writer:
    """Names for all letters, scalars and sizes, and the texts of equations."""

    def __init__(self, sides: list[Side]):
        letters = {letter.T if letter.transposed else letter for side in sides for letter in _letters(side)}
        self.letters = sorted(letters, key=lambda letter: letter.key)
        sizes = {size for letter in self.letters for size in (letter.rows, letter.columns) if isinstance(size, str)}
        atoms = {atom for side in sides for one in _scalars(side) for atom in one.atoms() if isinstance(atom, str)}
        self.scalars = sorted(atoms - sizes)
        self.names: dict[object, str] = {}
        for key in (*sorted(sizes), *self.letters, *self.scalars):
            self.names[key] = self._new_name(key.name if isinstance(key, Letter) else key)

    def _new_name(self, wanted: str) -> str:
        """The name itself, or with letters in place of primes and a number behind it if it is taken."""
        taken = {*RESERVED, "x", *self.names.values()}
        base = wanted.replace("'", "_prime")
        return next(name for name in (base, *(f"{base}_{k}" for k in range(2, len(taken) + 3))) if name not in taken)

    def declarations(self) -> Iterable[str]:
        for letter in self.letters:
            rows, columns = self._size(letter.rows), self._size(letter.columns)
            symmetric = " sym" if letter.symmetric else ""
            yield f"{self.names[letter]}: {rows} x {columns}{symmetric}"
        yield from (f"{self.names[name]}: scalar" for name in self.scalars)

    def _size(self, size: Size) -> str:
        return self.names[size] if isinstance(size, str) else str(size)

    def equation(self, pair: tuple[Side, Side | int]) -> str:
        """A pair of equal sides; a number as the right side stands for that multiple of the identity, 0 for zero."""
        left, right = pair
        if isinstance(left, Expression) and 0 in left.shape:
            raise InputError("a matrix with no rows or columns cannot be part of a question; leave it out.")
        if isinstance(right, int) and right and not isinstance(left, Scalar):
            raise InputError(f"a matrix cannot equal the number {right}; pass an expression, or 0.")
        return f"{self.text(left)} = {right if isinstance(right, int) else self.text(right)}"

    def text(self, side: Side) -> str:
        if isinstance(side, Scalar):
            pieces = [self._monomial(monomial, c, None, 1) for monomial, c in side.terms]
        else:
            terms = ((word, *term) for word, coefficient in side.terms for term in coefficient.terms)
            pieces = [self._monomial(monomial, c, word, side.rows) for word, monomial, c in terms]
        joined = "".join(f" {'-' if piece.startswith('-') else '+'} {piece.lstrip('-')}" for piece in pieces)
        return "0" if not pieces else joined[3:] if joined.startswith(" + ") else "-" + joined[3:]

    def _monomial(self, monomial: tuple, c: Fraction, word: Word | None, rows: Size) -> str:
        """A term, in which 1 x 1 factors are written where the word passes through the size 1."""
        traces = joined_scalars([atom for atom, power in monomial for _ in range(power) if not isinstance(atom, str)])
        sizes = [] if word is None else [rows, *(letter.columns for letter in word)]
        if word is not None and traces and traces[-1][0].rows == 1 and 1 in sizes:
            at = sizes.index(1)
            word = word[:at] + traces.pop() + word[at:]
        if len(traces) > (word is None):
            raise InputError("a question is linear in traces; it cannot contain products of traces.")
        factors = [self.names[atom] for atom, power in monomial for _ in range(power) if isinstance(atom, str)]
        factors += [f"tr({self._word(trace)})" for trace in traces]
        factors += [] if word is None else [self._word(word)]
        number = [] if abs(c) == 1 and factors else [str(abs(c))]
        return ("-" if c < 0 else "") + " ".join(number + factors)

    def _word(self, word: Word) -> str:
        return " ".join(self.names[x.T] + "'" if x.transposed else self.names[x] for x in word) or "I"


def _letters(side: Side) -> Iterable[Letter]:
    if isinstance(side, Expression):
        return side.letters()
    return [letter for word in side.words() for letter in word]


def _scalars(side: Side) -> list[Scalar]:
    return [side] if isinstance(side, Scalar) else [coefficient for _, coefficient in side.terms]
