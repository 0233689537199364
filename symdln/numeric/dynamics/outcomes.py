"""The results of runs of gradient flow and gradient descent, and the reasons why they ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from symdln.errors import InputError, shown


class Stop(IntEnum):
    """Why a run ended.

    >>> Stop(0).name, [stop.name for stop in Stop if stop > Stop.TIME]
    ('GRADIENT', ['STEPS', 'DIVERGED'])
    """

    GRADIENT = 0  # the gradient norm has reached its bound
    LOSS = 1  # the loss has reached its level
    TIME = 2  # the time was up (flow)
    STEPS = 3  # the steps were used up
    DIVERGED = 4  # a weight or the loss is no longer a finite number


@dataclass(frozen=True, eq=False)
class Samples:
    """The state of a batch at T given times (flow) or steps (descent): arrays ``(T, B)``.

    ``drifts`` are the largest Frobenius norms of ``M_j(t) - M_j(0)``, ``M_j = W_{j+1}^T W_{j+1} - W_j W_j^T``.  After
    a point has stopped, its last values are repeated.
    """

    times: np.ndarray
    losses: np.ndarray
    gradient_norms: np.ndarray
    drifts: np.ndarray


@dataclass(frozen=True, eq=False)
class BatchRun:
    """The ends of B runs: ``weights`` are layers ``(B, d_j, d_{j-1})``, all else has shape ``(B,)``.

    ``times`` is the time of the flow, or steps times step size; ``steps`` counts accepted steps; ``lengths`` is the
    length of the path, ``radii`` the largest norm of all weights on it; ``drifts`` are the largest Frobenius norms of
    the change of an invariant ``W_{j+1}^T W_{j+1} - W_j W_j^T``; ``stops`` holds :class:`Stop` as integers; ``losses``
    and ``gradient_norms`` belong to ``weights``.

    >>> import symdln as dln
    >>> from symdln.numeric.derivatives.batch import NumericProblem
    >>> from symdln.numeric.dynamics.flow import descend
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))                   # L = 1/2 (b a - 2)^2
    >>> run = descend(problem, [np.array([[[1.0]], [[2.0]]]), np.array([[[1.0]], [[1.0]]])], step=0.1, steps=1)
    >>> run.size, run.converged.tolist(), [layer.ravel().tolist() for layer in run.weights]   # only (1, 1) moves
    (2, [False, True], [[1.1, 2.0], [1.1, 1.0]])
    >>> run.lengths.round(6).tolist(), run.drifts.round(6).tolist()                           # sqrt(0.02); a = b stays
    ([0.141421, 0.0], [0.0, 0.0])
    """

    weights: list[np.ndarray]
    times: np.ndarray
    steps: np.ndarray
    rejected: np.ndarray
    losses: np.ndarray
    gradient_norms: np.ndarray
    lengths: np.ndarray
    radii: np.ndarray
    drifts: np.ndarray
    stops: np.ndarray
    samples: Samples | None

    @property
    def converged(self) -> np.ndarray:
        """Where the gradient norm has reached its bound, ``(B,)``."""
        return self.stops == Stop.GRADIENT

    @property
    def size(self) -> int:
        """B, the number of points."""
        return len(self.stops)


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run of the flow: T + 1 points of it, the start first.

    ``weights`` are layers ``(T + 1, d_j, d_{j-1})``; ``times``, ``losses``, ``gradient_norms``, ``drifts`` (as in
    :class:`Samples`) have shape ``(T + 1,)``; ``lengths`` and ``radii`` are numbers, as in :class:`BatchRun`.

    >>> import symdln as dln
    >>> from symdln.numeric.derivatives.batch import NumericProblem
    >>> from symdln.numeric.dynamics.flow import flow
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))                   # L = 1/2 (b a - 2)^2
    >>> run = flow(problem, [[[1.0]], [[1.0]]])                                               # along a = b to sqrt 2
    >>> [layer.round(6).tolist() for layer in run.final], round(float(run.lengths), 6)        # (sqrt 2 - 1) sqrt 2
    ([[[1.414214]], [[1.414214]]], 0.585786)
    >>> float(run.times[0]), run.weights[0][0].tolist(), float(run.losses[0])
    (0.0, [[1.0]], 0.5)
    """

    weights: list[np.ndarray]
    times: np.ndarray
    losses: np.ndarray
    gradient_norms: np.ndarray
    drifts: np.ndarray
    lengths: float
    radii: float
    steps: int
    stop: Stop

    @property
    def final(self) -> list[np.ndarray]:
        """The weights at the end, layers ``(d_j, d_{j-1})``."""
        return [layer[-1] for layer in self.weights]


def positive(value: Any, name: str, *, zero: bool = False, infinite: bool = False) -> float:
    """``value`` as a positive float, else ``InputError``."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{name} must be a number, but {shown(value)} was passed.") from None
    if (number > 0 or (zero and number == 0)) and (infinite or number < float("inf")):
        return number
    raise InputError(f"{name} must be {'non-negative' if zero else 'positive'}, but {shown(value)} was passed.")


def counted(value: Any, name: str) -> int:
    """``value`` as a positive integer, else ``InputError``."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
        raise InputError(f"{name} must be a positive integer, but {shown(value)} was passed.")
    return int(value)
