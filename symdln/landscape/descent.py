"""Where the loss decreases from a saddle: an exact direction at strict saddles, an exact polynomial curve at
non-strict ones.

Directions and curves are built, in exact arithmetic, from the strings and the order of the singular values of the
point (the normal form of the inertia theorem), and everything returned has been checked exactly on the loss itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symdln.algebra.ldl import congruence_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational, simplest_between
from symdln.landscape import calculus
from symdln.landscape.calculus import loss_of, second_order_of
from symdln.landscape.classification import NON_STRICT, STRICT, label_of
from symdln.landscape.regression import Regression
from symdln.landscape.shared import shared
from symdln.landscape.signature import inversions, selection_of
from symdln.landscape.string_basis import StringBasis, StringVectors, string_basis_of
from symdln.landscape.weights import Weights

Direction = tuple[Matrix, ...]
Jump = tuple[StringVectors, StringVectors, int]  # source string, target string, layer


@dataclass(frozen=True)
class Curve:
    """A polynomial curve ``W(t)`` of weights from a critical point W(0), with the exact loss polynomial along it.

    ``layers[j-1]`` are the coefficients of W_j(t), constant term first; ``loss_change[n]`` is the coefficient of t^n
    in ``L(W(t)) - L(W(0))``.  For all ``0 < t <= reach`` the loss is strictly below L(W(0)) if ``sign`` is -1, above
    if it is 1.

    >>> import symdln as dln
    >>> problem = dln.Problem.canonical(singular_values=(2,), widths=(1, 1, 1))  # L = 1/2 (b a - 2)^2
    >>> curve = dln.Point(problem, [[[0]], [[0]]]).descent_curve
    >>> curve.order, [str(change) for change in curve.loss_change]
    (2, ['0', '0', '-1', '0', '1/8'])
    >>> curve.sign, str(curve.reach), [str(layer) for layer in curve.weights(1)]
    (-1, '1', ['[1/2]', '[1]'])
    """

    layers: tuple[tuple[Matrix, ...], ...]
    loss_change: tuple[Fraction, ...]

    @shared
    def order(self) -> int:
        """The exponent of the leading term of the loss change."""
        return _leading(self.loss_change)

    @property
    def sign(self) -> int:
        """-1 if the loss falls along the curve, 1 if it rises."""
        return 1 if self.loss_change[self.order] > 0 else -1

    @shared
    def reach(self) -> Fraction:
        """A t in (0, 1] up to which the leading term outweighs the sum of all later ones."""
        leading = abs(self.loss_change[self.order])
        later = sum(abs(coefficient) for coefficient in self.loss_change[self.order + 1 :])
        return min(Fraction(1), leading / (2 * later)) if later else Fraction(1)

    def weights(self, t: Any) -> tuple[Matrix, ...]:
        """The weights ``(W_1(t), ..., W_H(t))`` at a rational t."""
        t = rational(t)
        return tuple(sum((term * t**n for n, term in enumerate(layer[1:], start=1)), layer[0]) for layer in self.layers)


def curve_through(point: Weights, layers: Sequence[Sequence[Matrix]]) -> Curve | None:
    """The curve with these layer polynomials and its exact loss; None where the loss does not change along it."""
    change = calculus.loss_polynomial(point, [list(layer) for layer in layers])
    change[0] -= loss_of(point)
    return Curve(tuple(tuple(layer) for layer in layers), tuple(change)) if any(change) else None


# -- strict saddles ----------------------------------------------------------------------------------------------------


@shared
def descent_direction(point: Weights) -> Direction | None:
    """A rational V with ``H_W(V) < 0`` at a strict saddle; None elsewhere."""
    if label_of(point) != STRICT:
        return None
    for first, second in _candidate_planes(point):
        direction = _negative_in_plane(point, first, second)
        if direction is not None:
            return direction
    raise AssertionError(
        f"no descent direction at a strict saddle; this is an error in symdln, please report {point!r}"
    )


def _candidate_planes(point: Weights) -> Iterator[tuple[Direction, Direction]]:
    if inversions(point.problem, selection_of(point)):
        yield _inversion_plane(point)
    basis = string_basis_of(point)
    for sigma, tau in _crossing_pairs(basis):
        yield _crossing_moves(basis, sigma, tau)


def _crossing_pairs(basis: StringBasis) -> Iterator[tuple[StringVectors, StringVectors]]:
    """Pairs (sigma, tau) of strings, tau closing, whose product X Y occurs in the Hessian form."""
    for sigma, tau in itertools.product(basis.strings, basis.strings):
        if tau.string.closing:
            gap = range(tau.string.end + 1, tau.string.start)
            if (
                sigma.string.start <= gap[0]
                if sigma.string.closing
                else tau.string.missed <= set(sigma.string.vertices)
            ):
                yield sigma, tau


def _crossing_moves(basis: StringBasis, sigma: StringVectors, tau: StringVectors) -> tuple[Direction, Direction]:
    """The two moves tau -> sigma behind tau's end and sigma -> tau before tau's start: together they bridge tau's
    gap.
    """
    return basis.move(tau, sigma, tau.string.end + 1), basis.move(sigma, tau, tau.string.start)


def _inversion_plane(point: Weights) -> tuple[Direction, Direction]:
    """Directions that turn a selected z in im P towards a better y orthogonal to im P.

    With ``V_1 = W_1 Sxy z  y^T Syx Sxx^+`` and ``V_H = y z^T W_H``, the form ``H_W(a V_1 + b V_H) / f`` is ``a^2
    |Sigma z|^2 Y + b^2 |y|^2 Z - 2 a b Z Y`` with ``Y = y^T Sigma y``, ``Z = z^T Sigma z``: indefinite iff ``Z Y >
    |Sigma z|^2 |y|^2``. A rational c between a selected eigenvalue and a larger unselected one makes ``Sigma^2 - c
    Sigma`` indefinite or negative on im P, where z is chosen with ``|Sigma z|^2 < c Z``, and ``c - Sigma`` on its
    complement, where ``c |y|^2 < Y``.
    """
    problem = point.problem
    image = (point.end_to_end @ problem.Sxx).column_basis()
    c, sigma = _separator(problem, selection_of(point)), problem.sigma
    z = _negative_vector(sigma @ sigma - c * sigma, image)
    y = _negative_vector(c * Matrix.identity(problem.output_width) - sigma, image.T.nullspace())
    first = [Matrix.zeros(*shape) for shape in problem.shapes]
    last = list(first)
    first[0] = point.weights[0] @ problem.Sxy @ z @ y.T @ problem.Syx @ problem.Sxx_pseudoinverse
    last[-1] = y @ z.T @ point.weights[-1]
    return tuple(first), tuple(last)


def _separator(problem: Regression, selection: Sequence[int]) -> Fraction:
    """A simple rational strictly between the least selected eigenvalue of Sigma and the larger unselected ones."""
    counts = problem.selection_counts(selection)
    least = max(index for index, count in enumerate(counts) if count)
    largest = min(index for index, count in enumerate(counts) if count < problem.spectrum[index].multiplicity)
    low, high = problem.spectrum[least].upper, problem.spectrum[largest].lower
    margin = (high - low) / 4
    return simplest_between(low + margin, high - margin)


def _negative_vector(form: Matrix, basis: Matrix) -> Matrix:
    """A vector v in the span of ``basis`` with ``v^T form v < 0``, exactly."""
    coordinates = congruence_of(basis.T @ form @ basis).negative_direction()
    if coordinates is None:
        raise AssertionError(
            "the form is not negative anywhere on the subspace; this is an error in symdln, please report it"
        )
    return basis @ coordinates


def _negative_in_plane(point: Weights, first: Direction, second: Direction) -> Direction | None:
    """A combination of two directions with a negative second-order term, checked exactly; None if there is none."""
    both = tuple(a + b for a, b in zip(first, second, strict=True))
    left, right = second_order_of(point, first), second_order_of(point, second)
    cross = second_order_of(point, both) - left - right
    if cross * cross <= 4 * left * right:
        return None
    if right:
        a, b = Fraction(1), -cross / (2 * right)  # left - cross^2 / (4 right) < 0 if right > 0
    else:
        a, b = Fraction(1), -(left + 1) / cross  # left - (left + 1) = -1
    direction = tuple(a * x + b * y for x, y in zip(first, second, strict=True))
    return direction if second_order_of(point, direction) < 0 else None


# -- non-strict saddles ------------------------------------------------------------------------------------------------


@shared
def descent_curve(point: Weights) -> Curve | None:
    """A polynomial curve along which the loss decreases from a saddle, as fast as along any other curve; None if the
    point is not a saddle.

    Its order is :func:`symdln.saddle_order`, at most max(4, depth).  At a strict saddle it is the line along
    :func:`descent_direction`, of order 2.  At a non-strict one it bridges the gap of a closing string by k >= 3 jumps
    and has order k, or 4 where 3 jumps have a cost.
    """
    direction = descent_direction(point)
    if direction is not None:
        return curve_through(point, [[W, V] for W, V in zip(point.weights, direction, strict=True)])
    if label_of(point) != NON_STRICT:
        return None
    best: Curve | None = None
    for curve in _bridging_curves(point, sign=1):
        best = curve if best is None or curve.order < best.order else best
        if best.order == 3:
            break
    if best is None:
        raise AssertionError(
            f"no descent curve at a non-strict saddle; this is an error in symdln, please report {point!r}"
        )
    return best


@shared
def ascent_curve(point: Weights) -> Curve | None:
    """A polynomial curve along which the loss increases from a critical point; None where the loss is constant.

    With r > 0 some line in one layer changes P X; with r = 0 and Sxy nonzero a closing string can be bridged the
    wrong way; and with Sxy = 0 every curve that changes P X serves.
    """
    candidates = itertools.chain(
        _single_layer_lines(point), _crossing_lines(point), _bridging_curves(point, sign=-1), _positive_lines(point)
    )
    return next((curve for curve in candidates if curve.sign > 0), None)


def _bridging_curves(point: Weights, sign: int) -> Iterator[Curve]:
    """For every kind of closing string a curve that bridges its gap by jumps from string to string, fewest jumps first.

    ``sign`` = -1 flips the first jump, so that the loss rises.
    """
    basis = string_basis_of(point)
    one_of_each = {found.string: found for found in basis.strings if found.string.closing}
    for jumps in sorted((_bridge(basis, tau) for tau in one_of_each.values()), key=len):
        curve = _jump_curve(basis, jumps, sign)
        if sign > 0 and (curve is None or (curve.order, curve.sign) != (len(jumps), -1)):
            curve = _waiting_curve(basis, jumps)
        if curve is not None and curve.sign == -sign:
            yield curve


def _waiting_curve(basis: StringBasis, jumps: list[Jump]) -> Curve | None:
    """The curve of k jumps of size t, except the last but one, which is smaller: ``c t^(1 + d)``.

    At a non-strict saddle every unwanted term of the product contains that jump, so with a jump of size ``x t`` the
    loss changes by ``x G(t) + x^2 C(t)``: it gains ``G = -g t^k + ...`` and costs ``C = q t^m + ...``.  With ``x = c
    t^d`` the order is least for ``d = max(0, k - m)``; where both terms then have the same order, ``c q < g``.
    """
    forth, back = _jump_curve(basis, jumps, 1), _jump_curve(basis, jumps, 1, size=Fraction(-1))
    if forth is None or back is None:
        return None
    gain = [(a - b) / 2 for a, b in zip(forth.loss_change, back.loss_change, strict=True)]
    cost = [(a + b) / 2 for a, b in zip(forth.loss_change, back.loss_change, strict=True)]
    if not any(gain) or not any(cost):
        return None
    k, m = _leading(gain), _leading(cost)
    delay, size = max(0, k - m), Fraction(1)
    while k + delay == m + 2 * delay and size * cost[m] >= abs(gain[k]):
        size /= 2
    return _jump_curve(basis, jumps, 1, delay, size)


def _leading(polynomial: Sequence[Fraction]) -> int:
    """The exponent of the first term that is not zero."""
    return next(n for n, coefficient in enumerate(polynomial) if coefficient)


def _jump_curve(
    basis: StringBasis, jumps: list[Jump], sign: int, delay: int = 0, size: Fraction = Fraction(1)
) -> Curve | None:
    """All jumps of size t, the first times ``sign``, except the last but one: ``size t^(1 + delay)``."""
    layers = [[W] for W in basis.point.weights]
    for number, (source, target, layer) in enumerate(jumps):
        change = basis.move(source, target, layer)[layer - 1]
        if number == 0:
            change = sign * change
        if number == len(jumps) - 2:
            layers[layer - 1] += [Matrix.zeros(*change.shape)] * delay
            change = size * change
        layers[layer - 1].append(change)
    return curve_through(basis.point, layers)


def _bridge(basis: StringBasis, tau: StringVectors) -> list[Jump]:
    """The fewest jumps that lead from tau's end to tau's start; if possible over strings that all avoid the input, or
    all avoid the output.

    The product gains ``t^k`` in tau's gap.  It also changes along jumps that lead from a string through the input to
    one through the output: k - 1 of them beside tau, which is harmless, and k - 2 without tau, from the first landing
    to the last.  That costs ``t^(2k - 4)``, too much for k = 3.
    """
    ways = (_way(basis, tau, avoided) for avoided in (0, basis.depth, None))
    return min((jumps for jumps in ways if jumps), key=len)


def _way(basis: StringBasis, tau: StringVectors, avoided: int | None) -> list[Jump]:
    """Jumps that bridge tau's gap, each landing on the string that reaches furthest among those that avoid a vertex;
    empty if there is no such string.
    """
    goal = tau.string.start
    jumps, current, at = [], tau, tau.string.end
    allowed = [found for found in basis.strings if avoided is None or not found.visits(avoided)]
    while at < goal - 1:
        landings = [found for found in allowed if found.visits(at + 1)]
        if not landings:
            return []
        landing = max(landings, key=lambda found: _reach(found, at + 1))
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


def _single_layer_lines(point: Weights) -> Iterator[Curve]:
    """For every layer j with ``A_j`` and ``B_j Sxx`` nonzero, a line that changes one entry of W_j and so P X: L grows
    like t^2.
    """
    depth = point.problem.depth
    for j in range(1, depth + 1):
        column = _first_nonzero(point.product(depth, j + 1).T)
        row = _first_nonzero(point.product(j - 1, 1) @ point.problem.Sxx)
        if column is not None and row is not None:
            rows, columns = point.problem.shapes[j - 1]
            entries = [int((a, b) == (column, row)) for a in range(rows) for b in range(columns)]
            change = Matrix.from_entries(rows, columns, entries)
            curve = curve_through(point, [[W, change] if k == j else [W] for k, W in enumerate(point.weights, start=1)])
            if curve is not None:
                yield curve


def _first_nonzero(matrix: Matrix) -> int | None:
    """The index of the first row that is not zero."""
    return next((i for i, row in enumerate(matrix.rows()) if any(row)), None)


def _crossing_lines(point: Weights) -> Iterator[Curve]:
    """Lines along the sum or difference of two crossing moves."""
    basis = string_basis_of(point)
    for sigma, tau in _crossing_pairs(basis):
        first, second = _crossing_moves(basis, sigma, tau)
        for factor in (1, -1):
            curve = curve_through(
                point, [[W, a + factor * b] for W, a, b in zip(point.weights, first, second, strict=True)]
            )
            if curve is not None:
                yield curve


def _positive_lines(point: Weights) -> Iterator[Curve]:
    """For Sxy = 0: lines on which ``P`` ends in ``t^H`` times multiples of a row of Sxx, so that P X changes."""
    problem = point.problem
    for row in problem.Sxx.rows():
        moves = [Matrix.from_entries(*shape, [1] * (shape[0] * shape[1])) for shape in problem.shapes]
        moves[0] = Matrix([row] * problem.widths[1])
        curve = curve_through(point, [[W, V] for W, V in zip(point.weights, moves, strict=True)])
        if curve is not None:
            yield curve
