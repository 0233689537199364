"""The tangent space of a kind at an exact point: the rank of the derivative of a group action."""

from __future__ import annotations

import itertools
from fractions import Fraction

import flint

import symdln as dln


def tangent_rank(at: dln.Point) -> int:
    """The rank of the derivative of the group action at a point, for X = I and Y diagonal: all rational.

    The group: GL(d_j) at the hidden layers; at the ends the pairs (g_0, g_H) that are the identity on row(P) and im P,
    keep their complements and satisfy ``g_0 E^T = E^T g_H``; and the pairs of rotations with ``O_H T = T O_0``, which
    move im P inside the singular spaces.  The kind is its orbit, so the rank is the dimension.
    """
    problem = at.problem
    weights = [weight.rows() for weight in at.weights]
    depth, widths = problem.depth, problem.widths
    moves: list[list[Fraction]] = []
    for j in range(1, depth):
        for a, b in itertools.product(range(widths[j]), repeat=2):
            unit = [[int((x, y) == (a, b)) for y in range(widths[j])] for x in range(widths[j])]
            moves.append(flattened(weights, {j: times(unit, weights[j - 1])}, {j: times(weights[j], unit)}))
    for first, last in end_generators(at):
        moves.append(flattened(weights, {depth: times(last, weights[-1])}, {0: times(weights[0], first)}))
    return dln.Matrix(moves).rank()


def flattened(weights, added: dict[int, list], taken: dict[int, list]) -> list[Fraction]:
    """``added[j]`` changes W_j, minus ``taken[j]`` changes W_{j+1}; one row of all entries."""
    row = []
    for layer, weight in enumerate(weights, start=1):
        for a, entries in enumerate(weight):
            for b in range(len(entries)):
                plus = added[layer][a][b] if layer in added else 0
                minus = taken[layer - 1][a][b] if layer - 1 in taken else 0
                row.append(plus - minus)
    return row


def times(left, right) -> list[list[int]]:
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*right, strict=True)] for row in left
    ]


def end_generators(at: dln.Point):
    """Bases of both Lie algebras at the ends: integer solutions (x_0, x_H) of linear equations."""
    problem = at.problem
    d0, dH = problem.input_width, problem.output_width
    P, T = (flint.fmpq_mat(matrix.flint) for matrix in (at.end_to_end, problem.Syx))
    E = T - P
    unknowns = [(0, a, b) for a in range(d0) for b in range(d0)] + [(1, a, b) for a in range(dH) for b in range(dH)]

    def equations(conditions) -> list[tuple]:
        columns = []
        for side, a, b in unknowns:
            x = [flint.fmpq_mat(d0, d0), flint.fmpq_mat(dH, dH)]
            x[side][a, b] = 1
            columns.append([entry for matrix in conditions(*x) for entry in matrix.entries()])
        return solutions(columns, unknowns, d0, dH)

    # x_0 is 0 on row(P) and maps into its complement ker P, x_H likewise for im P; and x_0 E^T = E^T x_H
    yield from equations(
        lambda x, y: (x * P.transpose(), P * x, y * P, P.transpose() * y, x * E.transpose() - E.transpose() * y)
    )
    # skew, and x_H T = T x_0
    yield from equations(lambda x, y: (x + x.transpose(), y + y.transpose(), y * T - T * x))


def solutions(columns, unknowns, d0, dH):
    """Integer solutions, as pairs of matrices, of the linear equations whose columns belong to the unknowns."""
    system = dln.Matrix([list(row) for row in zip(*columns, strict=True)])
    kernel = system.nullspace()
    for k in range(kernel.shape[1]):
        values = [int(x) for x in kernel.column(k).cleared[0].entries()]
        first, last = [[0] * d0 for _ in range(d0)], [[0] * dH for _ in range(dH)]
        for (side, a, b), value in zip(unknowns, values, strict=True):
            (last if side else first)[a][b] = value
        yield first, last
