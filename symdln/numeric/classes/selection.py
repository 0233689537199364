"""Which singular values the product of a point selects, from the singular values of ``P Sxx^(1/2)`` and their error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symdln.numeric.classes.landscape import Landscape
from symdln.numeric.classes.ranks import grown_error, rounding_of_product, singular_values, solver_error
from symdln.numeric.classes.scaling import frobenius
from symdln.numeric.derivatives.rounding import UNIT


def selected_counts(
    landscape: Landscape,
    matrices: Sequence[np.ndarray],
    bounds: Sequence[np.ndarray],
    gap: float,
) -> tuple[np.ndarray, np.ndarray]:
    """How often each distinct singular value is selected, ``(B, K)`` with -1 where that is undecided; and where the
    singular values of ``P Sxx^(1/2)`` fit a selection at all.

    At a critical point these
    singular values are the selected s_i, and zeros; the computed ones lie within a bound of them.  A count is decided
    where each of them is within the bound of exactly one value, and ``gap`` times the bound is no more than the least
    distance of two of the s_i and 0.

    The eigendecomposition of Sxx is that of ``Sxx + E``, ``|E| <= p(d_0) u |Sxx|``, which changes the singular values
    of a critical point by no more than ``p(d_0) u cond(Sxx)`` times the largest of them.
    """
    if not landscape.data_rank:
        size = len(matrices[0])
        return np.zeros((size, 0), dtype=np.int64), np.ones(size, dtype=bool)
    product, error = _product(matrices, bounds)
    moved = product * landscape.root
    scale, width = float(landscape.root.max()), max(landscape.problem.widths)
    room = error * scale + (width + 20) * UNIT * frobenius(product) * scale + solver_error(moved, frobenius(moved))
    values = singular_values(moved)
    largest = landscape.values.max(initial=0.0)
    room += (landscape.inputs_error + (width + 20) * UNIT * landscape.condition**2) * largest
    room = np.where(np.isfinite(room) & np.isfinite(values).all(axis=1), room, np.inf)[:, None, None]
    values = np.where(np.isfinite(values), values, 0.0)
    near = abs(values[:, :, None] - np.append(landscape.values, 0.0)) <= room
    candidates = near.sum(axis=2)
    counts = near[:, :, :-1].sum(axis=1)
    unique = (candidates <= 1).all(axis=1)
    fits = (candidates >= 1).all(axis=1) & ~(unique & (counts > landscape.multiplicities).any(axis=1))
    apart = (-np.diff(np.append(landscape.values, 0.0))).min(initial=np.inf)
    counts[~unique | (gap * room[:, 0, 0] > apart) | np.isinf(room[:, 0, 0])] = -1
    return counts, fits


def _product(matrices: Sequence[np.ndarray], bounds: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The product of all arrows and its error in the spectral norm; see :mod:`symdln.numeric.classes.ranks`."""
    product, error, size = matrices[0], bounds[0], frobenius(matrices[0])
    for W, bound in zip(matrices[1:], bounds[1:], strict=True):
        whole = frobenius(W)
        error = grown_error(size, error, whole, bound) + rounding_of_product(whole, size, product.shape[1])
        product = W @ product
        size = frobenius(product)
    return product, error
