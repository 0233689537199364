"""Questions: matrices and scalars, hypotheses and claims, each equation as a polynomial that is zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from symdln.proving.polynomials import ONE, Alphabet, Polynomial, Shape, Word, plus, times

Made = Literal["inv", "pinv"]


@dataclass(frozen=True)
class Equation:
    """``polynomial = 0``: of matrices of a shape, or of scalars and traces where the shape is ``None``."""

    polynomial: Polynomial
    shape: Shape | None
    text: str


@dataclass(frozen=True)
class MadeMatrix:
    """A matrix that was declared as the inverse or the pseudo-inverse of another expression."""

    kind: Made
    polynomial: Polynomial
    shape: Shape
    text: str


@dataclass(frozen=True)
class Question:
    """A statement about matrices of any size, as :func:`~symdln.proving.language.read` reads it."""

    text: str
    alphabet: Alphabet
    hypotheses: tuple[Equation, ...]
    claims: tuple[Equation, ...]
    made: dict[str, MadeMatrix] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def with_pseudo_inverses(self, products: Iterable[tuple[str, Word]]) -> Question:
        """The same question with names for the pseudo-inverses of some products and their four equations."""
        alphabet, made, hypotheses = self.alphabet.copy(), dict(self.made), list(self.hypotheses)
        for name, word in products:
            ends = alphabet.ends(word)
            if ends is None:
                raise ValueError("the empty product has no letters")
            text = " ".join(word)
            one = MadeMatrix("pinv", {((), word): ONE[(), ()]}, ends, text)
            hypotheses += declare_made(alphabet, name, one)
            made[name] = one
        return replace(self, alphabet=alphabet, made=made, hypotheses=tuple(hypotheses))


def letter_value(alphabet: Alphabet, name: str) -> Polynomial:
    """The matrix of this name as a polynomial; one of size 1 x 1 is a scalar."""
    return {((name,), ()): ONE[(), ()]} if name in alphabet.one_by_one else {((), (name,)): ONE[(), ()]}


def equation(left: Polynomial, right: Polynomial, shape: Shape | None, text: str) -> Equation:
    """``left = right``; an equation of 1 x 1 matrices without words is one of scalars."""
    polynomial = plus(left, right, -1)
    if shape == ("1", "1") and not any(word for _, word in polynomial):
        shape = None
    return Equation(polynomial, shape, text)


def declare_letter(alphabet: Alphabet, name: str, shape: Shape) -> None:
    """Add a matrix to the alphabet."""
    alphabet.sizes |= {size for size in shape if not size.isdecimal()}
    if shape == ("1", "1"):
        alphabet.one_by_one.add(name)
        alphabet.scalars.add(name)
    else:
        alphabet.shapes[name] = shape


def declare_made(alphabet: Alphabet, name: str, made: MadeMatrix) -> list[Equation]:
    """Add the (pseudo-)inverse to the alphabet; the equations that define it."""
    (rows, columns), a = made.shape, made.polynomial
    declare_letter(alphabet, name, (columns, rows))
    b, n = letter_value(alphabet, name), name
    t = made.text if made.text.isidentifier() else f"({made.text})"
    ab, ba = times(a, b), times(b, a)
    if made.kind == "inv":
        return [equation(ba, ONE, (columns, columns), f"{n} {t} = I"), equation(ab, ONE, (rows, rows), f"{t} {n} = I")]
    return [
        equation(times(ab, a), a, (rows, columns), f"{t} {n} {t} = {t}"),
        equation(times(ba, b), b, (columns, rows), f"{n} {t} {n} = {n}"),
        equation(alphabet.transposed(ab), ab, (rows, rows), f"({t} {n})' = {t} {n}"),
        equation(alphabet.transposed(ba), ba, (columns, columns), f"({n} {t})' = {n} {t}"),
    ]
