"""Formal statements of the theory "expansion" at exact weights and variations: all letters by closed formulas."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cached_property, reduce
from typing import Any

import flint

import symdln as dln
from proofs_check.logic.evaluate import DIGITS, rational
from proofs_check.logic.layers import Layers, remembered
from symdln.algebra.matrix import hstack


class VariedLayers(Layers):
    """Weights W, a target [S 0] of at least as many columns as rows, a variation w of norms at most 1, and a step.

    The step is above 0 and at most 1.
    """

    theory = "expansion"

    def __init__(self, weights: Sequence[dln.Matrix], target: dln.Matrix, w: Sequence[dln.Matrix], step: Fraction):
        super().__init__(weights, target)
        self.variation, self.step = list(w), step

    def w(self, j: int) -> dln.Matrix:
        return self.variation[j - 1] if 1 <= j <= self.n else 0 * self.W(j)

    def replaced(self, last: int, first: int, count: int) -> dln.Matrix:
        """The sum of ``W[last] ... W[first]`` with ``count`` of the layers replaced by those of w."""
        total = dln.Matrix.zeros(self.d(last), self.d(first - 1))
        for chosen in itertools.combinations(range(first, last + 1), count):
            factors = (self.w(j) if j in chosen else self.W(j) for j in range(last, first - 1, -1))
            total = total + reduce(lambda left, right: left @ right, factors, dln.Matrix.identity(self.d(last)))
        return total

    def moved(self, j: int) -> dln.Matrix:
        factors = (self.W(i) + self.step * self.w(i) for i in range(j, 0, -1))
        return reduce(lambda left, right: left @ right, factors, dln.Matrix.identity(self.d(j)))

    def last(self, j: int) -> dln.Matrix:
        """The remainder of the product after the terms of order 0, 1 and 2, divided by step^3."""
        terms = [self.step**k * self.replaced(j, 1, k) for k in range(3)]
        return (self.moved(j) - terms[0] - terms[1] - terms[2]) * (1 / self.step**3)

    def norm(self, matrix: dln.Matrix) -> Any:
        with flint.ctx.workdps(DIGITS):
            return flint.arb(rational(matrix.norm_squared())).sqrt()

    def bounds(self, j: int) -> tuple[Any, Any, Any, Any]:
        """bU, b1, b2 and b3."""
        values = (flint.arb(self.d(0)), flint.arb(0), flint.arb(0), flint.arb(0))
        for i in range(1, j + 1):
            size = self.norm(self.W(i))
            bU, b1, b2, b3 = values
            values = (size * bU, bU + size * b1, b1 + size * b2, b2 + (size + 1) * b3)
        return values

    def first(self, j: int) -> Fraction:
        terms = ((self.w(i) @ self.U(i - 1) @ self.M().T @ self.V(i)).trace() for i in range(1, j + 1))
        return sum(terms, Fraction(0))

    def frame(self, first: int, last: int) -> dln.Matrix:
        """Columns of the identity; a column of zeros if there are none."""
        size = self.d(0)
        found = [dln.Matrix.identity(size).column(k) for k in range(first, last)]
        return hstack(found) if found else dln.Matrix.zeros(size, 1)

    def orders(self) -> tuple[Fraction, Fraction]:
        """The coefficients of step and of step^2 in the loss, by interpolation."""
        values = []
        for k in range(2 * self.n + 1):
            moved = VariedLayers(self.weights, self.target, self.variation, Fraction(k))
            values.append((self.target - moved.moved(self.n)).norm_squared() / 2)
        total = flint.fmpq_poly([0])
        for k, value in enumerate(values):
            term = flint.fmpq_poly([flint.fmpq(value.numerator, value.denominator)])
            for other in range(len(values)):
                if other != k:
                    term = term * flint.fmpq_poly([flint.fmpq(-other, k - other), flint.fmpq(1, k - other)])
            total += term
        return Fraction(int(total[1].p), int(total[1].q)), Fraction(int(total[2].p), int(total[2].q))

    @cached_property
    def valuation(self) -> dict[str, Callable[..., Any]]:
        n, d_y = self.n, self.d(self.n)
        bounds = self.bounds(n)
        size = self.norm(self.M())
        b1, b2, b3 = bounds[1:]
        S_Y = self.target.block(range(d_y), range(d_y))
        J1 = self.frame(0, d_y)
        Through = self.product(n, 2)
        letters = {
            "w": self.w,
            "Moved": self.moved,
            "One": lambda j: self.replaced(j, 1, 1),
            "Two": lambda j: self.replaced(j, 1, 2),
            "Last": self.last,
            "step": lambda: self.step,
            "First": self.first,
            **{name: (lambda j, k=k: self.bounds(j)[k]) for k, name in enumerate(("bU", "b1", "b2", "b3"))},
            "L0": lambda: (self.target - self.U(n)).norm_squared() / 2,
            "Lmoved": lambda: (self.target - self.moved(n)).norm_squared() / 2,
            "Second": lambda: size * (b2 + b3) + (b1 + b2 + b3) ** 2 / 2,
            "Third": lambda: size * b3 + b1 * (b2 + b3) + (b2 + b3) ** 2 / 2,
            "J1": lambda: J1,
            "J2": lambda: self.frame(d_y, self.d(0)),
            "SY": lambda: S_Y,
            "Through": lambda: Through,
            "Mb": lambda: S_Y - Through @ self.W(1) @ J1,
            **{f"Z{k}": (lambda j, k=k: self.replaced(j, 2, k)) for k in (0, 1, 2)},
            "Delta": lambda: self.orders()[0],
            "HW": lambda: self.orders()[1],
        }
        return super().valuation | remembered(letters)
