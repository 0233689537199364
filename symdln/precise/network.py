"""A network at a point in plain integers: products, gradient and Hessian by multilinearity, without FLINT.

The end-to-end matrix ``P = W_H ... W_1`` is linear in every layer.  So its derivative by an entry of W_j is the product
with the unit matrix of that entry in the place of W_j, the derivative by entries of two layers has two unit matrices,
and by two entries of one layer it is zero.  Every derivative here is such a product, multiplied out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from symdln.errors import InputError
from symdln.precise.numbers import INTEGERS, AlgebraicInteger, Ring


@dataclass(frozen=True, eq=False)
class IntegerNetwork:
    """Weights and moments with all denominators cleared.

    ``layers[j-1]`` is ``c_j W_j`` with the positive integer ``clearing[j-1] = c_j``; ``Sxx`` and ``Syx`` are those of
    the problem times the positive integer ``scale``.  Entries are integers, or of the ``ring`` of an algebraic point.
    ``target_trace`` is ``tr Syy``, None where the data are algebraic.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[["1/2"]], [["2/3"]]])              # L = 1/2 (b a - 2)^2
    >>> network = network_of(point)
    >>> network.depth, network.parameters, network.layer_of_entry, network.clearing, network.denominator
    (2, 2, [0, 1], (2, 3), 6)
    >>> network.product(2, 1).tolist(), network.residual.tolist(), network.path(1, 2).tolist()    # 6 (1/3 - 2); Sxy W_2
    ([[2]], [[-10]], [[4]])
    >>> [str(value) for value in network.gradient()], network.integer_gradient.tolist()        # -5/3 (b, a); -10 (2, 1)
    (['-10/9', '-5/6'], [-20, -10])
    >>> [[str(value) for value in row] for row in network.hessian()]                           # b^2, 2 a b - 2 and a^2
    [['4/9', '-4/3'], ['-4/3', '1/4']]
    >>> network.integer_hessian.tolist(), network.is_critical                                  # times 36 / (c_j c_k)
    ([[4, -8], [-8, 1]], False)
    >>> str(network.loss()), network.scaled_loss(), network.need_rational_data()               # 1/2 (-44/36 + 4)
    ('25/18', (-44, 36), Fraction(4, 1))
    """

    layers: tuple[np.ndarray, ...]
    clearing: tuple[int, ...]
    Sxx: np.ndarray
    Syx: np.ndarray
    scale: int
    loss_factor: Fraction
    target_trace: Fraction | None
    ring: Ring = INTEGERS

    @property
    def depth(self) -> int:
        """H, the number of weight matrices."""
        return len(self.layers)

    @property
    def parameters(self) -> int:
        """N, the number of weights."""
        return sum(layer.size for layer in self.layers)

    def product(self, last: int, first: int) -> np.ndarray:
        """``W_last ... W_first``, each layer times its c_j; the identity where last < first."""
        if last < first:
            return _unit(self.layers[last].shape[1] if last < self.depth else self.layers[-1].shape[0])
        return self._products[last, first]

    @cached_property
    def _products(self) -> dict[tuple[int, int], np.ndarray]:
        products: dict[tuple[int, int], np.ndarray] = {}
        for first in range(1, self.depth + 1):
            for last in range(first, self.depth + 1):
                layer = self.layers[last - 1]
                products[last, first] = layer if last == first else layer @ products[last - 1, first]
        return products

    @property
    def denominator(self) -> int:
        """``c = c_1 ... c_H``."""
        return math.prod(self.clearing)

    @cached_property
    def residual(self) -> np.ndarray:
        """``P Sxx - Syx`` times c and the scale of the moments."""
        return self.product(self.depth, 1) @ self.Sxx - self.Syx * self.denominator

    def path(self, start: int, length: int) -> np.ndarray:
        """The product of ``length`` arrows from vertex ``start`` on the cycle 0 -> 1 -> ... -> H -> 0, times a
        positive number.

        Arrow j-1 -> j is W_j, the closing arrow H -> 0 is Sxy; a path that starts at 0 has Sxx on its right.
        """
        product = self.Sxx if start == 0 else _unit(self.layers[start - 1].shape[0])
        for arrow in range(start, start + length):
            place = arrow % (self.depth + 1)
            product = (self.layers[place] if place < self.depth else self.Syx.T) @ product
        return product

    # -- derivatives -----------------------------------------------------------------------------------------------

    @cached_property
    def _moved(self) -> list[np.ndarray]:
        """For each layer the derivatives of P by its entries, of shape ``(d_j d_{j-1}, d_H, d_0)``."""
        return [
            self.product(self.depth, j + 1) @ units(layer.shape) @ self.product(j - 1, 1)
            for j, layer in enumerate(self.layers, 1)
        ]

    @cached_property
    def integer_gradient(self) -> np.ndarray:
        """The derivatives of the loss in one vector, each times a positive number: ``<P_a, G>``."""
        return np.concatenate([(moved * self.residual).sum(axis=(1, 2)) for moved in self._moved])

    @cached_property
    def integer_hessian(self) -> np.ndarray:
        """A positive diagonal congruence of the Hessian: ``<P_a Sxx, P_b> + <P_ab, G>`` on the cleared matrices.

        Entry (a, b) in layers j and k is that of the Hessian times ``c^2 scale / (2 f c_j c_k)``.
        """
        moved = np.concatenate(self._moved)
        flat, weighted = moved.reshape(len(moved), -1), (moved @ self.Sxx).reshape(len(moved), -1)
        table = weighted @ flat.T
        ends = np.cumsum([0, *(layer.size for layer in self.layers)])
        for j, low in enumerate(self.layers, 1):
            right = units(low.shape) @ self.product(j - 1, 1)
            for k in range(j + 1, self.depth + 1):
                left = self.product(self.depth, k + 1) @ units(self.layers[k - 1].shape) @ self.product(k - 1, j + 1)
                seen = np.array([one.T @ self.residual for one in left])  # <left right, G> = <right, left^T G>
                block = seen.reshape(len(left), -1) @ right.reshape(len(right), -1).T
                table[ends[k - 1] : ends[k], ends[j - 1] : ends[j]] += block
                table[ends[j - 1] : ends[j], ends[k - 1] : ends[k]] += block.T
        return table

    @cached_property
    def layer_of_entry(self) -> list[int]:
        """For every weight the 0-based place of its layer."""
        return [j for j, layer in enumerate(self.layers) for _ in range(layer.size)]

    @property
    def is_critical(self) -> bool:
        """Whether every derivative is exactly zero."""
        return not any(self.integer_gradient.tolist())

    # -- rational values -------------------------------------------------------------------------------------------

    def gradient(self) -> list[Fraction]:
        """The gradient of the loss at rational weights, layer by layer and row by row."""
        unit = 2 * self.loss_factor / (self.denominator**2 * self.scale)
        places = zip(self.integer_gradient.tolist(), self.layer_of_entry, strict=True)
        return [unit * int(value) * self.clearing[j] for value, j in places]

    def hessian(self) -> list[list[Fraction]]:
        """The Hessian of the loss at rational weights; weights layer by layer from W_1 on, each layer row by row."""
        unit = 2 * self.loss_factor / (self.denominator**2 * self.scale)
        clear = [self.clearing[j] for j in self.layer_of_entry]
        return [
            [unit * (int(value) * clear[a] * clear[b]) for b, value in enumerate(row)]
            for a, row in enumerate(self.integer_hessian.tolist())
        ]

    def scaled_loss(self) -> tuple[Any, int]:
        """``(value, q)``: the loss is ``f (value / q + tr Syy)``; the value is of the ring."""
        P = self.product(self.depth, 1)
        value = (P * (P @ self.Sxx - self.Syx * (2 * self.denominator))).sum()
        return value, self.denominator**2 * self.scale

    def loss(self) -> Fraction:
        """The loss at rational weights."""
        value, q = self.scaled_loss()
        return self.loss_factor * (Fraction(int(value), q) + self.need_rational_data())

    def need_rational_data(self) -> Fraction:
        """``tr Syy``; ``InputError`` where the data are algebraic, for which only ranks and signatures are found."""
        if self.target_trace is None:
            raise InputError(
                "The data of this problem are algebraic, and high precision finds only ranks and signatures then; its "
                "values are exact in point.loss_value, problem.spectrum and problem.critical_value(S)."
            )
        return self.target_trace


def units(shape: tuple[int, int]) -> np.ndarray:
    """All unit matrices of a shape, row by row: shape ``(rows columns, rows, columns)``."""
    return _unit(shape[0] * shape[1]).reshape(-1, *shape)


def _unit(size: int) -> np.ndarray:
    table = np.zeros((size, size), dtype=object)
    np.fill_diagonal(table, 1)
    return table


# -- from the points of symdln.landscape -------------------------------------------------------------------------------


def network_of(point: Any) -> IntegerNetwork:
    """The network at a ``Point``, ``CertifiedPoint`` or ``AlgebraicPoint``, from its numbers only.

    >>> from symdln import Point, Problem
    >>> network = network_of(Point(Problem.canonical((2,), (1, 1, 1)), [[["1/2"]], [["-2/3"]]]))
    >>> [layer.tolist() for layer in network.layers], network.clearing, network.Syx.tolist(), network.scale
    ([[[1]], [[-2]]], (2, 3), [[2]], 1)
    """
    problem, field = point.problem, getattr(point, "field", None)
    ring = INTEGERS if field is None else _ring_of(field)
    (Sxx, Syx), scale = _together([problem.Sxx, problem.Syx], field, ring)
    layers: list[np.ndarray] = []
    clearing: list[int] = []
    for weight in point.weights:
        (layer,), c = _together([weight], field, ring)
        layers.append(layer)
        clearing.append(c)
    trace = None
    if _is_rational(problem.Syy):
        trace = sum((problem.Syy[i, i] for i in range(problem.widths[-1])), Fraction(0))
    return IntegerNetwork(tuple(layers), tuple(clearing), Sxx, Syx, scale, problem.loss_factor, trace, ring)


def _is_rational(matrix: Any) -> bool:
    """Whether it is a matrix of rationals; otherwise it is one over a number field."""
    return hasattr(matrix, "rows")


def _together(matrices: Sequence[Any], field: Any, ring: Ring) -> tuple[list[np.ndarray], int]:
    """Matrices times the least positive integer that makes all their entries integers of the ring; and this integer."""
    read = [_coefficients(matrix, field) for matrix in matrices]
    clear = math.lcm(*(value.denominator for entries in read for entry in entries for value in entry))
    made = []
    for matrix, entries in zip(matrices, read, strict=True):
        table = np.empty(len(entries), dtype=object)
        for i, entry in enumerate(entries):
            values = [int(value * clear) for value in entry]
            table[i] = values[0] if len(values) == 1 else AlgebraicInteger(ring, values)
        made.append(table.reshape(matrix.shape))
    return made, clear


def _coefficients(matrix: Any, field: Any) -> list[list[Fraction]]:
    """The entries row by row: a rational alone, or the coefficients of an element of the field."""
    if _is_rational(matrix):
        return [[entry] for row in matrix.rows() for entry in row]
    return [_fractions(entry, field.degree, field.modulus[-1]) for entry in matrix.entries]


def _ring_of(field: Any) -> Ring:
    """The ring of a number field: theta times its leading coefficient is an integer."""
    n, top = field.degree, field.modulus[-1]
    monic = tuple(c * top ** (n - 1 - k) if k < n else 1 for k, c in enumerate(field.modulus))
    low, high = sorted(end * top for end in field.bounds(field.theta, 256))
    return Ring(monic, low, high) if n > 1 else INTEGERS


def _fractions(entry: Any, degree: int, top: int) -> list[Fraction]:
    """The coefficients of an element in the powers of ``top theta``."""
    found = [Fraction(int(c.p), int(c.q)) / top**k for k, c in enumerate(entry.coeffs())]
    return found + [Fraction(0)] * (degree - len(found))
