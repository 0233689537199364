"""Normal forms: equal terms are one value, different ones are not, and the value of a term is that of its text."""

from __future__ import annotations

import random

import pytest

from proofs_check.logic import replay, syntax
from proofs_check.logic.evaluate import Evaluator
from proofs_check.logic.indices import RefusedError, entails, index_atom, minus, plus, whole
from proofs_check.logic.printing import fact_text
from proofs_check.logic.terms import Substitution
from tests.proofs_check.logic.support import instance

READING = replay.Theory(
    replay.text_of("textbook"), "fixed scalar f[j]\nfixed size d[j]\nfixed matrix W[j]: d[j] x d[j-1]"
).reading


@pytest.mark.parametrize(
    "text",
    [
        "tr(A B') = tr(B A')",
        "tr(A' A) = tr(A A')",
        "tr(S Q S) = tr(S^2 Q)",
        "tr(S^m Q S^k) = tr(Q S^(k+m))",
        "tr(S Z Q) = tr(Q Z' S)",
        "(A D)' = D' A'",
        "(S Q)' = Q S",
        "A'' = A",
        "I A I = A",
        "S^m S = S S^m",
        "S^0 = I",
        "a^m a = a^(m+1)",
        "(a + b)^2 = a^2 + 2 a b + b^2",
        "(S + Q)^2 = S^2 + S Q + Q S + Q^2",
        "tr(I[r]) = real(r)",
        "f[2 j] = f[j + j]",
        "f[j 2 - j] = f[j]",
        "(W[j+1] W[j])' = W[j]' W[j+1]'",
        "tr(2 S - 1/2 Z') = 2 tr(S) - 1/2 tr(Z)",
        "norm(S + Q) = norm(Q + S)",
        "eig(S + Q - S, 1) = eig(Q, 1)",
    ],
)
def test_equal_terms(text: str):
    assert not READING.statement(text)[1].body


@pytest.mark.parametrize(
    "text",
    [
        "S Q = Q S",
        "tr(S Q Z) = tr(Q S Z)",
        "Z Z' = Z' Z",
        "Z = Z'",
        "S^m = S^k",
        "a^m = a",
        "f[j] = f[j+1]",
        "f[2 j] = f[j+2]",
        "norm(S) = norm(-S)",
        "norm(A) = norm(A')",
        "eig(S, 1) = eig(S, 2)",
        "tr(S)^2 = tr(S^2)",
        "real(r) = real(s)",
        "tr(I[r]) = tr(I[s])",
    ],
)
def test_different_terms(text: str):
    assert READING.statement(text)[1].body


def test_replacement_is_simultaneous():
    """a -> b and b -> a at once exchanges them; one after the other would make them equal."""
    fact = READING.statement("a - 2 b = 0")[1]
    by = Substitution(scalars={"a": READING.scalar_text("b"), "b": READING.scalar_text("a")})
    assert by.fact(fact) == READING.statement("b - 2 a = 0")[1]
    swapped = Substitution(indices={"j": READING.index_text("k"), "k": READING.index_text("j")})
    assert swapped.fact(READING.statement("f[j] = f[k+1]")[1]) == READING.statement("f[k] = f[j+1]")[1]


def test_replacement_reaches_every_place():
    """Indices, exponents, sizes, places of eigenvalues, and the matrices inside of norms, traces and eigenvalues."""
    text = "f[j] a^j tr(W[j]' W[j]) norm(W[j]) eig(W[j]' W[j], j) real(d[j]) real(j) = 0"
    moved = Substitution(indices={"j": READING.index_text("k + 1")}).fact(READING.statement(text)[1])
    assert moved == READING.statement(text.replace("j", "(k + 1)").replace("real", "real"))[1]
    turned = Substitution(matrices={"Z": READING.statement("S Z = 0")[1].matrix}).fact(
        READING.statement("tr(Z' Z) = 0")[1]
    )
    assert turned == READING.statement("tr(Z' S^2 Z) = 0")[1]


def test_what_follows_from_inequalities_between_indices():
    i, j = index_atom("i"), index_atom("j")
    size = index_atom(("r", ()))
    known = frozenset({minus(i, whole(1)), minus(j, i)})
    assert entails(known, minus(j, whole(1)))
    assert entails(known, plus(i, j))
    assert entails(frozenset(), minus(size, whole(1)))
    assert not entails(known, minus(j, whole(2)))
    assert not entails(known, minus(i, j))
    assert not entails(frozenset(), minus(size, whole(2)))
    assert not entails(frozenset(), i)


def test_a_matrix_is_no_number():
    with pytest.raises(RefusedError, match="matrix where a number"):
        READING.scalar_text("S")
    with pytest.raises(RefusedError, match="compared"):
        READING.statement("S >= a")


def random_text(rng: random.Random, depth: int) -> str:
    """A square matrix in S, Q, Z and scalars a, b."""
    if depth == 0:
        return rng.choice(("S", "Q", "Z", "Z'", "I[r]", "A A'", "A B'"))
    left, right = random_text(rng, depth - 1), random_text(rng, depth - 1)
    scalar = rng.choice(("2", "a", "1/3", "(a - b)", "tr(Z)", "a^2"))
    return rng.choice(
        (
            f"({left} + {right})",
            f"({left} - {right})",
            f"({left} {right})",
            f"({scalar} {left})",
            f"({left})'",
            f"({left})^2",
            f"tr({left}) {right}",
        )
    )


def test_the_value_of_a_text_is_that_of_its_normal_form():
    """The evaluator walks the text; the terms are expanded, sorted and printed: two routes to one matrix or trace."""
    rng, trials = random.Random(11), 0
    for _ in range(60):
        text = random_text(rng, rng.choice((1, 2, 3)))
        for statement in (f"{text} = 0", f"tr({text}) = 0"):
            normal = fact_text(READING.statement(statement)[1]).removesuffix(" = 0")
            same = syntax.statement(f"{normal} = {statement.removesuffix(' = 0')}")
            for _ in range(2):
                trials += 1
                assert Evaluator(instance(rng, "")).statement(same) is True, statement
    assert trials == 240
