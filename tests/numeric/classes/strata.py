"""Float points whose classes are known by construction: exact points of every kind in gauges by powers of two.

A representative with dyadic entries is a float point without rounding.  A gauge ``W_j -> D_j W_j D_{j-1}^-1`` with
diagonal matrices of powers of two keeps it one, and keeps the kind: products, gradient and ranks of paths change by
invertible factors.  So the class is that of the kind, which the exact library gives by the inertia theorem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

import symdln as dln
from symdln.numeric import Classes, Landscape
from symdln.numeric.classes.answer import LABELS

GAUGES = (0, 3, 26, 50, 150)
"""Largest exponents of the powers of two in a gauge; each point has one of them."""
SCALES = (-40, 0, 40)
"""Exponents of the data: singular values are near 1e-12, 1 and 1e12."""


@dataclass(frozen=True)
class Truth:
    """Points of one problem: layers ``(B, d_j, d_{j-1})`` and the class of each, ``(B, ...)``."""

    landscape: Landscape
    layers: list[np.ndarray]
    code: np.ndarray
    strings: np.ndarray
    inertia: np.ndarray

    def wrong(self, answers: Classes) -> np.ndarray:
        """The points whose answer is decided and not the true one."""
        same = (answers.code == self.code) & (answers.strings == self.strings).all(axis=1)
        return np.flatnonzero(answers.decided & ~(same & (answers.inertia == self.inertia).all(axis=1)))


def problems(scale: int) -> Iterator[dln.Problem]:
    """Depths 2 to 5, thin and wide, ties and zeros, d_x below, equal to and above d_y, a singular X; ``2^scale`` times
    data of size one.
    """
    size = Fraction(2) ** scale
    for values, widths in (
        ((4, 2), (2, 2, 2, 2)),
        ((4,), (1, 2, 2, 1)),
        ((4, 2), (2, 2, 3, 2)),
        ((4, 4, 0), (3, 2, 3)),
        ((2, 1), (3, 2, 2, 2)),
        ((2, 1), (2, 2, 2, 3)),
        ((1,), (1, 1, 1, 1, 1, 1)),
    ):
        yield dln.Problem.canonical([value * size for value in values], widths)
    X, Y = [[1, 0], [0, 2], [0, 0]], [[4 * size, 0], [0, 2 * size]]
    yield dln.Problem.from_data(X, Y, hidden=(2, 2))


def strata(per_kind: int, seed: int, scales: Sequence[int] = SCALES) -> Iterator[Truth]:
    """Of every kind of every problem ``per_kind`` points, from up to three representatives."""
    rng = np.random.default_rng(seed)
    for scale in scales:
        for problem in problems(scale):
            yield in_gauges(problem, per_kind, rng)


def in_gauges(problem: dln.Problem, per_kind: int, rng: np.random.Generator) -> Truth:
    """All kinds of a problem, each at ``per_kind`` points in random gauges."""
    layers: list[list[np.ndarray]] = [[] for _ in problem.shapes]
    truths: list[tuple[int, tuple[int, ...], tuple[int, int, int]]] = []
    for kind in problem.kinds():
        points = [kind.representative(), *(kind.representative(number) for number in range(2))]
        exact = [W for point in points if (W := dyadic(point)) is not None]
        inertia = kind.inertia
        truth = LABELS.index(kind.label), kind.multiplicities, (inertia.positive, inertia.negative, inertia.zero)
        for number in range(per_kind):
            truths.append(truth)
            for target, W in zip(layers, exact[number % len(exact)], strict=True):
                target.append(W)
    stacked = gauged([np.array(layer) for layer in layers], rng)
    code, strings, inertias = (np.array(values) for values in zip(*truths, strict=True))
    return Truth(Landscape.of(problem), stacked, code, strings, inertias)


def dyadic(point: dln.Point) -> list[np.ndarray] | None:
    """The weights as floats, where that rounds nothing."""
    layers = [W.to_numpy() for W in point.weights]
    same = (dln.Matrix(layer, exactly=True) == W for layer, W in zip(layers, point.weights, strict=True))
    return layers if all(same) else None


def gauged(layers: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """The points in gauges: of a third of them multiples of identities, of the others diagonal matrices."""
    size = len(layers[0])
    reach = rng.choice(GAUGES, size)
    before = np.zeros((size, layers[0].shape[2]), dtype=np.int64)
    moved = []
    for j, W in enumerate(layers):
        shape = (size, W.shape[1])
        after = rng.integers(-reach[:, None], reach[:, None] + 1, shape)
        after = np.where((np.arange(size) % 3 == 0)[:, None], after[:, :1], after)
        after = after * (j + 1 < len(layers))
        moved.append(np.ldexp(W, after[:, :, None] - before[:, None, :]))
        before = after
    return moved


def nudged(truth: Truth, eta: float, rng: np.random.Generator) -> list[np.ndarray]:
    """The points moved by a random matrix of rank one, 0.9 eta times the norm, in every layer: ranks go up, and the
    true points lie within eta of these, relative to the moved layers.
    """
    moved = []
    for W in truth.layers:
        left, right = (rng.normal(size=(len(W), n)) for n in W.shape[1:])
        step = left[:, :, None] * right[:, None, :]
        length = np.linalg.norm(step, axis=(1, 2), keepdims=True)
        largest = abs(W).max(axis=(1, 2), keepdims=True)
        norm = largest * np.linalg.norm(W / np.where(largest > 0, largest, 1), axis=(1, 2), keepdims=True)
        moved.append(W + step * (0.9 * eta / length * norm))
    return moved
