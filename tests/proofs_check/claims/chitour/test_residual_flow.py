"""The residual along the flow, proof of Proposition 2 of Chitour et al. (2022): planted faults."""

from __future__ import annotations

import pytest

from proofs_check.claims.chitour import first_variation, gradient, growth, invariant, residual_flow
from proofs_check.claims.chitour.parts import dynamics
from proofs_check.language.claim import Claim
from tests.proofs_check.claims.chitour.support import WithoutHalf, WithoutTheLayersBehind
from tests.proofs_check.settling import word_cases


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (residual_flow.residual_flow, WithoutHalf),
        (residual_flow.residual_flow, WithoutTheLayersBehind),
    ],
)
def test_planted_network_is_refuted_in_words(claim: Claim, fault: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (first_variation, gradient, growth, invariant, dynamics, residual_flow):
        monkeypatch.setattr(module, "MarkedChain", fault)
    assert all(claim.check(case).fails for case in word_cases(claim))
