"""Rewriting by relations: what it replaces, what it refuses, and that results are equal where the relations hold."""

from __future__ import annotations

import pytest

from symdln import Matrix
from symdln.algebra.words import Symbol, evaluate, identity, norm_squared, rewrite, scalar, trace, zero
from symdln.errors import InputError

U, V, A = Symbol("U", "n", "n"), Symbol("V", "n", "n"), Symbol("A", "n", "n")
ORTHOGONAL = {U.T @ U: identity("n"), U @ U.T: identity("n")}


def test_words_are_rewritten_until_no_left_side_is_left() -> None:
    # U^T (U U^T) U = U^T U = I
    assert rewrite(U.T @ U @ U.T @ U, ORTHOGONAL) == identity("n")
    assert rewrite(A @ U @ U.T @ V, ORTHOGONAL) == A @ V


def test_transposed_left_sides_are_found() -> None:
    # V U = A, so U^T V^T = A^T
    assert rewrite(U.T @ V.T @ V, {V @ U: A}) == A.T @ V


def test_traces_are_rewritten_across_their_end() -> None:
    assert rewrite(trace(U @ A @ U.T), ORTHOGONAL) == trace(A)
    assert rewrite(trace(U @ U.T), ORTHOGONAL) == scalar("n")


def test_a_right_side_may_be_a_sum_or_zero() -> None:
    completed = {V @ V.T: identity("n") - U @ U.T}
    assert rewrite(A @ V @ V.T, completed) == A - A @ U @ U.T
    assert rewrite(trace(V.T @ A @ V), completed) == trace(A) - trace(U.T @ A @ U)
    assert rewrite(norm_squared(U @ A) + trace(A), {U @ A: zero("n", "n")}) == trace(A)


def test_traces_in_coefficients_are_rewritten() -> None:
    assert rewrite(trace(U @ A @ U.T) * A, ORTHOGONAL) == trace(A) * A


def test_value_is_kept_where_the_relation_holds() -> None:
    # U = [[3, -4], [4, 3]] / 5 is orthogonal
    values = {
        U: [["3/5", "-4/5"], ["4/5", "3/5"]],
        A: [[1, 2], [-3, 5]],
        V: [[0, 1], [2, 7]],
    }
    before = A @ U @ U.T @ V + trace(U @ A.T @ V @ U.T) * A
    after = rewrite(before, ORTHOGONAL)
    assert after != before
    assert evaluate(after, values) == evaluate(before, values)
    assert evaluate(after, {**values, U: Matrix([[1, 1], [0, 1]])}) != evaluate(before, {**values, U: [[1, 1], [0, 1]]})


@pytest.mark.parametrize(
    ("relations", "sentence"),
    [
        ({U @ U: Symbol("B", "n", "m")}, "the shapes must be equal"),
        ({U + V: A}, "must be a product of symbols"),
        ({2 * U: A}, "must be a product of symbols"),
        ({identity("n"): A}, "must be a product of symbols"),
        ({U: "A"}, "both sides of a relation are matrix expressions"),
        ({U @ V: U @ U @ V}, "did not come to an end within 1000 replacements"),
    ],
)
def test_relations_that_cannot_be_used_are_refused(relations: dict, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        rewrite(U @ V, relations)
