"""Facts of the logic as Coq reads them: each letter at its indices is a variable, fractions are multiplied out."""

from __future__ import annotations

import re
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from proofs_check.logic.indices import Index
from proofs_check.logic.terms import Atom, Fact, Matrix, MatrixLetter, Scalar, Word, thaw
from symdln.algebra.coq_text import CoqNames, number
from symdln.errors import SymdlnError

_NAME = re.compile(r"\w+'*")
_NOTATION = re.compile(r"%:[RM]|\*m\b|'M\[F\]")  # of MathComp: letters that are not names
MOST_FACTORS = 6
"""Coq needs seconds to multiply out words of more factors; proofs with such words are left out."""
TAKEN = ("psd", "fnorm", "norm2", "words", "trace_zero", "sum_zero")


class NotForCoqError(SymdlnError):
    """A proof that is not exported; the message says why."""


class Binder(NamedTuple):
    """A variable, its type, and for a symmetric matrix the hypothesis that it is one."""

    name: str
    type: str
    symmetric: str = ""


class CoqText:
    """Writes terms, and remembers which variables they hold."""

    def __init__(self) -> None:
        self.names = CoqNames(TAKEN)
        self.sizes: dict[str, None] = {}
        self.scalars: dict[str, None] = {}
        self.matrices: dict[str, Binder] = {}
        self.norms: dict[str, str] = {}

    # -- letters -----------------------------------------------------------------------------------------------------

    def _indexed(self, kind: str, name: str, indices: tuple[Index, ...]) -> str:
        written = "_".join([name, *(_index(one) for one in indices)])
        return self.names(kind, written)

    def size(self, term: Index) -> str:
        """A size: a number, or a letter."""
        if not term[1]:
            return str(term[0])
        (atom, coefficient), *others = term[1]
        if others or coefficient != 1 or term[0] or isinstance(atom, str):
            raise NotForCoqError("a size is a sum")
        found = self._indexed("size", *atom)
        self.sizes[found] = None
        return found

    def letter(self, letter: MatrixLetter) -> str:
        name = self._indexed("matrix", letter.name, letter.indices)
        rows, cols = self.size(letter.rows), self.size(letter.cols)
        if letter.turned:
            rows, cols = cols, rows
        binder = Binder(name, matrices(rows, cols), self.names("fact", f"sym_{name}") if letter.symmetric else "")
        if self.matrices.setdefault(name, binder) != binder:
            raise NotForCoqError("a letter has two shapes")
        return f"{name}^T" if letter.turned else name

    # -- terms -------------------------------------------------------------------------------------------------------

    def word(self, word: Word, rows: str) -> str:
        letters = [self.letter(letter) for letter, exponent in word for _ in range(_plain(exponent))]
        if len(letters) > MOST_FACTORS:
            raise NotForCoqError(f"a word has more than {MOST_FACTORS} factors")
        return " *m ".join(letters) or f"(1%:M : {matrices(rows, rows)})"

    def scalar(self, scalar: Scalar, factor: Fraction | int = 1) -> str:
        """``factor * scalar``, which has whole coefficients."""
        parts = []
        for monomial, value in scalar.items():
            powers = sorted((self._atom(atom), _plain(exponent)) for atom, exponent in monomial)
            product = " * ".join(atom if exponent == 1 else f"{atom} ^+ {exponent}" for atom, exponent in powers)
            parts.append((product, value * factor))
        written = [
            " * ".join([*([number(c)] if c != 1 or not x else []), *([x] if x else [])]) for x, c in sorted(parts)
        ]
        return " + ".join(written) or "(0 : F)"

    def _atom(self, atom: Atom) -> str:
        match atom:
            case ("scalar", name, indices):
                found = self._indexed("scalar", name, indices)
                self.scalars[found] = None
                return found
            case ("whole", (name, indices)):
                return f"{self.size((0, (((name, indices), 1),)))}%:R"
            case ("tr", word):
                return f"\\tr ({self.word(word, '')})"
            case ("norm", frozen, rows, cols):
                matrix, ends = thaw(frozen), (self.size(rows), self.size(cols))
                if denominator(matrix) != 1:
                    raise NotForCoqError("a norm of a matrix with fractions")
                text = f"(fnorm ({self.matrix(matrix, *ends)}))"
                known = {text: name for name, text in self.norms.items()}
                name = known.get(text) or self.names("norm", f"norm_{len(self.norms) + 1}")
                self.norms[name] = text
                return name
        raise NotForCoqError(f"it contains {_KINDS[atom[0]]}")

    def matrix(self, matrix: Matrix, rows: str, cols: str, factor: Fraction | int = 1) -> str:
        parts = sorted((self.word(word, rows), self.scalar(scalar, factor)) for word, scalar in matrix.items())
        written = [f"({word})" if value == number(1) else f"({value}) *: ({word})" for word, value in parts]
        return " + ".join(written) or f"(0 : {matrices(rows, cols)})"

    def value(self, fact: Fact) -> str:
        """The matrix or number of a fact, times its common denominator."""
        if fact.kind in ("eq", "psd"):
            rows, cols = self.size(fact.rows), self.size(fact.cols)
            return self.matrix(fact.matrix, rows, cols, denominator(fact.matrix))
        return self.scalar(fact.scalar, denominator(fact.scalar))

    def fact(self, fact: Fact) -> str:
        """``value = 0``, ``0 <= value`` or ``psd value``."""
        value = self.value(fact)
        return {"eq": f"{value} = 0", "zero": f"{value} = 0", "ge": f"0 <= {value}", "psd": f"psd ({value})"}[fact.kind]

    # -- variables -----------------------------------------------------------------------------------------------------

    def binders(self, ring: str, text: str) -> str:
        """All variables that a text holds, with the hypotheses that matrices are symmetric."""
        found = set(_NAME.findall(_NOTATION.sub(" ", text)))
        shown = [one for _, one in sorted(self.matrices.items()) if one.name in found]
        found |= {name for one in shown for name in _NAME.findall(one.type)}
        sizes = sorted(found.intersection(self.sizes))
        scalars = sorted(found.intersection((*self.scalars, *self.norms)))
        parts = [f"(F : {ring})"]
        parts += [f"({' '.join(sizes)} : nat)"] if sizes else []
        parts += [f"({' '.join(scalars)} : F)"] if scalars else []
        parts += [f"({one.name} : {one.type})" for one in shown]
        parts += [f"({one.symmetric} : {one.name}^T = {one.name})" for one in shown if one.symmetric]
        return " ".join(parts)

    def with_norms(self, text: str) -> str:
        """The text with norms in place of the names that stand for them."""
        return re.sub(r"\w+", lambda found: self.norms.get(found[0], found[0]), text)


_KINDS = {"whole": "whole numbers", "eig": "eigenvalues", "mean": "means"}


def matrices(rows: str, cols: str) -> str:
    return f"'M[F]_({rows}, {cols})"


def denominator(thing: Scalar | Matrix) -> int:
    """The least common denominator of all coefficients."""
    found = [value for part in thing.values() for value in (part.values() if isinstance(part, dict) else (part,))]
    return lcm(*(value.denominator for value in found))


def _index(term: Index) -> str:
    """An index term as a part of a name, such as ``j_1`` for j + 1 and ``n_m1`` for n - 1.

    >>> _index((-1, (("n", 1),)))
    'n_m1'
    """
    parts = [atom if isinstance(atom, str) else "_".join((atom[0], *map(_index, atom[1]))) for atom, _ in term[1]]
    parts = [part if c == 1 else f"{_signed(c)}{part}" for part, (_, c) in zip(parts, term[1], strict=True)]
    return "_".join([*parts, *([_signed(term[0])] if term[0] or not parts else [])])


def _signed(value: int) -> str:
    return str(value) if value >= 0 else f"m{-value}"


def _plain(exponent: Index) -> int:
    if exponent[1]:
        raise NotForCoqError("a power has a symbolic exponent")
    return exponent[0]
