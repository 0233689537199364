"""Exact weights for one problem and their products, from which everything at a point is computed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import flint

from symdln.algebra.display import InNotebooks
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError
from symdln.landscape.regression import Regression
from symdln.landscape.shared import shared, shared_by_arguments

if TYPE_CHECKING:
    from symdln.landscape.problem import Problem


class Weights(InNotebooks):
    """Matrices ``(W_1, ..., W_H)`` of shapes ``(d_j, d_{j-1})`` for a problem, with their products; immutable.

    Every function of this package that is computed at a point takes such weights; :class:`symdln.Point` shows them all
    as attributes.
    """

    problem: Problem
    weights: tuple[Matrix, ...]

    def __init__(self, problem: Problem, weights: Sequence[Any], *, exactly: bool = False, tolerance: Any = None):
        if not isinstance(problem, Regression):
            raise InputError(
                f"a Problem comes first and the weights second, but {type(problem).__name__} was passed as the problem."
            )
        self.__dict__.update(problem=problem, weights=checked_weights(problem, weights, exactly, tolerance))

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(
            f"a point never changes, so {name} cannot be set; build a new Point, for example with point.moved(V)."
        )

    # -- products ------------------------------------------------------------------------------------------------------

    @shared
    def integer_weights(self) -> tuple[flint.fmpz_mat, ...]:
        """``c_j W_j`` with the least positive integers ``c_j`` (:attr:`denominators`) that make them integer."""
        return tuple(weight.cleared[0] for weight in self.weights)

    @shared
    def denominators(self) -> tuple[int, ...]:
        """``c_1, ..., c_H``, the least common denominators of the layers."""
        return tuple(weight.cleared[1] for weight in self.weights)

    @shared
    def denominator(self) -> int:
        """``c = c_1 ... c_H``: the end-to-end matrix is ``integer_product(H, 1) / c``."""
        return math.prod(self.denominators)

    @shared_by_arguments
    def integer_product(self, last: int, first: int) -> flint.fmpz_mat:
        """``W_last ... W_first`` with denominators cleared; the identity of size d_last if last < first."""
        if last < first:
            return _identity(self.problem.widths[last])
        if last == first:
            return self.integer_weights[last - 1]
        return self.integer_weights[last - 1] * self.integer_product(last - 1, first)

    def product(self, last: int, first: int) -> Matrix:
        """``W_last ... W_first`` (1-based), the identity if last < first: shape ``(d_last, d_{first-1})``."""
        if not 0 <= first - 1 <= self.problem.depth >= last >= 0:
            raise InputError(
                f"layers run from 1 to {self.problem.depth}, but the product passed is W_{last} ... W_{first}."
            )
        scale = math.prod(self.denominators[first - 1 : last])
        return Matrix.from_flint(flint.fmpq_mat(self.integer_product(last, first)) / scale)

    @property
    def end_to_end(self) -> Matrix:
        """``P = W_H ... W_1``."""
        return self.product(self.problem.depth, 1)

    # -- a value -------------------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Weights) and self.problem == other.problem and self.weights == other.weights

    def __hash__(self) -> int:
        return hash((self.problem, self.weights))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problem, self.weights)

    def latex(self) -> str:
        """The matrices in LaTeX."""
        return r",\quad ".join(f"W_{{{j}}} = {weight.latex()}" for j, weight in enumerate(self.weights, start=1))

    @property
    def fits(self) -> bool:
        """Whether a notebook shows them as formulas: every matrix is small."""
        return all(weight.fits for weight in self.weights)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.problem!r}, {list(self.weights)!r})"


@lru_cache(maxsize=64)
def _identity(size: int) -> flint.fmpz_mat:
    return Matrix.identity(size).cleared[0]


def checked_weights(
    problem: Regression, weights: Sequence[Any], exactly: bool = False, tolerance: Any = None, name: str = "weights"
) -> tuple[Matrix, ...]:
    """The layers as matrices of the problem's shapes; ``InputError`` names the first layer that does not fit."""
    if isinstance(weights, (Matrix, str, dict)) or not hasattr(weights, "__len__"):
        raise InputError(
            f"{name} must be a sequence (W_1, ..., W_{problem.depth}) of matrices, "
            f"but {type(weights).__name__} was passed."
        )
    if len(weights) != problem.depth:
        number = "1 matrix" if problem.depth == 1 else f"{problem.depth} matrices"
        raise InputError(f"widths {problem.widths} need {number}, W_1 first, but {len(weights)} were passed as {name}.")
    letter = "W" if name == "weights" else "V"
    layers = []
    for j, (layer, shape) in enumerate(zip(weights, problem.shapes, strict=True), start=1):
        is_exact = type(layer) is Matrix
        matrix = layer if is_exact else Matrix(layer, exactly=exactly, tolerance=tolerance, name=f"{letter}_{j}")
        if matrix.shape != shape:
            raise InputError(
                f"{letter}_{j} has shape {matrix.shape}, but widths {problem.widths} need (d_{j}, d_{j - 1}) = {shape}"
                + ("; transpose it." if matrix.shape == shape[::-1] else ".")
            )
        layers.append(matrix)
    return tuple(layers)
