"""Aoyagi's learning coefficients: numbers by hand and from the literature, and volumes by brute force."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs_check.claims.aoyagi.lambda_ import lambda_and_order
from proofs_check.facts.architectures import fibres
from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.language.verdict import Verdict
from symdln.strings.singularity import aoyagi
from tests.proofs_check.settling import settle


def test_the_claim_holds_in_the_small_scope() -> None:
    (result,) = settle(lambda_and_order)
    assert result.error is None
    assert result.verdict is Verdict.VERIFIED


def test_the_default_scope_has_563_architectures() -> None:
    assert len({widths for widths, _ in fibres("default", 0)}) == 4**3 + 4**4 + 3**5 == 563


@pytest.mark.parametrize(
    ("widths", "value", "order"),
    [
        # (a b)^2: a monomial, with lambda = 1/2 for each of two factors; |z|^2 |x|^2 in R^2 x R^2: 1 for each factor
        ((1, 1, 1), Fraction(1, 2), 2),
        ((2, 1, 2), Fraction(1), 2),
        ((1, 1, 1, 1), Fraction(1, 2), 3),
        # reduced rank regression, from the tests of a public estimator: (input, hidden, output) widths
        ((5, 3, 5), Fraction(13, 2), None),
        ((5, 4, 5), Fraction(8), None),
        ((4, 3, 8), Fraction(6), None),
        ((8, 3, 4), Fraction(6), None),
        ((3, 8, 4), Fraction(6), None),
    ],
)
def test_numbers_by_hand_and_from_elsewhere(widths, value, order) -> None:
    assert aoyagi(widths)[0] == value
    if order is not None:
        assert aoyagi(widths)[1] == order
        assert growth_at_zero(widths) == (2 * value, order)


def test_a_product_of_full_rank_is_regular() -> None:
    # P = W_2 W_1 with rank 2 = all widths: the fibre is smooth of codimension d_0 d_2 = 4, so lambda = 2
    assert aoyagi((2, 2, 2), 2) == (2, 1)
    # rank 1 at (2, 2, 2): 1 (2 + 2 - 1) = 3 squares and the rest at (1, 1, 1)
    assert aoyagi((2, 2, 2), 1) == (Fraction(3, 2) + Fraction(1, 2), 2)
