"""Exact matrices in place of the letters of a question, and the values of its equations there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from symdln.algebra.matrix import Matrix
from symdln.proving.polynomials import Alphabet, Polynomial, Shape, Word, plain_name
from symdln.proving.question import Equation, Question


@dataclass
class Instance:
    """Numbers for the sizes, rational matrices for the letters and rational numbers for the scalars."""

    alphabet: Alphabet
    sizes: Mapping[str, int]
    matrices: dict[str, Matrix] = field(default_factory=dict)
    scalars: dict[str, Fraction] = field(default_factory=dict)

    def size(self, name: str) -> int:
        return int(name) if name.isdecimal() else self.sizes[name]

    def shape(self, name: str) -> tuple[int, int]:
        """Rows and columns of the matrix of this name here."""
        rows, columns = self.alphabet.shapes[name]
        return self.size(rows), self.size(columns)

    def knows(self, name: str) -> bool:
        return name in self.matrices or name in self.scalars or name in self.sizes

    def scalar(self, factors: tuple[str, ...]) -> Fraction:
        """The product of scalars; a size is the scalar of its name."""
        product = Fraction(1)
        for name in factors:
            product *= self.scalars[name] if name in self.scalars else self.sizes[name]
        return product

    def word(self, word: Word, rows: int) -> Matrix:
        product: Matrix | None = None
        for letter in word:
            matrix = self.matrices[plain_name(letter)]
            matrix = matrix.T if letter.endswith("'") else matrix
            product = matrix if product is None else product @ matrix
        return Matrix.identity(rows) if product is None else product

    def matrix(self, polynomial: Polynomial, shape: Shape) -> Matrix:
        """The value of a polynomial in matrices."""
        rows, columns = map(self.size, shape)
        total: Matrix | None = None
        for (scalars, word), c in polynomial.items():
            factor = c * self.scalar(scalars) if scalars else c
            if factor:
                value = self.word(word, rows)
                value = value if factor == 1 else -value if factor == -1 else value * factor
                total = value if total is None else total + value
        return Matrix.zeros(rows, columns) if total is None else total

    def difference(self, equation: Equation) -> Matrix | Fraction:
        """Left side minus right side of an equation: zero if it holds."""
        if equation.shape is not None:
            return self.matrix(equation.polynomial, equation.shape)
        total = Fraction(0)
        for (scalars, word), c in equation.polynomial.items():
            total += c * self.scalar(scalars) * (self.word(word, 0).trace() if word else 1)
        return total

    def holds(self, equation: Equation) -> bool:
        difference = self.difference(equation)
        return difference.is_zero() if isinstance(difference, Matrix) else not difference

    def violated(self, question: Question) -> int | None:
        """The number of a claim that is false here, if all hypotheses hold."""
        if not all(self.holds(fact) for fact in question.hypotheses):
            return None
        return next((n for n, claim in enumerate(question.claims) if not self.holds(claim)), None)
