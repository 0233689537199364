"""Ground truth for estimators of learning coefficients: exact points with coefficient, order and expected estimates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational_text
from symdln.landscape.learning import LearningCoefficient
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem

EXPECT = "n beta E[L - L(W)] = lambda - (order - 1) / log(n beta) + ..., for n beta far above 1 / floor^2"


def learning_points() -> Iterator[tuple[str, Point]]:
    """Zero weights, local values above the fibre's, positive ranks, noise, minima that do not fit, one saddle."""
    for widths in ((1, 1, 1), (2, 1, 2), (2, 2, 2), (3, 2, 3), (1, 1, 1, 1), (2, 2, 2, 2), (1, 2, 2, 1), (3, 3, 3),
                   (2, 2, 2, 2, 2), (4, 2, 4)):  # fmt: skip
        problem = _target(Matrix.zeros(widths[-1], widths[0]), widths)
        yield f"zero-{'x'.join(map(str, widths))}", Point(problem, [Matrix.zeros(*s) for s in problem.shapes])
    for widths in ((2, 1, 1, 2), (4, 2, 2, 4), (2, 2, 2, 2)):
        problem = _target(Matrix.zeros(widths[-1], widths[0]), widths)
        layers = [Matrix.zeros(*shape) for shape in problem.shapes]
        layers[1] = Matrix.diagonal([1], problem.shapes[1])
        yield f"local-{'x'.join(map(str, widths))}", Point(problem, layers)
    diag = Matrix.diagonal
    rank_one = _target(diag([1, 0]), (2, 2, 2))
    yield "rank-1-corner", Point(rank_one, [diag([1, 0]), diag([1, 0])])
    yield "rank-1-left", Point(rank_one, [diag([1, 1]), diag([1, 0])])
    yield "rank-1-right", Point(rank_one, [diag([1, 0]), diag([1, 1])])
    deep = _target(diag([1, 0]), (2, 2, 2, 2))
    for name, layers in (("corner", (0, 0, 0)), ("middle", (0, 1, 0)), ("ends", (1, 0, 1))):
        yield f"rank-1-deep-{name}", Point(deep, [diag([1, second]) for second in layers])
    yield "rank-2", Point(_target(diag([2, 1]), (2, 3, 2)), [diag([2, 1], (3, 2)), diag([1, 1], (2, 3))])
    noisy = Problem.from_moments(Matrix.identity(2) * 2, Matrix.zeros(1, 2), [[3]], hidden=(1,))
    yield "noise", Point(noisy, [[[0, 0]], [[0]]])
    for widths, spectrum in (((5, 3, 5), (5, 4, 3, 2, 1)), ((2, 1, 2), (2, 1)), ((3, 2, 3), (3, 2, 1))):
        problem = Problem.canonical(spectrum, widths)
        best = next(problem.kinds(tuple(range(min(widths)))))
        yield f"unfitted-{'x'.join(map(str, widths))}", best.representative()
    yield "control-saddle", Point(Problem.canonical((2, 1), (2, 2, 2)), [Matrix.zeros(2, 2)] * 2)


def _target(product: Matrix, widths: Sequence[int]) -> Problem:
    """Inputs with Sxx = I and targets that this product meets."""
    identity = Matrix.identity(widths[0])
    return Problem.from_moments(identity, product, product @ product.T, hidden=tuple(widths[1:-1]))


def learning_records() -> list[dict[str, Any]]:
    """The points as JSON data."""
    return [_record(name, point) for name, point in learning_points()]


def _record(name: str, point: Point) -> dict[str, Any]:
    problem, minimum = point.problem, point.label == "global minimiser"
    found = point.learning_coefficient if minimum else None
    volume = None if minimum else point.volume_exponent
    return {
        "id": name,
        "class": point.label,
        "widths": list(problem.widths),
        "Sxx": problem.Sxx.texts(),
        "Syx": problem.Syx.texts(),
        "Syy": problem.Syy.texts(),
        "loss_factor": rational_text(problem.loss_factor),
        "population_loss": "loss_factor * (tr(P Sxx P^T) - 2 tr(P Syx^T) + tr Syy), P = W_H ... W_1",
        "weights": [layer.texts() for layer in point.weights],
        "loss": rational_text(point.loss),
        "parameters": problem.parameters,
        "positive_eigenvalues": point.inertia_by_hessian.positive,
        "learning_coefficient": None if found is None else _learning(found),
        "volume_exponent": None if volume is None or volume.value is None else rational_text(volume.value),
        "floor": _floor(point),
        "expect": EXPECT if minimum else None,
    }


def _learning(found: LearningCoefficient) -> dict[str, Any]:
    return {
        "lambda": rational_text(found.value),
        "order": found.order,
        "basis": found.basis,
        "order_basis": found.order_basis,
        "lower": rational_text(found.lower),
        "upper": rational_text(found.upper),
        "of_fibre": None if found.of_fibre is None else rational_text(found.of_fibre),
        "codimension": found.codimension,
        "components": found.components,
    }


def _floor(point: Point) -> float | None:
    """The least nonzero singular value of the product and of every layer, as a float; None where all are zero."""
    values = [
        float(value)
        for matrix in (point.end_to_end, *point.weights)
        for value in np.linalg.svd(matrix.to_numpy().astype(float), compute_uv=False)[: matrix.rank()]
    ]
    return round(min(values), 6) if values else None
