"""The parts of the classes of float points that depend only on the exact data of the problem, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from symdln.algebra.matrix import Matrix
from symdln.errors import InputError
from symdln.landscape.problem import Problem
from symdln.numeric.derivatives.batch import NumericProblem
from symdln.numeric.derivatives.rounding import UNIT


@dataclass(frozen=True, eq=False)
class Landscape:
    """Values from the exact data of a problem, computed once for all points; build it with :meth:`of`.

    ``exact`` is that problem and ``problem`` its floats.  ``inputs`` is Q, orthonormal columns that span im Sxx, with
    an error; ``root`` is ``(Q^T Sxx Q)^(1/2)``, ``closing`` is ``Q^T Sxy``, with an error.  ``values`` are the distinct
    non-zero s_i in decreasing order, ``multiplicities`` how often each occurs; ``parts`` (K, d_H, rank Sxx) holds for
    each of them the product ``P Q`` of the critical points that select all of it and nothing else.

    >>> problem = Problem.from_data([[2, 0], [0, 1]], [[2, 1]], ())                      # Sxx = diag(4, 1)
    >>> landscape = Landscape.of(problem)
    >>> landscape.condition, landscape.data_rank, landscape.cross_rank
    (2.0, 2, 1)
    >>> 0 <= landscape.product_error < 1e-13
    True
    """

    exact: Problem
    problem: NumericProblem
    inputs: np.ndarray
    inputs_error: float
    root: np.ndarray
    closing: np.ndarray
    closing_error: float
    data_rank: int
    cross_rank: int
    best_rank: int
    values: np.ndarray
    multiplicities: np.ndarray
    parts: np.ndarray

    @classmethod
    def of(cls, problem: Problem) -> Landscape:
        """The floats and exact ranks of a problem; order and ties of its singular values are decided exactly."""
        if not isinstance(problem, Problem):
            raise InputError(f"Landscape.of needs an exact Problem, but {type(problem).__name__} was passed.")
        numeric, rank = NumericProblem.of(problem), problem.data_rank
        inputs, kept, error = _inputs(numeric.Sxx, rank)
        nonzero = [value for value in problem.spectrum if not value.is_zero]
        multiplicities = np.array([value.multiplicity for value in nonzero], dtype=np.int64)
        root, closing = np.sqrt(kept), inputs.T @ numeric.Syx.T
        rounded = 0.0 if Matrix(numeric.Syx, exactly=True) == problem.Syx else UNIT
        return cls(
            problem,
            numeric,
            inputs,
            error,
            root,
            closing,
            (error + rounded) * float(np.linalg.norm(numeric.Syx)),
            rank,
            problem.cross_rank,
            problem.best_rank,
            np.sqrt(np.array([float(value) for value in nonzero])),
            multiplicities,
            _parts(root, closing, multiplicities),
        )

    @cached_property
    def product_error(self) -> float:
        """For the entries of ``parts``: vectors of a group turn by rounding over the distance to the next value."""
        if not len(self.values):
            return 0.0
        apart, largest = float((-np.diff(np.append(self.values, 0.0))).min()), float(self.values[0])
        width = max(self.problem.widths)
        turned = self.condition * largest * (width * UNIT + self.inputs_error) / apart
        return 4 * turned * largest / float(self.root.min())

    @cached_property
    def condition(self) -> float:
        """Of the whitened inputs; 1 for Sxx = I."""
        return float(self.root.max() / self.root.min()) if len(self.root) else 1.0


def _inputs(Sxx: np.ndarray, rank: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Q, the non-zero eigenvalues, and a bound for the relative error of Q and of products with it."""
    width = len(Sxx)
    if not rank:
        return np.zeros((width, 1)), np.zeros(0), 0.0  # X = 0: one input that is always zero
    if rank == width and not np.any(Sxx - np.diag(np.diag(Sxx))):
        return np.eye(width), np.diag(Sxx), 0.0  # diagonal: no rounding at all
    values, vectors = np.linalg.eigh(Sxx)
    inputs, kept = vectors[:, width - rank :], values[width - rank :]
    error = _subspace_error(values, kept) if 0 < rank < width else 0.0
    return inputs, np.maximum(kept, np.finfo(float).tiny), error + 8 * width**1.5 * UNIT


def _subspace_error(values: np.ndarray, kept: np.ndarray) -> float:
    """How far the computed eigenvectors are from spanning im Sxx (Davis and Kahan): infinite where the least non-zero
    eigenvalue drowns in rounding.
    """
    rounding = 16 * len(values) * UNIT * float(values[-1])
    return rounding / float(kept[0]) if kept[0] > 2 * rounding else np.inf


def _parts(root: np.ndarray, closing: np.ndarray, multiplicities: np.ndarray) -> np.ndarray:
    """``sum of u_i s_i v_i^T Lambda^(-1/2)`` over each group of equal singular values of ``Syx Q Lambda^(-1/2)``."""
    if not len(root):
        return np.zeros((len(multiplicities), closing.shape[1], 0))
    left, values, right = np.linalg.svd(closing.T / root, full_matrices=False)
    ends = np.cumsum(multiplicities)
    groups = [slice(end - count, end) for end, count in zip(ends, multiplicities, strict=True)]
    shape = len(groups), closing.shape[1], len(root)
    return np.array([left[:, g] * values[g] @ right[g] / root for g in groups]).reshape(shape)
