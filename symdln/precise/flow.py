"""The Taylor coefficients of the invariants along the gradient flow, in mpmath's numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mpmath.ctx_mp import MPContext

from symdln.precise.answers import as_network

Series = list[Any]  # matrices of mpmath, the coefficients of 1, t, t^2, ...


def taylor_invariants(point: Any, *, order: int = 4, dps: int = 50) -> tuple[Any, Any]:
    """``(largest, scale)`` over all ``W_{j+1}^T W_{j+1} - W_j W_j^T`` along ``W' = -grad L`` from a rational point.

    ``largest`` is the largest entry of a Taylor coefficient of degree 1 to ``order`` of an invariant, which is 0 for
    exact numbers; ``scale`` is the largest sum of the absolute values of the products from which such a coefficient was
    added up, so that ``largest / scale`` is the relative size of what is left by rounding.
    """
    network = as_network(point)
    ctx: Any = MPContext()
    ctx.dps = dps
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
    for lower, upper in zip(W, W[1:], strict=False):
        for degree in range(1, order + 1):
            left, left_size = _coefficient(ctx, [m.T for m in upper], upper, degree)
            right, right_size = _coefficient(ctx, lower, [m.T for m in lower], degree)
            largest = max(largest, _most(left - right))
            scale = max(scale, _most(left_size + right_size))
    return largest, scale


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
