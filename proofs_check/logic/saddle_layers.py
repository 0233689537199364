"""Formal statements of the theory "saddles" at exact weights: all letters by closed formulas."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import Any

import symdln as dln
from proofs_check.logic.layers import Layers, remembered

STEP, TAU = Fraction(1, 3), Fraction(1, 5)


class SaddleLayers(Layers):
    """Weights with a target, and weights near them with another loss; letters that are irrational here are left out."""

    theory = "saddles"

    @property
    def full(self) -> bool:
        """Whether the product of all layers but the first has the rank d_n."""
        return self.V(1).rank() == self.d(self.n)

    @cached_property
    def top(self) -> int:
        """The last j for which ``V[j]`` has a rank below d_n."""
        return max(j for j in range(1, self.n) if self.V(j).rank() < self.d(self.n))

    @cached_property
    def low(self) -> dln.Matrix:
        return unit_vector(self.V(self.top).T.nullspace())

    @cached_property
    def kernels(self) -> list[dln.Matrix]:
        return [unit_vector(self.V(j).nullspace()) for j in range(1, self.top + 1)]

    def ker(self, j: int) -> dln.Matrix:
        return self.kernels[j - 1] if 1 <= j <= self.top else dln.Matrix.zeros(self.d(j), 1)

    def row(self, j: int) -> dln.Matrix:
        if j == self.top:
            return self.ker(j).T
        if not 1 <= j < self.top:
            return dln.Matrix.zeros(1, self.d(j))
        return self.row(j + 1) @ (self.W(j + 1) + self.turn(j) * self.ker(j + 1) @ self.ker(j).T)

    def hit(self, j: int) -> Fraction:
        return (self.row(j) @ self.ker(j)).trace()

    def turn(self, j: int) -> Fraction:
        if not 1 <= j < self.top:
            return STEP
        through = (self.row(j + 1) @ self.W(j + 1) @ self.ker(j)).trace()
        return STEP if self.hit(j + 1) * through >= 0 else -STEP

    def other(self, j: int) -> dln.Matrix:
        if j == 1:
            return self.W(1) + self.shift() * self.ker(1) @ self.low.T @ self.M()
        if 2 <= j <= self.top:
            return self.W(j) + self.turn(j - 1) * self.ker(j) @ self.ker(j - 1).T
        if j == self.top + 1:
            return self.W(j) + TAU * self.V(j).pseudoinverse() @ self.low @ self.ker(j - 1).T
        return self.W(j)

    def other_product(self, j: int) -> dln.Matrix:
        total = dln.Matrix.identity(self.d(self.n))
        for i in range(self.n, j, -1):
            total = total @ self.other(i)
        return total if 0 <= j <= self.n else dln.Matrix.zeros(self.d(self.n), self.d(j))

    def rise(self) -> Fraction:
        return (self.row(1) @ self.W(1) @ self.M().T @ self.low).trace()

    def gain(self) -> Fraction:
        return (self.low.T @ self.M()).norm_squared()

    def shift(self) -> Fraction:
        return STEP if self.hit(1) * self.rise() >= 0 else -STEP

    def move(self) -> dln.Matrix:
        return self.row(1) @ self.W(1) + self.shift() * self.hit(1) * self.low.T @ self.M()

    def frame(self, j: int) -> dln.Matrix:
        """``[I; 0]`` with d_n columns."""
        return dln.Matrix.diagonal([1] * min(self.d(j), self.d(self.n)), (self.d(j), self.d(self.n)))

    def best(self, j: int) -> dln.Matrix:
        if j == 1:
            return self.frame(1) @ self.target
        return self.frame(j) @ self.frame(j - 1).T if 1 < j <= self.n else self.W(j)

    def best_product(self, j: int) -> dln.Matrix:
        return self.frame(j) @ self.target if 1 <= j <= self.n else dln.Matrix.zeros(self.d(j), self.d(0))

    @cached_property
    def near(self) -> dict[str, Callable[..., Any]]:
        """The letters of the weights near W, at weights with too small a rank."""
        if self.full or self.low.is_zero() or any(vector.is_zero() for vector in self.kernels):
            return {}
        return {
            **{"top": lambda: self.top, "low": lambda: self.low, "tau": lambda: TAU},
            "Onto": lambda: self.V(self.top + 1).pseudoinverse(),
            **{"ker": self.ker, "Row": self.row, "turn": self.turn, "hit": self.hit, "rise": self.rise},
            **{"gain": self.gain, "shift": self.shift, "Move": self.move, "Other": self.other},
            "slope": lambda: self.rise() + self.shift() * self.hit(1) * self.gain(),
            "bend": lambda: self.move().norm_squared(),
            "OtherV": self.other_product,
        }

    @cached_property
    def valuation(self) -> dict[str, Callable[..., Any]]:
        kept = {name: super(SaddleLayers, self).valuation[name] for name in ("n", "d", "W", "V", "Sigma", "M")}
        letters = {
            **{"RightSigma": self.target.pseudoinverse, "one": lambda: 1, "step": lambda: STEP},
            **{"J": self.frame, "Best": self.best, "BestU": self.best_product},
            **{"Inverse": lambda: self.V(1).pseudoinverse(), "Product": lambda: self.V(0) + self.M() * STEP},
        }
        return kept | remembered(letters | self.near)


def unit_vector(basis: dln.Matrix) -> dln.Matrix:
    """A combination of the columns of length 1, if one with small whole coefficients has a rational length; else 0."""
    for coefficients in itertools.product((0, 1, -1, 2), repeat=basis.shape[1]):
        vector = basis @ dln.Matrix.from_entries(basis.shape[1], 1, coefficients)
        square = vector.norm_squared()
        top, bottom = isqrt(square.numerator), isqrt(square.denominator)
        if square and top * top == square.numerator and bottom * bottom == square.denominator:
            return vector * Fraction(bottom, top)
    return dln.Matrix.zeros(basis.shape[0], 1)
