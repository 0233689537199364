"""Where the loss decreases from a saddle: an exact direction at strict saddles, an exact polynomial curve at non-strict ones.

Directions and curves are built from the strings of the point (the normal form of the inertia theorem); floats only suggest numbers,
and everything returned has been checked exactly on the loss itself.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational
from symdln.landscape import calculus
from symdln.landscape.classification import NON_STRICT, STRICT
from symdln.landscape.signature import inversions

if TYPE_CHECKING:
    from symdln.landscape.point import Point
    from symdln.landscape.string_basis import StringBasis, StringVectors

    Jump = tuple[StringVectors, StringVectors, int]  # source string, target string, layer

Direction = tuple[Matrix, ...]
DENOMINATORS = (1, 10, 10**3, 10**6, 10**12)
RANDOM_LINES = 8


@dataclass(frozen=True)
class Curve:
    """A polynomial curve ``W(t)`` of weights from a critical point W(0), with the exact polynomial of the loss along it.

    ``layers[j-1]`` are the coefficients of W_j(t), constant term first; ``loss_change[n]`` is the coefficient of t^n in
    ``L(W(t)) - L(W(0))``.  For all ``0 < t <= reach`` the loss is strictly below L(W(0)) if ``sign`` is -1, above if it is 1.
    """

    layers: tuple[tuple[Matrix, ...], ...]
    loss_change: tuple[Fraction, ...]

    @property
    def order(self) -> int:
        """The exponent of the leading term of the loss change."""
        return next(n for n, coefficient in enumerate(self.loss_change) if coefficient)

    @property
    def sign(self) -> int:
        return 1 if self.loss_change[self.order] > 0 else -1

    @property
    def reach(self) -> Fraction:
        """A t in (0, 1] up to which the leading term outweighs the sum of all later ones."""
        leading = abs(self.loss_change[self.order])
        later = sum(abs(coefficient) for coefficient in self.loss_change[self.order + 1 :])
        return min(Fraction(1), leading / (2 * later)) if later else Fraction(1)

    def weights(self, t: Any) -> tuple[Matrix, ...]:
        """The weights ``(W_1(t), ..., W_H(t))`` at a rational t."""
        t = rational(t)
        return tuple(sum((term * t**n for n, term in enumerate(layer[1:], start=1)), layer[0]) for layer in self.layers)


def curve_through(point: Point, layers: Sequence[Sequence[Matrix]]) -> Curve | None:
    """The curve with these layer polynomials and its exact loss; None where the loss does not change along it."""
    change = calculus.loss_polynomial(point, [list(layer) for layer in layers])
    change[0] -= point.loss
    return Curve(tuple(tuple(layer) for layer in layers), tuple(change)) if any(change) else None


# -- strict saddles ----------------------------------------------------------------------------------------------------


def descent_direction(point: Point) -> Direction | None:
    """A rational V with ``H_W(V) < 0`` at a strict saddle; None elsewhere."""
    if point.label != STRICT:
        return None
    for first, second in _candidate_planes(point):
        direction = _negative_in_plane(point, first, second)
        if direction is not None:
            return direction
    raise AssertionError(f"no descent direction at a strict saddle; this is an error in symdln, please report {point!r}")


def _candidate_planes(point: Point) -> Iterator[tuple[Direction, Direction]]:
    if inversions(point.problem, point.selection):
        yield from _inversion_planes(point)
    basis = _string_basis(point)
    for sigma, tau in _crossing_pairs(basis):
        yield _crossing_moves(basis, sigma, tau)


def _string_basis(point: Point) -> StringBasis:
    from symdln.landscape.string_basis import StringBasis

    return StringBasis(point)


def _crossing_pairs(basis: StringBasis) -> Iterator[tuple[StringVectors, StringVectors]]:
    """Pairs (sigma, tau) of strings, tau closing, whose product X Y occurs in the Hessian form."""
    for sigma, tau in itertools.product(basis.strings, basis.strings):
        if tau.string.closing:
            gap = range(tau.string.end + 1, tau.string.start)
            if sigma.string.start <= gap[0] if sigma.string.closing else tau.string.missed <= set(sigma.string.vertices):
                yield sigma, tau


def _crossing_moves(basis: StringBasis, sigma: StringVectors, tau: StringVectors) -> tuple[Direction, Direction]:
    """The two moves tau -> sigma behind tau's end and sigma -> tau before tau's start: together they bridge tau's gap."""
    return basis.move(tau, sigma, tau.string.end + 1), basis.move(sigma, tau, tau.string.start)


def _inversion_planes(point: Point) -> Iterator[tuple[Direction, Direction]]:
    """Directions that turn a selected z in im P towards a better y orthogonal to im P.

    With ``V_1 = W_1 Sxy z  y^T Syx Sxx^+`` and ``V_H = y z^T W_H``, the form ``H_W(a V_1 + b V_H) / f`` is
    ``a^2 |Sigma z|^2 Y + b^2 |y|^2 Z - 2 a b Z Y`` with ``Y = y^T Sigma y``, ``Z = z^T Sigma z``: indefinite iff ``Z Y > |Sigma z|^2 |y|^2``,
    which holds for eigenvectors in inverted order and for rational vectors close to them.
    """
    problem = point.problem
    image = (point.end_to_end @ problem.Sxx).column_basis()
    rest = image.T.nullspace()
    worst, best = _extreme_vectors(problem.sigma, image)[0], _extreme_vectors(problem.sigma, rest)[1]
    for denominator in DENOMINATORS:
        z, y = _rounded(image, worst, denominator), _rounded(rest, best, denominator)
        if z.is_zero() or y.is_zero():
            continue
        first = [Matrix.zeros(*shape) for shape in problem.shapes]
        last = list(first)
        first[0] = point.weights[0] @ problem.Sxy @ z @ y.T @ problem.Syx @ problem.Sxx_pseudoinverse
        last[-1] = y @ z.T @ point.weights[-1]
        yield tuple(first), tuple(last)


def _extreme_vectors(sigma: Matrix, basis: Matrix) -> tuple[np.ndarray, np.ndarray]:
    """Float coordinates of the vectors in the span of ``basis`` with the least and the largest Rayleigh quotient of Sigma."""
    gram, form = (basis.T @ basis).to_numpy(), (basis.T @ sigma @ basis).to_numpy()
    whiten = np.linalg.inv(np.linalg.cholesky(gram))
    _, vectors = np.linalg.eigh(whiten @ form @ whiten.T)
    return whiten.T @ vectors[:, 0], whiten.T @ vectors[:, -1]


def _rounded(basis: Matrix, coordinates: np.ndarray, denominator: int) -> Matrix:
    """The vector with these coordinates, scaled to largest coordinate 1 and rounded to multiples of 1/denominator."""
    scaled = coordinates / np.abs(coordinates).max()
    return basis @ Matrix.from_entries(len(scaled), 1, [Fraction(round(float(x) * denominator), denominator) for x in scaled])


def _negative_in_plane(point: Point, first: Direction, second: Direction) -> Direction | None:
    """A combination of two directions with a negative second-order term, checked exactly; None if the plane has none."""
    both = tuple(a + b for a, b in zip(first, second, strict=True))
    left, right = point.second_order(first), point.second_order(second)
    cross = point.second_order(both) - left - right
    if cross * cross <= 4 * left * right:
        return None
    if right:
        a, b = Fraction(1), -cross / (2 * right)  # left - cross^2 / (4 right) < 0 if right > 0
    else:
        a, b = Fraction(1), -(left + 1) / cross  # left - (left + 1) = -1
    direction = tuple(a * x + b * y for x, y in zip(first, second, strict=True))
    return direction if point.second_order(direction) < 0 else None


# -- non-strict saddles ------------------------------------------------------------------------------------------------


def descent_curve(point: Point) -> Curve | None:
    """A polynomial curve along which the loss decreases from a saddle; None at a global minimiser or where none was found.

    At a strict saddle it is the line along :func:`descent_direction`, of order 2.  At a non-strict one it bridges the gap of a closing
    string by k >= 3 jumps, and is the curve of least order among those tried.
    """
    direction = point.descent_direction
    if direction is not None:
        return curve_through(point, [[W, V] for W, V in zip(point.weights, direction, strict=True)])
    if point.label != NON_STRICT:
        return None
    return min(_bridging_curves(point, sign=1), key=lambda curve: curve.order, default=None)


def ascent_curve(point: Point) -> Curve | None:
    """A polynomial curve along which the loss increases from a critical point; None where none was found."""
    candidates = itertools.chain(_single_layer_lines(point), _crossing_lines(point), _bridging_curves(point, sign=-1), _random_lines(point))
    return next((curve for curve in candidates if curve.sign > 0), None)


def _bridging_curves(point: Point, sign: int) -> Iterator[Curve]:
    """For every closing string, curves that bridge its gap by k jumps from string to string; ``sign`` flips the first jump.

    All jumps have size t but the last but one, of size t^e, e = 1, 2, ...: the product gains t^(k-1+e) where the residual wants it.
    At a non-strict saddle every unwanted term of the product contains that jump, so e = k always makes their squares smaller.
    """
    basis = _string_basis(point)
    for tau in basis.strings:
        if tau.string.closing:
            jumps = _bridge(basis, tau)
            for exponent in range(1, len(jumps) + 1):
                curve = _jump_curve(basis, jumps, exponent, sign)
                if curve is not None and curve.sign == -sign:
                    yield curve
                    break


def _jump_curve(basis: StringBasis, jumps: list[Jump], exponent: int, sign: int) -> Curve | None:
    layers = [[W] for W in basis.point.weights]
    for number, (source, target, layer) in enumerate(jumps):
        change = basis.move(source, target, layer)[layer - 1]
        waiting = exponent - 1 if number == len(jumps) - 2 else 0
        layers[layer - 1] += [Matrix.zeros(*change.shape)] * waiting + [sign * change if number == 0 else change]
    return curve_through(basis.point, layers)


def _bridge(basis: StringBasis, tau: StringVectors) -> list[Jump]:
    """Jumps (source, target, layer) that lead from tau's end to tau's start, each landing on the string that reaches furthest."""
    goal = tau.string.start
    jumps, current, at = [], tau, tau.string.end
    while at < goal - 1:
        landing = max((found for found in basis.strings if found.visits(at + 1)), key=lambda found: _reach(found, at + 1))
        jumps.append((current, landing, at + 1))
        at = min(_reach(landing, at + 1), goal - 1)
        current = landing
    return [*jumps, (current, tau, goal)]


def _reach(found: StringVectors, vertex: int) -> int:
    """The last vertex that the string visits from ``vertex`` on without using the closing arrow."""
    visited = found.string.vertices
    reach = vertex
    while reach < found.string.depth and reach + 1 in visited[visited.index(vertex) :]:
        reach += 1
    return reach


def _single_layer_lines(point: Point) -> Iterator[Curve]:
    """Lines that change one entry of one layer."""
    for layer, (rows, columns) in enumerate(point.problem.shapes):
        for place in range(rows * columns):
            change = Matrix.from_entries(rows, columns, [int(i == place) for i in range(rows * columns)])
            curve = curve_through(point, [[W, change] if j == layer else [W] for j, W in enumerate(point.weights)])
            if curve is not None:
                yield curve


def _crossing_lines(point: Point) -> Iterator[Curve]:
    """Lines along the sum or difference of two crossing moves."""
    basis = _string_basis(point)
    for sigma, tau in _crossing_pairs(basis):
        first, second = _crossing_moves(basis, sigma, tau)
        for factor in (1, -1):
            curve = curve_through(point, [[W, a + factor * b] for W, a, b in zip(point.weights, first, second, strict=True)])
            if curve is not None:
                yield curve


def _random_lines(point: Point) -> Iterator[Curve]:
    """A few lines in random integer directions that change all layers."""
    rng = random.Random(0)
    for _ in range(RANDOM_LINES):
        moves = [Matrix.from_entries(*shape, [rng.randint(-2, 2) for _ in range(shape[0] * shape[1])]) for shape in point.problem.shapes]
        curve = curve_through(point, [[W, V] for W, V in zip(point.weights, moves, strict=True)])
        if curve is not None:
            yield curve
