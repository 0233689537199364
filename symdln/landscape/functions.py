"""The functions people call on weights: each accepts a sequence (W_1, ..., W_H) or a Point."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

from symdln.algebra.inertia import Inertia
from symdln.algebra.matrix import Matrix
from symdln.errors import InputError
from symdln.landscape import calculus
from symdln.landscape.point import as_point
from symdln.landscape.problem import Problem


def loss(problem: Problem, weights: Any) -> Fraction:
    """``L(W) = f ||W_H ... W_1 X - Y||_F^2``, the constant part included."""
    return as_point(problem, weights).loss


def gradient(problem: Problem, weights: Any) -> tuple[Matrix, ...]:
    """The derivatives of the loss by W_1, ..., W_H: layer j is ``2f (W_H...W_{j+1})^T (P Sxx - Syx)
    (W_{j-1}...W_1)^T``.
    """
    return as_point(problem, weights).gradient


def hessian(problem: Problem, weights: Any) -> Matrix:
    """The exact N x N Hessian; parameters layer by layer from W_1 on, each layer row by row.

    >>> from symdln import Problem, hessian
    >>> problem = Problem.canonical(singular_values=(1,), widths=(1, 1, 1, 1))
    >>> print(hessian(problem, [[[1]], [[1]], [[1]]]))      # L = 1/2 (abc - 1)^2: (bc)^2 and 2abc^2 - c
    [1  1  1]
    [1  1  1]
    [1  1  1]
    """
    return as_point(problem, weights).hessian


def hessian_block(problem: Problem, weights: Any, j: int, k: int) -> Matrix:
    """The Hessian's block at layers j and k (1-based), of shape ``(d_j d_{j-1}, d_k d_{k-1})``."""
    if not (1 <= j <= problem.depth and 1 <= k <= problem.depth):
        raise InputError(f"layers run from 1 to {problem.depth}, but the block passed is ({j}, {k}).")
    return calculus.hessian_block_of(as_point(problem, weights), j, k)


def hessian_vector_product(problem: Problem, weights: Any, direction: Sequence[Any]) -> tuple[Matrix, ...]:
    """``Hess V``, layer by layer, without forming the Hessian."""
    return calculus.hessian_vector_product_of(as_point(problem, weights), direction)


def second_order(problem: Problem, weights: Any, direction: Sequence[Any]) -> Fraction:
    """``H_W(V)``, the coefficient of t^2 in ``L(W + t V)``: half of ``V^T Hess V``."""
    return as_point(problem, weights).second_order(direction)


def inertia(problem: Problem, weights: Any, method: Literal["auto", "ranks", "hessian"] = "auto") -> Inertia:
    """The inertia ``(n_+, n_-, n_0)`` of the Hessian.

    ``method="ranks"`` uses the inertia theorem (a few ranks of d x d matrices; stated and proved for every depth, all
    widths and all data in docs/inertia-theorem.md, claim ``ours.inertia``), which holds at critical points: it raises
    ``InputError`` where the gradient does not vanish.  ``"hessian"`` uses the exact Hessian and works anywhere.
    ``"auto"`` takes ranks at critical points and the Hessian elsewhere.
    """
    point = as_point(problem, weights)
    routes = {"auto": "inertia", "ranks": "inertia_by_ranks", "hessian": "inertia_by_hessian"}
    if method not in routes:
        raise InputError(f'There is no method {method!r} for the inertia; choose "auto", "ranks" or "hessian".')
    return getattr(point, routes[method])
