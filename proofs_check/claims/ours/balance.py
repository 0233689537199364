"""Balanced layers and their invariants where no source has them, with weight decay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import symdln as dln
from proofs_check.language.claim import claim
from proofs_check.language.hypotheses import on_point
from proofs_check.language.outcome import Outcome, all_of, is_true
from proofs_check.language.proofs import logic
from proofs_check.language.scope import cases
from proofs_check.language.sources import OURS
from proofs_check.language.subjects import POINTS
from proofs_check.language.verdict import Verdict
from proofs_check.networks.formal import formal_at_point
from symdln.algebra.matrix import Matrix

ROTATION = Matrix([["3/5", "4/5"], ["-4/5", "3/5"]])
WIDTHS = ((1, 1, 1), (1, 2, 1), (2, 1, 2), (2, 2, 2), (1, 1, 1, 1), (2, 1, 2, 1), (2, 2, 2, 2))
DECAYS = (Fraction(0), Fraction(1, 2), Fraction(3))


def small_matrix(rows: int, columns: int, start: int) -> Matrix:
    return Matrix.from_entries(rows, columns, [(start + 3 * k + k * k) % 5 - 2 for k in range(rows * columns)])


def problem_of(widths: tuple[int, ...]) -> dln.Problem:
    X, Y = small_matrix(widths[0], 2, 1), small_matrix(widths[-1], 2, 3)
    return dln.Problem.from_data(X, Y, widths[1:-1])


def any_points(size: str, seed: int) -> Iterator[dln.Point]:
    """Small integer weights under general data."""
    for widths in WIDTHS:
        problem = problem_of(widths)
        for start in range(1, 4):
            yield dln.Point(problem, [small_matrix(*shape, start + j) for j, shape in enumerate(problem.shapes)])


def balanced_points(size: str, seed: int) -> Iterator[dln.Point]:
    """Multiples of one rotation, and of the number 1; then layers of different shapes, singular values and bases."""
    for width, depth in ((1, 2), (1, 3), (2, 2), (2, 3), (2, 4)):
        layer = ROTATION if width == 2 else Matrix([[1]])
        for factor in (1, 2, -1):
            yield dln.Point(problem_of((width,) * (depth + 1)), [factor * layer] * depth)
    for widths in ((1, 2, 1), (2, 1, 2), (2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (1, 2, 3, 1)):
        for values in ((2, 1), (3, 0)):
            bases = [orthogonal_matrix(width, j + 1) for j, width in enumerate(widths)]
            middles = [Matrix.diagonal(values[: min(widths)], shape) for shape in problem_of(widths).shapes]
            layers = [after @ D @ before.T for before, D, after in zip(bases, middles, bases[1:], strict=False)]
            yield dln.Point(problem_of(widths), layers)


def orthogonal_matrix(size: int, turns: int) -> Matrix:
    """A rotation of the first two coordinates, so often, and then of the last two; 1 where there is one coordinate."""
    result = Matrix.identity(size)
    for first in (*[0] * turns, size - 2):
        if size > 1:
            rows = [list(row) for row in Matrix.identity(size).rows()]
            for i in (0, 1):
                for k in (0, 1):
                    rows[first + i][first + k] = ROTATION[i, k]
            result = result @ Matrix(rows)
    return result


integer_points = cases(
    "integer weights",
    any_points,
    sentence=f"three points with small integer weights and general data for each of the widths {WIDTHS}",
    strength=Verdict.VERIFIED,
    of=POINTS,
)
rotations = cases(
    "balanced weights",
    balanced_points,
    sentence="layers that are all one multiple of a rotation of size 1 or 2, and layers of widths up to 3 with common "
    "singular values and different rational bases, with general data, depth 2 to 4",
    strength=Verdict.VERIFIED,
    of=POINTS,
)


def imbalance(weights: Sequence[Matrix], j: int) -> Matrix:
    """``W_{j+1}^T W_{j+1} - W_j W_j^T``."""
    return weights[j].T @ weights[j] - weights[j - 1] @ weights[j - 1].T


balanced = on_point(
    "balanced",
    r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T}",
    lambda point: all(imbalance(point.weights, j).is_zero() for j in range(1, point.problem.depth)),
)


@claim(
    "ours.balance.decay",
    source=OURS.at("docs/logic.md"),
    statement=r"W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T} \text{ at } t = 0, \; W_j' = -\nabla_{W_j} L - \lambda "
    r"W_j \Rightarrow W_{j+1}^\mathsf{T} W_{j+1} = W_j W_j^\mathsf{T} \text{ at all } t",
    over=rotations,
    assuming=(balanced,),
    made_precise="for every differentiable function of the product, every lambda and every depth, at all times at "
    "which the trajectory exists; at exact balanced weights the derivative of the difference is checked",
    formal=("W[j+1]' W[j+1] = W[j] W[j]' if W0[j+1]' W0[j+1] = W0[j] W0[j]', 1 <= j <= n-1",),
    proof=logic("ours.balance.decay"),
)
def balanced_with_decay(point: dln.Point) -> Outcome:
    """Balanced weights stay balanced along the gradient flow, with weight decay or without."""
    outcomes = []
    for decay in DECAYS:
        V = [-gradient - decay * W for W, gradient in zip(point.weights, point.gradient, strict=True)]
        for j in range(1, point.problem.depth):
            after, before = point.weights[j].T @ V[j], V[j - 1] @ point.weights[j - 1].T
            rate = after + after.T - before - before.T
            outcomes.append(is_true(rate.is_zero(), f"C_{j} does not move for lambda = {decay}"))
        outcomes.append(formal_at_point("ours.balance.decay", point, decay=decay))
    return all_of(*outcomes)
