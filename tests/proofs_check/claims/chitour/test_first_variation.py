"""The first-order term of the loss, Chitour et al. (2022), before (6): cases by hand and planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.claims.chitour import first_variation, gradient, growth, invariant, residual_flow
from proofs_check.claims.chitour.parts import dynamics
from proofs_check.language.claim import Claim
from proofs_check.networks import indeterminates as symbols
from proofs_check.networks.indeterminates import Network
from tests.proofs_check.claims.chitour.support import OtherSign, WithoutHalf, WithoutTheLayersBehind
from tests.proofs_check.settling import word_cases


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (first_variation.first_variation, WithoutHalf),
        (first_variation.first_variation, OtherSign),
        (first_variation.first_variation, WithoutTheLayersBehind),
    ],
)
def test_planted_network_is_refuted_in_words(claim: Claim, fault: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (first_variation, gradient, growth, invariant, dynamics, residual_flow):
        monkeypatch.setattr(module, "MarkedChain", fault)
    assert all(claim.check(case).fails for case in word_cases(claim))


def planted_sum(network: Network, layers: range, sign: int = 1) -> Any:
    """Twice the second form of the first variation, over some layers only."""
    M, H = network.residual, network.H
    terms = (
        (network.w[j - 1] @ network.product(1, j - 1) @ M.T @ network.product(j + 1, H + 1)).trace() for j in layers
    )
    return -2 * sign * sum(terms, network.zero)


@pytest.mark.parametrize(
    "fault",
    [
        lambda n: planted_sum(n, range(2, n.H + 2)),  # starts at 2
        lambda n: planted_sum(n, range(1, n.H + 1)),  # ends at H
        lambda n: planted_sum(n, range(1, n.H + 2), -1),
    ],
    ids=["first layer", "last layer", "sign"],
)
def test_planted_first_variation_is_found(fault: Callable[[Network], Any]) -> None:
    network = Network((1, 1, 1), varied=True)
    assert network.twice_first_variation == planted_sum(network, range(1, 3))
    outcome = symbols.polynomials_agree(network.twice_first_variation, fault(network), "planted", network, 2)
    assert outcome.fails
    assert set(outcome.details) == {"widths", "W", "w", "target"}


def test_first_variation_by_hand() -> None:
    # L = 1/2 (s - b a)^2: dL = -(s - b a)(b w_a + a w_b)
    n = Network((1, 1, 1), varied=True)
    (a, b), (w_a, w_b), s = (m.rows[0][0] for m in n.W), (m.rows[0][0] for m in n.w), n.target.rows[0][0]
    assert n.twice_first_variation == -2 * (s - b * a) * (b * w_a + a * w_b)
