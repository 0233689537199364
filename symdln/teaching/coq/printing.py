"""Formulas of derivations as Coq reads them, and the variables that they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from symdln.algebra.coq_text import CoqNames, number
from symdln.algebra.words import Expression, Scalar, Size, Symbol
from symdln.algebra.words.symbols import Letter, Word
from symdln.teaching.formulas import Formula, Term

Shape = tuple[Size, Size] | None


@dataclass
class CoqPrinter:
    """Writes formulas and remembers what occurs in them.

    ``images`` are texts that stand for symbols (by name), ``size_images`` for sizes; ``families`` are the index names
    on which symbols and sizes depend, ``("j",)`` where a sum over j is written, by the last part of their names.
    ``scale`` multiplies every coefficient, so that no denominator is left; ``size_names`` says which scalars are sizes.
    """

    size_names: frozenset[str]
    scale: int = 1
    images: dict[str, str] = field(default_factory=dict)
    size_images: Mapping[str, str] = field(default_factory=dict)
    families: tuple[str, ...] = ()
    names: CoqNames = field(default_factory=lambda: CoqNames(["mean"]))
    symbols: dict[str, Symbol] = field(default_factory=dict)
    scalars: dict[str, None] = field(default_factory=dict)
    sizes: dict[str, None] = field(default_factory=dict)

    # -- letters -------------------------------------------------------------------------------------------------------

    def size(self, size: Size) -> str:
        """A size: a number, a variable, or the value of a family."""
        if isinstance(size, int):
            return str(size)
        if size in self.size_images:
            return self.size_images[size]
        self.sizes[size] = None
        return self._indexed(self.names("size", size), _size_indices(size, self.families))

    def symbol(self, symbol: Symbol) -> str:
        """A matrix: a variable, the value of a family, or what is put in its place."""
        if symbol.name in self.images:
            return self.images[symbol.name]
        self.symbols[symbol.name] = symbol
        return self._indexed(self.names("matrix", symbol.name), _symbol_indices(symbol.name, self.families))

    @staticmethod
    def _indexed(text: str, indices: tuple[str, ...]) -> str:
        return f"({text} {' '.join(indices)})" if indices else text

    def letter(self, letter: Letter) -> str:
        text = self.symbol(Symbol.of_letter(letter))
        return f"{text}^T" if letter.transposed else text

    def matrices(self, rows: Size, columns: Size) -> str:
        """The type of the matrices of this shape."""
        return f"'M[F]_({self.size(rows)}, {self.size(columns)})"

    # -- values --------------------------------------------------------------------------------------------------------

    def word(self, word: Word, rows: Size) -> str:
        return " *m ".join(map(self.letter, word)) if word else f"(1%:M : {self.matrices(rows, rows)})"

    def scalar(self, value: Scalar) -> str:
        """A polynomial in scalars, sizes and traces."""
        parts = []
        for monomial, coefficient in value.terms:
            factors = [self._power(atom, power) for atom, power in monomial]
            if coefficient != 1 or not factors:
                factors.insert(0, number(coefficient))
            parts.append(" * ".join(factors))
        return " + ".join(parts) or "0"

    def _power(self, atom: str | Word, power: int) -> str:
        if not isinstance(atom, str):
            text = f"\\tr ({self.word(atom, atom[0].rows)})"
        elif atom in self.size_names:
            text = f"({self.size(atom)})%:R"
        else:
            self.scalars[atom] = None
            text = self.names("scalar", atom)
        return text if power == 1 else f"{text} ^+ {power}"

    def expression(self, value: Expression) -> str:
        """A sum of words."""
        parts = []
        for word, coefficient in value.terms:
            text = self.word(word, value.rows)
            if coefficient == -1:
                parts.append(f"- ({text})")
            else:
                parts.append(text if coefficient == 1 else f"({self.scalar(coefficient)}) *: ({text})")
        return " + ".join(parts) or f"(0 : {self.matrices(*value.shape)})"

    def factors(self, factors: Iterable[Expression]) -> str:
        """A product as it is written."""
        return " *m ".join(f"({self.expression(factor)})" for factor in factors)

    def term(self, term: Term) -> str:
        coefficient = term.coefficient * self.scale
        front = "" if coefficient == 1 else f"({self.scalar(coefficient)})"
        if term.form == "scalar":
            return f"({self.scalar(coefficient)})"
        body = self.factors(term.factors)
        if term.form == "product":
            return f"{front} *: ({body})" if front else f"({body})"
        body = f"\\tr ({body})" if term.form == "trace" else f"norm2 ({body})"
        return f"{front} * {body}" if front else body

    def terms(self, terms: Iterable[Term], shape: Shape) -> str:
        """A sum of terms; zero of the shape if there are none."""
        return " + ".join(map(self.term, terms)) or self.zero(shape)

    def zero(self, shape: Shape) -> str:
        return "(0 : F)" if shape is None else f"(0 : {self.matrices(*shape)})"

    # -- binders -------------------------------------------------------------------------------------------------------

    def binders(self, shape: Shape = None) -> str:
        """Sizes, scalars and matrices that occur, as the variables of a lemma."""
        matrices = [self._matrix_binder(symbol) for symbol in self.symbols.values()]
        for size in shape or ():
            self.size(size)
        sizes = [size for size in self.sizes if not _size_indices(size, self.families)]
        families = [size for size in self.sizes if _size_indices(size, self.families)]
        parts = [f"({' '.join(self.names('size', size) for size in sizes)} : nat)"] if sizes else []
        parts += [f"({self.names('size', size)} : nat -> nat)" for size in families]
        if self.scalars:
            parts.append(f"({' '.join(self.names('scalar', name) for name in self.scalars)} : F)")
        return " ".join([*parts, *matrices])

    def _matrix_binder(self, symbol: Symbol) -> str:
        indices = _symbol_indices(symbol.name, self.families)
        quantified = f"forall {' '.join(indices)} : nat, " if indices else ""
        return f"({self.names('matrix', symbol.name)} : {quantified}{self.matrices(*symbol.shape)})"

    def symmetric(self, known: Iterable[str] = ()) -> list[str]:
        """A hypothesis for each symbol that equals its transpose."""
        found = [symbol for name, symbol in self.symbols.items() if symbol.symmetric and name not in known]
        return [f"({self.names('fact', 'sym_' + s.name)} : {self.symbol(s)}^T = {self.symbol(s)})" for s in found]


def _symbol_indices(name: str, families: tuple[str, ...]) -> tuple[str, ...]:
    """The indices that the last part of a name holds: ``M_kj`` depends on k and j, ``M_k1`` on k."""
    last = name.rpartition("_")[2] if "_" in name else ""
    return tuple(index for index in families if index in last)


def _size_indices(size: str, families: tuple[str, ...]) -> tuple[str, ...]:
    """As for symbols; i is j - 1 and h is k - 1, so they depend on j and on k."""
    last = size.rpartition("_")[2] if "_" in size else ""
    return tuple(index for index, others in (("k", "kh"), ("j", "ji")) if index in families and last and last in others)


def denominators(formulas: Iterable[Formula]) -> int:
    """The least number by which all coefficients become whole."""
    found = [1]
    for formula in formulas:
        for term in formula.terms:
            scalars = [term.coefficient, *(c for factor in term.factors for _, c in factor.terms)]
            found += [Fraction(c).denominator for scalar in scalars for _, c in scalar.terms]
    return lcm(*found)
