"""Words are judged by normal form and by values: an unsound normal form ends in an error, and in no verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.claims.chitour import growth, trace_inequality
from proofs_check.language import word_values
from proofs_check.language.outcome import Outcome, equal, holds
from proofs_check.language.verdict import Verdict
from proofs_check.networks.words import follows, same
from symdln.algebra.words import (
    Expression,
    Symbol,
    calculus,
    derivative,
    expressions,
    gradient,
    identity,
    norm_squared,
    relations,
    rewrite,
    scalars,
    symbols,
    trace,
)
from tests.proofs_check.settling import planted, settle

A, B, X = Symbol("A", "n", "n"), Symbol("B", "n", "n"), Symbol("X", "n", "m")


def commuting(word: symbols.Word) -> symbols.Word:
    """As if all matrices under a trace commuted."""
    return tuple(sorted(word, key=lambda letter: letter.key))


def not_reversed(word: symbols.Word) -> symbols.Word:
    """``(A B)^T = A^T B^T``."""
    return tuple(letter.T for letter in word)


def first_place_only(word: symbols.Word, letter: symbols.Letter) -> Any:
    """The gradient by the first of several occurrences."""
    return iter(list(ORIGINAL_GRADIENT(word, letter))[:1])


def size_alone(word: symbols.Word, size: symbols.Size) -> scalars.Scalar:
    """As if every word were the identity."""
    return scalars.size_scalar(size)


def without_coefficient(left: scalars.Scalar, right: scalars.Scalar) -> scalars.Scalar:
    """As if the second coefficient were 1."""
    return left


ORIGINAL_GRADIENT = calculus._word_gradient


@pytest.mark.parametrize(
    ("owner", "name", "unsound", "value"),
    [
        (scalars, "cyclic_normal_form", commuting, lambda: trace(A @ A.T @ B @ B.T)),
        (expressions, "transposed_word", not_reversed, lambda: (A @ B).T),
        (expressions, "times", without_coefficient, lambda: (2 * A) @ (3 * B)),
        (calculus, "_word_gradient", first_place_only, lambda: gradient(norm_squared(A @ X), A)),
        (calculus, "transposed_word", not_reversed, lambda: gradient(trace(A @ B @ A.T @ A), B)),
        (
            calculus,
            "word_trace",
            lambda word, size: scalars.size_scalar(size),
            lambda: derivative(trace(A @ A), {A: B}),
        ),
    ],
    ids=["commuting traces", "transpose", "coefficients", "gradient", "gradient transposed", "derivative"],
)
def test_an_unsound_rule_is_found(
    owner: Any, name: str, unsound: Callable[..., Any], value: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    word_values.confirm(value(), value(), "sound")
    monkeypatch.setattr(owner, name, unsound)
    planted_value = value()
    with pytest.raises(ArithmeticError, match="unsound"):
        word_values.confirm(planted_value, planted_value, "planted")


def test_a_false_identity_under_an_unsound_rule_is_an_error_and_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    # tr(A^T A B B^T) = tr(A A^T B B^T) where traces commute: by normal forms alone it would be proved
    def false_identity(case: Any) -> Outcome:
        if len(case) > 1:
            return holds()
        return same(trace(A.T @ A @ B @ B.T), trace(A @ A.T @ B @ B.T), "planted")

    claim = planted(trace_inequality.trace_inequality, check=false_identity)
    assert settle(claim)[0].verdict is Verdict.REFUTED
    monkeypatch.setattr(scalars, "cyclic_normal_form", commuting)
    (result,) = settle(claim)
    assert result.verdict is Verdict.ERROR
    assert result.error is not None
    assert "unsound" in result.error["sentence"]
    for name in ("disagreement", "agree_everywhere_looked"):
        monkeypatch.setattr(word_values, name, lambda *values: None)
    assert settle(claim)[0].verdict is Verdict.PROVED  # the gap that the values close


def test_the_catalogue_notices_an_unsound_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calculus, "_word_gradient", first_place_only)
    (result,) = settle(growth.growth)
    assert result.verdict is not Verdict.PROVED


def test_rewritten_words_are_confirmed_before_they_are_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    U = Symbol("U", "n", "n")
    monkeypatch.setattr(expressions, "transposed_word", not_reversed)
    with pytest.raises(ArithmeticError, match="unsound"):
        follows(rewrite((U @ A).T, {A.T @ B: identity("n")}), A.T @ U.T, "planted")


def test_words_that_are_equal_must_have_one_normal_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scalars, "cyclic_normal_form", lambda word: word)  # tr(A B) and tr(B A) stay different
    with pytest.raises(ArithmeticError, match="different normal forms"):
        same(trace(A @ B), trace(B @ A), "planted")
    found = equal(trace(A @ B), trace(B @ A), "planted")  # a sound, incomplete form refutes nothing either
    assert not found.holds
    assert not found.fails


@pytest.mark.parametrize("value", [3, "text", [1, 2], (A, B), None])
def test_other_values_are_left_alone(value: object) -> None:
    word_values.confirm(value, value, "anything")


def test_true_and_false_identities_keep_their_outcomes() -> None:
    assert same(trace(A @ B), trace(B @ A), "cyclic").holds
    assert same(A @ B, B @ A, "commuting").fails
    assert isinstance(relations.rewrite(A @ B, {A @ B: A}), Expression)


# -- where different normal forms show nothing -------------------------------------------------------------------------


def commutator(left: Expression, right: Expression) -> Expression:
    return left @ right - right @ left


def standard_identity(size: Any) -> Expression:
    """``S_4``, the sum of ``sign(p) A_p1 A_p2 A_p3 A_p4``, by commutators and ``P o Q = PQ + QP``."""
    a, b, c, d = (Symbol(name, size, size) for name in "ABCD")
    terms = ((1, a, b, c, d), (-1, a, c, b, d), (1, a, d, b, c))
    parts = [
        sign * (commutator(p, q) @ commutator(r, s) + commutator(r, s) @ commutator(p, q)) for sign, p, q, r, s in terms
    ]
    return parts[0] + parts[1] + parts[2]


def test_true_equations_of_a_fixed_size_above_one_are_undecided_and_never_refuted() -> None:
    # S_4 vanishes on 2 x 2 matrices (Amitsur and Levitzki), and no normal form knows it
    found = equal(standard_identity(2), standard_identity(2) * 2, "words")
    assert not found.holds
    assert not found.fails
    assert "have one value at all random matrices that were tried" in found.sentence


def test_lists_and_tables_of_words_are_judged_entry_by_entry() -> None:
    zero_by_values = standard_identity(2)
    for left, right in (
        ([A, zero_by_values], [A, zero_by_values * 2]),
        ({"x": (zero_by_values,)}, {"x": (zero_by_values * 2,)}),
    ):
        found = equal(left, right, "words")
        assert not found.holds
        assert not found.fails
    assert equal([A @ B, zero_by_values], [B @ A, zero_by_values * 2], "words").fails
    assert equal([1, zero_by_values], [2, zero_by_values * 2], "words").fails


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Symbol("a", 1, 1) @ Symbol("b", 1, 1), Symbol("b", 1, 1) @ Symbol("a", 1, 1)),  # numbers commute
        (Symbol("a", 1, 1).T, Symbol("a", 1, 1)),
        (Symbol("x", "n", 1).T @ Symbol("y", "n", 1), Symbol("y", "n", 1).T @ Symbol("x", "n", 1)),
    ],
)
def test_numbers_commute_and_equal_their_transposes(left: Expression, right: Expression) -> None:
    assert equal(left, right, "words").holds


def test_the_same_equations_for_any_size_are_refuted() -> None:
    assert equal(A @ B, B @ A, "words").fails
    assert equal(A.T, A, "words").fails
    assert equal(trace(A @ B @ A), trace(A @ A @ B.T), "words").fails
    assert equal(standard_identity("n"), standard_identity("n") * 2, "words").fails  # not zero on 3 x 3 matrices


def test_different_words_after_rewriting_refute_nothing() -> None:
    # with A B = D and B C = C the product A B C is D C, and it is A C as well
    C, D = Symbol("C", "n", "n"), Symbol("D", "n", "n")
    found = equal(rewrite(A @ B @ C, {A @ B: D, B @ C: C}), A @ C, "A B C")
    assert not found.holds
    assert not found.fails
    assert "rewriting by relations ends in different words, which shows nothing" in found.sentence
