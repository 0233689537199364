"""What all arithmetics are asked about: a critical point, directions, a point nearby, and a curve of descent."""

from __future__ import annotations

import random
from dataclasses import dataclass

import symdln as dln
from symdln.algebra.matrix import Matrix

QUANTITIES = (
    "gradient is zero",
    "gradient",
    "Hessian",
    "second order",
    "ranks",
    "value",
    "selection",
    "inertia",
    "class",
    "order",
    "invariants",
)
DIRECTIONS = 2


@dataclass(frozen=True)
class PointQuestion:
    """A critical point, random directions V for the second-order form, a point that is not critical for the invariants,
    and the curve along which the loss falls, as FLINT's side proposes it; None at a global minimiser.
    """

    point: dln.Point
    directions: tuple[tuple[Matrix, ...], ...]
    moved: dln.Point
    curve: dln.Curve | None


def asked(point: dln.Point, seed: str) -> PointQuestion:
    """The question at a critical point; the same seed asks the same."""
    rng = random.Random(seed)
    directions = tuple(direction_at(point, rng) for _ in range(DIRECTIONS))
    return PointQuestion(point, directions, point.moved(direction_at(point, rng)), point.descent_curve)


def direction_at(point: dln.Point, rng: random.Random) -> tuple[Matrix, ...]:
    return tuple(
        Matrix.from_entries(rows, columns, [rng.randint(-3, 3) for _ in range(rows * columns)])
        for rows, columns in point.problem.shapes
    )
