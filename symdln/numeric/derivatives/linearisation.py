"""The gradient of a batch of points as a linear map: Hessian-vector products that share all work independent of V."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symdln.numeric.derivatives.batch import Batch, NumericProblem, checked_batch, checked_direction, checked_outs
from symdln.numeric.derivatives.calculus import (
    chunks,
    errors_back,
    fill_gradient,
    fill_moved_gradient,
    partial_products,
)
from symdln.numeric.derivatives.workspace import Workspace


@dataclass(frozen=True, eq=False)
class _Part:
    """A chunk of the batch with its products ``B_j`` and ``E_j^T``."""

    places: slice
    layers: list[np.ndarray]
    before: list[np.ndarray]
    errors: list[np.ndarray]


class Linearisation:
    """A batch of points with the products that every ``H v`` at it needs; build it with :func:`linearise`.

    The weights must not be written to while it is in use.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))              # L = 1/2 (b a - 3)^2
    >>> at = linearise(problem, [np.array([[1.0]]), np.array([[2.0]])])
    >>> [G.item() for G in at.gradient()]
    [-2.0, -1.0]
    >>> [V.item() for V in at.hessian_vector_product([np.array([[0.0]]), np.array([[1.0]])])]      # 2 ab - 3 and a^2
    [1.0, 1.0]
    """

    def __init__(self, problem: NumericProblem, batch: Batch):
        self.problem, self._batch, self._parts = problem, batch, []
        for places in chunks(problem, batch.size):
            layers, kept = [layer[places] for layer in batch.layers], Workspace()  # it holds the products
            before = partial_products(problem, layers, kept)
            self._parts.append(_Part(places, layers, before, errors_back(problem, layers, before, kept)))

    def gradient(self, *, out: Any = None) -> list[Any]:
        """The gradient at the points, as :func:`symdln.numeric.gradient` gives it."""
        results = checked_outs(out, self._batch, self.problem.shapes)
        for part in self._parts:
            fill_gradient(part.layers, part.before, part.errors, [result[part.places] for result in results])
        return [self._batch.leave(result) for result in results] if out is None else out

    def hessian_vector_product(
        self, direction: Sequence[Any], *, workspace: Workspace | None = None, out: Any = None
    ) -> list[Any]:
        """``Hess V``, as :func:`symdln.numeric.hessian_vector_product` gives it: 6H - 6 small products at depth H."""
        moves = checked_direction(self.problem, direction, self._batch)
        ws, results = workspace or Workspace(), checked_outs(out, self._batch, self.problem.shapes)
        for part in self._parts:
            along, filled = ([layer[part.places] for layer in layers] for layers in (moves.layers, results))
            fill_moved_gradient(self.problem, part.layers, along, part.before, part.errors, filled, ws)
        return [self._batch.leave(result) for result in results] if out is None else out


def linearise(problem: NumericProblem, weights: Sequence[Any]) -> Linearisation:
    """The points with the products that the gradient and all Hessian-vector products at them share.

    At a = b = 1 the loss ``1/2 (ab - 3)^2`` has the Hessian ``[[1, -1], [-1, 1]]``.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((3,), (1, 1, 1)))
    >>> at = linearise(problem, [np.array([[1.0]]), np.array([[1.0]])])
    >>> [layer.item() for layer in at.gradient()]
    [-2.0, -2.0]
    >>> [layer.item() for layer in at.hessian_vector_product([np.array([[1.0]]), np.array([[0.0]])])]
    [1.0, -1.0]
    """
    return Linearisation(problem, checked_batch(problem, weights))
