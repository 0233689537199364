"""The number of conservation laws of two layers, Marcotte, Gribonval and Peyré (2023): planted faults."""

from __future__ import annotations

from typing import Any

import pytest

import symdln as dln
from proofs_check.claims.marcotte import conservation
from proofs_check.language.verdict import Verdict
from symdln.algebra.words import derivative
from tests.proofs_check.settling import first_failure, verdicts_on_cases

test_claims_hold_in_the_small_scope_and_say_something_there = verdicts_on_cases(
    {
        conservation.conservation: Verdict.VERIFIED,
    },
    more_than=20,
)


@pytest.mark.parametrize(
    ("widths", "algebra", "laws"),
    [
        ((1, 1, 1), 1, 1),  # so(1, 1); the flow of u v keeps u^2 - v^2
        ((2, 1, 1), 3, 1),  # so(2, 1); |u|^2 - v^2
        ((2, 2, 2), 6, 3),  # so(2, 2); the three entries of a symmetric 2 x 2 matrix
        ((1, 3, 1), 1, 5),  # six weights, and the algebra moves them along one curve
    ],
)
def test_laws_of_the_smallest_networks(widths: conservation.Widths, algebra: int, laws: int) -> None:
    n, r, m = widths
    basis = conservation.algebra_of(n, m)
    M = conservation.point(n + m, r, min(n + m, r))
    assert len(basis) == algebra
    assert conservation.conserved(M, basis) == conservation.balances(M, n) == conservation.printed(n, r, m) == laws


def test_fields_are_the_gradients_of_the_entries_of_the_product() -> None:
    # u_1 = (1, 2), u_2 = (3, 4), v = (5, 6): the gradient of u_1 . v is (5, 6) by u_1, zero by u_2 and (1, 2) by v
    M = dln.Matrix([[1, 2], [3, 4], [5, 6]])
    assert conservation.field(2, 1, 0, 0) @ M == dln.Matrix([[5, 6], [0, 0], [1, 2]])


def test_disguised_points_have_the_rank_they_are_made_for() -> None:
    for s, r, rank in ((2, 3, 2), (5, 2, 2), (4, 4, 1), (6, 7, 6)):
        assert conservation.point(s, r, rank, disguised=True).rank() == rank
        assert conservation.point(s, r, rank, disguised=True) != conservation.point(s, r, rank)


def test_below_full_rank_the_two_numbers_differ() -> None:
    # at 0 no field moves and no entry of U^T U - V^T V changes; at u_1 = e_1, v_1 = 0: s = r = 2, the skew multiples of
    # (1, 0) have dimension 1, so 4 - 1 = 3, while u_1^2 - v_1^2 and u_1 u_2 - v_1 v_2 are the entries that move
    basis = conservation.algebra_of(1, 1)
    zero, one = conservation.point(2, 2, 0), conservation.point(2, 2, 1)
    assert (conservation.conserved(zero, basis), conservation.balances(zero, 1)) == (4, 0)
    assert (conservation.conserved(one, basis), conservation.balances(one, 1)) == (3, 2)


@pytest.mark.parametrize(
    ("planted", "witness"),
    [
        (lambda n, r, m: r * (r + 1) // 2, (1, 3, 1)),  # 6 entries, but only 5 laws: the first width with s < r
        (lambda n, r, m: (n + m) * (2 * r + 1 - n - m) // 2, (1, 1, 2)),  # 3 (3 - 3) / 2 = 0, but one law
        (lambda n, r, m: r, (1, 2, 1)),  # the norms of the columns only, as for ReLU
        (lambda n, r, m: max(r * (r + 1) // 2, (n + m) * (2 * r + 1 - n - m) // 2), (1, 3, 1)),
    ],
)
def test_false_counts_of_laws_are_refuted(monkeypatch: pytest.MonkeyPatch, planted: Any, witness: Any) -> None:
    monkeypatch.setattr(conservation, "printed", planted)
    assert first_failure(conservation.conservation) == witness


def test_the_fields_without_their_brackets_count_too_many_laws(monkeypatch: pytest.MonkeyPatch) -> None:
    # n = m = r = 2: four fields at eight weights leave 4, and their brackets make it 3
    fields = conservation.fields(2, 2)
    assert conservation.conserved(conservation.point(4, 2, 2), fields) == 4
    monkeypatch.setattr(conservation, "algebra_of", lambda n, m: tuple(conservation.fields(n, m)))
    assert first_failure(conservation.conservation) == (1, 1, 2)  # so(1, 2) has dimension 3 and two fields


def test_the_sum_of_the_gram_matrices_is_not_conserved() -> None:
    U, V, C = conservation.U, conservation.V, conservation.C
    assert derivative(U.T @ U + V.T @ V, {U: C @ V, V: C.T @ U})
