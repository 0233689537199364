"""The answers at one point: everything that a fixture holds, computed from its weights and data alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from symdln.algebra.inertia import Inertia
from symdln.algebra.ldl import congruence_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import spectrum_of
from symdln.biases import BiasedPoint, DecayedBiasedPoint
from symdln.decay import DecayedPoint
from symdln.errors import InputError
from symdln.exact_points.curvature import curvature_at
from symdln.exact_points.data import AnyPoint, Data, split_blocks
from symdln.exact_points.model import EnclosedEigenvalues, Enclosure, Fixture, Near, Origin
from symdln.exact_points.sources import AnyKind, order_with_decay
from symdln.landscape.classification import NON_STRICT, STRICT, Pivot
from symdln.landscape.descent import Curve, curve_through
from symdln.landscape.kinds import kind_of
from symdln.landscape.point import Point

Blocks = list[Matrix]


@dataclass(frozen=True)
class WhatTheorySays:
    """The answers of theorems and constructions at a point: its kind, the inertia by the theorem, a descent.

    ``direction`` has the blocks of the parameters in their order, including those of biases.

    >>> from symdln import Problem
    >>> problem = Problem.canonical((2,), (1, 1, 1))                                 # L = 1/2 (b a - 2)^2
    >>> saddle, minimum = (theory_at(Point(problem, [[[a]], [[b]]])) for a, b in ((0, 0), (2, 1)))
    >>> minimum.rank, str(minimum.end_to_end), minimum.direction, minimum.order
    (1, '[2]', None, None)
    >>> saddle.order, len(saddle.direction)                                          # a direction has a block per layer
    (2, 2)
    """

    rank: int
    end_to_end: Matrix
    kind: AnyKind | None = None
    inertia: Inertia | None = None
    pivots: tuple[Pivot, ...] = ()
    direction: Blocks | None = None
    curve: Curve | None = None
    order: int | None = None


def fixture_at(
    name: str,
    problem_id: str,
    data: Data,
    point: AnyPoint,
    *,
    hessian: bool = False,
    digits: int | None = None,
    curvature: bool = False,
    near: Near | None = None,
    origin: Origin | None = None,
) -> Fixture:
    """The fixture of one point, every answer computed from its weights; the inertia of a critical one by two routes.

    >>> from symdln.exact_points import data_of
    >>> from symdln import Problem
    >>> data = data_of(Problem.canonical((2,), (1, 1, 1)))
    >>> fixture_at("mine", "p1", data, data.point([[[2]], [[1]]]))
    <Fixture mine: global minimiser, widths (1, 1, 1), loss 0>
    """
    theory, inertia = theory_at(point), point.inertia_by_hessian
    if theory.inertia is not None and theory.inertia != inertia:
        raise AssertionError(
            f"the two routes disagree: the theorem gives {theory.inertia}, the Hessian {inertia}. "
            f"This is an error in symdln; please report it with the point {point!r}."
        )
    weights, biases = split_blocks(theory.direction or [], data.biased if theory.direction else None)
    return Fixture(
        id=name,
        problem_id=problem_id,
        data=data,
        point=point,
        label=point.label,
        loss=point.loss,
        gradient=tuple(layer[0] if isinstance(layer, tuple) else layer for layer in point.gradient),
        bias_gradient=tuple(b for _, b in point.gradient) if isinstance(point, BiasedPoint) else None,
        end_to_end=theory.end_to_end,
        rank=theory.rank,
        kind=theory.kind,
        pivots=theory.pivots,
        inertia=inertia,
        kernel=point.hessian.nullspace(),
        descent_direction=tuple(weights) or None,
        descent_biases=tuple(biases) or None,
        second_order=None if theory.direction is None else second_order(point, theory.direction),
        descent_curve=theory.curve,
        saddle_order=theory.order,
        hessian=point.hessian if hessian else None,
        eigenvalues=None if digits is None else eigenvalues_of(point.hessian, digits),
        curvature=_curvature(data, point) if curvature else None,
        near=near,
        origin=origin,
    )


def _curvature(data: Data, point: AnyPoint):
    if not isinstance(point, Point):
        raise InputError(
            "Gauss-Newton and Fisher matrices, factors and exponents are written for points without decay and biases; "
            "leave curvature out, and ask for Hessians and eigenvalues."
        )
    return curvature_at(data, point)


def second_order(point: AnyPoint, direction: Sequence[Matrix]) -> Fraction:
    """The coefficient of t^2 in the loss along a direction: half the Hessian form.

    >>> from symdln import Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])
    >>> str(second_order(point, [Matrix([[1]]), Matrix([[1]])]))                 # 1/2 (t^2 - 2)^2 = 2 - 2 t^2 + ...
    '-2'
    """
    if isinstance(point, Point):
        return point.second_order(direction)
    v = Matrix([[entry] for block in direction for entry in block.entries()])
    return (v.T @ point.hessian @ v)[0, 0] / 2


def eigenvalues_of(hessian: Matrix, digits: int) -> EnclosedEigenvalues:
    """All eigenvalues of a symmetric matrix, enclosed in less than ``10**-digits`` by exact root isolation.

    >>> golden, other = eigenvalues_of(Matrix([[1, 1], [1, 0]]), 3).enclosures           # (1 +- sqrt 5) / 2
    >>> golden.lower < golden.upper, round(float(golden.lower), 2), round(float(other.lower), 2)
    (True, 1.62, -0.62)
    """
    found = [(value.enclosure(digits), value.multiplicity) for value in spectrum_of(hessian)]
    return EnclosedEigenvalues(Fraction(1, 10**digits), tuple(Enclosure(low, high, m) for (low, high), m in found))


# -- the answers of the theory -----------------------------------------------------------------------------------------


def theory_at(point: AnyPoint) -> WhatTheorySays:
    """All answers that do not come from the calculus.

    >>> from symdln import Problem
    >>> found = theory_at(Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]]))
    >>> found.rank, str(found.inertia), found.order
    (0, '(n+, n-, n0) = (1, 1, 0)', 2)
    """
    if isinstance(point, DecayedPoint):
        return _with_decay(point)
    if isinstance(point, DecayedBiasedPoint):
        return _with_both(point)
    return _with_biases(point) if isinstance(point, BiasedPoint) else _plain(point)


def _plain(point: Point) -> WhatTheorySays:
    if not point.is_critical:
        return WhatTheorySays(point.rank, point.end_to_end)
    direction = point.descent_direction
    return WhatTheorySays(
        point.rank, point.end_to_end, kind_of(point), point.inertia_by_ranks, point.pivots,
        None if direction is None else list(direction), point.descent_curve, point.order,
    )  # fmt: skip


def _with_decay(point: DecayedPoint) -> WhatTheorySays:
    P = point.plain.end_to_end
    rank = (P @ point.decayed.problem.Sxx).rank()
    if not point.is_critical:
        return WhatTheorySays(rank, P)
    direction = descent_with_decay(point) if point.label == STRICT else None
    curve = curve_with_decay(point) if point.label == NON_STRICT else None
    return WhatTheorySays(
        rank, P, point.kind, point.inertia_by_theorem, (), direction, curve, order_with_decay(point.label)
    )


def descent_with_decay(point: DecayedPoint) -> Blocks:
    """A direction of negative second order at a strict saddle, in small integers: one by elimination of the Hessian,
    rounded to as few bits as keep the form negative.

    >>> from symdln import Problem
    >>> from symdln.decay import DecayedProblem
    >>> problem = DecayedProblem(Problem.canonical((2,), (1, 1, 1)), decay=1)        # 1/2 (b a - 2)^2 + (a^2 + b^2) / 2
    >>> [str(V) for V in descent_with_decay(DecayedPoint(problem, [[[0]], [[0]]]))]   # a^2 - 4 a b + b^2 = -3 at (2, 1)
    ['[2]', '[1]']
    """
    column = congruence_of(point.hessian).negative_direction()
    assert column is not None  # by the class, and because the two routes to the inertia agree
    largest, bits = max(abs(value) for value in column.entries()), 1
    entries = [round(2 * value / largest) for value in column.entries()]
    while not _is_negative(point.hessian, entries):
        bits += 1
        entries = [round(2**bits * value / largest) for value in column.entries()]
    divisor, blocks = math.gcd(*entries), []
    for rows, columns in point.decayed.problem.shapes:
        block, entries = entries[: rows * columns], entries[rows * columns :]
        blocks.append(Matrix.from_entries(rows, columns, [entry // divisor for entry in block]))
    return blocks


def _is_negative(form: Matrix, entries: Sequence[int]) -> bool:
    v = Matrix([[entry] for entry in entries])
    return (v.T @ form @ v)[0, 0] < 0


def curve_with_decay(point: DecayedPoint) -> Curve:
    """At a non-strict saddle: one double mode scaled by 1 - t in all layers, along which the loss falls like t^3.

    Its singular vectors are found in the layers: v in the kernel of ``W_1^T W_1 - w^2``, and then ``W_1 v``, and so on;
    the projections onto their lines are rational.

    With u = 1 - t the loss below is ``(u^3 - 4)^2 / 2 + 9/2 u^2``, with the derivatives 0, 0, 36, 180, 360, 360 at
    u = 1.

    >>> from symdln import Problem
    >>> from symdln.decay import DecayedProblem
    >>> problem = DecayedProblem(Problem.canonical((4,), (1, 1, 1, 1)), decay=3)
    >>> [str(c) for c in curve_with_decay(DecayedPoint(problem, [[[1]], [[1]], [[1]]])).loss_change]
    ['0', '0', '0', '-6', '15/2', '-3', '1/2']
    """
    first = point.weights[0]
    space = _double_space(point)
    vector, layers = space.column(0), []
    for W in point.weights:
        along = vector @ vector.T * (1 / vector.norm_squared())
        layers.append([W, -(W @ along)])
        vector = W @ vector
    curve = _curve_of(point, layers)
    if curve is None or curve.order != 3 or curve.sign > 0:
        raise AssertionError(f"no descent at a non-strict saddle; please report {first!r} of {point!r}")
    return curve


def _double_space(point: DecayedPoint) -> Matrix:
    """The input singular vectors of double modes: where ``(2H-2) x t = (H-2) x`` for the forms of the kind."""
    depth, P, problem = point.decayed.problem.depth, point.plain.end_to_end, point.decayed.problem
    # on the image of P^T: T^T T has the eigenvalue x, T^T P the eigenvalue x t, and t = (H-2)/(2H-2) at a double root
    target = problem.Syx
    if point.decayed.spectrum.is_white:
        scaled = target * (1 / problem.Sxx[0, 0])
        difference = (2 * depth - 2) * (scaled.T @ P) - (depth - 2) * (scaled.T @ scaled)
    else:
        difference = (2 * depth - 2) * (problem.Sxx @ P) - (depth - 2) * problem.Sxx
    basis = P.T.column_basis()
    return basis @ (difference @ basis).nullspace()


def _curve_of(point: DecayedPoint, layers: Sequence[Sequence[Matrix]]) -> Curve | None:
    """The curve ``W_j + t E_j`` with the change of the decayed loss along it."""
    plain = curve_through(point.plain, layers)
    change = [Fraction(0)] * (2 * len(layers) + 1)
    for power, value in enumerate(plain.loss_change if plain is not None else ()):
        change[power] += value
    for decay, (W, E) in zip(point.decayed.decays, layers, strict=True):
        change[1] += decay * (W.T @ E).trace()
        change[2] += decay * E.norm_squared() / 2
    return Curve(tuple(tuple(layer) for layer in layers), tuple(change)) if any(change) else None


def _with_biases(point: BiasedPoint) -> WhatTheorySays:
    centred = point.centred
    if not point.is_critical:
        return WhatTheorySays(centred.rank, centred.end_to_end)
    direction = centred.descent_direction
    return WhatTheorySays(
        centred.rank, centred.end_to_end, kind_of(centred), point.inertia_by_centred,
        direction=None if direction is None else lifted_direction(point, direction), order=centred.order,
    )  # fmt: skip


def _with_both(point: DecayedBiasedPoint) -> WhatTheorySays:
    centred = point.centred
    if not point.is_critical:
        return WhatTheorySays((centred.plain.end_to_end @ centred.decayed.problem.Sxx).rank(), centred.plain.end_to_end)
    theory = _with_decay(centred)
    direction = None if theory.direction is None else lifted_direction(point, theory.direction)
    return replace(theory, inertia=point.inertia_by_centred, direction=direction, curve=None)


def lifted_direction(point: BiasedPoint, direction: Sequence[Matrix]) -> Blocks:
    """A direction of the centred problem with the change of the output bias that keeps the mean residual 0 to first
    order, and no change of hidden biases; its second order is that of the centred problem.

    >>> from symdln.biases import BiasedProblem
    >>> problem = BiasedProblem.from_data([[0, 2]], [[0, 0]], hidden=(1,), biased="output")        # the mean input is 1
    >>> point = BiasedPoint(problem, [[[3]], [[5]]], [None, [0]])
    >>> [str(V) for V in lifted_direction(point, [Matrix([[1]]), Matrix([[1]])])]   # d (W_2 W_1) = 3 + 5, so d b_2 = -8
    ['[1]', '[1]', '[-8]']
    """
    h, _ = point.problem.means
    dh = Matrix.zeros(*h.shape)
    blocks: Blocks = []
    for W, b, V in zip(point.weights, point.biases, direction, strict=True):
        h, dh = W @ h + (b if b is not None else Matrix.zeros(W.shape[0], 1)), V @ h + W @ dh
        blocks += [V] if b is None else [V, Matrix.zeros(W.shape[0], 1)]
    blocks[-1] = -dh
    return blocks
