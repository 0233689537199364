"""Fixtures of one problem as batches: arrays with a leading axis for the fixtures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from symdln.errors import InputError
from symdln.exact_points.model import Fixture
from symdln.exact_points.rounding import float_named


@dataclass(frozen=True)
class Stacked:
    """B fixtures of one problem, rounded: ``weights[j]`` is ``(B, d_j, d_{j-1})``, ``gradient`` likewise, ``loss``
    ``(B,)``, ``hessian`` ``(B, N, N)``, ``inertia`` ``(B, 3)``: the numbers of positive, negative and zero eigenvalues.
    With biases ``biases[j]`` and ``bias_gradient[j]`` are ``(B, d_j)``, None for a layer without one; ``decays`` are
    those of the problem.

    >>> from symdln import Problem
    >>> from symdln.exact_points import build
    >>> batch = stacked(build(Problem.canonical((2,), (1, 1, 1)), count=1))["p1"]
    >>> batch.ids, batch.loss.tolist()
    (('p1-k1-1', 'p1-k2-1'), [2.0, 0.0])
    """

    ids: tuple[str, ...]
    X: np.ndarray
    Y: np.ndarray
    weights: tuple[np.ndarray, ...]
    loss: np.ndarray
    gradient: tuple[np.ndarray, ...]
    hessian: np.ndarray
    inertia: np.ndarray
    biases: tuple[np.ndarray | None, ...] | None = None
    bias_gradient: tuple[np.ndarray | None, ...] | None = None
    decays: tuple[float, ...] | None = None


def stacked(fixtures: Iterable[Fixture], dtype: str = "float64") -> dict[str, Stacked]:
    """The fixtures as one batch for each problem, by the id of the problem; ``InputError`` where there are none.

    >>> from symdln import Problem
    >>> from symdln.exact_points import build
    >>> batch = stacked(build(Problem.canonical((2,), (1, 1, 1)), count=2))["p1"]
    >>> batch.weights[0].shape, batch.hessian.shape, batch.inertia.tolist()
    ((4, 1, 1), (4, 2, 2), [[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1]])
    """
    to = float_named(dtype)
    groups: dict[str, list[Fixture]] = {}
    for fixture in fixtures:
        groups.setdefault(fixture.problem_id, []).append(fixture)
    if not groups:
        raise InputError("No fixtures were passed, so there is nothing to stack.")
    return {name: _stack(group, to.name) for name, group in groups.items()}


def _stack(group: list[Fixture], dtype: str) -> Stacked:
    rounded = [fixture.rounded(dtype) for fixture in group]
    to, layers = float_named(dtype), range(group[0].problem.depth)
    inertias = [(f.inertia.positive, f.inertia.negative, f.inertia.zero) for f in group]
    return Stacked(
        tuple(fixture.id for fixture in group),
        rounded[0].X,
        rounded[0].Y,
        tuple(np.stack([one.weights[j] for one in rounded]) for j in layers),
        np.array([one.loss for one in rounded], dtype=dtype),
        tuple(np.stack([one.gradient[j] for one in rounded]) for j in layers),
        np.stack([to.array(fixture.point.hessian) for fixture in group]),
        np.array(inertias),
        _together([one.biases for one in rounded]),
        _together([one.bias_gradient for one in rounded]),
        rounded[0].decays,
    )


def _together(columns: list[tuple[np.ndarray | None, ...] | None]) -> tuple[np.ndarray | None, ...] | None:
    """The biases of several points of one network, layer by layer."""
    layers = [one for one in columns if one is not None]
    if not layers:
        return None
    return tuple(
        None if row[0] is None else np.stack([one for one in row if one is not None])
        for row in zip(*layers, strict=True)
    )
