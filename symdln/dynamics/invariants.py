"""What the flow conserves and descent does not: the imbalances of neighbouring layers, and the flow of the product."""

from __future__ import annotations

import itertools
from typing import Any

from symdln.algebra.matrix import Matrix
from symdln.errors import InputError
from symdln.landscape.point import Point, as_point
from symdln.landscape.problem import Problem


def imbalances(problem: Problem, weights: Any) -> tuple[Matrix, ...]:
    """``W_{j+1}^T W_{j+1} - W_j W_j^T`` for j = 1, ..., H - 1, exactly; the gradient flow conserves them.

    >>> problem = Problem.canonical((2,), (1, 1, 1))
    >>> print(*imbalances(problem, [[[1]], [[3]]]))
    [8]
    """
    return _differences(as_point(problem, weights).weights)


def imbalance_change(problem: Problem, weights: Any) -> tuple[Matrix, ...]:
    """``G_{j+1}^T G_{j+1} - G_j G_j^T`` for the blocks G_j of the gradient.

    One step of descent of size eta changes the imbalances by exactly eta^2 times these.

    >>> problem = Problem.canonical((2,), (1, 1, 1))            # L = 1/2 (b a - 2)^2 at a = 1, b = 3: G = (3, 1)
    >>> print(*imbalance_change(problem, [[[1]], [[3]]]))
    [-8]
    """
    return _differences(as_point(problem, weights).gradient)


def _differences(blocks: Any) -> tuple[Matrix, ...]:
    return tuple(after.T @ after - before @ before.T for before, after in itertools.pairwise(blocks))


def end_to_end_rate(problem: Problem, weights: Any) -> Matrix:
    """dP/dt of the product along the flow, at balanced weights: the printed sum of powers of ``P P^T`` and ``P^T P``.

    With ``P P^T = (W_H W_H^T)^H`` and ``P^T P = (W_1^T W_1)^H`` the roots in the sum of Arora, Cohen and Hazan (2018),
    ``- sum_j (P P^T)^((H-j)/H) grad f(P) (P^T P)^((j-1)/H)``, are powers of rational matrices.  Raises ``InputError``
    where the weights are not balanced.

    >>> problem = Problem.canonical((1,), (1, 1, 1))            # p' = 2 p (1 - p) at p = 1/4
    >>> print(end_to_end_rate(problem, [[["1/2"]], [["1/2"]]]))
    [3/8]
    """
    point = _balanced(problem, weights)
    H, first, last = problem.depth, point.weights[0], point.weights[-1]
    slope = 2 * problem.loss_factor * (point.end_to_end @ problem.Sxx - problem.Syx)
    total = 0 * slope
    for j in range(1, H + 1):
        total = total - _power(last @ last.T, H - j) @ slope @ _power(first.T @ first, j - 1)
    return total


def _balanced(problem: Problem, weights: Any) -> Point:
    point = as_point(problem, weights)
    if not all(each.is_zero() for each in _differences(point.weights)):
        raise InputError(
            "the flow of the product is known in closed form for balanced weights, W_{j+1}^T W_{j+1} = W_j W_j^T, but "
            "these are not balanced."
        )
    return point


def _power(matrix: Matrix, exponent: int) -> Matrix:
    result = Matrix.identity(matrix.shape[0])
    for _ in range(exponent):
        result = result @ matrix
    return result
