"""Proofs that were found, written for Coq: which statement, over which ring, by which lemmas."""

import pytest

from symdln.errors import InputError
from symdln.proving.coq import answer_coq
from symdln.proving.decide import prove


def theorem(text: str) -> str:
    return text[text.index("Theorem proved") : text.index("Proof.\n", text.index("Theorem proved"))]


def test_equations_alone_hold_over_every_commutative_ring():
    text = answer_coq(prove("A B: n sym; A B = B A |- sym A B"))
    assert "(F : comRingType)" in theorem(text)
    assert "(given_1 : (A *m B) + - (B *m A) = 0)" in theorem(text)
    assert "((B *m A) + - (A *m B) = 0)" in theorem(text)


@pytest.mark.parametrize(
    ("question", "lemma"),
    [
        ("A: m x n; X: n x k; A' A X = 0 |- A X = 0", "last_square"),
        ("A: m x n; B: k x n; 2 A' A + B' B = 0 |- A = 0", "more_squares"),
        ("a b: scalar; a^2 + b^2 = 0 |- a = 0", "more_numbers"),
        ("A B: n; A B = I |- B A = I", "swapped"),
    ],
)
def test_rules_of_real_matrices_are_lemmas_over_ordered_fields(question, lemma):
    text = answer_coq(prove(question))
    assert "(F : realFieldType)" in theorem(text)
    assert lemma in text


def test_without_a_proof_there_is_nothing_to_write():
    with pytest.raises(InputError, match="the question is refuted, so there is no proof for Coq"):
        answer_coq(prove("A B: n sym |- sym A B"))


@pytest.mark.parametrize(
    "question",
    [
        "A: m x n; B: n x m |- tr(A B) = tr(B A)",
        "A: m x n; A' A = 0 |- A = 0, A - A = 0",  # one claim of two is enough
    ],
)
def test_an_identity_is_not_written_as_zero_equals_zero(question):
    with pytest.raises(InputError, match="only 0 = 0 would be left for Coq"):
        answer_coq(prove(question))


def test_an_identity_binds_the_letters_that_stand_in_it():
    # R, M, m and F are also letters of MathComp's notation: 1%:R, 1%:M, *m and 'M[F]
    text = answer_coq(prove("A: a x b; R: c x m; M: c x m; F: m x m; B: b x a; A B = I |- B A B A = B A"))
    lemmas = [line for line in text.splitlines() if line.startswith("Lemma")]
    assert lemmas
    binders = "(F : comRingType) (a b : nat) (A : 'M[F]_(a, b)) (B : 'M[F]_(b, a)) :"
    assert all(line.endswith(binders) for line in lemmas)
