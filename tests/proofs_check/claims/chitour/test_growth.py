"""Equation (10) of Chitour et al. (2022): planted faults."""

from __future__ import annotations

import pytest

from proofs_check.claims.chitour import first_variation, gradient, growth, invariant, residual_flow
from proofs_check.claims.chitour.parts import dynamics
from proofs_check.language.claim import Claim
from proofs_check.networks.words import LAYER, MarkedChain
from symdln.algebra.words import derivative, norm_squared, trace
from tests.proofs_check.claims.chitour.support import OtherSign, WithoutHalf
from tests.proofs_check.settling import word_cases


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (growth.growth, WithoutHalf),
        (growth.growth, OtherSign),
    ],
)
def test_planted_network_is_refuted_in_words(claim: Claim, fault: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (first_variation, gradient, growth, invariant, dynamics, residual_flow):
        monkeypatch.setattr(module, "MarkedChain", fault)
    assert all(claim.check(case).fails for case in word_cases(claim))


def test_planted_growth_is_refuted_in_words() -> None:
    chain = MarkedChain(LAYER["the last layer"])
    rate = derivative(norm_squared(chain.W[0]), chain.flows())
    grown, damped = trace(chain.target @ chain.P.T), trace(chain.P.T @ chain.P)
    assert rate == 2 * grown - 2 * damped
    for planted in (
        grown - 2 * damped,
        2 * grown - damped,
        2 * grown + 2 * damped,
        2 * trace(chain.M @ chain.P.T) - damped,
    ):
        assert rate != planted
