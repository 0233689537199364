"""1 x 1 matrices in words: one normal form for all that is equal, by hand, exhaustively, and at random matrices."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import pytest

from symdln import InputError, Matrix
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    close_products,
    derivative,
    evaluate,
    gradient,
    hessian_blocks,
    hessian_form,
    identity,
    jacobian,
    mixed_derivative,
    norm_squared,
    product,
    rewrite,
    scalar,
    substitute,
    taylor,
    trace,
    written,
    zero,
)
from symdln.algebra.words.replay import disagreement, random_assignment
from symdln.proving.words import question_from_words
from symdln.teaching.parser import parse

a, b = Symbol("a", 1, 1), Symbol("b", 1, 1)
x, y = Symbol("x", "n", 1), Symbol("y", "n", 1)
A = Symbol("A", "n", "n")
V = Symbol("V", "m", 1)


def test_the_scalar_law_of_depth_three() -> None:
    # d/dt P along w_j' = (s - P) P / w_j is (s - P) (sum of squares of the products of two); at w_j = a it is
    # 3 a^4 (s - a^3)
    w = [Symbol(f"w_{j}", 1, 1) for j in (1, 2, 3)]
    s = Symbol("s", 1, 1)
    P = product(*reversed(w))
    rate = derivative(P, {one: -gradient(norm_squared(s - P) / 2, one) for one in w})
    t, u = trace(a), trace(s)
    assert trace(substitute(rate, dict.fromkeys(w, a))) == 3 * t**4 * (u - t**3)
    assert str(substitute(rate, dict.fromkeys(w, a))) == "-3 a^7 + 3 a^4 s"
    assert len(rate.terms) == 1  # one word, the identity, with a scalar


def test_numbers_commute_with_everything_and_equal_their_transposes() -> None:
    assert a @ b == b @ a
    assert a == a.T
    assert a.is_symmetric
    assert (x @ a) @ (b @ y.T) == x @ b @ a @ y.T == trace(a) * trace(b) * x @ y.T
    assert x.T @ A @ y == y.T @ A.T @ x
    assert x @ y.T @ A @ x @ y.T == trace(x.T @ A.T @ y) * (x @ y.T)
    assert trace(x @ y.T @ A @ y @ x.T) == norm_squared(x) * trace(A @ y @ y.T)
    assert norm_squared(x @ y.T) == norm_squared(x) * norm_squared(y)
    assert (a + b) @ (a + b) == a @ a + 2 * a @ b + b @ b


def test_what_is_no_number_keeps_its_order() -> None:
    assert x @ y.T != y @ x.T
    assert x.T @ A @ y != x.T @ A.T @ y
    assert trace(A @ x @ y.T) != trace(A @ y @ x.T)
    assert A @ x @ x.T != x @ x.T @ A
    # named sizes stay free: nothing commutes because a size may be 1
    u, B = Symbol("u", "n", "k"), Symbol("B", "k", "k")
    assert u.T @ u @ B != B @ u.T @ u
    assert trace(u.T @ u @ B) != trace(u.T @ u) * trace(B)


def test_a_product_through_the_size_zero_is_zero() -> None:
    E, F = Symbol("E", "n", 0), Symbol("F", 0, "n")
    assert zero("n", "n") == E @ F
    assert trace(A @ E @ F) == 0
    assert zero("n", 0) == E
    assert identity(0) == zero(0, 0)


@pytest.mark.parametrize(
    ("value", "text", "latex"),
    [
        (a @ b @ a, "a^2 b", "a^{2}\\, b"),
        (2 * x.T @ y @ y.T @ x - a, "2 x^T y x^T y - a", "2\\, x^\\top y x^\\top y - a"),
        (3 * identity(1), "3 I(1)", "3\\, I_{1}"),
        (x @ y.T @ A @ x @ x.T, "tr(x^T A^T y) x x^T", "\\operatorname{tr}(x^\\top A^\\top y)\\, x x^\\top"),
        (norm_squared(x) ** 2 * trace(a), "a tr(x^T x)^2", "a\\, \\operatorname{tr}^{2}(x^\\top x)"),
    ],
)
def test_texts_are_read_back(value: Any, text: str, latex: str) -> None:
    assert str(value) == text
    assert value.latex() == latex
    found = parse(text, [a, b, x, y, A])
    as_scalar = trace(value) if isinstance(value, Expression) and value.shape == (1, 1) else value
    assert (trace(found) if isinstance(found, Expression) and found.shape == (1, 1) else found) == as_scalar


def test_one_normal_form_exactly_if_the_values_are_equal() -> None:
    """All words of up to four letters x, y, A and their transposes that fit, at matrices without special relations."""
    n, rng = 4, random.Random(0)
    at = {s: Matrix([[rng.randint(-9, 9) for _ in range(c)] for _ in range(n)]) for s, c in ((x, 1), (y, 1), (A, n))}
    letters = [*at.items(), *((s.T, m.T) for s, m in at.items())]
    chains = [[one] for one in letters]
    values: dict[Expression, set[Any]] = {}
    seen: dict[Any, set[Expression]] = {}
    for _ in range(4):
        for chain in chains:
            word, value = product(*(s for s, _ in chain)), chain[0][1]
            for _, m in chain[1:]:
                value = value @ m
            values.setdefault(word, set()).add(value)
            seen.setdefault((word.shape, value), set()).add(word)
        chains = [[*c, one] for c in chains for one in letters if c[-1][0].columns == one[0].rows]
    assert all(len(found) == 1 for found in values.values())
    assert all(len(found) == 1 for found in seen.values())
    assert len(values) == len(seen) > 100


VALUES = {
    "a product of numbers": a @ b @ a + a.T,
    "a quadratic form": x.T @ A @ x @ a,
    "an outer product": A @ x @ y.T @ A @ y @ x.T,
    "a gradient": gradient(norm_squared(A @ x @ a - y) ** 2, x),
    "a gradient by a number": gradient(norm_squared(A @ x @ a - y) ** 2, a),
    "a derivative": derivative(x @ x.T @ A @ x, {x: A @ y}),
    "a second derivative": hessian_form(norm_squared(x @ a @ y.T - A), {x: y, a: b}),
    "a Taylor coefficient": taylor(x @ y.T @ x @ a, {x: y, a: x.T @ y}, 3)[3],
    "a traced product": trace(A @ x @ y.T @ x @ y.T),
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_normal_forms_have_the_value_of_the_operations(value: Any) -> None:
    for seed in range(3):
        assert disagreement(value, seed) is None


@pytest.mark.parametrize(
    ("value", "symbol"),
    [
        (x @ x.T @ x, x),
        (x.T @ A @ x, x),
        (x.T @ A @ x, A),
        (y @ x.T @ A @ x @ y.T @ A, x),
        (x @ y.T @ A @ y @ a @ a, a),
        (a @ a @ b, a),
        (A @ x @ V.T, V),
        ((x.T @ x) @ (x.T @ A @ y) @ x.T, x),
    ],
    ids=str,
)
def test_a_jacobian_is_the_derivative_along_every_unit(value: Expression, symbol: Symbol) -> None:
    """Column by column against the product rule, whose words are evaluated: J vec V = vec of the derivative along V."""
    direction = Symbol("D", *symbol.shape)
    along = derivative(value, {symbol: direction})
    J = jacobian(value, symbol)
    for seed in range(2):
        at = random_assignment((value, along, direction, symbol), seed)
        rows, columns = at[symbol].shape
        found = J.evaluate(at)
        for k in range(rows * columns):
            unit = Matrix.from_entries(rows, columns, [int(i == k) for i in range(rows * columns)])
            expected = evaluate(along, {**at, direction: unit})
            p, q = expected.shape
            assert [found[i, k] for i in range(p * q)] == [expected[i, j] for i in range(p) for j in range(q)]


def test_the_hessian_of_a_rank_one_loss_is_its_second_derivative() -> None:
    loss = norm_squared(x @ y.T - A) / 2
    u, v = Symbol("u", "n", 1), Symbol("v", "n", 1)
    blocks = hessian_blocks(loss, [x, y])
    form = mixed_derivative(loss, {x: u}, {y: v})
    at = random_assignment((loss, form, u, v), 0)
    left, right = at[u].T @ blocks[0, 1].evaluate(at), at[v]
    assert (left @ right)[0, 0] == evaluate(form, at)
    assert str(blocks[0, 0]) == "tr(y^T y) I(n) ⊗ I(1)"  # ||u y^T||^2 = (y^T y) (u^T u)


def test_a_number_in_front_of_a_matrix_has_no_kronecker_jacobian() -> None:
    with pytest.raises(InputError, match=r"the coefficient tr\(x\^T x\) depends on x: no sum of Kronecker products"):
        jacobian(norm_squared(x) * A, x)


def test_relations_of_numbers_are_used() -> None:
    unit = {x.T @ x: identity(1)}
    assert rewrite(x @ x.T @ x @ x.T, unit) == x @ x.T
    assert rewrite(norm_squared(x @ y.T), unit) == norm_squared(y)
    assert rewrite(A @ x @ y.T @ x, {A @ x: x, y.T @ x: a}) == x @ a
    assert rewrite(y @ a @ a, {a: b}) == y @ b @ b
    with pytest.raises(InputError, match="must be a product of symbols, and one with a 1 x 1 factor inside"):
        rewrite(A, {x @ y.T @ x @ y.T: A})


def test_products_of_numbers_close_and_open() -> None:
    closed = close_products(x @ x.T @ y @ y.T, {a: x.T @ y})
    assert closed == x @ a @ y.T
    assert substitute(closed, {a: x.T @ y}) == x @ x.T @ y @ y.T


def test_written_terms_keep_their_value() -> None:
    value = 2 * norm_squared(x) * trace(y.T @ A @ y)
    (term,) = written(value)
    assert term.value == value
    assert term.traced


def test_questions_are_asked_about_products_with_numbers() -> None:
    text = question_from_words([], [(x @ y.T @ A @ x @ y.T, A)])
    assert text == "A: n x n; x_2: n x 1; y: n x 1 |- x_2 x_2' A' y y' = A"  # x is a word of the language


def test_sums_of_random_words_have_equal_values_if_and_only_if_they_are_equal() -> None:
    rng = random.Random(1)
    letters = [x, y, a, x.T, y.T, A, A.T]
    words: list[Scalar] = []
    while len(words) < 60:
        chain = [rng.choice(letters)]
        while len(chain) < 7:
            chain.append(rng.choice([one for one in letters if one.rows == chain[-1].columns]))
        if chain[0].rows == chain[-1].columns:
            words.append(trace(product(*chain)) * Fraction(rng.randint(1, 3)))
    at = [random_assignment((*words, scalar("n")), seed) for seed in range(4)]
    for left, right in itertools.combinations(words, 2):
        assert (left == right) == all(evaluate(left, one) == evaluate(right, one) for one in at)


def test_a_matrix_of_one_entry_is_equal_to_its_trace():
    """``tr(B A) = tr(A B) = A B`` for a row A and a column B; the hash agrees, and no other shape is a scalar."""
    A, B, C = Symbol("A", 1, "n"), Symbol("B", "n", 1), Symbol("C", "n", "n")
    assert trace(B @ A) == A @ B
    assert (A @ B).__eq__(trace(B @ A))
    assert hash(trace(B @ A)) == hash(A @ B)
    assert norm_squared(A) == A @ A.T
    assert A @ C @ B == trace(C @ B @ A) != A @ C.T @ B
    assert A @ B - B.T @ A.T == 0
    assert identity(1) == 1 != identity(2)
    assert trace(C) != C
    assert len({A @ B, trace(A @ B)}) == 1
