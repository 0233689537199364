"""The notations of polynomials and terms of proofs: the language of questions, and LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from symdln.algebra.words.symbols import latex_name
from symdln.proving.polynomials import Monomial, plain_name


@dataclass(frozen=True)
class Notation:
    """One way to write; :data:`TEXT` and :data:`LATEX` are the two."""

    latex: bool

    def name(self, name: str) -> str:
        """A matrix, a scalar or a size; digits at the end of a name are its index."""
        return latex_name(re.sub(r"(?<=[^\W\d_])(\d+)$", r"_\1", name)) if self.latex else name

    def letter(self, letter: str) -> str:
        name = self.name(plain_name(letter))
        return (f"{name}^\\top" if self.latex else f"{name}'") if letter.endswith("'") else name

    def product(self, letters: Iterable[str]) -> str:
        """The letters in order, three or more equal neighbours as a power."""
        return " ".join(self._run(letter, count) for letter, count in _runs(letters))

    def _run(self, letter: str, count: int) -> str:
        one = self.letter(letter)
        if count < 3:
            return " ".join([one] * count)
        base = f"({one})" if letter.endswith("'") else one
        return f"{base}^{{{count}}}" if self.latex else f"{base}^{count}"

    def number(self, value: Fraction) -> str:
        if self.latex and value.denominator != 1:
            return f"{'-' if value < 0 else ''}\\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"
        return str(value)

    def trace(self, inner: str) -> str:
        return f"\\operatorname{{tr}}({inner})" if self.latex else f"tr({inner})"

    def monomial(self, monomial: Monomial, coefficient: Fraction, *, scalar: bool) -> str:
        """A positive multiple of a monomial; ``scalar`` says that the word stands for its trace."""
        scalars, word = monomial
        inner = self.product(word)
        last = self.trace(inner) if scalar and word else inner or ("" if scalar else "I")
        body = " ".join(filter(None, [self.product(scalars), last]))
        if not body:
            return self.number(coefficient)
        return body if coefficient == 1 else f"{self.number(coefficient)} {body}"

    def polynomial(self, polynomial: Mapping[Monomial, Fraction], *, scalar: bool = False) -> str:
        """The polynomial.

        >>> print(TEXT.polynomial({((), ("A", "B'")): Fraction(2), (("t",), ()): Fraction(-1)}))
        2 A B' - t I
        >>> print(LATEX.polynomial({((), ("W1", "W1'")): Fraction(1, 2)}))
        \\tfrac{1}{2} W_{1} W_{1}^\\top
        """
        return self.sum((self.monomial(m, abs(c), scalar=scalar), c) for m, c in polynomial.items())

    @staticmethod
    def sum(pieces: Iterable[tuple[str, Fraction]]) -> str:
        """Pieces without signs, joined with the signs of the numbers beside them."""
        text = "".join(f" {'-' if c < 0 else '+'} {piece}" for piece, c in pieces)
        return "0" if not text else text[3:] if text.startswith(" + ") else "-" + text[3:]


def _runs(letters: Iterable[str]) -> list[tuple[str, int]]:
    runs: list[tuple[str, int]] = []
    for letter in letters:
        if runs and runs[-1][0] == letter:
            runs[-1] = letter, runs[-1][1] + 1
        else:
            runs.append((letter, 1))
    return runs


TEXT, LATEX = Notation(latex=False), Notation(latex=True)
