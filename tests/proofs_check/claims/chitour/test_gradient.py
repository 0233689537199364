"""Equation (6) of Chitour et al. (2022): the gradient flow; planted faults."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.claims.chitour import first_variation, gradient, growth, invariant, residual_flow
from proofs_check.claims.chitour.parts import dynamics
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, is_true
from proofs_check.networks import indeterminates as symbols
from proofs_check.networks.indeterminates import Network
from proofs_check.networks.words import FIRST_AND_OTHER, LAYER, NEIGHBOURS
from tests.proofs_check.claims.chitour.support import OtherSign, WithoutHalf, WithoutTheLayersBehind
from tests.proofs_check.settling import first_failure, word_cases

# -- verdicts ----------------------------------------------------------------------------------------------------------


def test_words_cover_the_boundaries() -> None:
    # j = 1 has nothing before it and j = H + 1 nothing after it; of two neighbours either, both or none may be so
    assert [case[1] for case in word_cases(gradient.gradient)] == list(LAYER)
    assert {LAYER[case[1]] for case in word_cases(gradient.gradient)} == {(True, True), (True, False), (False, True)}
    ends = {(gaps[0], gaps[-1]) for gaps in (NEIGHBOURS[case[1]] for case in word_cases(invariant.invariant))}
    assert ends == set(itertools.product((True, False), repeat=2))
    between = {FIRST_AND_OTHER[case[1]] for case in word_cases(invariant.invariant_norms)}
    assert between == {(a, b, False) for a, b in itertools.product((True, False), repeat=2)}


# -- planted faults in Section 2 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (gradient.gradient, WithoutHalf),
        (gradient.gradient, OtherSign),
        (gradient.gradient, WithoutTheLayersBehind),
    ],
)
def test_planted_network_is_refuted_in_words(claim: Claim, fault: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (first_variation, gradient, growth, invariant, dynamics, residual_flow):
        monkeypatch.setattr(module, "MarkedChain", fault)
    assert all(claim.check(case).fails for case in word_cases(claim))


# -- symbols -----------------------------------------------------------------------------------------------------------


def without_two(widths: symbols.Widths) -> Outcome:
    """(6) with a lost factor: compared with the derivative of 2 L instead of L."""
    n = Network(widths)
    printed = n.product(2, n.H + 1).T @ n.residual
    return is_true((printed + n.twice_gradient[0]).is_zero, "planted")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (gradient.gradient, without_two, (1, 1, 1)),
    ],
    ids=["factor"],
)
def test_planted_fault_in_symbols_is_found(
    claim: Claim, fault: Callable[[Any], Outcome], widths: symbols.Widths
) -> None:
    assert first_failure(claim, fault) == widths
