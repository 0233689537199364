"""tr(A A^T B B^T) and least eigenvalues, proof of Proposition 2 of Chitour et al. (2022)."""

from __future__ import annotations

from typing import Any

import symdln as dln
from proofs_check.claims.chitour import trace_inequality
from proofs_check.facts.eigenvalues import compare, nth
from proofs_check.language.outcome import Outcome, all_of, is_true
from tests.proofs_check.settling import first_failure


def test_trace_inequality_with_another_eigenvalue_or_gram_matrix_is_refuted() -> None:
    def largest(case: Any) -> Outcome:
        return all_of(
            is_true(True, "start"),
            *(
                is_true(compare([(A @ A.T, A.shape[0])], [(dln.Matrix([[ratio]]), 1)]) <= 0, "largest", A=A, B=B)
                for A, B in (trace_inequality.pairs(case) if len(case) == 3 else ())
                if (weight := B.norm_squared())
                for ratio in [(A.T @ B).norm_squared() / weight]
            ),
        )

    assert first_failure(trace_inequality.trace_inequality, largest) == (
        2,
        1,
        1,
    )  # A = (1, 0)^T, B = (0, 1)^T: 0 >= 1 fails
    # A = (1, 0)^T: A^T A = 1 has least eigenvalue 1, A A^T has 0; with B = (0, 1)^T the left side is 0
    A, B = dln.Matrix([[1], [0]]), dln.Matrix([[0], [1]])
    assert trace_inequality.trace_inequality_at(A, B).holds
    assert nth(A.T @ A, 1).value == 1
