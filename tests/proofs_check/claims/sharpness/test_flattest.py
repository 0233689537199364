"""The least sharpness of fitted minima: a case by hand."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.sharpness.flattest import flattest, minimum
from proofs_check.language.verdict import Verdict
from symdln.curvature import least_sharpness, sharpness
from tests.proofs_check.settling import settle


def test_the_claim_holds_in_the_small_scope() -> None:
    (result,) = settle(flattest)
    assert result.error is None
    assert result.verdict is Verdict.VERIFIED


def test_a_scaled_minimum_by_hand() -> None:
    # depth 2, P* = diag(4, 1): W_1 = 2 diag(2, 1), W_2 = diag(2, 1) / 2. W_2 W_2^T (x) I + I (x) W_1^T W_1 has the
    # largest eigenvalue 1 + 16 = 17; the balanced minimum has 4 + 4
    point = minimum(((2, 2, 2), 2, "scaled"))
    assert sharpness(point.problem, point).value == 17
    assert least_sharpness(point.problem).lower == Fraction(8)
