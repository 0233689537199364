"""Signs of the eigenvalues of floating Hessians, counted only where a stated error bound leaves no doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symdln.numeric.derivatives.batch import NumericProblem, checked_batch, checked_error
from symdln.numeric.derivatives.hessians import fill_hessians, hessian, slab_size
from symdln.numeric.derivatives.rounding import UNIT, rounding_bound
from symdln.numeric.derivatives.workspace import Workspace

LARGEST = 2.0**300
"""Points with larger weights are out of range."""
LOST = 2.0**-500
"""More than underflow takes from a bound: squares underflow below 2^-1074, products in Hessians far below that."""


@dataclass(frozen=True, eq=False)
class SpectralSigns:
    """For each point, how many eigenvalues of its Hessian are certainly positive and certainly negative, and how many
    lie within ``bound`` of 0, which is all that floats can say about a zero.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> signs = inertia_by_spectrum(problem, [np.zeros((1, 1, 1)), np.zeros((1, 1, 1))])
    >>> signs.positive.tolist(), signs.negative.tolist(), signs.undecided.tolist()       # Hessian [[0, -2], [-2, 0]]
    ([1], [1], [0])
    """

    positive: np.ndarray
    negative: np.ndarray
    undecided: np.ndarray
    bound: np.ndarray


def inertia_by_spectrum(
    problem: NumericProblem, weights: Sequence[Any], *, backward_error: Any = 0.0, workspace: Workspace | None = None
) -> SpectralSigns:
    """Signs of the spectra of the Hessians at all weights with ``||W_j' - W_j||_F <= backward_error ||W_j||_F``.

    The computed eigenvalues differ from those of the exact Hessian at W' by at most ``bound``, the sum of

    * the norm of :func:`symdln.numeric.rounding_bound`, for the computed Hessian;
    * how far the Hessian moves over the ball: its entries are polynomials, which change by no more than the same ones
      with positive coefficients do between ``|W|`` and ``|W| + backward_error ||W_j||_F``;
    * for the eigenvalues ``4 N u ||Hess||_F``: LAPACK states ``p(N) u ||Hess||_2`` with p growing modestly.

    Where a weight of a batch is beyond 2^300 or no number, or a Hessian or a bound beyond the range of floats, every
    eigenvalue of that point is undecided.  By Weyl's inequality as many eigenvalues as are computed beyond the bound
    have their sign at every W' of the ball.

    At a = b = 1 the Hessian of ``1/2 (ab - 1)^2`` is ``[[1, 1], [1, 1]]``, with eigenvalues 2 and 0.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    >>> signs = inertia_by_spectrum(problem, [np.ones((1, 1, 1)), np.ones((1, 1, 1))])
    >>> signs.positive.tolist(), signs.negative.tolist(), signs.undecided.tolist()
    ([1], [0], [1])
    """
    batch, ws, N = checked_batch(problem, weights, finite=False), workspace or Workspace(), problem.parameters
    eta = checked_error(backward_error, batch)
    values, bound = np.empty((batch.size, N)), np.empty(batch.size)
    step = slab_size(problem)
    for start in range(0, batch.size, step):
        part = slice(start, start + step)
        near = np.all([abs(layer[part]).max(axis=(1, 2)) <= LARGEST for layer in batch.layers], axis=0)
        layers = [np.where(near[:, None, None], layer[part], 0.0) for layer in batch.layers]
        hessians = ws.array("hessians", (len(layers[0]), N, N))
        with np.errstate(over="ignore", invalid="ignore"):
            fill_hessians(problem, layers, hessians, ws)
            room = _bound(problem, layers, eta[part]) + 4 * N * UNIT * np.linalg.norm(hessians, axis=(1, 2)) + LOST
        usable = near & np.isfinite(room) & np.isfinite(hessians).all(axis=(1, 2))
        hessians[~usable] = 0.0  # LAPACK refuses a batch in which one matrix is not finite
        values[part], bound[part] = np.linalg.eigvalsh(hessians), np.where(usable, room, np.inf)
    positive, negative = ((sign * values > bound[:, None]).sum(axis=1) for sign in (1, -1))
    return SpectralSigns(positive, negative, N - positive - negative, bound)


def _bound(problem: NumericProblem, layers: Sequence[np.ndarray], eta: np.ndarray) -> np.ndarray:
    """For the spectral norm of computed minus exact Hessian over the ball."""
    room = rounding_bound(problem, "hessian", list(layers))
    if eta.any():
        wide = [abs(W) + (eta * np.linalg.norm(W, axis=(1, 2)))[:, None, None] for W in layers]
        moved = hessian(problem.magnitude, wide) - hessian(problem.magnitude, [abs(W) for W in layers])
        room = room + moved + 2 * rounding_bound(problem, "hessian", wide)  # the difference is rounded itself
    return np.minimum(np.linalg.norm(room, axis=(1, 2)), room.sum(axis=2).max(axis=1)) * (1 + 1e-10)
