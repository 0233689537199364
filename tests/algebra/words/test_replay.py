"""Values by the operations that made an expression: by hand, beside the normal form, and for every operation."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symdln import Matrix
from symdln.algebra.words import (
    Symbol,
    derivative,
    evaluate,
    gradient,
    hessian_form,
    identity,
    inner,
    norm_squared,
    product,
    replay,
    rewrite,
    scalar,
    taylor,
    trace,
    zero,
)
from symdln.algebra.words.replay import agree_everywhere_looked, disagreement, random_assignment, rewritten_parts

A, B, C = Symbol("A", "m", "n"), Symbol("B", "n", "p"), Symbol("C", "n", "n")
S = Symbol("S", "n", "n", symmetric=True)
f = scalar("f")


def test_values_by_hand() -> None:
    # A = [1 2]: A A^T = 5, and its gradient by A is 2 A; along V = [1 0] it changes by 2
    at, V = {A: [[1, 2]]}, Symbol("V", "m", "n")
    assert replay(norm_squared(A), at) == 5
    assert replay(gradient(norm_squared(A), A), at) == Matrix([[2, 4]])
    assert replay(derivative(norm_squared(A), {A: V}), {**at, V: [[1, 0]]}) == 2
    assert replay(A.T @ A - identity("n"), at) == Matrix([[0, 2], [2, 3]])
    assert replay(f * trace(S) / 2, {S: [[3, 1], [1, 4]], "f": "1/7"}) == Fraction(1, 2)


@pytest.mark.parametrize(
    "value",
    [
        product(A, B, B.T, A.T),
        (2 * A @ C - A @ C.T) * f,
        (f + 1) ** 3 * trace(C @ S) - trace(identity("n")),
        zero("m", "n") - A,
        inner(A @ S, A) * norm_squared(C),
        gradient(norm_squared(A @ C @ B) ** 2, C),
        derivative(C @ C @ C, {C: S @ C}, order=2),
        hessian_form(norm_squared(A @ C), {A: A @ S, C: C.T}),
        taylor(A @ C @ C, {C: S}, 2)[2],
        derivative(C @ S, {S: S @ S}),
        rewrite(C @ C.T @ A.T, {C @ C.T: identity("n")}) - A.T,
        sum([A] * 300, zero("m", "n")),
    ],
    ids=str,
)
def test_replay_agrees_with_the_normal_form(value: object) -> None:
    for seed in range(3):
        assert disagreement(value, seed) is None
        at = random_assignment((value,), seed)
        assert replay(value, at) == evaluate(value, at)  # pyright: ignore[reportCallIssue]


def test_replay_does_not_look_at_the_normal_form() -> None:
    value = A @ C
    value._sum = {word: 2 * coefficient for word, coefficient in value._sum.items()}  # a planted error
    at = {A: [[1, 2]], C: [[1, 0], [0, 1]]}
    assert evaluate(value, at) == Matrix([[2, 4]])
    assert replay(value, at) == Matrix([[1, 2]])
    found = disagreement(value)
    assert found is not None
    assert "2 A C" in found


def test_what_was_rewritten_is_asked_before_it_was() -> None:
    inside = A @ C
    inside._sum = {}
    outside = rewrite(inside, {C @ C.T: identity("n")}) + A
    assert rewritten_parts(outside) == [inside]
    assert disagreement(outside) is not None


def test_different_polynomials_differ_at_some_matrices() -> None:
    assert not agree_everywhere_looked(C @ S, S @ C)
    assert not agree_everywhere_looked(trace(C @ C), trace(C) ** 2)
    assert agree_everywhere_looked(trace(C @ S), trace(S @ C))


def test_assignments_fit_the_symbols_and_repeat() -> None:
    at = random_assignment((norm_squared(A @ S @ B) * f,), 1)
    assert at == random_assignment((norm_squared(A @ S @ B) * f,), 1)
    assert at[S].is_symmetric()
    assert at[A].shape == (at["m"], at["n"])
    assert {at[name] for name in ("m", "n", "p")} <= {2, 3}
    assert random_assignment((A,), 0) != random_assignment((A,), 1)
