"""Signs of the pivots of floating Hessians (LAPACK dsytrf): a fast count for comparison, not a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from symdln.numeric.derivatives.batch import NumericProblem, checked_batch
from symdln.numeric.derivatives.hessians import fill_hessians, slab_size
from symdln.numeric.derivatives.workspace import Workspace


def pivot_signs(problem: NumericProblem, weights: Sequence[Any], *, workspace: Workspace | None = None) -> Any:
    """Numbers of positive, negative and zero pivots of the Hessians, shape ``(B, 3)``.

    The factorisation ``P (Hess + E) P^T = L D L^T`` (Bunch and Kaufman 1977) is exact for a nearby matrix, so by
    Sylvester's law the counts are the inertia of *that* matrix; where an eigenvalue of the Hessian is no larger than
    E the count says nothing.  Pivots within ``N eps max|D|`` of 0 count as zero.  Use it at points whose Hessian is
    well away from singular; ranks decide elsewhere.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> pivot_signs(problem, [np.zeros((1, 1, 1)), np.zeros((1, 1, 1))]).tolist()        # Hessian [[0, -2], [-2, 0]]
    [[1, 1, 0]]
    """
    from scipy.linalg import get_lapack_funcs  # takes long to import, and only this count needs it

    batch = checked_batch(problem, weights)
    ws, N = workspace or Workspace(), problem.parameters
    diagonals, below = np.empty((batch.size, N)), np.empty((batch.size, N - 1))
    pivots = np.empty((batch.size, N), dtype=np.int64)
    dsytrf, dsytrf_lwork = get_lapack_funcs(("sytrf", "sytrf_lwork"), dtype=np.float64)
    lwork, step = max(int(dsytrf_lwork(N, lower=1)[0]), N), slab_size(problem)
    for start in range(0, batch.size, step):
        layers = [layer[start : start + step] for layer in batch.layers]
        hessians = ws.array("hessians", (len(layers[0]), N, N))
        fill_hessians(problem, layers, hessians, ws, mirror=False)
        for i, matrix in enumerate(hessians, start=start):  # the C-ordered upper triangle is LAPACK's lower one
            factor, pivots[i], _ = dsytrf(matrix.T, lower=1, lwork=lwork, overwrite_a=1)
            diagonals[i], below[i] = factor.diagonal(), factor.diagonal(-1)
    counts = _counts(diagonals, below, pivots)
    return counts[0] if batch.single else counts


def _counts(diagonals: np.ndarray, below: np.ndarray, pivots: np.ndarray) -> np.ndarray:
    """Signs in D: a 2 x 2 block, two negative entries of ``pivots``, is indefinite by the choice of pivots."""
    single = pivots > 0
    pairs = (pivots.shape[1] - single.sum(axis=1)) // 2
    largest = np.maximum(abs(diagonals).max(axis=1), np.where(single[:, 1:], 0.0, abs(below)).max(axis=1, initial=0.0))
    tolerance = (pivots.shape[1] * np.finfo(float).eps * largest)[:, None]
    positive = (single & (diagonals > tolerance)).sum(axis=1) + pairs
    negative = (single & (diagonals < -tolerance)).sum(axis=1) + pairs
    return np.stack([positive, negative, pivots.shape[1] - positive - negative], axis=1)
