"""Formal statements of the theory "minima" at exact weights and data: all letters by closed formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import symdln as dln
from proofs_check.logic.layers import Layers, remembered


class MinimalLayers(Layers):
    """Weights and data X and Y with invertible ``X X^T``; hidden widths at least d_y."""

    theory = "minima"

    def __init__(self, weights: Sequence[dln.Matrix], X: dln.Matrix, Y: dln.Matrix):
        super().__init__(weights, Y @ X.T)
        self.inputs, self.outputs, self.inverse_moment = X, Y, (X @ X.T).inverse()

    def frame(self, j: int) -> dln.Matrix:
        """``[I; 0]`` with d_n columns."""
        return dln.Matrix.diagonal([1] * min(self.d(j), self.d(self.n)), (self.d(j), self.d(self.n)))

    def other(self, j: int) -> dln.Matrix:
        """Weights whose product is ``Y X^T (X X^T)^{-1}``."""
        if j == 1:
            return self.frame(1) @ self.target @ self.inverse_moment
        return self.frame(j) @ self.frame(j - 1).T if 1 < j <= self.n else self.W(j)

    def other_product(self, j: int) -> dln.Matrix:
        if not 1 <= j <= self.n:
            return dln.Matrix.identity(self.d(j))
        return self.frame(j) @ self.target @ self.inverse_moment

    @cached_property
    def valuation(self) -> dict[str, Callable[..., Any]]:
        letters = {
            "X": lambda: self.inputs,
            "Y": lambda: self.outputs,
            "N": lambda: self.inverse_moment,
            "J": self.frame,
            "Other": self.other,
            "Product": self.other_product,
        }
        return super().valuation | remembered(letters)
