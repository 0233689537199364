"""What people do without symdln: derivatives by sympy or symengine, signs from a characteristic polynomial."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import symengine
import sympy
from sympy.core.cache import clear_cache

Weights = Sequence[Sequence[Sequence[Fraction]]]
Signs = tuple[int, int, int]


@dataclass(frozen=True)
class Answer:
    """Gradient and Hessian entries as the contender has them, and its (n_+, n_-, n_0)."""

    gradient: Sequence[Any]
    hessian: Sequence[Any]
    inertia: Signs

    def normal(self) -> tuple[list[Fraction], list[Fraction], Signs]:
        """The same in Fractions; every exact number here prints as "p/q" or "p"."""
        return *([Fraction(str(value)) for value in values] for values in (self.gradient, self.hessian)), self.inertia


def sign_rule(coefficients: Sequence[Any]) -> Signs:
    """Signs of the real roots of a polynomial that has no others (Descartes); coefficients in either order."""
    mirrored = [-value if k % 2 else value for k, value in enumerate(coefficients)]
    positive, negative = (
        sum((a > 0) != (b > 0) for a, b in pairwise(signs))
        for signs in ([value for value in values if value != 0] for values in (coefficients, mirrored))
    )
    return positive, negative, len(coefficients) - 1 - positive - negative


@dataclass(frozen=True)
class SympyDerivatives:
    """Gradient and Hessian of ``1/2 ||W_H ... W_1 - Y||^2`` as expressions, by ``diff`` and ``hessian``."""

    symbols: Sequence[Any]
    gradient: sympy.Matrix
    hessian: sympy.Matrix

    @classmethod
    def build(cls, shapes: Sequence[tuple[int, int]], Y: Sequence[Sequence[int]]) -> SympyDerivatives:
        """From nothing: sympy's cache is emptied first."""
        clear_cache()
        layers = [sympy.Matrix(*shape, sympy.symbols(_names(j, shape))) for j, shape in enumerate(shapes, start=1)]
        product = layers[0]
        for layer in layers[1:]:
            product = layer * product
        error = product - sympy.Matrix(Y)
        loss = sum(entry**2 for entry in error) / 2
        symbols = [symbol for layer in layers for symbol in layer]
        return cls(symbols, sympy.Matrix([loss.diff(symbol) for symbol in symbols]), sympy.hessian(loss, symbols))

    def at(self, weights: Weights) -> Answer:
        values = (sympy.Rational(x.numerator, x.denominator) for layer in weights for row in layer for x in row)
        point = dict(zip(self.symbols, values, strict=True))
        gradient, hessian = self.gradient.xreplace(point), self.hessian.xreplace(point)
        return Answer(list(gradient), list(hessian), sign_rule(hessian.charpoly().all_coeffs()))


@dataclass(frozen=True)
class SymengineDerivatives:
    """The same by symengine, with FLINT's characteristic polynomial; the Hessian's upper half only is derived."""

    symbols: Sequence[Any]
    gradient: Sequence[Any]
    upper: Sequence[Sequence[Any]]

    @classmethod
    def build(cls, shapes: Sequence[tuple[int, int]], Y: Sequence[Sequence[int]]) -> SymengineDerivatives:
        layers = [
            symengine.DenseMatrix(*shape, symengine.symbols(_names(j, shape)))
            for j, shape in enumerate(shapes, start=1)
        ]
        product = layers[0]
        for layer in layers[1:]:
            product = layer * product
        error = product - symengine.DenseMatrix(len(Y), len(Y[0]), [value for row in Y for value in row])
        loss = sum(entry**2 for entry in error) / 2
        symbols = [symbol for layer in layers for symbol in layer]
        gradient = [loss.diff(symbol) for symbol in symbols]
        return cls(symbols, gradient, [[entry.diff(s) for s in symbols[i:]] for i, entry in enumerate(gradient)])

    def at(self, weights: Weights) -> Answer:
        values = (symengine.Rational(x.numerator, x.denominator) for layer in weights for row in layer for x in row)
        point = dict(zip(self.symbols, values, strict=True))
        size = len(self.symbols)
        hessian = flint.fmpq_mat(size, size)
        for i, row in enumerate(self.upper):
            for j, entry in enumerate(row, start=i):
                hessian[i, j] = hessian[j, i] = _fmpq(entry.xreplace(point))
        gradient = [entry.xreplace(point) for entry in self.gradient]
        return Answer(gradient, hessian.entries(), sign_rule(hessian.charpoly().coeffs()))


def fresh(derivatives: type[SympyDerivatives | SymengineDerivatives], *case: Any) -> Callable[[Weights], Answer]:
    """Derive and evaluate in one go."""
    return lambda weights: derivatives.build(*case).at(weights)


def _names(layer: int, shape: tuple[int, int]) -> str:
    return f"w{layer}_:{shape[0] * shape[1]}"


def _fmpq(number: Any) -> flint.fmpq:
    return flint.fmpq(*(int(part) for part in str(number).split("/")))
