"""Kronecker factors of the diagonal blocks: a case by hand."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.ours.kronecker_factors import kronecker_blocks
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_claim_holds_in_the_small_scope() -> None:
    (result,) = settle(kronecker_blocks)
    assert result.error is None
    assert result.verdict is Verdict.DERIVED


def test_factors_by_hand() -> None:
    # L = (b a x - y)^2 / 3 with x = 2, at a = 3, b = 5: d^2/da^2 = 2/3 b^2 x^2, d^2/db^2 = 2/3 (a x)^2
    problem = dln.Problem.from_data([[2]], [[1]], (1,), loss_factor="1/3")
    (left, right), (top, below) = dln.kronecker_factors(problem, [[[3]], [[5]]])
    assert (str(left[0, 0]), right[0, 0]) == ("50/3", 4)
    assert (str(top[0, 0]), below[0, 0]) == ("2/3", 36)
