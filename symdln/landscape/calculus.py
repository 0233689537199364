"""Loss, gradient, Hessian and second-order expansion at a point: exact, any depth and widths.

With ``L = f ||P X - Y||^2``, ``P = W_H ... W_1``, ``A_j = W_H ... W_{j+1}``, ``B_j = W_{j-1} ... W_1`` and ``G = P Sxx - Syx``:

    gradient by W_j       2f A_j^T G B_j^T
    Hessian block (j, k)  2f [ (A_j^T A_k) (x) (B_j Sxx B_k^T)  +  for j < k: M_kj[b, c] (B_j G^T A_k)[d, a] at ((c, d), (a, b)) ]

where ``M_kj = W_{k-1} ... W_{j+1}``, (c, d) is an entry of W_j and (a, b) one of W_k.  Parameters are ordered layer by layer from W_1 on,
each layer row by row.  Everything is computed on integers: with ``W_j = c_j^-1 (integer)`` a diagonal congruence clears all denominators.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint
import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import to_fmpq

if TYPE_CHECKING:
    from symdln.landscape.point import Point

INT64_SAFE = 1 << 62


def integer_residual(point: Point) -> flint.fmpz_mat:
    """``c s G`` with ``G = P Sxx - Syx``, the denominators c of P and s of the moments cleared."""
    Sxx, Syx, _ = point.problem.integer_moments
    return point.integer_product(point.problem.depth, 1) * Sxx - Syx * point.denominator


def loss_of(point: Point) -> Fraction:
    """``f (tr(P Sxx P^T) - 2 tr(P Sxy) + tr Syy)``."""
    problem, P = point.problem, point.end_to_end
    return problem.loss_factor * ((P @ problem.Sxx).inner(P) - 2 * P.inner(problem.Syx) + problem.Syy.trace())


def integer_gradient(point: Point) -> list[flint.fmpz_mat]:
    """``A_j^T G B_j^T`` for every layer, each times a positive integer that clears denominators."""
    depth, residual = point.problem.depth, integer_residual(point)
    return [
        point.integer_product(depth, j + 1).transpose() * residual * point.integer_product(j - 1, 1).transpose()
        for j in range(1, depth + 1)
    ]


def gradient_of(point: Point) -> tuple[Matrix, ...]:
    """``2f A_j^T G B_j^T`` for j = 1, ..., H."""
    scale = 2 * point.problem.loss_factor / (point.denominator**2 * point.problem.integer_moments[2])
    return tuple(
        Matrix.from_flint(flint.fmpq_mat(block) * to_fmpq(scale * c))
        for block, c in zip(integer_gradient(point), point.denominators, strict=True)
    )


def integer_hessian(point: Point) -> np.ndarray:
    """A positive diagonal congruence of the Hessian with integer entries, as an int64 or object array.

    Entry ((j, .), (k, .)) is the Hessian's times ``c^2 s / (2 f c_j c_k)``, so signs, ranks and inertia are the Hessian's own.
    """
    problem = point.problem
    depth = problem.depth
    Sxx = problem.integer_moments[0]
    residual_T = integer_residual(point).transpose()
    A = [point.integer_product(depth, j + 1) for j in range(1, depth + 1)]
    B = [point.integer_product(j - 1, 1) for j in range(1, depth + 1)]
    left = {(j, k): A[j].transpose() * A[k] for j in range(depth) for k in range(j, depth)}
    right = {(j, k): B[j] * Sxx * B[k].transpose() for j in range(depth) for k in range(j, depth)}
    inner = {(j, k): point.integer_product(k, j + 2) for j in range(depth) for k in range(j + 1, depth)}
    outer = {(j, k): B[j] * residual_T * A[k] for j in range(depth) for k in range(j + 1, depth)}
    arrays = _as_arrays(left, right, inner, outer)
    return _assemble(problem.shapes, problem.parameters, *arrays)


def _as_arrays(*families: dict[tuple[int, int], flint.fmpz_mat]) -> list[dict[tuple[int, int], np.ndarray]]:
    """The factors as int64 arrays where no sum of two products can overflow, else as arrays of Python integers."""
    tables = [{key: [int(value) for value in matrix.entries()] for key, matrix in family.items()} for family in families]
    largest = [max((max(map(abs, table), default=0) for table in family.values()), default=0) for family in tables]
    fits = largest[0] * largest[1] + largest[2] * largest[3] < INT64_SAFE and max(largest) < INT64_SAFE
    dtype = np.int64 if fits else object
    return [
        {key: np.array(table, dtype=dtype).reshape(family[key].nrows(), family[key].ncols()) for key, table in tables_of.items()}
        for tables_of, family in zip(tables, families, strict=True)
    ]


def _assemble(
    shapes: Sequence[tuple[int, int]],
    size: int,
    left: dict[tuple[int, int], np.ndarray],
    right: dict[tuple[int, int], np.ndarray],
    inner: dict[tuple[int, int], np.ndarray],
    outer: dict[tuple[int, int], np.ndarray],
) -> np.ndarray:
    hessian = np.zeros((size, size), dtype=left[0, 0].dtype)
    ends = np.cumsum([0] + [rows * columns for rows, columns in shapes])
    for j, k in left:
        block = np.multiply.outer(left[j, k], right[j, k]).transpose(0, 2, 1, 3)  # (c, d, a, b)
        if j < k:
            block = block + np.multiply.outer(inner[j, k], outer[j, k]).transpose(1, 2, 3, 0)
        flat = block.reshape(ends[j + 1] - ends[j], ends[k + 1] - ends[k])
        hessian[ends[j] : ends[j + 1], ends[k] : ends[k + 1]] = flat
        if j < k:
            hessian[ends[k] : ends[k + 1], ends[j] : ends[j + 1]] = flat.T
    return hessian


def hessian_of(point: Point) -> Matrix:
    """The exact N x N Hessian of the loss, loss factor included."""
    problem = point.problem
    table = integer_hessian(point)
    layer = [c for c, (rows, columns) in zip(point.denominators, problem.shapes, strict=True) for _ in range(rows * columns)]
    scale = 2 * problem.loss_factor / (point.denominator**2 * problem.integer_moments[2])
    if any(c != 1 for c in layer):
        table = table.astype(object) * np.multiply.outer(np.array(layer, dtype=object), np.array(layer, dtype=object))
    integers = flint.fmpz_mat(problem.parameters, problem.parameters, table.ravel().tolist())
    return Matrix.from_flint(flint.fmpq_mat(integers) * to_fmpq(scale))


def hessian_block_of(point: Point, j: int, k: int) -> Matrix:
    """The block of the Hessian at layers j and k (1-based): shape ``(d_j d_{j-1}, d_k d_{k-1})``."""
    sizes = [rows * columns for rows, columns in point.problem.shapes]
    rows = range(sum(sizes[: j - 1]), sum(sizes[:j]))
    columns = range(sum(sizes[: k - 1]), sum(sizes[:k]))
    return point.hessian.block(rows, columns)


# -- along directions and curves ---------------------------------------------------------------------------------------

Polynomial = list[Matrix]  # the coefficients of a matrix polynomial in t, constant term first


def multiply(left: Polynomial, right: Polynomial, degree: int | None = None) -> Polynomial:
    """The product of two matrix polynomials, cut off after ``degree`` where one is given."""
    top = len(left) + len(right) - 2
    top = top if degree is None else min(top, degree)
    terms: Polynomial = []
    for n in range(top + 1):
        parts = [left[i] @ right[n - i] for i in range(max(0, n - len(right) + 1), min(n, len(left) - 1) + 1)]
        terms.append(sum(parts[1:], parts[0]))
    return terms


def loss_polynomial(point: Point, layers: Sequence[Polynomial], degree: int | None = None) -> list[Fraction]:
    """The coefficients of ``t -> L(W(t))`` for polynomial layers ``W_j(t)``, up to ``degree`` where one is given."""
    problem = point.problem
    product = [Matrix.identity(problem.input_width)]
    for layer in layers:
        product = multiply(layer, product, degree)
    top = 2 * (len(product) - 1) if degree is None else degree
    coefficients = []
    for n in range(top + 1):
        square = sum(
            ((product[i] @ problem.Sxx).inner(product[n - i]) for i in range(max(0, n - len(product) + 1), min(n, len(product) - 1) + 1)),
            Fraction(0),
        )
        linear = product[n].inner(problem.Syx) if n < len(product) else Fraction(0)
        coefficients.append(problem.loss_factor * (square - 2 * linear))
    coefficients[0] += problem.loss_factor * problem.Syy.trace()
    return coefficients


def expansion(point: Point, direction: Sequence[Any]) -> tuple[Fraction, Fraction, Fraction]:
    """``(L(W), Delta_W(V), H_W(V))``: the coefficients of 1, t and t^2 in ``L(W + t V)``."""
    moves = _checked_direction(point, direction)
    zero, one, two = loss_polynomial(point, [[W, V] for W, V in zip(point.weights, moves, strict=True)], degree=2)
    return zero, one, two


def hessian_vector_product_of(point: Point, direction: Sequence[Any]) -> tuple[Matrix, ...]:
    """The derivative of the gradient along V, layer by layer; no Hessian is formed."""
    problem, depth = point.problem, point.problem.depth
    moves = _checked_direction(point, direction)
    layers = [[W, V] for W, V in zip(point.weights, moves, strict=True)]
    B: list[Polynomial] = [[Matrix.identity(problem.input_width)]]
    for layer in layers:
        B.append(multiply(layer, B[-1], 1))
    A: list[Polynomial] = [[Matrix.identity(problem.output_width)]]
    for layer in reversed(layers):
        A.append(multiply(A[-1], layer, 1))
    A.reverse()  # A[j] = (W_H ... W_{j+1})(t), B[j] = (W_j ... W_1)(t)
    P = B[depth]
    residual = [P[0] @ problem.Sxx - problem.Syx, P[1] @ problem.Sxx]
    factor = 2 * problem.loss_factor

    def transposed(polynomial: Polynomial) -> Polynomial:
        return [term.T for term in polynomial]

    products = (
        multiply(multiply(transposed(A[j]), residual, 1), transposed(B[j - 1]), 1) for j in range(1, depth + 1)
    )
    return tuple(factor * product[1] for product in products)


def _checked_direction(point: Point, direction: Sequence[Any]) -> tuple[Matrix, ...]:
    from symdln.landscape.point import checked_weights

    return checked_weights(point.problem, direction, name="direction")
