"""Questions made from matrix words, and what ``rewrite`` does as questions: relations without a direction."""

import itertools
from fractions import Fraction

import pytest

import symdln as dln
from proofs_check import matrix_proofs
from symdln.algebra.words import Symbol, gradient, identity, norm_squared, product, rewrite, scalar, trace
from symdln.proving.language import read
from symdln.proving.words import question_from_words

A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
S = Symbol("S'", "n", "n", symmetric=True)
t, n, one = scalar("t"), scalar("n"), identity("n")


@pytest.mark.parametrize(
    ("hypotheses", "claims", "text"),
    [
        ([], [(A @ B, B.T @ A.T)], "A: m x n; B: n x m |- A B = B' A'"),
        (
            [(S @ S, one)],
            [(t * t * S / 2, 0)],
            "S_prime: n x n sym; t: scalar; S_prime S_prime = I |- 1/2 t t S_prime = 0",
        ),
        ([(A - 3 * t * B.T, 0)], [(trace(A @ B), t)], "A: m x n; B: n x m; t: scalar; A - 3 t B' = 0 |- tr(A B) = t"),
        ([(-1 * S, one)], [(trace(S), -1 * n)], "S_prime: n x n sym; -S_prime = I |- tr(S_prime) = -n"),
        ([(Symbol("m", "m", "m"), 0)], [(A, 0)], "A: m x n; m_2: m x m; m_2 = 0 |- A = 0"),
    ],
)
def test_the_text_of_a_question(hypotheses, claims, text):
    assert question_from_words(hypotheses, claims) == text
    read(text)


def test_a_symbol_and_its_namesake_of_another_size_get_two_names():
    text = question_from_words([(Symbol("A", "n", "n"), 0)], [(A, 0)])
    assert "A: m x n; A_2: n x n" in text


@pytest.mark.parametrize(
    ("left", "right", "sentence"),
    [
        (trace(A @ B) * trace(A @ A.T), 0, "products of traces"),
        (trace(A @ B) * A, 0, "products of traces"),
        (A, 1, "cannot equal the number 1"),
        (Symbol("Z", 0, "n"), 0, "no rows or columns"),
    ],
)
def test_what_the_language_does_not_have_is_refused(left, right, sentence):
    with pytest.raises(dln.InputError, match=sentence):
        question_from_words([], [(left, right)])


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_critical_points_of_a_decayed_loss_are_balanced(depth):
    """The gradients come from the calculus of words, the proof from the search."""
    W = [Symbol(f"W_{j}", f"d_{j}", f"d_{j - 1}") for j in range(1, depth + 1)]
    X, Y = Symbol("X", "d_0", "k"), Symbol("Y", f"d_{depth}", "k")
    loss = norm_squared(product(*W[::-1]) @ X - Y) / 2 + scalar("c") / 2 * sum((norm_squared(V) for V in W), 0 * t)
    equations = [(gradient(loss, V), 0) for V in W]
    claims = [(scalar("c") * (V.T @ V), scalar("c") * (U @ U.T)) for U, V in itertools.pairwise(W)]
    answer = dln.prove(question_from_words(equations, claims), budget=300)
    assert answer.verdict == "proved"
    assert matrix_proofs.check(answer.certificate).startswith("proved")


W_1, W_2, W_3 = Symbol("W_1", "d", "n"), Symbol("W_2", "d", "d"), Symbol("W_3", "m", "d")
U, V, Q = Symbol("U", "n", "n"), Symbol("V", "k", "n"), Symbol("Q", "d", "d", symmetric=True)
REWRITTEN = [
    (W_3 @ W_2 @ W_1 @ W_1.T @ W_2.T @ W_3.T, {W_1 @ W_1.T: W_2.T @ W_2, W_2 @ W_2.T: W_3.T @ W_3}),
    (norm_squared(U @ B), {U.T @ U: identity("n"), U @ U.T: identity("n")}),
    (norm_squared(B @ A @ U.T), {U.T @ U: identity("n")}),
    (trace(U @ B @ A @ U.T) * Fraction(1, 2) * t, {U.T @ U: identity("n")}),
    (W_2 @ W_1 @ U, {W_2 @ W_1: Q @ W_1, Q @ W_1: W_1 @ U.T, U.T @ U: identity("n")}),
    (B.T @ U @ U @ B, {U @ U: 2 * U - identity("n")}),
]


@pytest.mark.parametrize(("value", "relations"), REWRITTEN)
def test_what_rewriting_yields_is_proved_from_the_relations_without_direction(value, relations):
    """``rewrite`` replaces left sides by right sides; the prover is given the equations only."""
    image = rewrite(value, relations)
    assert image != value
    answer = dln.prove(question_from_words(relations.items(), [(value, image)]), budget=300)
    assert answer.verdict == "proved"
    assert answer.rules == ("combination",)
    assert matrix_proofs.check(answer.certificate).startswith("proved")


def test_a_relation_is_a_hypothesis():
    """A B and B A agree after rewriting by A B = B A; without the relation they do not."""
    A, B = Symbol("A", "n", "n"), Symbol("B", "n", "n")
    claim = [(A @ B, B @ A)]
    assert rewrite(A @ B, {A @ B: B @ A}) == B @ A
    assert dln.prove(question_from_words([(A @ B, B @ A)], claim)).hypotheses_used == ("A B = B A",)
    assert dln.prove(question_from_words([], claim)).verdict == "refuted"
