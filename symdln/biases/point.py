"""Weights and biases for a problem: loss, gradient, Hessian, inertia and class, all exact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import Matrix, hstack, vstack
from symdln.biases.problem import BiasedProblem
from symdln.errors import InputError
from symdln.landscape.classification import NOT_CRITICAL, STRICT
from symdln.landscape.point import Point
from symdln.landscape.shared import shared

if TYPE_CHECKING:
    import numpy as np

UNDECIDED = "undecided"


class BiasedPoint:
    """Weights ``W_1, ..., W_H`` and biases ``b_1, ..., b_H`` (columns or lists; None for a layer without one).

    Everything is computed in the same network without biases whose inputs and hidden layers have an additional unit
    that is always 1: the derivatives by weights and biases are those by some of its weights.

    >>> problem = BiasedProblem.from_data([[0, 1, 2]], [[1, 3, 5]], hidden=(1,))
    >>> point = BiasedPoint(problem, [[[1]], [[2]]], [[0], [1]])                   # 2 (1 x + 0) + 1
    >>> str(point.loss), point.is_critical, point.label, str(point.inertia_by_hessian)
    ('0', True, 'global minimiser', '(n+, n-, n0) = (2, 0, 2)')
    >>> print(point.hessian)                                       # the sum of g^T g over x, with g = (2x, 2, x, 1)
    [20  12  10  6]
    [12  12   6  6]
    [10   6   5  3]
    [ 6   6   3  3]
    >>> [(str(G), str(g)) for G, g in point.gradient], [str(M) for M in point.invariants]      # 2^2 - 1^2 - 0^2
    ([('[0]', '[0]'), ('[0]', '[0]')], ['[3]'])
    >>> point.inertia_by_centred == point.inertia_by_hessian, str(point.centred.loss)
    (True, '0')
    >>> print(point.augmented.weights[1], point.places)            # W_1 and b_1 are entries 0 and 1 of W_1 augmented
    [2  1] ((0, 1), (4, 5))
    >>> [(W.tolist(), b.tolist()) for W, b in point.float_layers()]
    [([[1.0]], [0.0]), ([[2.0]], [1.0])]
    """

    problem: BiasedProblem
    weights: tuple[Matrix, ...]
    biases: tuple[Matrix | None, ...]

    def __init__(self, problem: BiasedProblem, weights: Sequence[Any], biases: Sequence[Any]):
        checked = Point(problem.centred, weights).weights
        columns = _biases_of(problem, biases)
        self.__dict__.update(problem=problem, weights=checked, biases=columns)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a point never changes, so {name} cannot be set; build a new BiasedPoint.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BiasedPoint) and self._parts == other._parts

    @property
    def _parts(self) -> tuple[Any, ...]:
        return self.problem, self.weights, self.biases

    def __hash__(self) -> int:
        return hash(self._parts)

    def __reduce__(self) -> tuple[Any, ...]:
        return BiasedPoint, self._parts

    # -- calculus ------------------------------------------------------------------------------------------------------

    @shared
    def augmented(self) -> Point:
        """The point of the augmented problem: ``[[W_j, b_j], [0, 1]]``, and ``[W_H, b_H]``."""
        layers = []
        for j, (W, b) in enumerate(zip(self.weights, self.biases, strict=True), 1):
            rows, columns = W.shape
            top = hstack([W, Matrix.zeros(rows, 1) if b is None else b])
            unit = Matrix([[0] * columns + [1]])
            layers.append(top if j == self.problem.depth else vstack([top, unit]))
        return Point(self.problem.augmented, layers)

    @shared
    def places(self) -> tuple[tuple[int, ...], ...]:
        """For each layer the places of its weights row by row, and then of its bias, in the augmented gradient."""
        found, start = [], 0
        for j, (rows, columns) in enumerate(zip(self.problem.widths[1:], self.problem.widths[:-1], strict=True)):
            weights = [start + i * (columns + 1) + k for i in range(rows) for k in range(columns)]
            bias = [start + i * (columns + 1) + columns for i in range(rows)] if self.problem.biased[j] else []
            found.append((*weights, *bias))
            start += (rows + (j + 1 < self.problem.depth)) * (columns + 1)
        return tuple(found)

    @shared
    def loss(self) -> Fraction:
        """``f sum_i ||N(x_i) - y_i||^2``."""
        return self.augmented.loss

    @shared
    def gradient(self) -> tuple[tuple[Matrix, Matrix | None], ...]:
        """For each layer the derivatives by W_j, in its shape, and by b_j, a column (None without bias)."""
        flat = [value for block in self.augmented.gradient for value in block.entries()]
        found = []
        for W, b, places in zip(self.weights, self.biases, self.places, strict=True):
            rows, columns = W.shape
            values = [flat[place] for place in places]
            by_weight = Matrix.from_entries(rows, columns, values[: rows * columns])
            found.append((by_weight, None if b is None else Matrix.from_entries(rows, 1, values[rows * columns :])))
        return tuple(found)

    @shared
    def hessian(self) -> Matrix:
        """The exact N x N Hessian; layer by layer, W_j row by row and then b_j."""
        places = [place for layer in self.places for place in layer]
        return self.augmented.hessian.block(places, places)

    @shared
    def is_critical(self) -> bool:
        """Whether the gradient by all weights and biases vanishes."""
        return all(block is None or block.is_zero() for layer in self.gradient for block in layer)

    @shared
    def inertia_by_hessian(self) -> Inertia:
        """The inertia of the exact Hessian."""
        return inertia_of(self.hessian)

    @shared
    def invariants(self) -> tuple[Matrix, ...]:
        """``W_{j+1}^T W_{j+1} - W_j W_j^T - b_j b_j^T`` for 0 < j < H, which gradient flow conserves for every loss."""
        found = []
        for j in range(self.problem.depth - 1):
            W, b, V = self.weights[j], self.biases[j], self.weights[j + 1]
            found.append(V.T @ V - W @ W.T - (b @ b.T if b is not None else Matrix.zeros(W.shape[0], W.shape[0])))
        return tuple(found)

    # -- the reduction -------------------------------------------------------------------------------------------------

    @shared
    def centred(self) -> Point:
        """The same weights as a point of the centred problem."""
        return Point(self.problem.centred, self.weights)

    @shared
    def inertia_by_centred(self) -> Inertia:
        """The inertia at a critical point from that of the centred problem, by ranks; for an output bias."""
        if not self.is_critical:
            raise InputError("the gradient does not vanish here, so the theorem says nothing; use inertia_by_hessian.")
        self.problem.needs_output_bias()
        return self.centred.inertia_by_ranks + self.problem.inertia_of_biases

    @shared
    def label(self) -> str:
        """The class: with an output bias that of the centred point; without, what first and second order decide."""
        if not self.is_critical:
            return NOT_CRITICAL
        if self.problem.has_output_bias:
            return self.centred.label
        return STRICT if self.inertia_by_hessian.negative else UNDECIDED

    def float_layers(self) -> list[tuple[np.ndarray, np.ndarray | None]]:
        """Weights and biases as float64 arrays, as ``torch.nn.Linear`` and JAX hold them: ``(d_j, d_{j-1})`` and
        ``(d_j,)``.
        """
        pairs = zip(self.weights, self.biases, strict=True)
        return [(W.to_numpy(), None if b is None else b.to_numpy()[:, 0]) for W, b in pairs]


def critical_point_of(problem: BiasedProblem, point: Point, hidden: Sequence[Any] = ()) -> BiasedPoint:
    """The critical point over a critical point of the centred problem: hidden biases as given (0 by default), and the
    output bias that makes the mean residual vanish.

    >>> problem = BiasedProblem.from_data([[0, 1, 2]], [[1, 3, 5]], hidden=(1,))
    >>> points = [critical_point_of(problem, kind.representative(), [[7]]) for kind in problem.kinds()]
    >>> [(str(point.loss), point.is_critical) for point in points]
    [('4', True), ('0', True)]
    """
    problem.needs_output_bias()
    given = list(hidden) or [
        [0] * width if has else None for width, has in zip(problem.hidden, problem.biased, strict=False)
    ]
    columns = _biases_of(problem, [*given, [0] * problem.widths[-1]])
    x, y = problem.means
    value = x
    for W, b in zip(point.weights, columns, strict=True):
        value = W @ value + (b if b is not None else Matrix.zeros(W.shape[0], 1))
    return BiasedPoint(problem, point.weights, [*columns[:-1], y - value])


def _biases_of(problem: BiasedProblem, biases: Sequence[Any]) -> tuple[Matrix | None, ...]:
    if len(biases) != problem.depth:
        raise InputError(f"{len(biases)} biases were passed for {problem.depth} layers; pass one, or None, for each.")
    found: list[Matrix | None] = []
    for j, (bias, has, width) in enumerate(zip(biases, problem.biased, problem.widths[1:], strict=True), 1):
        if (bias is not None) != has:
            words = "a bias, but None" if has else "no bias, but one"
            raise InputError(f"layer {j} has {words} was passed; pass biases as the problem says.")
        if bias is None:
            found.append(None)
            continue
        column = bias if isinstance(bias, Matrix) else Matrix([[entry] for entry in bias], name=f"b_{j}")
        if column.shape != (width, 1):
            raise InputError(f"b_{j} has {column.shape[0]} entries, but layer {j} has {width} units.")
        found.append(column)
    return tuple(found)
