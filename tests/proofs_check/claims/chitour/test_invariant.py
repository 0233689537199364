"""Lemma 2.3 of Chitour et al. (2022): what the gradient flow conserves; planted faults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.claims.chitour import invariant
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, holds, is_true
from proofs_check.networks import indeterminates as symbols
from proofs_check.networks.indeterminates import Network
from proofs_check.networks.words import NEIGHBOURS, MarkedChain
from symdln.algebra.words import Symbol, derivative, norm_squared
from tests.proofs_check.settling import first_failure

# -- planted faults in Section 2 ---------------------------------------------------------------------------------------


def test_sum_of_grams_is_refuted_in_words() -> None:
    for gaps in NEIGHBOURS.values():
        chain = MarkedChain(gaps)
        upper, lower = chain.W
        assert derivative(upper.T @ upper + lower @ lower.T, chain.flows())
        assert derivative(norm_squared(upper) + norm_squared(lower), chain.flows()) != 0
        assert derivative(norm_squared(upper) - 2 * norm_squared(lower), chain.flows()) != 0


def test_grams_of_layers_that_are_no_neighbours_are_refuted_in_words() -> None:
    # W_3^T W_3 - W_1 W_1^T with a square layer W_2 between them
    W_1, W_2, W_3 = Symbol("W_1", "n", "d_x"), Symbol("W_2", "n", "n"), Symbol("W_3", "d_y", "n")
    P = W_3 @ W_2 @ W_1
    F = Symbol("F", "d_y", "d_x")
    flows = {W_3: -F @ (W_2 @ W_1).T, W_1: -((W_3 @ W_2).T @ F)}
    assert P.shape == F.shape
    assert derivative(W_3.T @ W_3 - W_1 @ W_1.T, flows)
    assert derivative(norm_squared(W_3) - norm_squared(W_1), flows) == 0


# -- symbols -----------------------------------------------------------------------------------------------------------


def sum_of_grams(widths: symbols.Widths) -> Outcome:
    """(7) with a sign changed."""
    n = Network(widths)
    return is_true((invariant.gram_rate(n, 2) + invariant.co_gram_rate(n, 1)).is_zero, "planted")


def transposed_grams(widths: symbols.Widths) -> Outcome:
    """(7) with W_{j+1} W_{j+1}^T - W_j^T W_j, where the shapes allow it."""
    n = Network(widths)
    left, right = invariant.co_gram_rate(n, 2), invariant.gram_rate(n, 1)
    return is_true((left - right).is_zero, "planted") if left.shape == right.shape else holds()


def weighted_norms(widths: symbols.Widths) -> Outcome:
    """(8) with the number of layers as a factor."""
    n = Network(widths)
    rate = invariant.gram_rate(n, n.H + 1).trace() - n.H * invariant.co_gram_rate(n, 1).trace()
    return is_true(rate == n.zero, "planted")


@pytest.mark.parametrize(
    ("claim", "fault", "widths"),
    [
        (invariant.invariant, sum_of_grams, (1, 1, 1)),
        (
            invariant.invariant,
            transposed_grams,
            (2, 1, 2),
        ),  # at (1, 1, 1) and wherever d_0 = d_2 = 1 the shapes or values agree
        (invariant.invariant_norms, weighted_norms, (1, 1, 1, 1)),  # for H = 1 the factor is 1
    ],
    ids=["sign", "transposes", "weights"],
)
def test_planted_fault_in_symbols_is_found(
    claim: Claim, fault: Callable[[Any], Outcome], widths: symbols.Widths
) -> None:
    assert first_failure(claim, fault) == widths
