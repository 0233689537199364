"""Gauss-Newton matrices of a batch of points, their Kronecker factors and products, and spectra with bounds.

Block (j, k) of the Gauss-Newton matrix is ``(2f A_j^T A_k) (x) (B_j Sxx B_k^T)``, the first term of the Hessian, so the
bound for the rounding errors of a Hessian at ``|W|`` without the second term holds for it: no entry passes through more
than ``(2H + 1) w + 6`` roundings (:mod:`symdln.numeric.derivatives.rounding`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from symdln.errors import InputError
from symdln.numeric.derivatives.batch import NumericProblem, checked_batch, checked_direction
from symdln.numeric.derivatives.hessians import hessian
from symdln.numeric.derivatives.rounding import UNIT, rounding_bound, unit_bound

Kind = Literal["hessian", "ggn"]


def ggn(problem: NumericProblem, weights: Sequence[Any]) -> Any:
    """The Gauss-Newton matrices, shape ``(B, N, N)``; parameters as in :func:`symdln.numeric.hessian`.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))          # L = 1/2 (b a - 2)^2
    >>> ggn(problem, [np.array([[1.0]]), np.array([[3.0]])]).tolist()                # (b, a)^T (b, a)
    [[9.0, 3.0], [3.0, 1.0]]
    """
    batch = checked_batch(problem, weights)
    return batch.leave(_ggn(problem, batch.layers))


def _ggn(problem: NumericProblem, W: Sequence[np.ndarray]) -> np.ndarray:
    A, B = outer_products(problem, W), inner_products(problem, W)
    ends = list(itertools.accumulate((rows * columns for rows, columns in problem.shapes), initial=0))
    result = np.empty((len(W[0]), ends[-1], ends[-1]))
    moved = [one @ problem.Sxx for one in B]
    for j, k in itertools.combinations_with_replacement(range(problem.depth), 2):
        left = (2 * problem.loss_factor) * (A[j].swapaxes(1, 2) @ A[k])
        right = moved[j] @ B[k].swapaxes(1, 2)
        block = np.einsum("nca,ndb->ncdab", left, right).reshape(
            len(left), ends[j + 1] - ends[j], ends[k + 1] - ends[k]
        )
        result[:, ends[j] : ends[j + 1], ends[k] : ends[k + 1]] = block
        result[:, ends[k] : ends[k + 1], ends[j] : ends[j + 1]] = block.swapaxes(1, 2)
    return result


def outer_products(problem: NumericProblem, W: Sequence[np.ndarray]) -> list[np.ndarray]:
    """``A_j = W_H ... W_{j+1}`` for j = 1, ..., H, shape ``(B, d_H, d_j)``."""
    products = [np.broadcast_to(np.eye(problem.widths[-1]), (len(W[0]), *(problem.widths[-1],) * 2))]
    for layer in reversed(W[1:]):
        products.append(products[-1] @ layer)
    return products[::-1]


def inner_products(problem: NumericProblem, W: Sequence[np.ndarray]) -> list[np.ndarray]:
    """``B_j = W_{j-1} ... W_1`` for j = 1, ..., H, shape ``(B, d_{j-1}, d_0)``."""
    products = [np.broadcast_to(np.eye(problem.widths[0]), (len(W[0]), *(problem.widths[0],) * 2))]
    for layer in W[:-1]:
        products.append(layer @ products[-1])
    return products


def kronecker_factors(problem: NumericProblem, weights: Sequence[Any]) -> list[tuple[Any, Any]]:
    """For each layer ``(2f A_j^T A_j, B_j Sxx B_j^T)``, shapes ``(B, d_j, d_j)`` and ``(B, d_{j-1}, d_{j-1})``.

    Their Kronecker product is block (j, j) of the Gauss-Newton matrix and of the Hessian.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> [(L.item(), R.item()) for L, R in kronecker_factors(problem, [np.array([[1.0]]), np.array([[3.0]])])]
    [(9.0, 1.0), (1.0, 1.0)]
    """
    batch = checked_batch(problem, weights)
    pairs = zip(outer_products(problem, batch.layers), inner_products(problem, batch.layers), strict=True)
    factor = 2 * problem.loss_factor
    return [
        (batch.leave(factor * (A.swapaxes(1, 2) @ A)), batch.leave(B @ problem.Sxx @ B.swapaxes(1, 2)))
        for A, B in pairs
    ]


def ggn_vector_product(problem: NumericProblem, weights: Sequence[Any], direction: Sequence[Any]) -> list[Any]:
    """The Gauss-Newton matrices times the direction V, layer by layer, without forming them: ``2f A_j^T (P' Sxx)
    B_j^T`` with P' the derivative of the product along V.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> weights, first = [np.array([[1.0]]), np.array([[3.0]])], [np.array([[1.0]]), np.array([[0.0]])]
    >>> [V.item() for V in ggn_vector_product(problem, weights, first)]                  # the first column of ggn
    [9.0, 3.0]
    """
    batch = checked_batch(problem, weights)
    V = checked_direction(problem, direction, batch).layers
    A, B = outer_products(problem, batch.layers), inner_products(problem, batch.layers)
    moved = sum(A[j] @ V[j] @ B[j] for j in range(problem.depth))
    outputs = (2 * problem.loss_factor) * (moved @ problem.Sxx)
    return [batch.leave(A[j].swapaxes(1, 2) @ outputs @ B[j].swapaxes(1, 2)) for j in range(problem.depth)]


def ggn_bound(problem: NumericProblem, weights: Sequence[Any]) -> Any:
    """A bound for ``|computed - exact|`` of every entry of :func:`ggn`.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> bound = ggn_bound(problem, [np.array([[0.1]]), np.array([[0.3]])])
    >>> bool((bound > 0).all()), bool((bound < 1e-15).all())
    (True, True)
    """
    batch = checked_batch(problem, weights)
    factor = unit_bound(problem, "hessian")
    sizes = [abs(layer) for layer in batch.layers]
    return batch.leave(factor * (1 + 4 * factor) * _ggn(problem.magnitude, sizes))


@dataclass(frozen=True, eq=False)
class Spectra:
    """Computed eigenvalues ``values``, decreasing, shape ``(B, N)``; the i-th exact one lies within ``bound`` of the
    i-th, for every point.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> found = spectra(problem, [np.ones((1, 1, 1)), np.full((1, 1, 1), 3.0)], "ggn")   # (b, a)^T (b, a): 10 and 0
    >>> bool((abs(found.values - [10, 0]).max(axis=1) <= found.bound).all()), bool((found.bound < 1e-12).all())
    (True, True)
    """

    values: np.ndarray
    bound: np.ndarray


def spectra(problem: NumericProblem, weights: Sequence[Any], matrix: Kind = "hessian") -> Spectra:
    """The spectra of the Hessians or of the Gauss-Newton matrices, with a bound for all errors (Weyl's inequality).

    The bound is the norm of that of the entries, and ``4 N u`` times the norm of the matrix for the eigensolver, for
    which LAPACK states ``p(N) u`` with a p that grows modestly.  Raises ``InputError`` for another matrix.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> found = spectra(problem, [np.zeros((1, 1, 1)), np.zeros((1, 1, 1))])             # Hessian [[0, -2], [-2, 0]]
    >>> found.values.round(12).tolist()
    [[2.0, -2.0]]
    """
    if matrix not in ("hessian", "ggn"):
        raise InputError(f'There is no matrix {matrix!r} here; choose "hessian" or "ggn".')
    batch = checked_batch(problem, weights)
    if matrix == "ggn":
        found, room = _ggn(problem, batch.layers), ggn_bound(problem, batch.layers)
    else:
        found, room = hessian(problem, batch.layers), rounding_bound(problem, "hessian", batch.layers)
    values = np.linalg.eigvalsh(found)[:, ::-1]
    sizes, errors = (np.linalg.norm(one, axis=(1, 2)) for one in (found, room))
    return Spectra(values, (errors + 4 * problem.parameters * UNIT * sizes) * (1 + 1e-10))
