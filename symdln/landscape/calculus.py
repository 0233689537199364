"""Loss, gradient, Hessian and second-order expansion at a point: exact, any depth and widths.

With ``L = f ||P X - Y||^2``, ``P = W_H ... W_1``, ``A_j = W_H ... W_{j+1}``, ``B_j = W_{j-1} ... W_1`` and ``G = P
Sxx - Syx``:

    gradient by W_j       2f A_j^T G B_j^T
    Hessian block (j, k)  2f [ (A_j^T A_k) (x) (B_j Sxx B_k^T) + R_jk ]
    for j < k             R_jk[(c, d), (a, b)] = M_kj[b, c] (B_j G^T A_k)[d, a]

where ``M_kj = W_{k-1} ... W_{j+1}``, (c, d) is an entry of W_j and (a, b) one of W_k.  Parameters are ordered layer
by layer from W_1 on, each layer row by row.  Everything is computed on integers: with ``W_j = c_j^-1 (integer)`` a
diagonal congruence clears all denominators.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import flint
import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.landscape.shared import shared
from symdln.landscape.weights import Weights, checked_weights

INT64_SAFE = 1 << 62


def integer_residual(point: Weights) -> flint.fmpz_mat:
    """``c s G`` with ``G = P Sxx - Syx``, the denominators c of P and s of the moments cleared.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> integer_residual(point).tolist() == [[-1]]                                   # 2 - 3
    True
    """
    Sxx, Syx, _ = point.problem.integer_moments
    return point.integer_product(point.problem.depth, 1) * Sxx - Syx * point.denominator


@shared
def loss_of(point: Weights) -> Fraction:
    """The loss, ``f (<P Sxx - 2 Syx, P> + tr Syy)``.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> str(loss_of(point))
    '1/2'
    """
    problem, P = point.problem, point.integer_product(point.problem.depth, 1)
    Sxx, Syx, scale = problem.integer_moments
    difference = P * Sxx - Syx * (2 * point.denominator)
    total = sum((a * b for a, b in zip(difference.entries(), P.entries(), strict=True)), flint.fmpz(0))
    return problem.loss_factor * (Fraction(int(total), point.denominator**2 * scale) + problem.Syy.trace())


def integer_gradient(point: Weights) -> list[flint.fmpz_mat]:
    """``A_j^T G B_j^T`` for every layer, each times a positive integer that clears denominators.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> [int(block[0, 0]) for block in integer_gradient(point)]
    [-2, -1]
    """
    depth, residual = point.problem.depth, integer_residual(point)
    return [
        point.integer_product(depth, j + 1).transpose() * residual * point.integer_product(j - 1, 1).transpose()
        for j in range(1, depth + 1)
    ]


@shared
def gradient_of(point: Weights) -> tuple[Matrix, ...]:
    """The derivatives of the loss by W_1, ..., W_H, in their shapes: ``2f A_j^T G B_j^T``.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> [str(block) for block in gradient_of(point)]                                 # (b a - 3) b and (b a - 3) a
    ['[-2]', '[-1]']
    """
    scale = _scale(point)
    return tuple(
        Matrix.from_flint(flint.fmpq_mat(block) * (scale * c))
        for block, c in zip(integer_gradient(point), point.denominators, strict=True)
    )


@shared
def is_critical(point: Weights) -> bool:
    """Whether the gradient vanishes.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> is_critical(point), is_critical(Point(point.problem, [[[1]], [[3]]]))
    (False, True)
    """
    return not any(any(block.entries()) for block in integer_gradient(point))


def _scale(point: Weights) -> flint.fmpq:
    """``2f / (c^2 s)``: the factor that undoes the clearing of denominators, up to the layers' own ``c_j``."""
    factor = point.problem.loss_factor
    cleared = point.denominator**2 * point.problem.integer_moments[2]
    return flint.fmpq(2 * factor.numerator, factor.denominator * cleared)


@shared
def integer_hessian(point: Weights) -> flint.fmpz_mat:
    """A positive diagonal congruence of the Hessian with integer entries.

    Entry ((j, .), (k, .)) is the Hessian's times ``c^2 s / (2 f c_j c_k)``, so signs, ranks and inertia are the
    Hessian's own.  With all ``A_j^T`` stacked in one matrix and all ``B_j`` in another, a few products give the factors
    of all blocks.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> [[int(value) for value in row] for row in integer_hessian(point).tolist()]
    [[4, 1], [1, 1]]
    """
    problem, layers = point.problem, range(1, point.problem.depth + 1)
    A_T, B, moment, residual, inner = _as_arrays(
        _entries(point.integer_product(problem.depth, j + 1).transpose() for j in layers),
        _entries(point.integer_product(j - 1, 1) for j in layers),
        _entries(problem.integer_moments[:1]),
        _entries([integer_residual(point)]),
        _inner_products(point),
        widths=problem.widths,
    )
    table = _assemble(problem.shapes, A_T @ A_T.T, B @ moment @ B.T, inner, B @ residual.T @ A_T.T)
    return flint.fmpz_mat(problem.parameters, problem.parameters, table.ravel().tolist())


def _entries(blocks: Iterable[flint.fmpz_mat]) -> list[int]:
    """The entries of the blocks one above the other, row by row."""
    return [int(value) for block in blocks for value in block.entries()]


def _inner_products(point: Weights) -> list[int]:
    """The entries of the matrix with block ``M_kj^T`` at (j, k) for j < k and zeros elsewhere.

    Its rows are those of the stacked ``A_j^T``, its columns the rows of the stacked ``B_k``.
    """
    depth, widths = point.problem.depth, point.problem.widths
    entries: list[int] = []
    for j in range(1, depth + 1):
        blocks = [point.integer_product(k - 1, j + 1).transpose().tolist() for k in range(j + 1, depth + 1)]
        for c in range(widths[j]):
            entries += [0] * sum(widths[:j])
            entries += [int(value) for block in blocks for value in block[c]]
    return entries


def _as_arrays(
    A_T: list[int], B: list[int], moment: list[int], residual: list[int], inner: list[int], widths: Sequence[int]
) -> list[np.ndarray]:
    """The factors as matrices: int64 where no entry of the Hessian or of its factors can overflow, else Python ints."""
    d_x, d_y = widths[0], widths[-1]
    a, b, m, g, i = (max(max(table), -min(table), 1) for table in (A_T, B, moment, residual, inner))
    bound = d_y * a**2 * d_x**2 * b**2 * m + i * d_x * d_y * b * g * a
    dtype = np.int64 if bound < INT64_SAFE else object
    columns = (A_T, d_y), (B, d_x), (moment, d_x), (residual, d_x), (inner, sum(widths[:-1]))
    return [np.array(table, dtype).reshape(-1, width) for table, width in columns]


def _assemble(
    shapes: tuple[tuple[int, int], ...], left: np.ndarray, right: np.ndarray, inner: np.ndarray, outer: np.ndarray
) -> np.ndarray:
    """The Hessian from its stacked factors.

    Entry ((j, c, d), (k, a, b)) is ``left[jc, ka] right[jd, kb]``, plus ``inner[jc, kb] outer[jd, ka]`` for j < k and
    its mirror image for j > k.
    """
    at_A, at_B = _places(shapes)
    mixed = inner.take(at_A, 0).take(at_B, 1) * outer.take(at_B, 0).take(at_A, 1)  # the blocks j < k
    return left.take(at_A, 0).take(at_A, 1) * right.take(at_B, 0).take(at_B, 1) + mixed + mixed.T


@lru_cache(maxsize=64)
def _places(shapes: tuple[tuple[int, int], ...]) -> tuple[np.ndarray, np.ndarray]:
    """For every parameter, entry (c, d) of W_j, the stacked index of row c of ``A_j^T`` and of row d of ``B_j``."""
    at_A, at_B, first_A, first_B = [], [], 0, 0
    for rows, columns in shapes:
        at_A.append(np.repeat(np.arange(first_A, first_A + rows), columns))
        at_B.append(np.tile(np.arange(first_B, first_B + columns), rows))
        first_A, first_B = first_A + rows, first_B + columns
    return np.concatenate(at_A), np.concatenate(at_B)


@shared
def hessian_of(point: Weights) -> Matrix:
    """The exact N x N Hessian; parameters layer by layer from W_1 on, each layer row by row.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> print(hessian_of(point))                                                     # b^2, 2 b a - 3, a^2
    [4  1]
    [1  1]
    """
    problem, integers = point.problem, integer_hessian(point)
    if point.denominator != 1:
        layers = zip(point.denominators, problem.shapes, strict=True)
        cleared = flint.fmpz_mat(problem.parameters, problem.parameters)
        for i, c in enumerate(c for c, (rows, columns) in layers for _ in range(rows * columns)):
            cleared[i, i] = c
        integers = cleared * integers * cleared
    return Matrix.from_flint(flint.fmpq_mat(integers) * _scale(point))


def hessian_block_of(point: Weights, j: int, k: int) -> Matrix:
    """The block of the Hessian at layers j and k (1-based): shape ``(d_j d_{j-1}, d_k d_{k-1})``.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])          # L = 1/2 (b a - 3)^2, a = 1, b = 2
    >>> print(hessian_block_of(point, 1, 2))                                         # 2 b a - 3
    [1]
    """
    sizes = [rows * columns for rows, columns in point.problem.shapes]
    rows = range(sum(sizes[: j - 1]), sum(sizes[:j]))
    columns = range(sum(sizes[: k - 1]), sum(sizes[:k]))
    return hessian_of(point).block(rows, columns)


# -- along directions and curves ---------------------------------------------------------------------------------------

Polynomial = list[Matrix]  # the coefficients of a matrix polynomial in t, constant term first


def multiply(left: Polynomial, right: Polynomial, degree: int | None = None) -> Polynomial:
    """The product of two matrix polynomials, cut off after ``degree`` where one is given.

    >>> left, right = [Matrix([[1]]), Matrix([[2]])], [Matrix([[3]]), Matrix([[4]])]
    >>> [str(part) for part in multiply(left, right)]                                # (1 + 2 t) (3 + 4 t)
    ['[3]', '[10]', '[8]']
    """
    top = len(left) + len(right) - 2
    top = top if degree is None else min(top, degree)
    terms: Polynomial = []
    for n in range(top + 1):
        parts = [left[i] @ right[n - i] for i in range(max(0, n - len(right) + 1), min(n, len(left) - 1) + 1)]
        terms.append(sum(parts[1:], parts[0]))
    return terms


def loss_polynomial(point: Weights, layers: Sequence[Polynomial], degree: int | None = None) -> list[Fraction]:
    """The coefficients of ``t -> L(W(t))`` for polynomial layers ``W_j(t)``, up to ``degree`` where one is given.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])          # L = 1/2 (b a - 2)^2 at 0
    >>> layers = [[Matrix([[0]]), Matrix([[1]])]] * 2
    >>> [str(value) for value in loss_polynomial(point, layers)]                     # 1/2 (t^2 - 2)^2
    ['2', '0', '-2', '0', '1/2']
    """
    problem = point.problem
    Sxx, Syx, scale = problem.integer_moments
    product, denominator = _cleared(layers[0])
    for layer in layers[1:]:
        terms, c = _cleared(layer)
        product, denominator = _sparse_product(terms, product, degree), denominator * c
    size = problem.output_width * problem.input_width
    flat = flint.fmpz_mat(len(product), size, [x for term in product.values() for x in term.entries()])
    weighted = flint.fmpz_mat(len(product), size, [x for term in product.values() for x in (term * Sxx).entries()])
    squares = (flat * weighted.transpose()).tolist()
    linear = (flat * flint.fmpz_mat(size, 1, Syx.entries())).entries()
    top = 2 * sum(len(layer) - 1 for layer in layers) if degree is None else degree
    sums = [flint.fmpz(0)] * (top + 1)  # of the terms of ||P X||^2 - 2 <P, Syx>, times c^2 s
    for i, n in enumerate(product):
        sums[n] -= 2 * denominator * linear[i]
        for k, m in enumerate(product):
            if m + n <= top:
                sums[m + n] += squares[i][k]
    factor = problem.loss_factor / (denominator**2 * scale)
    coefficients = [factor * int(total) if total else Fraction(0) for total in sums]
    coefficients[0] += problem.loss_factor * problem.Syy.trace()
    return coefficients


def _cleared(layer: Sequence[Matrix]) -> tuple[dict[int, flint.fmpz_mat], int]:
    """The coefficients that are not zero, by exponent, times the least positive integer that makes all of them integer;
    and this integer.
    """
    terms = {n: term.cleared for n, term in enumerate(layer) if n == 0 or not term.is_zero()}
    common = math.lcm(*(c for _, c in terms.values()))
    return {n: term if c == common else term * (common // c) for n, (term, c) in terms.items()}, common


def _sparse_product(
    left: dict[int, flint.fmpz_mat], right: dict[int, flint.fmpz_mat], degree: int | None
) -> dict[int, flint.fmpz_mat]:
    """The product of matrix polynomials given by exponent and coefficient, cut off after ``degree``."""
    terms: dict[int, flint.fmpz_mat] = {}
    for (m, a), (n, b) in itertools.product(left.items(), right.items()):
        if degree is None or m + n <= degree:
            term = a * b
            terms[m + n] = terms[m + n] + term if m + n in terms else term
    return terms


def expansion(point: Weights, direction: Sequence[Any]) -> tuple[Fraction, Fraction, Fraction]:
    """``(L(W), Delta_W(V), H_W(V))``: the coefficients of 1, t and t^2 in ``L(W + t V)``.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])            # L = 1/2 (b a - 2)^2 at 0
    >>> [str(value) for value in expansion(point, [[[1]], [[1]]])]                   # 1/2 (t^2 - 2)^2 = 2 - 2 t^2 + ...
    ['2', '0', '-2']
    """
    moves = checked_weights(point.problem, direction, name="direction")
    zero, one, two = loss_polynomial(point, [[W, V] for W, V in zip(point.weights, moves, strict=True)], degree=2)
    return zero, one, two


def second_order_of(point: Weights, direction: Sequence[Any]) -> Fraction:
    """``H_W(V)``, the coefficient of t^2 in ``L(W + t V)``: half the Hessian form.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])            # L = 1/2 (b a - 2)^2 at 0
    >>> str(second_order_of(point, [[[1]], [[-1]]]))                                 # 1/2 (-t^2 - 2)^2
    '2'
    """
    return expansion(point, direction)[2]


def hessian_vector_product_of(point: Weights, direction: Sequence[Any]) -> tuple[Matrix, ...]:
    """The derivative of the gradient along V, layer by layer; no Hessian is formed.

    >>> from symdln import Point, Problem
    >>> point = Point(Problem.canonical((3,), (1, 1, 1)), [[[1]], [[2]]])            # Hessian [[4, 1], [1, 1]]
    >>> [str(block) for block in hessian_vector_product_of(point, [[[1]], [[0]]])]
    ['[4]', '[1]']
    """
    problem, depth = point.problem, point.problem.depth
    moves = checked_weights(point.problem, direction, name="direction")
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

    products = (multiply(multiply(transposed(A[j]), residual, 1), transposed(B[j - 1]), 1) for j in range(1, depth + 1))
    return tuple(factor * product[1] for product in products)
