"""Whether the cubic Taylor form of the loss vanishes on the kernel of the Hessian: exact, from gradients along lines.

A second route beside ``symdln.landscape.cubic_form``, which sums the trilinear form from the parts of the product.
Twice the coefficient of t^2 in ``grad L(W + t V)`` is ``D^3 L(W)[V, V, .]``.  By polarisation the form vanishes on a
space if and only if this vanishes on the space for V = a and V = a + b, a and b in a basis.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

import symdln as dln
from symdln.algebra.matrix import Matrix

INT64_SAFE = 1 << 62
NO_FLOAT_DECIDES = "numpy holds 64-bit integers below INT64_SAFE, or Python integers"

Series = list[np.ndarray]  # coefficients of 1, t and t^2, for many lines at once


def vanishes_on_kernel(point: dln.Point) -> bool:
    """Whether ``D^3 L(W)[V, V, V] = 0`` for every V in ker H."""
    kernel = kernel_of_hessian(point)
    if not len(kernel):
        return True
    along = along_lines(point, kernel)
    return not np.any(along @ kernel.T.astype(along.dtype))


def kernel_of_hessian(point: dln.Point) -> np.ndarray:
    """Integer vectors that span the kernel of the Hessian, one per row, in the units of the integer weights."""
    kernel = Matrix.from_flint(point.integer_hessian).nullspace().T
    rows = [[int(x) for x in kernel.row(k).cleared[0].entries()] for k in range(kernel.shape[0])]
    primitive = [[x // math.gcd(*row) for x in row] for row in rows]
    return np.array(primitive, dtype=object).reshape(len(rows), point.problem.parameters)


def along_lines(point: dln.Point, basis: np.ndarray) -> np.ndarray:
    """The coefficient of t^2 in the gradient along W + t V, for all V = a and a + b; up to one positive factor."""
    weights = [_array(weight) for weight in point.integer_weights]
    Sxx, Syx = (_array(moment) for moment in point.problem.integer_moments[:2])
    dtype = _safe_dtype(point, 2 * max(np.abs(table).max(initial=1) for table in (basis, *weights)), Sxx, Syx)
    basis = basis.astype(dtype)
    V = np.concatenate([basis, *(basis[k] + basis[k + 1 :] for k in range(len(basis)))])
    starts = np.cumsum([0, *(weight.size for weight in weights)])
    layers: list[Series] = []
    for weight, (start, stop) in zip(weights, itertools.pairwise(starts), strict=True):
        line = V[:, start:stop].reshape(-1, *weight.shape)
        layers.append([weight.astype(dtype)[None], line, np.zeros((1, *weight.shape), dtype)])
    before = list(itertools.accumulate(layers, lambda B, W: _times(W, B), initial=_constant(len(Sxx), dtype)))
    behind = list(itertools.accumulate(reversed(layers), _times, initial=_constant(len(Syx), dtype)))[::-1]
    residual = [term @ Sxx.astype(dtype) for term in before[-1]]
    residual[0] = residual[0] - point.denominator * Syx.astype(dtype)
    blocks = []
    for B, A in zip(before[:-1], behind[1:], strict=True):
        gradient = _times(_times(_transposed(A), residual), _transposed(B))[2]
        blocks.append(np.broadcast_to(gradient, (len(V), *gradient.shape[1:])).reshape(len(V), -1))
    return np.concatenate(blocks, axis=1)


def _times(left: Series, right: Series) -> Series:
    return [left[0] @ right[0], left[0] @ right[1] + left[1] @ right[0], _second(left, right)]


def _second(left: Series, right: Series) -> np.ndarray:
    return left[0] @ right[2] + left[1] @ right[1] + left[2] @ right[0]


def _transposed(series: Series) -> Series:
    return [term.swapaxes(1, 2) for term in series]


def _constant(size: int, dtype: Any) -> Series:
    return [np.eye(size, dtype=dtype)[None], np.zeros((1, size, size), dtype), np.zeros((1, size, size), dtype)]


def _safe_dtype(point: dln.Point, largest: int, Sxx: np.ndarray, Syx: np.ndarray) -> Any:
    """int64 where neither the gradient nor its products with the kernel can overflow, else Python's integers.

    Each of fewer than 2H factors has three terms with entries up to ``largest``, and moments come in once.
    """
    factors, width = 2 * point.problem.depth, max(point.problem.widths)
    moments = np.abs(Sxx).max(initial=1) + point.denominator * np.abs(Syx).max(initial=1)
    bound = (3 * width * int(largest)) ** factors * width * int(moments) * point.problem.parameters
    return np.int64 if bound < INT64_SAFE else object


def _array(matrix: Any) -> np.ndarray:
    return np.array([int(x) for x in matrix.entries()], dtype=object).reshape(matrix.nrows(), matrix.ncols())
