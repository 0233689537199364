"""Mathematics of weight decay beside the theorems: tangent spaces of orbits, Euler characteristics, spectra, curves."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import flint

from proofs_check.facts.elimination import critical_equations, critical_polynomial, real_roots_of
from proofs_check.facts.real_points import real_points_by_value, separating_intervals
from symdln.algebra.matrix import Matrix, hstack
from symdln.decay import DecayedKind, DecayedPoint, DecayedProblem, ModeLevel
from symdln.decay.closed_form import SpectrumEntry

Direction = list[Matrix]

# -- directions --------------------------------------------------------------------------------------------------------


def flat(direction: Sequence[Matrix]) -> Matrix:
    """All entries of the layers in one column, in the order of the Hessian."""
    entries = [entry for layer in direction for entry in layer.flint.entries()]
    return Matrix.from_entries(len(entries), 1, entries)


def hidden_direction(point: DecayedPoint, vertex: int, S: Matrix) -> Direction:
    """``S.W`` for S at one hidden vertex j: ``S W_j`` at layer j and ``- W_{j+1} S`` at layer j + 1."""
    changes = [Matrix.zeros(*weight.shape) for weight in point.weights]
    changes[vertex - 1] = S @ point.weights[vertex - 1]
    changes[vertex] = -(point.weights[vertex] @ S)
    return changes


def unit_pairs(width: int, sign: int) -> Iterator[Matrix]:
    """A basis of the symmetric (1) or antisymmetric (-1) matrices."""
    for a, b in itertools.combinations_with_replacement(range(width), 2):
        if sign == 1 or a < b:
            table = [[0] * width for _ in range(width)]
            table[b][a] = sign
            table[a][b] = 1
            yield Matrix(table)


def hidden_directions(point: DecayedPoint, sign: int) -> list[Direction]:
    """``S.W`` for a basis of the symmetric or antisymmetric S at all hidden vertices."""
    widths = point.decayed.problem.widths
    return [
        hidden_direction(point, vertex, S)
        for vertex in range(1, len(widths) - 1)
        for S in unit_pairs(widths[vertex], sign)
    ]


def span(directions: Sequence[Direction]) -> int:
    """The dimension of the space that directions span."""
    return hstack([flat(direction) for direction in directions]).rank() if directions else 0


def end_directions(point: DecayedPoint) -> list[Direction]:
    """Infinitesimal rotations (x, y) at both ends that keep the data: ``y Syx = Syx x`` and ``x Sxx = Sxx x``."""
    problem = point.decayed.problem
    units = [(x, Matrix.zeros(problem.output_width, problem.output_width)) for x in unit_pairs(problem.input_width, -1)]
    units += [(Matrix.zeros(problem.input_width, problem.input_width), y) for y in unit_pairs(problem.output_width, -1)]
    if not units:
        return []
    rows = [flat([y @ problem.Syx - problem.Syx @ x, x @ problem.Sxx - problem.Sxx @ x]).entries() for x, y in units]
    kernel = Matrix(rows).T.nullspace()
    moves = [(-(point.weights[0] @ x), y @ point.weights[-1]) for x, y in units]
    found = []
    for k in range(kernel.shape[1]):
        change = [Matrix.zeros(*weight.shape) for weight in point.weights]
        for value, (first, last) in zip(kernel.column(k).entries(), moves, strict=True):
            change[0], change[-1] = change[0] + value * first, change[-1] + value * last
        found.append(change)
    return found


def orbit_dimension(point: DecayedPoint) -> int:
    """The rank of the derivative, at the point, of the group of rotations of hidden layers and of the data."""
    return span([*hidden_directions(point, -1), *end_directions(point)])


# -- spectra -----------------------------------------------------------------------------------------------------------


def characteristic_polynomial(entries: Sequence[SpectrumEntry]) -> flint.fmpq_poly:
    """The product of ``x - value`` over a table of rational eigenvalues."""
    product = flint.fmpq_poly([1])
    for entry in entries:
        factor = flint.fmpq_poly([-flint.fmpq(entry.value.numerator, entry.value.denominator), 1])
        product *= factor**entry.multiplicity
    return product


# -- completeness ------------------------------------------------------------------------------------------------------


def euler_characteristic(kind: DecayedKind) -> int:
    """The Euler characteristic of the orbit: of a bundle over flags in the spaces of equal values, whose fibre is a
    product of Stiefel manifolds of rho-frames at the hidden layers.
    """
    result = math.prod((stiefel(width, kind.rank) for width in kind.spectrum.hidden), start=1)
    for value, copies in zip(kind.spectrum.values, kind.copies, strict=True):
        if value.lower > 0:
            result *= real_flags(list(copies.values()))
    return result


def stiefel(width: int, rank: int) -> int:
    """The Euler characteristic of the orthonormal ``rank``-frames in R^width: a tower of spheres.

    >>> [stiefel(1, 1), stiefel(2, 1), stiefel(3, 1), stiefel(3, 0), stiefel(2, 2)]
    [2, 0, 2, 1, 0]
    """
    return math.prod((2 if (width - k) % 2 else 0 for k in range(rank)), start=1)


def real_flags(parts: Sequence[int]) -> int:
    """The Euler characteristic of the real flags with steps of these dimensions: the Gaussian multinomial at q = -1.

    >>> real_flags([1, 1]), real_flags([1, 2]), real_flags([2, 2])          # circle, projective plane, Gr(2, 4)
    (0, 1, 2)
    """
    if sum(part % 2 for part in parts) > 1:
        return 0
    halves = [part // 2 for part in parts]
    return math.factorial(sum(halves)) // math.prod(map(math.factorial, halves))


def counted_by_elimination(decayed: DecayedProblem) -> tuple[list[tuple[Fraction, Fraction]], tuple[int, ...]] | None:
    """Intervals around the critical values, and how many real critical points take each: by elimination of the weights.

    None where the critical points are not finitely many.  Equal decays.
    """
    equations = critical_equations(decayed.problem, decayed.decays[0])
    roots = real_roots_of(critical_polynomial(equations))
    counts = real_points_by_value(equations, roots)
    return None if counts is None else (list(separating_intervals(roots)), counts)


# -- curves ------------------------------------------------------------------------------------------------------------


def gradient_norms(point: DecayedPoint, direction: Direction, steps: Sequence[Fraction]) -> list[Fraction]:
    """``|grad L(W + t E)|^2`` at several t, exactly."""
    found = []
    for t in steps:
        layers = [W + t * E for W, E in zip(point.weights, direction, strict=True)]
        moved = DecayedPoint(point.decayed, layers)
        found.append(sum((G.norm_squared() for G in moved.gradient), Fraction(0)))
    return found


def loss_along(point: DecayedPoint, direction: Direction, steps: Sequence[Fraction]) -> list[Fraction]:
    """``L(W + t E) - L(W)`` at several t, exactly."""
    found = []
    for t in steps:
        layers = [W + t * E for W, E in zip(point.weights, direction, strict=True)]
        found.append(DecayedPoint(point.decayed, layers).loss - point.loss)
    return found


def order_at_zero(values: Sequence[Fraction], steps: Sequence[Fraction]) -> int:
    """The least exponent in the polynomial without constant term, of least degree, that has these values at the steps.

    >>> order_at_zero([Fraction(2), Fraction(12)], [Fraction(1), Fraction(2)])        # 4 t^2 - 2 t
    1
    """
    size = len(steps)
    powers = Matrix([[t**k for k in range(1, size + 1)] for t in steps])
    coefficients = powers.inverse() @ Matrix.from_entries(size, 1, values)
    return next((k + 1 for k, value in enumerate(coefficients.entries()) if value), size + 1)


def along_modes(point: DecayedPoint, places: Sequence[tuple[int, int]]) -> Direction:
    """The direction with the entry 1 at these (row, column), one for each layer."""
    found = []
    for W, place in zip(point.weights, places, strict=True):
        rows, columns = W.shape
        found.append(
            Matrix.from_entries(rows, columns, [int((i, j) == place) for i in range(rows) for j in range(columns)])
        )
    return found


def degenerate_direction(point: DecayedPoint) -> Direction | None:
    """At an aligned point (all layers diagonal): the direction along a used double mode in all layers, or for depth 2
    along a dropped mode with ``s = lam`` through a spare hidden unit; None where there is neither.
    """
    kind, depth = point.kind, point.decayed.problem.depth
    position = 0
    for _, level, number in kind.modes():
        if level is ModeLevel.DOUBLE:
            return along_modes(point, [(position, position)] * depth)
        position += number
    if depth > 2 or kind.rank == kind.spectrum.widths[1]:
        return None
    for place, copies in enumerate(kind.copies):
        if copies[ModeLevel.DROPPED] and kind.spectrum.against_fold(place) == 0:
            return along_modes(point, [(kind.rank, position), (position, kind.rank)])
        position += copies[ModeLevel.DROPPED]
    return None
