"""tr(A C) <= ||C|| tr(A), proof of Lemma 2.4 of Chitour et al. (2022)."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.chitour import trace_bound


def test_trace_bound_needs_a_nonnegative_matrix_and_the_whole_norm() -> None:
    # A = diag(1, -1), C = A: tr(A C) = 2 but tr(A) = 0; A = ones, C = diag(1, 1): tr(A C) = 2, ||C||^2 tr(A)^2 = 8
    swap = dln.Matrix.diagonal([1, -1])
    assert trace_bound.trace_bound_at(swap, swap).fails
    assert trace_bound.trace_bound_at(dln.Matrix([[1, 1], [1, 1]]), dln.Matrix.identity(2)).holds
