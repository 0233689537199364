"""Power series in mpmath's numbers: invariants along the gradient flow, and the loss along a polynomial curve."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

from symdln.precise.answers import as_network
from symdln.precise.slices import BITS, context

Series = list[Any]  # matrices of mpmath, the coefficients of 1, t, t^2, ...


def taylor_invariants(point: Any, *, order: int = 4, dps: int = 50) -> tuple[Any, Any]:
    """``(largest, scale)`` over all ``W_{j+1}^T W_{j+1} - W_j W_j^T`` along ``W' = -grad L`` from a rational point.

    ``largest`` is the largest entry of a Taylor coefficient of degree 1 to ``order`` of an invariant, which is 0 for
    exact numbers; ``scale`` is the largest sum of the absolute values of the products from which such a coefficient was
    added up, so that ``largest / scale`` is the relative size of the rounding error.

    At a = 1, b = 3 of ``1/2 (b a - 2)^2`` one has ``a' = -3`` and ``b' = -1``, so ``(b^2 - a^2)' = -6 + 6``:

    >>> from symdln import Point, Problem
    >>> largest, scale = taylor_invariants(Point(Problem.canonical((2,), (1, 1, 1)), [[[1]], [[3]]]), order=1)
    >>> float(largest), float(scale)
    (0.0, 12.0)
    """
    network = as_network(point)
    ctx = context(math.ceil(dps * BITS) + 8)
    W: list[Series] = [
        [ctx.matrix([[ctx.mpf(int(x)) / c for x in row] for row in layer.tolist()])]
        for layer, c in zip(network.layers, network.clearing, strict=True)
    ]
    Sxx, Syx = (
        ctx.matrix([[ctx.mpf(int(x)) / network.scale for x in row] for row in table.tolist()])
        for table in (network.Sxx, network.Syx)
    )
    factor = _number(ctx, -2 * network.loss_factor)
    for degree in range(order):
        slopes = [_slope(ctx, W, j, Sxx, Syx, degree) for j in range(network.depth)]
        for layer, slope in zip(W, slopes, strict=True):
            layer.append(slope * (factor / (degree + 1)))
    largest, scale = ctx.mpf(0), ctx.mpf(0)
    for lower, upper in pairwise(W):
        for degree in range(1, order + 1):
            left, left_size = _coefficient(ctx, [m.T for m in upper], upper, degree)
            right, right_size = _coefficient(ctx, lower, [m.T for m in lower], degree)
            largest = max(largest, _most(left - right))
            scale = max(scale, _most(left_size + right_size))
    return largest, scale


def coefficients_along(point: Any, layers: Any, *, dps: int = 50) -> list[tuple[Any, Any]]:
    """``(coefficient, size)`` of ``t, t^2, ...`` in ``L(W(t))`` for layers ``W_j(t)``, the matrices of its powers of t.

    ``size`` is the same with absolute values throughout: an exact zero leaves at most a few units of the last digit of
    it.

    >>> from symdln import Matrix, Point, Problem
    >>> zero = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])             # L(t, t) = (t^2 - 2)^2 / 2
    >>> line = [[Matrix([[0]]), Matrix([[1]])]] * 2
    >>> [str(c) for c, _ in coefficients_along(zero, line)]
    ['0.0', '-2.0', '0.0', '0.5']
    """
    network = as_network(point)
    ctx = context(math.ceil(dps * BITS) + 8)
    moments = [
        ctx.matrix([[ctx.mpf(int(x)) / network.scale for x in row] for row in table.tolist()])
        for table in (network.Sxx, network.Syx)
    ]
    series = [
        [ctx.matrix([[_number(ctx, x) for x in row] for row in term.rows()]) for term in layer] for layer in layers
    ]
    values = _loss_series(ctx, series, moments[0], moments[1], -2)
    absolute = [[term.apply(abs) for term in layer] for layer in series]
    sizes = _loss_series(ctx, absolute, moments[0].apply(abs), moments[1].apply(abs), 2)
    factor = _number(ctx, network.loss_factor)
    return [(factor * value, factor * size) for value, size in zip(values[1:], sizes[1:], strict=True)]


def _loss_series(ctx: Any, layers: list[Series], Sxx: Any, Syx: Any, cross: int) -> list[Any]:
    """The coefficients of ``<P Sxx, P> + cross <P, Syx>`` for the product P of the layers."""
    degree = sum(len(layer) - 1 for layer in layers)
    zero = [ctx.zeros(layer[0].rows, layer[0].cols) for layer in layers]
    padded = [layer + [none] * (degree + 1 - len(layer)) for layer, none in zip(layers, zero, strict=True)]
    P = _chain(padded, degree)
    found = [ctx.mpf(0)] * (2 * degree + 1)
    for i, left in enumerate(P):
        weighted = left * Sxx
        found[i] += cross * _inner(ctx, left, Syx)
        for k, right in enumerate(P):
            found[i + k] += _inner(ctx, weighted, right)
    return found


def _inner(ctx: Any, left: Any, right: Any) -> Any:
    return ctx.fdot(list(left), list(right))


def _number(ctx: Any, value: Fraction) -> Any:
    return ctx.mpf(value.numerator) / value.denominator


def _slope(ctx: Any, W: list[Series], j: int, Sxx: Any, Syx: Any, degree: int) -> Any:
    """The coefficient of ``t^degree`` of ``A_j^T (P Sxx - Syx) B_j^T``, by Cauchy products."""
    P = _chain(W, degree)
    residual = [term * Sxx for term in P]
    residual[0] = residual[0] - Syx
    below = [term.T for term in _chain(W[:j], degree)] if j else None
    above = [term.T for term in _chain(W[j + 1 :], degree)] if j + 1 < len(W) else None
    if above is not None:
        residual = _product(above, residual, degree)
    if below is not None:
        residual = _product(residual, below, degree)
    return residual[degree]


def _chain(layers: list[Series], degree: int) -> Series:
    """The product of the layers, the first on the right, up to ``t^degree``."""
    product = layers[0][: degree + 1]
    for layer in layers[1:]:
        product = _product(layer, product, degree)
    return product


def _product(left: Series, right: Series, degree: int) -> Series:
    return [sum((left[i] * right[n - i] for i in range(1, n + 1)), left[0] * right[n]) for n in range(degree + 1)]


def _coefficient(ctx: Any, left: Series, right: Series, degree: int) -> tuple[Any, Any]:
    """One coefficient of a product, and the same of the absolute values."""
    terms = [(left[i], right[degree - i]) for i in range(degree + 1)]
    total = sum((a * b for a, b in terms[1:]), terms[0][0] * terms[0][1])
    sizes = [(a.apply(abs), b.apply(abs)) for a, b in terms]
    return total, sum((a * b for a, b in sizes[1:]), sizes[0][0] * sizes[0][1])


def _most(matrix: Any) -> Any:
    return max(abs(x) for x in matrix)
