"""Gauss-Newton matrix and relatives at points with algebraic weights: exact over their number field, and enclosed.

The functions have the names and formulas of :mod:`symdln.curvature.gauss_newton`; they take a ``CertifiedPoint``, which
knows its problem, and give a ``FieldMatrix``: ``.rank()`` is exact, and ``.enclosure(bits)`` encloses the entries.

>>> import symdln as dln
>>> problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))      # s^2 = (3 +- sqrt 5) / 2
>>> point = next(problem.kinds((0,))).certified_representative()
>>> ggn(point) + functional_part(point) == point.hessian, ggn(point).rank()
(True, 3)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import Element, FieldMatrix
from symdln.errors import InputError
from symdln.landscape.certified_point import CertifiedPoint


def factors_of(point: CertifiedPoint, layer: int) -> tuple[FieldMatrix, FieldMatrix]:
    """``A_j = W_H ... W_{j+1}`` and ``B_j = W_{j-1} ... W_1``.

    >>> import symdln as dln
    >>> problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))
    >>> point = next(problem.kinds((0,))).certified_representative()
    >>> A, B = factors_of(point, 1)                                   # of two layers: W_2, and the identity
    >>> A == point.weights[1], B.shape
    (True, (2, 2))
    """
    return point.product(point.problem.depth, layer + 1), point.product(layer - 1, 1)


def ggn(point: CertifiedPoint) -> FieldMatrix:
    """Block (j, k) is ``2f (A_j^T A_k) (x) (B_j Sxx B_k^T)``.

    >>> import symdln as dln
    >>> problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))
    >>> ggn(next(problem.kinds((0,))).certified_representative()).rank()     # the tangents at a product of rank 1
    3
    """
    moment, layers = point.lifted(point.problem.Sxx), range(1, point.problem.depth + 1)
    parts = {j: factors_of(point, j) for j in layers}

    def block(j: int, k: int) -> FieldMatrix:
        (A, B), (C, D) = parts[j], parts[k]
        return _kronecker(A.T @ C, B @ moment @ D.T)

    return _blocks_together(point, block).scaled(_constant(2 * point.problem.loss_factor))


def functional_part(point: CertifiedPoint) -> FieldMatrix:
    """The Hessian minus the Gauss-Newton matrix, from its own formula: blocks of two layers through the residual.

    >>> import symdln as dln
    >>> problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(2,))
    >>> functional_part(next(problem.kinds((0, 1))).certified_representative()).is_zero()      # a perfect fit
    True
    """
    problem, field = point.problem, point.field
    P = point.end_to_end
    residual = (P @ point.lifted(problem.Sxx) - point.lifted(problem.Syx)).T
    sizes = [rows * columns for rows, columns in problem.shapes]
    zero = flint.fmpq_poly([0])

    def block(j: int, k: int) -> FieldMatrix:
        if j == k:
            return FieldMatrix(field, (sizes[j - 1], sizes[j - 1]), [zero] * sizes[j - 1] ** 2)
        if j > k:
            return block(k, j).T
        inner, outer = point.product(k - 1, j + 1), factors_of(point, j)[1] @ residual @ factors_of(point, k)[0]
        places = itertools.product(*map(range, (inner.shape[1], outer.shape[0], outer.shape[1], inner.shape[0])))
        entries = [field.times(inner[b, c], outer[d, a]) for c, d, a, b in places]
        return FieldMatrix(field, (sizes[j - 1], sizes[k - 1]), entries)

    return _blocks_together(point, block).scaled(_constant(2 * problem.loss_factor))


def kronecker_factors(point: CertifiedPoint) -> tuple[tuple[FieldMatrix, FieldMatrix], ...]:
    """``(2f A_j^T A_j, B_j Sxx B_j^T)`` for each layer.

    >>> import symdln as dln
    >>> problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))
    >>> [(L.shape, R.shape) for L, R in kronecker_factors(next(problem.kinds((0,))).certified_representative())]
    [((1, 1), (2, 2)), ((2, 2), (1, 1))]
    """
    moment, factor = point.lifted(point.problem.Sxx), _constant(2 * point.problem.loss_factor)
    pairs = (factors_of(point, j) for j in range(1, point.problem.depth + 1))
    return tuple(((A.T @ A).scaled(factor), B @ moment @ B.T) for A, B in pairs)


def sample_gradients(point: CertifiedPoint, X: Matrix, Y: Matrix) -> FieldMatrix:
    """The gradients of the samples, one a column; ``InputError`` unless X and Y have the problem's moments.

    >>> import symdln as dln
    >>> X, Y = dln.Matrix([[1, 0], [0, 1]]), dln.Matrix([[1, 1], [1, 0]])
    >>> point = next(dln.Problem.from_data(X, Y, hidden=(2,)).kinds((0, 1))).certified_representative()
    >>> sample_gradients(point, X, Y).is_zero()                    # every sample is fitted
    True
    """
    for A, B, name in ((X, X, "xx"), (Y, X, "yx"), (Y, Y, "yy")):
        letters = " ".join(name.upper()) + "^T"
        _check_moment(A @ B.T, getattr(point.problem, f"S{name}"), letters, f"S{name}")
    inputs = point.lifted(X)
    errors = (point.end_to_end @ inputs - point.lifted(Y)).scaled(_constant(2 * point.problem.loss_factor))
    entries: list[Element] = []
    for j in range(1, point.problem.depth + 1):
        A, B = factors_of(point, j)
        left, right = A.T @ errors, B @ inputs
        for c, d in itertools.product(range(left.shape[0]), range(right.shape[0])):
            entries += [point.field.times(left[c, n], right[d, n]) for n in range(X.shape[1])]
    return FieldMatrix(point.field, (point.problem.parameters, X.shape[1]), entries)


def empirical_fisher(point: CertifiedPoint, X: Matrix, Y: Matrix) -> FieldMatrix:
    """The sum over the samples of the squared gradients; ``InputError`` unless X and Y have the problem's moments.

    >>> import symdln as dln
    >>> X, Y = dln.Matrix([[1, 0], [0, 1]]), dln.Matrix([[1, 1], [1, 0]])
    >>> point = next(dln.Problem.from_data(X, Y, hidden=(1,)).kinds((0,))).certified_representative()
    >>> empirical_fisher(point, X, Y).rank() <= 1                  # two gradients with the sum 0
    True
    """
    gradients = sample_gradients(point, X, Y)
    return gradients @ gradients.T


def fisher_of_samples(point: CertifiedPoint, X: Matrix) -> tuple[FieldMatrix, ...]:
    """For each input column x the matrix ``2f J (I (x) x x^T) J^T``; they add up to :func:`ggn`.

    >>> import symdln as dln
    >>> X, Y = dln.Matrix([[1, 0], [0, 1]]), dln.Matrix([[1, 1], [1, 0]])
    >>> point = next(dln.Problem.from_data(X, Y, hidden=(1,)).kinds((0,))).certified_representative()
    >>> first, second = fisher_of_samples(point, X)
    >>> first + second == ggn(point)
    True
    """
    _check_moment(X @ X.T, point.problem.Sxx, "X X^T", "Sxx")
    return tuple(_fisher_of_input(point, X.column(n)) for n in range(X.shape[1]))


def _fisher_of_input(point: CertifiedPoint, x: Matrix) -> FieldMatrix:
    """``2f J (I (x) x x^T) J^T`` for one input column: block (j, k) is ``2f (A_j^T A_k) (x) (B_j x x^T B_k^T)``."""
    seen = {j: factors_of(point, j)[1] @ point.lifted(x) for j in range(1, point.problem.depth + 1)}

    def block(j: int, k: int) -> FieldMatrix:
        return _kronecker(factors_of(point, j)[0].T @ factors_of(point, k)[0], seen[j] @ seen[k].T)

    return _blocks_together(point, block).scaled(_constant(2 * point.problem.loss_factor))


def ntk(point: CertifiedPoint, X: Matrix) -> FieldMatrix:
    """``sum_j A_j A_j^T (x) X^T B_j^T B_j X``.

    >>> import symdln as dln
    >>> X, Y = dln.Matrix([[1, 0], [0, 1]]), dln.Matrix([[1, 1], [1, 0]])
    >>> point = next(dln.Problem.from_data(X, Y, hidden=(1,)).kinds((0,))).certified_representative()
    >>> ntk(point, X).shape, ntk(point, X).rank() == ggn(point).rank()
    ((4, 4), True)
    """
    inputs, found = point.lifted(X), None
    for j in range(1, point.problem.depth + 1):
        A, B = factors_of(point, j)
        moved = B @ inputs
        part = _kronecker(A @ A.T, moved.T @ moved)
        found = part if found is None else found + part
    assert found is not None
    return found


def _check_moment(found: Matrix, wanted: Matrix, name: str, moment: str) -> None:
    if found != wanted:
        raise InputError(f"{name} is not the {moment} of the problem; pass the data that the problem is of.")


# -- helpers -----------------------------------------------------------------------------------------------------------


def _kronecker(left: FieldMatrix, right: FieldMatrix) -> FieldMatrix:
    """Entry ((a, i), (b, k)) is ``left[a, b] right[i, k]``."""
    (n, m), (p, q) = left.shape, right.shape
    places = itertools.product(range(n), range(p), range(m), range(q))
    return FieldMatrix(left.field, (n * p, m * q), [left.field.times(left[a, b], right[i, k]) for a, i, b, k in places])


def _blocks_together(point: CertifiedPoint, block: Callable[[int, int], FieldMatrix]) -> FieldMatrix:
    """The matrix of the blocks (j, k) of all pairs of layers."""
    layers, entries = range(1, point.problem.depth + 1), []
    for j in layers:
        row = [block(j, k) for k in layers]
        for i in range(row[0].shape[0]):
            entries += [entry for one in row for entry in one.row(i)]
    size = point.problem.parameters
    return FieldMatrix(point.field, (size, size), entries)


def _constant(value: Fraction) -> Any:
    return flint.fmpq_poly([flint.fmpq(value.numerator, value.denominator)])
