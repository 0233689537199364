"""The loss as a function of one layer: a quadratic polynomial, whose derivative is a difference."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, equal


def directions(shape: tuple[int, int]) -> list[dln.Matrix]:
    """Two matrices without zeros and with different entries.

    >>> [D.entries() for D in directions((1, 2))] == [[1, 2], [1, -2]]
    True
    """
    rows, columns = shape
    places = range(rows * columns)
    return [
        dln.Matrix.from_entries(rows, columns, [k + 1 for k in places]),
        dln.Matrix.from_entries(rows, columns, [(-1) ** k * (k * k + 1) for k in places]),
    ]


def derivative(point: dln.Point, layer: int, direction: dln.Matrix) -> Fraction:
    """The derivative of the loss by a layer (0 is the first) along a direction, from two values of the loss.

    Half of the loss at +1 less the loss at -1 is exact, as the loss is a polynomial of degree 2 in one layer.

    >>> point = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])
    >>> derivative(point, 0, dln.Matrix([[1]])) == point.gradient[0][0, 0]
    True
    """
    up, down = (
        dln.loss(point.problem, [W + sign * direction if j == layer else W for j, W in enumerate(point.weights)])
        for sign in (1, -1)
    )
    return Fraction(up - down) / 2


def derivatives_agree(point: dln.Point, formula: Sequence[dln.Matrix]) -> Outcome:
    """Whether the matrices, one for each layer, give the derivatives of the loss along two directions a layer."""
    return all_of(
        equal(len(formula), len(point.weights), "the number of formulas, and of layers"),
        *(
            equal(G.inner(D), derivative(point, j, D), f"the formula and a difference of the loss, layer {j + 1}")
            for j, G in enumerate(formula)
            for D in directions(G.shape)
        ),
    )
