"""Exact powers of two that bring the layers of a batch to a size at which nothing overflows and nothing is lost.

``W_j = 2^(e_j) N_j`` with the largest entry of N_j in [1/2, 1), or ``W_j = 0``.  Ranks of paths are those of the N_j.
With ``E = e_1 + ... + e_H`` the product is ``2^E N_H ... N_1``; and the layers ``2^(t_j) N_j`` with ``t_1 + ... + t_H =
E`` and t_j as equal as can be have the same product: they are W in another gauge by multiples of identities, which
keeps loss, criticality, class and the ball of a relative error of each layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from symdln.numeric.derivatives.batch import NumericProblem

RANGE = 300
"""A point is usable if all numbers computed for its gradient lie between 2^-RANGE and 2^RANGE in size."""
LOST = 2.0**-230
"""More than underflow can take from a bound for the gradient of a usable point: squares underflow below 2^-1074, so a
norm is off by at most 2^-536, and what it is multiplied by is at most 2^RANGE."""
TINY = 2.0**-500
"""The same for the product of two matrices, relative to the product of one plus their norms."""


@dataclass(frozen=True, eq=False)
class Scaled:
    """Layers of B points: ``units`` are the N_j, ``exponents`` (H, B) the e_j (0 for zero layers)."""

    units: list[np.ndarray]
    exponents: np.ndarray

    @classmethod
    def of(cls, layers: Sequence[np.ndarray]) -> Scaled:
        """All layers ``(B, d_j, d_{j-1})``, which must be finite."""
        largest = np.array([abs(W).max(axis=(1, 2)) for W in layers])
        exponents = np.frexp(largest)[1].astype(np.int64)
        units = [np.ldexp(W, -e[:, None, None]) for W, e in zip(layers, exponents, strict=True)]
        return cls(units, exponents)

    @cached_property
    def zero(self) -> np.ndarray:
        """Which layers are exactly zero, (H, B)."""
        return np.array([~N.any(axis=(1, 2)) for N in self.units])

    @cached_property
    def total(self) -> np.ndarray:
        """E, (B,); 0 where a layer is zero, since the product is."""
        return np.where(self.zero.any(axis=0), 0, self.exponents.sum(axis=0))

    def usable(self, problem: NumericProblem) -> np.ndarray:
        """Where the gradient and its bounds stay far from overflow and underflow, (B,).

        Each of their terms has at most 2H - 1 layers and one moment.
        """
        data = [float(abs(moment).max(initial=0.0)) for moment in (problem.Sxx, problem.Syx)]
        sizes = [abs(float(np.log2(size))) for size in (*data, 2 * problem.loss_factor) if size > 0]
        widths = 2 * problem.depth * float(np.log2(2 * max(problem.widths)))
        return 2 * abs(self.total) + 2 * problem.depth + sum(sizes) + widths <= RANGE

    def balanced(self, usable: np.ndarray) -> list[np.ndarray]:
        """The layers ``2^(t_j) N_j`` of usable points, and the N_j of the others."""
        depth = len(self.units)
        least, rest = np.divmod(np.where(usable, self.total, 0), depth)
        return [np.ldexp(N, (least + (j < rest))[:, None, None]) for j, N in enumerate(self.units)]


def frobenius(matrices: np.ndarray) -> np.ndarray:
    """The Frobenius norms of a batch, ``(B,)``."""
    return np.sqrt(np.einsum("bij,bij->b", matrices, matrices))
