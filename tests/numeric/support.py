"""What the tests of the fast path share: random rational problems and points, and distances in units of a bound."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import symdln as dln
from symdln import InputError
from symdln.numeric import NumericProblem

WIDTHS = [(1, 1, 1), (2, 3, 2), (3, 1, 2), (2, 1, 3, 2), (4, 4, 4, 4), (1, 2, 3, 2, 1), (2, 2, 2, 2, 2, 2)]
Layers = list[list[list[Fraction]]]

PROBLEM = dln.Problem.canonical((2, 1), (2, 3, 2))
NUMERIC = NumericProblem.of(PROBLEM)
POINT = [np.ones((3, 2)), np.ones((2, 3))]
BATCH = [np.ones((5, 3, 2)), np.ones((5, 2, 3))]
"""A small problem, on both paths, with a point and five copies of it."""


def fractions(rng: random.Random, rows: int, columns: int) -> list[list[Fraction]]:
    """Entries with denominators that no float has: all of them are rounded."""
    return [[Fraction(rng.randint(-9, 9), rng.choice((1, 3, 7, 10))) for _ in range(columns)] for _ in range(rows)]


def random_problem(widths: Sequence[int], seed: int) -> dln.Problem:
    """Random rational data: three samples, so that Sxx is singular for four inputs; loss factor 1/3."""
    rng = random.Random(repr((tuple(widths), seed)))
    X, Y = fractions(rng, widths[0], 3), fractions(rng, widths[-1], 3)
    return dln.Problem.from_data(X, Y, widths[1:-1], loss_factor=Fraction(1, 3))


def random_layers(problem: dln.Problem, seed: int) -> Layers:
    rng = random.Random(f"layers {seed}")
    return [fractions(rng, *shape) for shape in problem.shapes]


def floats(layers: Sequence[Any]) -> list[np.ndarray]:
    """The layers rounded to float64."""
    return [np.array([[float(value) for value in row] for row in layer]) for layer in layers]


def stacked(points: Sequence[Sequence[np.ndarray]]) -> list[np.ndarray]:
    """Single points as one batch."""
    return [np.stack(layers) for layers in zip(*points, strict=True)]


def random_batch(problem: Any, size: int, seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(size, *shape)) for shape in problem.shapes]


def exact_ratio(computed: Any, exact: Sequence[Fraction], bound: Any) -> Fraction:
    """The largest ``|computed - exact| / bound``, differences being exact; 0 over 0 is 0, and more over 0 is 10^9."""
    worst = Fraction(0)
    for c, e, b in zip(np.ravel(computed), exact, np.ravel(bound), strict=True):
        gap, room = abs(Fraction(float(c)) - e), Fraction(float(b))
        worst = max(worst, gap / room if room else Fraction(10**9 * bool(gap)))
    return worst


def flat(layers: Sequence[Any]) -> np.ndarray:
    """Layers of one point as one vector in the order of the Hessian's rows."""
    return np.concatenate([np.ravel(layer) for layer in layers])


def refused(action: Callable[[], object]) -> str:
    """The sentence with which the action refuses its input."""
    with pytest.raises(InputError) as error:
        action()
    return str(error.value)
