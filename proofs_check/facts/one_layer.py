"""The loss as a function of one layer: a quadratic polynomial, whose derivative is a difference."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln


def gradient_by_differences(point: dln.Point) -> list[dln.Matrix]:
    """The gradient by each layer from values of the loss alone: half of the loss at +1 less the loss at -1.

    This is exact, as the loss is a polynomial of degree 2 in one entry.

    >>> import symdln as dln
    >>> point = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])
    >>> [G.entries() for G in gradient_by_differences(point)] == [G.entries() for G in point.gradient]
    True
    """
    found = []
    for j, W in enumerate(point.weights):
        rows, columns = W.shape
        entries = []
        for place in range(rows * columns):
            step = dln.Matrix.from_entries(rows, columns, [int(k == place) for k in range(rows * columns)])
            up, down = (
                dln.loss(point.problem, [*point.weights[:j], W + sign * step, *point.weights[j + 1 :]])
                for sign in (1, -1)
            )
            entries.append(Fraction(up - down) / 2)
        found.append(dln.Matrix.from_entries(rows, columns, entries))
    return found
