r"""One validated step of the gradient flow, by a Taylor polynomial whose defect is bounded.

Let y be the Taylor polynomial of order p of the solution from a centre x, with coefficients c_k, and X the solution
from any start within r of x.  The field ``V = -grad L`` is polynomial, so ``y' - V(y)`` consists of the terms of
order >= p of V(y); products of the scalar series ``sum ||c_k|| t^k`` bound them by a number D on [0, h].  The gradient
flow has a symmetric derivative: while X stays within eps of y,

    d/dt |X - y|  <=  mu |X - y| + D,    mu = 2f max ||P Sxx - Syx|| max_i sum_{j != i} prod_{k != i, j} ||W_k||,

the maxima over the tube of radius eps, because the Hessian is a positive semidefinite matrix plus the form
``2f <P Sxx - Syx, d^2 P>``.  A second bound, better near saddles, is ``-lambda_min`` of the Hessian at x plus a bound
of the third derivative times the distance from x; mu is the smaller one.  If ``(r + D h) e^(mu h) < eps``, then X
exists on [0, h] and stays in the tube.  The bounds are Euclidean, so nothing wraps, and mu tends to zero where the flow
tends to a fit.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add, mul

import flint

from symdln.algebra.eigenvalue import interval_of
from symdln.algebra.matrix import Matrix
from symdln.dynamics.balls import Ball, Balls, ball, balls, norm, operator_norm, shift_to_positive, split, upper
from symdln.landscape.functions import hessian
from symdln.landscape.problem import Problem

Series = list[Balls]
MOST_PARAMETERS = 64  # beyond these the Hessian costs more than it helps


class Field:
    """The field ``-grad L`` of a problem in balls, with bounds of its data."""

    def __init__(self, problem: Problem):
        self.problem, self.depth = problem, problem.depth
        self.Sxx, self.Syx = balls(problem.Sxx), balls(problem.Syx)
        self.factor = ball(2 * problem.loss_factor)
        self.norm_Sxx, self.norm_Syx = operator_norm(self.Sxx), norm(self.Syx)

    def series(self, weights: list[Balls], order: int) -> tuple[list[Series], Series]:
        """The Taylor coefficients 0, ..., order of the layers, and 0, ..., order - 1 of ``P Sxx - Syx``."""
        H = self.depth
        W: list[Series] = [[layer] for layer in weights]
        before: list[Series] = [[] for _ in range(H)]  # before[j] = W_{j+1} ... W_1
        error: list[Series] = [[] for _ in range(H)]  # error[j] = (W_H ... W_{j+2})^T (P Sxx - Syx)
        W_turned, before_turned = ([[] for _ in range(H)] for _ in range(2))  # the transposes, each made once
        for n in range(order):
            before[0].append(W[0][n])
            for j in range(1, H):
                before[j].append(_cauchy(W[j], before[j - 1], n))
                W_turned[j].append(W[j][n].transpose())
                before_turned[j - 1].append(before[j - 1][n].transpose())
            G = before[-1][n] * self.Sxx
            error[-1].append(G - self.Syx if n == 0 else G)
            for j in range(H - 1, 0, -1):
                error[j - 1].append(_cauchy(W_turned[j], error[j], n))
            for j in range(H):
                slope = error[0][n] if j == 0 else _cauchy(error[j], before_turned[j - 1], n)
                W[j].append(slope * (-self.factor / (n + 1)))
        return W, error[-1]


@dataclass(frozen=True)
class Tube:
    """The bounds of one step: the distance of the solutions from the polynomial at its end, and eps, mu and D."""

    radius: Ball
    eps: Ball
    mu: Ball
    defect: Ball


@dataclass(frozen=True)
class FlowStep:
    """Where a step of length ``length`` ends: all solutions lie within ``radius`` of ``centre``."""

    length: Fraction
    centre: list[Balls]
    radius: Ball
    tube: Tube


def validated_step(
    field: Field, centre: list[Balls], radius: Ball, most: Fraction, order: int, small: float
) -> FlowStep | None:
    """A proved step of length at most ``most``, proposed by the size ``small`` of the last terms; else None."""
    W, G = field.series(centre, order)
    length = min(most, proposed_length(W, order, small))
    bend = negative_curvature(field.problem, centre)
    for _ in range(40):
        tube = tube_of(field, W, G, ball(length), radius, bend)
        if tube is not None:
            return _ended(W, length, tube)
        length /= 2
    return None


def proposed_length(W: list[Series], order: int, small: float) -> Fraction:
    """A power of two times a small integer, near the length at which the last two terms have the size ``small``."""
    lengths = [16.0]
    for n in (order - 1, order):
        size = max(float(norm(layer[n])) for layer in W)
        if size > 0:
            lengths.append((small / size) ** (1 / n))
    scale = 2 ** (math.frexp(min(lengths))[1] - 4)
    return Fraction(math.floor(min(lengths) / scale)) * Fraction(scale)


def tube_of(field: Field, W: list[Series], G: Series, h: Ball, radius: Ball, bend: Ball | None = None) -> Tube | None:
    """The bounds on [0, h], or None where the tube is not proved to hold the solutions.

    ``bend`` is a bound of ``-lambda_min`` of the Hessian at the centre, where one is known.
    """
    order = len(W[0]) - 1
    powers = [upper(h**k) for k in range(order + 1)]
    series = [flint.arb_poly([norm(c) * p for c, p in zip(layer, powers, strict=True)]) for layer in W]
    product = reduce(mul, series)
    defect = defect_bound(field, series, product, order)
    start = radius + defect * powers[1]
    eps = upper(2 * start + flint.arb(2) ** -flint.ctx.prec)
    sizes = [operator_norm(layer[0]) + _total(poly.coeffs()[1:]) + eps for layer, poly in zip(W, series, strict=True)]
    along = operator_norm(G[0]) + sum((norm(c) * p for c, p in zip(G[1:], powers[1:], strict=False)), flint.arb(0))
    along = along + field.norm_Sxx * _total(product.coeffs()[order:])
    ends = [poly(flint.arb(1)) for poly in series]
    across = field.norm_Sxx * (reduce(mul, [end + eps for end in ends]) - reduce(mul, ends))
    mu = upper(field.factor * (along + across) * coupling(sizes))
    if bend is not None:
        moved = sum((_total(poly.coeffs()[1:]) ** 2 for poly in series), flint.arb(0)).sqrt() + eps
        by_hessian = upper(bend + third_derivative(field, sizes) * moved)
        mu = by_hessian if by_hessian < mu else mu
    after = upper(start * (mu * h).exp())
    return Tube(after, eps, mu, defect) if after < eps else None


def defect_bound(field: Field, series: list[flint.arb_poly], product: flint.arb_poly, order: int) -> Ball:
    """D: the terms of order >= ``order`` of the field along the polynomial, from the scalar series at [0, 1]."""
    pull = field.norm_Sxx * product + field.norm_Syx
    total = flint.arb(0)
    for j in range(len(series)):
        others = [each for k, each in enumerate(series) if k != j]
        total += _total(reduce(mul, others, pull).coeffs()[order:]) ** 2
    return upper(field.factor * total.sqrt())


def negative_curvature(problem: Problem, centre: list[Balls]) -> Ball | None:
    """A number ``c >= 0`` with ``Hess L + c I`` proved positive definite at the exact centre; None for many weights."""
    if problem.parameters > MOST_PARAMETERS:
        return None
    exact = [Matrix([[interval_of(entry)[0] for entry in row] for row in layer.tolist()]) for layer in centre]
    return shift_to_positive(balls(hessian(problem, exact)))


def third_derivative(field: Field, sizes: list[Ball]) -> Ball:
    """A bound of ``|D^3 L[V, V, U]|`` for unit V and U where the layers have operator norms up to ``sizes``.

    It is the Frobenius norm of the third derivatives of ``f (||Sxx|| p^2 + 2 ||Syx|| p)``, p the product of the sizes:
    every term of D^3 L is a product of layers and variations, and a term of this function bounds it.
    """
    total = flint.arb(0)
    for places in itertools.product(range(len(sizes)), repeat=3):
        twice, once = (_derivative(sizes, power, places) for power in (2, 1))
        total += (field.norm_Sxx * twice + 2 * field.norm_Syx * once) ** 2
    return upper(field.factor / 2 * total.sqrt())


def _derivative(sizes: list[Ball], power: int, places: tuple[int, ...]) -> Ball:
    """The derivative of the product of all ``size^power`` by the sizes at these places."""
    value = flint.arb(1)
    for k, size in enumerate(sizes):
        times = places.count(k)
        value *= math.perm(power, times) * size ** max(power - times, 0)
    return value


def coupling(sizes: list[Ball]) -> Ball:
    """``max_i sum_{j != i} prod_{k != i, j}`` of the sizes of the layers."""
    H, largest = len(sizes), flint.arb(0)
    for i in range(H):
        row = flint.arb(0)
        for j in range(H):
            if j != i:
                row += reduce(mul, (size for k, size in enumerate(sizes) if k not in (i, j)), flint.arb(1))
        largest = upper(largest.max(row))
    return largest


def _ended(W: list[Series], length: Fraction, tube: Tube) -> FlowStep:
    ends, radii = zip(*(split(_value(layer, ball(length))) for layer in W), strict=True)
    rounding = sum((radius**2 for radius in radii), flint.arb(0)).sqrt()
    return FlowStep(length, list(ends), upper(tube.radius + rounding), tube)


def _value(series: Series, h: Ball) -> Balls:
    value = series[-1]
    for coefficient in reversed(series[:-1]):
        value = value * h + coefficient
    return value


def _total(values: list[Ball]) -> Ball:
    return sum(values, flint.arb(0))


def _cauchy(left: Series, right: Series, n: int) -> Balls:
    """Coefficient n of the product of two series."""
    return reduce(add, map(mul, left[: n + 1], right[n::-1]))
