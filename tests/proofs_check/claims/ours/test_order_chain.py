"""Orders of learning coefficients and chains of profiles: cases by hand, and the volumes that refute."""

from __future__ import annotations

import pytest

from proofs_check.claims.ours import order_chain
from proofs_check.facts.level_ranks import growth_between_zeros
from proofs_check.facts.padic_volumes import growth, volume_between_zeros
from proofs_check.language.claim import Claim
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle

VERDICTS = {
    order_chain.order_is_a_chain: Verdict.REFUTED,
    order_chain.order_is_a_refined_chain: Verdict.VERIFIED,
}


@pytest.mark.parametrize("claim", VERDICTS, ids=lambda claim: claim.id)
def test_claim_in_the_small_scope(claim: Claim) -> None:
    (result,) = settle(claim)
    assert result.error is None
    assert result.verdict is VERDICTS[claim]


def test_the_smallest_case_by_hand() -> None:
    # widths (1, 2, 2, 1), W_2 ~ diag(1, z): the product is f = c_1 a_1 + u with u = z c_2 a_2.  For fixed u the volume
    # of |f| < e is about e log 1/max(e, |u|), and log 1/|u| is integrable: e^1 without a logarithm
    assert growth_between_zeros(1, 1, 1) == (1, 1)


def test_the_witness_has_order_four_by_the_volumes_themselves() -> None:
    """q^(3m) times the volume near W_1 = W_4 = 0, W_2 = W_3 = diag(1, 0) is cubic in m, not of degree 4."""
    values = [volume_between_zeros(2, 2, 2, m, 3) * 3 ** (3 * m) for m in range(4, 13)]
    assert growth(values, 3) > 10 * growth(values, 4)
    assert growth(values, 4) < 1e-3
    assert growth_between_zeros(2, 2, 2) == (3, 4)


def test_a_chain_needs_all_pairs() -> None:
    # a < b and b < c are allowed, a < c is not: the longest chain has two
    allowed = {((0,), (1,)), ((1,), (2,))}
    assert order_chain.longest_chain([(0,), (1,), (2,)], lambda a, b: (a, b) in allowed) == 2
