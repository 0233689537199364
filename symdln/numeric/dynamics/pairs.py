"""Embedded Runge-Kutta pairs for :func:`symdln.numeric.dynamics.flow.flow_batch`, all explicit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Chebyshev

DAMPING = 2 / 13


@dataclass(frozen=True)
class RungeKuttaPair:
    """An embedded Runge-Kutta pair whose last stage is the slope at the new point.

    ``stages[i]`` are the weights of the slopes so far in stage i + 1, the last of them those of the new point;
    ``error`` are those of the error estimate; its order in the step size, relative to the step, is ``order``.
    """

    stages: tuple[np.ndarray, ...]
    error: np.ndarray
    order: int


def _pair(stages: Sequence[Sequence[float]], error: Sequence[float], order: int) -> RungeKuttaPair:
    return RungeKuttaPair(tuple(np.array(stage) for stage in stages), np.array(error), order)


def stabilised(stages: int) -> RungeKuttaPair:
    """The Runge-Kutta-Chebyshev method of order 2 (Sommeijer, Shampine and Verwer 1998).

    It is stable for steps up to about ``2/3 (stages^2 - 1)`` over the largest curvature; near a minimum, where
    stability and not accuracy limits the step, that is more for each slope than other pairs allow.  Its three-term
    recursion is unrolled into weights of slopes.

    >>> pair = stabilised(4)
    >>> [float(sum(pair.stages[-1]).round(12)), abs(float(sum(pair.error).round(12)))]  # consistent; no error in a line
    [1.0, 0.0]
    """
    w = 1 + DAMPING / stages**2
    T = [Chebyshev.basis(j) for j in range(stages + 1)]
    first, second = ([float(t.deriv(n)(w)) for t in T] for n in (1, 2))
    slope = first[-1] / second[-1]
    b = [second[max(j, 2)] / first[max(j, 2)] ** 2 for j in range(stages + 1)]
    a = [1 - b[j] * float(T[j](w)) for j in range(stages + 1)]
    weights = np.zeros((stages + 1, stages + 1))
    weights[1, 0] = b[1] * slope
    for j in range(2, stages + 1):
        tilde = 2 * b[j] * slope / b[j - 1]
        weights[j] = 2 * b[j] * w / b[j - 1] * weights[j - 1] - b[j] / b[j - 2] * weights[j - 2]
        weights[j, j - 1] += tilde
        weights[j, 0] -= a[j - 1] * tilde
    error = 0.8 * weights[-1]
    error[[0, -1]] -= 0.4
    return RungeKuttaPair(tuple(weights[j, :j].copy() for j in range(1, stages + 1)), error, 2)


PAIRS = {
    # Bogacki and Shampine 1989
    "RK23": _pair([[1 / 2], [0, 3 / 4], [2 / 9, 1 / 3, 4 / 9]], [-5 / 72, 1 / 12, 1 / 9, -1 / 8], 2),
    # Dormand and Prince 1980
    "RK45": _pair(
        [
            [1 / 5],
            [3 / 40, 9 / 40],
            [44 / 45, -56 / 15, 32 / 9],
            [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
            [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
            [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
        ],
        [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
        4,
    ),
    "RKC4": stabilised(4),
}
