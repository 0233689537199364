"""Proposition 3 of Chitour et al. (2022): first and second variation of the loss; cases by hand and planted faults."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.chitour import hessian_shallow, prop3
from proofs_check.claims.chitour.parts import expansion
from proofs_check.claims.chitour.parts.expansion import Letters, increasing_pairs
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome
from proofs_check.networks import indeterminates as symbols
from proofs_check.networks import words
from tests.proofs_check.settling import first_failure, named_cases, word_cases


def over_ordered_pairs(widths: symbols.Widths) -> Outcome:
    """The second-order term against H_W(w) with its sums over all ordered pairs j != k, as far as they exist."""
    n = expansion.varied(widths)
    pairs = itertools.permutations(range(2, n.H + 1), 2)
    a = expansion.letters(n)
    a = replace(a, Q_2=expansion.sum_of((expansion.q_2(n, j, k) for j, k in pairs), a.Z))
    return symbols.polynomials_agree(n.twice_second_derivative, 2 * prop3.twice_second_order(a), "H_W(w)", n, 4)


def test_sums_over_ordered_pairs_by_hand() -> None:
    # all W = 1, w_2 = w_3 = 1, w_1 = w_4 = 0, target 0: L(W + t w) = 1/2 (1 + t)^4, whose t^2 has the coefficient 3;
    # M = -1, so each ordered pair gives 1, and with 1/2 (1 + 1)^2 = 2 the sum over ordered pairs gives 4
    outcome = over_ordered_pairs((1, 1, 1, 1, 1))
    weights, variations = "W = [[[1]], [[1]], [[1]], [[1]]]", "w = [[[0]], [[1]], [[1]], [[0]]]"
    assert outcome.sentence == f"H_W(w), at {weights}, {variations}, target = [[0]]: 3 is not equal to 4"
    assert outcome.details["w"] == [[[0]], [[1]], [[1]], [[0]]]
    assert prop3.prop_3_second.check((1, 1, 1, 1, 1)).holds


def test_ordered_and_increasing_pairs_agree_up_to_two_hidden_layers() -> None:
    cases = [widths for widths in named_cases(prop3.prop_3_second) if len(widths) <= 4]
    assert (2, 2, 2) in cases
    assert (2, 1, 1, 1) in cases
    assert all(over_ordered_pairs(widths).holds for widths in cases)


def test_printed_second_order_is_ill_formed_and_read_as_the_corrected_one() -> None:
    assert prop3.prop_3_second.ill_formed is not None
    assert prop3.prop_3_second.assuming == ()
    assert (1, 1, 1, 2, 1) in named_cases(prop3.prop_3_second)  # there Q^2_{3,2} does not exist, as d_1 = 1 < d_3
    assert first_failure(prop3.prop_3_second) is None


def test_printed_hessian_by_hand() -> None:
    # L = 1/2 (s - b a)^2 at a = b = 0, s = 1: Hessian [[0, -1], [-1, 0]], so -2 along (1, 1), and H_W = -1
    assert not prop3.prop_3_hessian.in_print
    assert first_failure(prop3.prop_3_hessian) == (1, 1, 1)
    assert "is -2, but H_W(w) is -1" in prop3.prop_3_hessian.check((1, 1, 1)).sentence
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[0]], [[0]]])
    assert point.hessian == dln.Matrix([[0, -1], [-1, 0]])
    assert point.second_order([[[1]], [[1]]]) == -1


@pytest.mark.parametrize("widths", [(3, 2, 2), (3, 2, 3, 2), (2, 2, 3, 2, 1)])
def test_printed_terms_agree_with_the_exact_expansion_at_a_point(widths: tuple[int, ...]) -> None:
    problem = dln.Problem.canonical((3, 2)[: widths[-1]], widths)
    W, w = (
        [
            dln.Matrix.from_entries(n, m, [(k * step + 2 * j) % 7 - 3 for k in range(n * m)])
            for j, (n, m) in enumerate(problem.shapes)
        ]
        for step in (3, 5)
    )
    point = dln.Point(problem, W)
    a = letters_of_matrices(point, w)
    assert expansion.twice_value(a) == 2 * point.loss
    assert prop3.first_order(a) == point.directional(w)
    assert prop3.twice_second_order(a) == 2 * point.second_order(w)


def letters_of_matrices(point: dln.Point, w: list[dln.Matrix]) -> Letters:
    """The letters of Proposition 3 as rational matrices."""
    problem, W, H = point.problem, point.weights, point.problem.depth - 1
    d_y, d_x, rows = problem.output_width, problem.input_width, range(problem.widths[1])
    Q_1 = Q_2 = dln.Matrix.zeros(problem.widths[H], problem.widths[1])
    for j in range(2, H + 1):
        Q_1 = Q_1 + point.product(H, j + 1) @ w[j - 1] @ point.product(j - 1, 2)
    for j, k in increasing_pairs(H):
        middle = point.product(k - 1, j + 1)
        Q_2 = Q_2 + point.product(H, k + 1) @ w[k - 1] @ middle @ w[j - 1] @ point.product(j - 1, 2)
    left, right = range(d_y), range(d_y, d_x)
    first = [M.block(rows, columns) for M in (W[0], w[0]) for columns in (left, right)]
    S_Y = problem.Syx.block(range(d_y), left)
    return Letters(
        S_Y,
        point.product(H, 2),
        Q_1,
        Q_2,
        first[0],
        first[1],
        W[-1],
        first[2],
        first[3],
        w[-1],
        dln.Matrix.trace,
        dln.Matrix.norm_squared,
    )


FAULTS: dict[str, tuple[str, Claim, Callable[[Any], Any]]] = {
    "value, R W_{1,2} forgotten": (
        "twice_value",
        prop3.prop_3_value,
        lambda a, true=expansion.twice_value: true(a) - a.norm_squared(a.R @ a.W_12),
    ),
    "first, sign of w_{1,1}": (
        "first_order",
        prop3.prop_3_first,
        lambda a, true=prop3.first_order: true(a) + 2 * a.trace(a.R @ a.w_11 @ a.M.T),
    ),
    "first, w_{1,2} forgotten": (
        "first_order",
        prop3.prop_3_first,
        lambda a, true=prop3.first_order: true(a) - a.trace(a.R @ a.w_12 @ a.W_12.T @ a.R.T),
    ),
    "first, w_{H+1} counted twice": (
        "first_order",
        prop3.prop_3_first,
        lambda a, true=prop3.first_order: true(a) - a.trace(a.w_last @ a.Z @ a.W_11 @ a.M.T),
    ),
    "second, sign of the crossing term": (
        "twice_second_order",
        prop3.prop_3_second_corrected,
        lambda a, true=prop3.twice_second_order: true(a) + 4 * a.trace(a.w_last @ a.Z @ a.w_11 @ a.M.T),
    ),
    "second, squares without 1/2": (
        "twice_second_order",
        prop3.prop_3_second_corrected,
        lambda a, true=prop3.twice_second_order: true(a) + a.norm_squared(a.w_last @ a.Z @ a.W_11 + a.R @ a.w_11),
    ),
    "second, w_{1,2} forgotten": (
        "twice_second_order",
        prop3.prop_3_second_corrected,
        lambda a, true=prop3.twice_second_order: true(a) - 2 * a.trace(a.w_last @ a.Z @ a.w_12 @ a.W_12.T @ a.R.T),
    ),
    "Hessian, H_W itself": (
        "twice_second_order",
        prop3.prop_3_hessian_corrected,
        lambda a, true=prop3.twice_second_order: true(a) / 2 if isinstance(a.Z, words.Expression) else a.M.zero,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_term_of_proposition_3_is_found_by_both_routes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    attribute, claim, fault = FAULTS[name]
    for module in (prop3, hessian_shallow):
        monkeypatch.setattr(module, attribute, fault, raising=False)
    in_words = [case for case in word_cases(claim) if case[1] != prop3.ONE_MORE]
    assert in_words
    assert not any(claim.check(case).holds for case in in_words)
    assert first_failure(claim) in [(1, 1, 1), (2, 1, 1)]  # a term with W_{1,2} shows for d_x > d_y only


@pytest.mark.parametrize("changed", ["Q_1", "Q_2"])
def test_planted_sum_over_layers_is_found(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # the sum Q_1 is not empty for H >= 2, Q_2 for H >= 3
    true = prop3.twice_second_order
    planted = {"Q_1": lambda a: replace(a, Q_1=a.Q_1 + a.Q_1), "Q_2": lambda a: replace(a, Q_2=a.Q_2 + a.Q_2)}[changed]
    monkeypatch.setattr(prop3, "twice_second_order", lambda a: true(planted(a)))
    claim = prop3.prop_3_second_corrected
    assert first_failure(claim) == ((1, 1, 1, 1) if changed == "Q_1" else (1, 1, 1, 1, 1))
    assert claim.check(("any depth", expansion.ONE_HIDDEN)).holds
    assert claim.check(("any depth", prop3.MORE_HIDDEN)).fails


def test_induction_step_notices_another_recursion(monkeypatch: pytest.MonkeyPatch) -> None:
    true = words.matrix_order
    monkeypatch.setattr(prop3, "matrix_order", lambda value, n: true(value, n) * n)
    assert prop3.one_more_layer().fails  # the terms of order 2 are doubled


def test_planted_flow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # the part of W_{1,2} with the wrong sign; an inner layer does not use the printed value
    monkeypatch.setattr(prop3, "twice_value", lambda a: a.norm_squared(a.M) - a.norm_squared(a.R @ a.W_12))
    results = {case[1]: prop3.prop_3_flow.check(case) for case in word_cases(prop3.prop_3_flow)}
    assert results["W_{1,1} and W_{1,2}"].fails
    assert results["W_{H+1}, H = 1"].fails
    assert results["W_{H+1}, H >= 2"].fails
