"""Least codimensions at points of a fibre: cases by hand."""

from __future__ import annotations

from proofs_check.claims.ours.local_codimension import kinds, local_codimension
from proofs_check.language.verdict import Verdict
from symdln.strings.singularity import least_cost
from tests.proofs_check.settling import settle


def test_the_claim_holds_in_the_small_scope() -> None:
    (result,) = settle(local_codimension)
    assert result.error is None
    assert result.verdict is Verdict.VERIFIED


def test_a_point_where_the_fibre_is_less_than_the_point() -> None:
    # (2, 1, 1, 2), W_2 = 1: the product is z x^T near it, and z = 0 or x = 0 in R^2 costs 2; W_2 = 0 would cost 1
    assert (least_cost((2, 1, 1, 2), {(1, 2): 1}).codimension, least_cost((2, 1, 1, 2)).codimension) == (2, 1)
    assert least_cost((2, 1, 1, 2), {(1, 2): 1}).components == 2


def test_the_numbers_of_kinds_of_the_default_scope() -> None:
    # 425 + 1739 + 1105: sums of intervals without [0, H], counted by the recursion in proofs_check.facts.orbits
    assert sum(1 for _ in kinds("default", 0)) == 3269
