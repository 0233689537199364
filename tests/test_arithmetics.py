"""One test for every arithmetic: exact rationals, a number field, enclosures, and floats with their error bounds.

What each arithmetic says of a point is compared with the same value: by hand for ranks, signatures and classes; for the
product, the loss, the gradient and the Hessian by differences of the loss in plain fractions, entry by entry.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint
import numpy as np
import pytest

import symdln as dln
from symdln import numeric
from symdln.algebra.number_field import FieldMatrix, NumberField
from symdln.landscape.certified_point import CertifiedPoint
from tests.landscape.support import Rows, difference_hessian, plain_loss, times

FIELD = NumberField((-1, -1, 1), 0)  # theta^2 = theta + 1: the weights below are rationals in a larger field
BITS = 200
WIDEST = Fraction(1, 2**150)


@dataclass(frozen=True)
class Example:
    """X = I, ``L = 1/2 ||W_H ... W_1 - Y||^2``; rank of the product, (n+, n-, n0) and class, where it is critical."""

    name: str
    Y: list[list[int]]
    weights: list[list[list[int]]]
    rank: int
    signature: tuple[int, int, int] | None = None
    label: str = "not critical"

    @property
    def X(self) -> Rows:
        size = len(self.Y[0])
        return [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]

    @property
    def problem(self) -> dln.Problem:
        return dln.Problem.from_data(self.X, self.Y, [len(layer) for layer in self.weights[:-1]])


ONE, TWO = [[1]], [[2, 0], [0, 1]]
EXAMPLES = (
    # 1/2 (abc - 1)^2 has the Hessian v v^T + e M with v = (bc, ac, ab), e = abc - 1 and M of zeros on the diagonal and
    # c, b, a beside it.  At (1, 1, 1): e = 0 and v v^T of rank 1.  At 0: nothing.  At (1, 0, 0): v = 0, and -a = -1
    # in the places of b and c.
    Example("minimum", ONE, [[[1]], [[1]], [[1]]], 1, (1, 0, 2), "global minimiser"),
    Example("zero at depth 3", ONE, [[[0]], [[0]], [[0]]], 0, (0, 0, 3), "non-strict saddle"),
    Example("one layer is not zero", ONE, [[[1]], [[0]], [[0]]], 0, (1, 1, 1), "strict saddle"),
    Example("not critical", ONE, [[[1]], [[2]], [[3]]], 1),
    # Y = diag(2, 1) at W = 0: the second-order part -tr(Y^T V_2 V_1) is a sum of four products of two variables each.
    Example("zero at depth 2", TWO, [[[0, 0], [0, 0]], [[0, 0], [0, 0]]], 0, (4, 4, 0), "strict saddle"),
    # The residual is zero, and (V_1, V_2) -> V_2 W_1 + W_2 V_1 is onto the 2 x 2 matrices.
    Example("minimum of matrices", TWO, [[[1, 0], [0, 1]], [[2, 0], [0, 1]]], 2, (4, 0, 4), "global minimiser"),
    # With V_2 = [[a, x], [b, y]] and V_1 = [[p, q], [r, s]]: 1/2 ((a + 2p)^2 + 4q^2 + b^2) - bq - ys; the form in q, b
    # has the determinant 3 and is positive, y and s give one of either sign, and x, r and one of a, p nothing.
    Example("the larger value", TWO, [[[1, 0], [0, 0]], [[2, 0], [0, 0]]], 1, (4, 1, 3), "strict saddle"),
    Example("matrices, not critical", TWO, [[[1, 2], [0, -1]], [[3, 0], [1, 1]]], 2),
)
CRITICAL = [example for example in EXAMPLES if example.signature is not None]


class Arithmetic(ABC):
    """What one arithmetic says of an example; ``agrees`` compares it with the true matrix or number."""

    def __init__(self, example: Example) -> None:
        self.example, self.problem = example, example.problem

    @abstractmethod
    def agrees(self, quantity: str, expected: list[Rows]) -> bool: ...

    @property
    @abstractmethod
    def rank(self) -> int: ...

    @property
    @abstractmethod
    def signature(self) -> tuple[int, int, int]: ...

    @property
    @abstractmethod
    def label(self) -> str: ...


class Exact(Arithmetic):
    @cached_property
    def point(self) -> Any:
        return dln.Point(self.problem, self.example.weights)

    def values(self, quantity: str) -> list[Any]:
        found = {
            "product": lambda: [self.point.product(self.problem.depth, 1)],
            "gradient": lambda: list(self.point.gradient),
            "hessian": lambda: [self.point.hessian],
            "loss": lambda: [self.point.loss],
        }
        return found[quantity]()

    def agrees(self, quantity: str, expected: list[Rows]) -> bool:
        wanted = [rows[0][0] if quantity == "loss" else dln.Matrix(rows) for rows in expected]
        return self.values(quantity) == wanted

    @property
    def rank(self) -> int:
        return self.point.rank

    @property
    def signature(self) -> tuple[int, int, int]:
        ranks, hessian = self.point.inertia_by_ranks, self.point.inertia_by_hessian
        assert ranks == hessian
        return hessian.positive, hessian.negative, hessian.zero

    @property
    def label(self) -> str:
        return self.point.label


class Algebraic(Exact):
    """The same numbers as elements of Q(theta), where a rank is computed over the field."""

    @cached_property
    def point(self) -> Any:
        return CertifiedPoint(self.problem, [FieldMatrix.lift(FIELD, dln.Matrix(W)) for W in self.example.weights])

    def agrees(self, quantity: str, expected: list[Rows]) -> bool:
        if quantity == "loss":
            ((((value,),),), (found,)) = expected, self.values(quantity)
            return found == flint.fmpq_poly([flint.fmpq(value.numerator, value.denominator)])
        return self.values(quantity) == [FieldMatrix.lift(FIELD, dln.Matrix(rows)) for rows in expected]

    @property
    def signature(self) -> tuple[int, int, int]:
        inertia = self.point.inertia_by_ranks
        return inertia.positive, inertia.negative, inertia.zero

    @property
    def label(self) -> str:
        if not self.point.is_critical:
            return "not critical"
        _, negative, _ = self.signature
        least = self.point.loss == self.point.critical_value(range(self.problem.best_rank))
        return "global minimiser" if least else "strict saddle" if negative else "non-strict saddle"


class Enclosed(Algebraic):
    """Enclosures: they hold the true value, are narrow, and prove the signs of the Hessian."""

    def agrees(self, quantity: str, expected: list[Rows]) -> bool:
        if quantity == "loss":
            return self.encloses(FIELD.enclosure(self.values(quantity)[0], BITS), expected[0][0][0])
        found = [matrix.enclosure(BITS) for matrix in self.values(quantity)]
        return all(
            self.encloses(table[i, j], value)
            for table, rows in zip(found, expected, strict=True)
            for i, row in enumerate(rows)
            for j, value in enumerate(row)
        )

    @staticmethod
    def encloses(ball: flint.arb, value: Fraction) -> bool:
        exact = flint.fmpq(value.numerator, value.denominator)
        width = flint.fmpq(WIDEST.numerator, WIDEST.denominator)
        return ball.contains(flint.arb(exact)) and bool(ball.rad() <= flint.arb(width))

    @property
    def signature(self) -> tuple[int, int, int]:
        proof = self.point.certified_inertia
        assert proof.verify(self.point.hessian)
        return proof.inertia.positive, proof.inertia.negative, proof.inertia.zero


class Floats(Arithmetic):
    """float64: values within their rounding bounds, signs that hold over a ball, and numerical classes."""

    @cached_property
    def numbers(self) -> numeric.NumericProblem:
        return numeric.NumericProblem.of(self.problem)

    @cached_property
    def weights(self) -> list[np.ndarray]:
        return [np.array(layer, dtype=np.float64) for layer in self.example.weights]

    @cached_property
    def classes(self) -> numeric.Classes:
        return numeric.numerical_classes(numeric.Landscape.of(self.problem), self.weights)

    def agrees(self, quantity: str, expected: list[Rows]) -> bool:
        wanted = [np.array([[float(value) for value in row] for row in rows]) for rows in expected]
        if quantity == "product":  # of small integers: no rounding
            return bool(np.array_equal(np.linalg.multi_dot([*reversed(self.weights)]), wanted[0]))
        compute: Callable[..., Any] = getattr(numeric, quantity)
        found, bound = (
            compute(self.numbers, self.weights),
            numeric.rounding_bound(self.numbers, quantity, self.weights),  # pyright: ignore[reportArgumentType]
        )
        if quantity != "gradient":
            found, bound = [np.atleast_2d(found)], [np.atleast_2d(bound)]
        pairs = zip(found, bound, wanted, strict=True)
        return all(
            bool((abs(value - true) <= most).all()) and bool((most < 1e-12).all()) for value, most, true in pairs
        )

    @property
    def rank(self) -> int:
        return int(self.classes.rank[0])

    @property
    def signature(self) -> tuple[int, int, int]:
        spectrum = numeric.inertia_by_spectrum(self.numbers, self.weights, backward_error=0.0)
        counts = int(spectrum.positive[0]), int(spectrum.negative[0]), int(spectrum.undecided[0])
        assert counts == tuple(self.classes.inertia[0].tolist())  # a computed zero alone would be undecided
        return counts

    @property
    def label(self) -> str:
        return self.classes.labels[0]


ARITHMETICS = (Exact, Algebraic, Enclosed, Floats)
every_arithmetic = pytest.mark.parametrize("arithmetic", ARITHMETICS, ids=lambda found: found.__name__.lower())
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda found: found.name)
every_critical = pytest.mark.parametrize("example", CRITICAL, ids=lambda found: found.name)


def fractions(example: Example) -> tuple[Rows, list[Rows]]:
    """Y and the weights as plain fractions."""
    Y, *weights = ([[Fraction(value) for value in row] for row in layer] for layer in (example.Y, *example.weights))
    return Y, weights


def differences(example: Example) -> list[Rows]:
    """The gradient by central differences with step 1, exact since L has degree at most 2 in each single weight."""
    Y, weights = fractions(example)

    def at(j: int, r: int, c: int, step: int) -> Fraction:
        moved = [[list(row) for row in layer] for layer in weights]
        moved[j][r][c] += step
        return plain_loss(example.X, Y, moved, Fraction(1, 2))

    return [
        [[(at(j, r, c, 1) - at(j, r, c, -1)) / 2 for c in range(len(layer[0]))] for r in range(len(layer))]
        for j, layer in enumerate(weights)
    ]


def reference(example: Example, quantity: str) -> list[Rows]:
    Y, weights = fractions(example)
    if quantity == "product":
        product = example.X
        for layer in weights:
            product = times(layer, product)
        return [product]
    if quantity == "gradient":
        return differences(example)
    if quantity == "hessian":
        return [difference_hessian(example.X, Y, weights, Fraction(1, 2))]
    return [[[plain_loss(example.X, Y, weights, Fraction(1, 2))]]]


@pytest.mark.parametrize("quantity", ["product", "loss", "gradient", "hessian"])
@every_example
@every_arithmetic
def test_values_are_those_by_plain_fractions(arithmetic, example, quantity):
    expected = reference(example, quantity)
    computed = arithmetic(example)
    assert computed.agrees(quantity, expected)
    expected[-1][-1][-1] += Fraction(1, 1000)  # and a neighbour is told apart
    assert not computed.agrees(quantity, expected)


@every_critical
@every_arithmetic
def test_ranks_signatures_and_classes_are_those_by_hand(arithmetic, example):
    found = arithmetic(example)
    assert (found.rank, found.signature, found.label) == (example.rank, example.signature, example.label)


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.signature is None], ids=lambda found: found.name)
@every_arithmetic
def test_a_point_with_a_gradient_is_called_not_critical(arithmetic, example):
    assert arithmetic(example).label == "not critical"
