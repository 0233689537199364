"""The end-to-end matrix along balanced flows: the rate by an exact route, and planted faults."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from chitour_cases import first_failure, small_cases

from proofs_check.claims.arora import end_to_end
from proofs_check.claims.arora.end_to_end import end_to_end_flow


def test_the_claim_holds_in_the_small_scope_and_the_flows_move() -> None:
    assert first_failure(end_to_end_flow) is None
    assert all(pair.path > 1 for pair in small_cases(end_to_end_flow))  # nothing agrees by standing still


@pytest.mark.parametrize("case", end_to_end.EXACT, ids=str)
def test_the_floating_rate_is_the_exact_one(case: end_to_end.Balanced) -> None:
    exact = end_to_end.BalancedPoint(case)
    found = end_to_end.printed_rate(exact.point.end_to_end.to_numpy(), exact.N, exact.F.to_numpy())
    np.testing.assert_allclose(found, exact.printed().to_numpy(), atol=1e-5 * abs(found).max())


def test_starts_are_balanced_with_singular_values_of_their_own() -> None:
    for widths in ((2, 3, 2), (3, 3, 2), (2, 3, 2, 2)):
        layers = end_to_end.balanced(widths, np.random.default_rng(0))
        for lower, upper in itertools.pairwise(layers):
            np.testing.assert_allclose(upper.T @ upper, lower @ lower.T, atol=1e-14)
        values = np.linalg.svd(layers[0])[1]
        assert 0.3 <= values[1] < values[0] <= 1


def test_another_exponent_and_unbalanced_starts_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    rate = end_to_end.printed_rate

    def one_layer_more(P: np.ndarray, depth: int, slope: np.ndarray) -> np.ndarray:
        return rate(P, depth + 1, slope)

    monkeypatch.setattr(end_to_end, "printed_rate", one_layer_more)
    assert all(end_to_end_flow.check(pair).fails for pair in small_cases(end_to_end_flow))
    monkeypatch.setattr(end_to_end, "printed_rate", rate)
    start = end_to_end.balanced
    monkeypatch.setattr(end_to_end, "balanced", lambda *args: [2 * start(*args)[0], *start(*args)[1:]])
    assert all(end_to_end_flow.check(pair).fails for pair in small_cases(end_to_end_flow))
