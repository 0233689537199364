"""The flow of the end-to-end matrix of balanced weights: the rate by an exact route, cases by hand, planted faults."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest

import symdln as dln
from proofs_check.claims.arora import end_to_end
from proofs_check.claims.arora.end_to_end import end_to_end_flow
from proofs_check.language.outcome import Finding, Outcome
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import first_failure, named_cases, settle, small_cases, word_cases


def test_the_claim_holds_in_the_small_scope_and_the_flows_move() -> None:
    assert first_failure(end_to_end_flow) is None
    assert all(pair.path > 1 for pair in small_cases(end_to_end_flow))  # nothing agrees by standing still


def test_the_theorem_is_proved_in_words_and_has_a_second_route_at_named_sizes() -> None:
    claim = end_to_end.end_to_end
    (result,) = settle(claim)
    assert result.verdict is Verdict.PROVED
    assert word_cases(claim)
    assert all(claim.check(case).holds for case in word_cases(claim))
    assert len(named_cases(claim)) >= 5
    assert all(claim.check(case).holds for case in named_cases(claim))


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


def test_balanced_scalar_network_by_hand() -> None:
    # a = b = 2, X = Y = 1: P = 4, F = 3; dP/dt = -(a^2 + b^2) F = -24 = -(16^(1/2) + 16^(1/2)) F
    exact = end_to_end.BalancedPoint(((1, 1, 1), (2,), 0))
    assert exact.point.end_to_end.texts() == [["4"]]
    assert exact.F.texts() == [["3"]]
    assert exact.rate().texts() == exact.printed().texts() == [["-24"]]


@pytest.mark.parametrize("case", end_to_end.EXACT, ids=str)
def test_exact_points_are_balanced_and_their_roots_are_roots(case: end_to_end.Balanced) -> None:
    exact = end_to_end.BalancedPoint(case)
    W, P, N = exact.point.weights, exact.point.end_to_end, exact.N
    assert all(upper.T @ upper == lower @ lower.T for lower, upper in itertools.pairwise(W))
    for Q, gram in ((exact.Q[-1], P @ P.T), (exact.Q[0], P.T @ P)):
        root = exact.power(Q, 1)
        power = dln.Matrix.identity(root.shape[0])
        for _ in range(N):
            power = power @ root
        assert power == gram
        assert root == root.T
    assert not exact.F.is_zero()


@pytest.mark.parametrize(
    "exponents",
    [
        lambda N, j: (j - 1, N - j),  # swapped
        lambda N, j: (N - j, j),
        lambda N, j: (N - j + 1, j - 1),
    ],
    ids=["swapped", "j", "N - j + 1"],
)
def test_planted_exponents_are_found(exponents: Callable[[int, int], tuple[int, int]]) -> None:
    def printed(exact: end_to_end.BalancedPoint) -> dln.Matrix:
        total = 0 * exact.F
        for j in range(1, exact.N + 1):
            outer, inner = exponents(exact.N, j)
            total = total - exact.power(exact.Q[-1], outer) @ exact.F @ exact.power(exact.Q[0], inner)
        return total

    points = [end_to_end.BalancedPoint(case) for case in end_to_end.EXACT]
    wrong = [exact for exact in points if exact.rate() != printed(exact)]
    # the sum over j is symmetric in swapping the exponents: for N = 2 both orders have the terms (1, 0) and (0, 1)
    assert bool(wrong) is (exponents(3, 1) != (0, 2))


def test_flow_of_unbalanced_weights_is_another() -> None:
    # a = 1, b = 2, P = 2: dP/dt = -(a^2 + b^2) F = -5 F, and print gives -(2 + 2) F
    exact = end_to_end.BalancedPoint(((1, 1, 1), (2,), 0))
    exact.point = dln.Point(exact.point.problem, [[[1]], [[2]]])
    exact.F = exact.point.end_to_end - dln.Matrix([[1]])
    assert exact.rate() == -5 * exact.F


def test_steps_of_the_induction_need_the_push_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(end_to_end, "rewrite", lambda value, relations: value)
    for step in (end_to_end.push_through, end_to_end.outer_step, end_to_end.inner_step):
        assert step().answer is Finding.UNDECIDED
    outcome: Outcome = end_to_end.named_depth(3)
    assert outcome.answer is Finding.UNDECIDED
