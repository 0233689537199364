"""Evaluation, sympy, substitution, opaque products, and the rewriting rules that derivations show."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy

from symdln import InputError, Matrix
from symdln.algebra.words import (
    Expression,
    Scalar,
    Symbol,
    Written,
    close_products,
    collect,
    cyclic_rotation,
    derivative,
    entries,
    evaluate,
    evaluate_numpy,
    expand,
    identity,
    inner,
    norm_squared,
    product,
    product_rule,
    scalar,
    substitute,
    substitute_in,
    sum_latex,
    sum_text,
    symbols_of,
    to_sympy,
    to_sympy_entries,
    trace,
    transpose_in_trace,
    written,
    zero,
)

A, B = Symbol("A", "m", "n"), Symbol("B", "n", "m")
C = Symbol("C", "m", "n")
S = Symbol("S", "n", "n", symmetric=True)
f = scalar("f")
EXPRESSION = f * A @ S @ A.T - Fraction(1, 2) * B.T @ A.T + trace(A @ B) * identity("m")


# -- evaluation --------------------------------------------------------------------------------------------------------


def test_an_exact_value_by_hand() -> None:
    """A = (1 2), B = (3; 4), S = I, f = 2: 2 (1 + 4) - 1/2 (3 + 8) + 11 = 10 + 11/2."""
    values = {A: [[1, 2]], B: [[3], [4]], S: [[1, 0], [0, 1]], "f": 2}
    assert evaluate(EXPRESSION, values) == Matrix([["31/2"]])
    assert evaluate(trace(EXPRESSION), values) == Fraction(31, 2)
    assert evaluate(scalar("n") * scalar("m"), values) == 2  # sizes are read from the shapes
    assert evaluate(zero("n", "m"), values) == Matrix.zeros(2, 1)


@pytest.mark.parametrize("seed", range(4))
def test_evaluation_respects_the_operations_and_numpy_agrees(random_matrix: Any, seed: int) -> None:
    rng = random.Random(seed)
    m, n = rng.randint(1, 4), rng.randint(1, 4)
    half = random_matrix(rng, n, n)
    values = {A: random_matrix(rng, m, n), B: random_matrix(rng, n, m), S: half + half.T, "f": Fraction(2, 3)}
    a, b, s = values[A], values[B], values[S]
    expected = a @ s @ a.T * Fraction(2, 3) - b.T @ a.T * Fraction(1, 2) + Matrix.identity(m) * (a @ b).trace()
    assert evaluate(EXPRESSION, values) == expected
    assert evaluate(norm_squared(EXPRESSION), values) == expected.norm_squared()
    floats = {A: a.to_numpy(), B: b.to_numpy(), S: s.to_numpy(), "f": 2 / 3}
    np.testing.assert_allclose(evaluate_numpy(EXPRESSION, floats), expected.to_numpy(), atol=1e-9)
    objects = {key: np.array(value.rows(), dtype=object) for key, value in values.items() if isinstance(value, Matrix)}
    exact = evaluate_numpy(EXPRESSION, {**objects, "f": Fraction(2, 3)})
    assert Matrix(exact) == expected


def test_batches_are_evaluated_at_once() -> None:
    rng = np.random.default_rng(0)
    values = {A: rng.standard_normal((5, 2, 3)), B: rng.standard_normal((5, 3, 2)), S: np.eye(3), "f": 0.5}
    batch = evaluate_numpy(EXPRESSION, values)
    traces = evaluate_numpy(trace(EXPRESSION), values)
    for i in range(5):
        single = evaluate_numpy(EXPRESSION, {A: values[A][i], B: values[B][i], S: np.eye(3), "f": 0.5})
        np.testing.assert_allclose(batch[i], single)
        assert traces[i] == pytest.approx(np.trace(single))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({A: [[1, 2]], B: [[3], [4], [5]], S: [[1]]}, r"B \(n x m\) has 3 rows, but n = 2 is needed"),
        ({A: [[1, 2]], B: [[3], [4]], S: [[1, 2], [3, 4]]}, "S is not symmetric, but the symbol is"),
        ({A: [[1, 2]], B: [[3], [4]], "f": 1}, r"no matrix is assigned to S \(n x n\)"),
        ({A: [[1, 2]], B: [[3], [4]], S: [[1, 0], [0, 1]]}, "the scalar 'f' has no value"),
        ({A: [[0.5]]}, "is a float"),
        ({"A": [[1]]}, "not an exact rational"),
        ({A @ B: [[1]]}, "must be a Symbol"),
    ],
)
def test_assignments_that_do_not_fit_are_refused(values: dict[Any, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        evaluate(EXPRESSION, values)


def test_sizes_that_no_matrix_has_are_given_by_name() -> None:
    assert evaluate(identity("n"), {"n": 2}) == Matrix.identity(2)
    assert evaluate(trace(identity("n")), {"n": 2}) == 2
    with pytest.raises(InputError, match="'n' is not known"):
        evaluate(identity("n"), {})
    with pytest.raises(InputError, match="a size is a non-negative integer"):
        evaluate(identity("n"), {"n": "5/2"})
    with pytest.raises(InputError, match="has 1 axes"):
        evaluate_numpy(A, {A: np.ones(3)})


# -- sympy -------------------------------------------------------------------------------------------------------------


def test_matrix_expressions_in_sympy_have_the_entries_found_here() -> None:
    X, Y, Z = Symbol("X", 2, 3), Symbol("Y", 3, 2), Symbol("Z", 2, 2)
    value = 2 * f * X @ Y @ Z.T - Z @ Z + 3 * identity(2) - trace(X @ Y) * Z
    x, y, z = (sympy.MatrixSymbol(s.name, *s.shape) for s in (X, Y, Z))
    tables = {matrix: entries(s, {}) for matrix, s in ((x, X), (y, Y), (z, Z))}
    explicit = to_sympy(value).subs(tables).doit().as_explicit()
    assert sympy.expand(explicit - to_sympy_entries(value, {})) == sympy.zeros(2, 2)
    assert to_sympy(f * trace(X @ Y) ** 2) in {
        sympy.Symbol("f") * sympy.Trace(x * y) ** 2,
        sympy.Symbol("f") * sympy.Trace(y * x) ** 2,
    }
    assert to_sympy(zero(2, 3)) == sympy.ZeroMatrix(2, 3)


def test_symbolic_sizes_and_symmetric_entries_in_sympy() -> None:
    n = sympy.Symbol("n", integer=True, positive=True)
    assert to_sympy(trace(identity("n"))) == sympy.Symbol("n")
    assert to_sympy(A @ B).shape == (sympy.Symbol("m", integer=True, positive=True),) * 2
    assert to_sympy(scalar("n") * trace(S)) == n * sympy.Trace(sympy.MatrixSymbol("S", n, n))
    table = entries(S, {"n": 2})
    assert table == table.T
    assert len(table.free_symbols) == 3
    with pytest.raises(InputError, match="the size 'n' of S has no value"):
        entries(S, {})


def test_namesakes_are_not_confused_in_sympy() -> None:
    other = Symbol("S", "n", "n")
    assert other != S
    with pytest.raises(InputError, match="two symbols are called S"):
        to_sympy(S + other)


# -- substitution ------------------------------------------------------------------------------------------------------


def test_substitution_is_simultaneous_and_reaches_transposes_traces_and_coefficients() -> None:
    assert substitute(A @ C.T, {A: C, C: A}) == C @ A.T
    assert substitute(trace(A @ B) * A, {A: C + A}) == (trace(A @ B) + trace(C @ B)) * (C + A)
    assert substitute(A @ B, {B: zero("n", "m")}) == zero("m", "m")
    D = Symbol("D", "n", "n")
    assert substitute(trace(D @ D), {D: identity("n")}) == scalar("n")
    assert substitute(f * A + A, {"f": Fraction(1, 2)}) == Fraction(3, 2) * A


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: substitute(A, {A: B}), "the shapes must be equal"),
        (lambda: substitute(A, {A: 2}), "the matrix expression substituted is missing: 2"),
        (lambda: substitute(S, {S: Symbol("D", "n", "n")}), "S is symmetric, so D substituted for it must equal"),
        (lambda: substitute(A, {"m": 3}), "'m' is a size of A"),
        (lambda: close_products(A @ B, {Symbol("P", "m", "m"): A @ B + identity("m")}), "must be a product of symbols"),
    ],
)
def test_substitutions_that_make_no_sense_are_refused(build: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        build()


def test_opaque_products_close_what_they_opened() -> None:
    W = [Symbol(f"W_{j}", f"d_{j}", f"d_{j - 1}") for j in range(1, 5)]
    outer, inside = Symbol("A", "d_4", "d_2"), Symbol("B", "d_1", "d_0")
    opened = {outer: W[3] @ W[2], inside: W[0]}
    closed = norm_squared(outer @ W[1] @ inside) * (outer.T @ outer)
    value = substitute(closed, opened)
    assert {s.name for s in symbols_of(value)} == {"W_1", "W_2", "W_3", "W_4"}
    assert close_products(value, opened) == closed
    # in a trace an occurrence may run across the end of the stored word, whatever rotation is stored
    P, Q, R = (Symbol(name, "n", "n") for name in "PQR")
    closing = {R: P @ Q}
    for rotation in (P @ Q @ S, Q @ S @ P, S @ P @ Q, (P @ Q @ S).T):
        assert close_products(trace(rotation), closing) == trace(R @ S)
    assert close_products(Q.T @ P.T @ P, closing) == R.T @ P


# -- rewriting rules ---------------------------------------------------------------------------------------------------


def test_the_rules_keep_the_value_and_change_the_writing() -> None:
    term = Written((A + C, S, B), f, traced=True)
    turned, flipped = cyclic_rotation(term), transpose_in_trace(term)
    assert str(term) == "f tr((A + C) S B)"
    assert str(turned) == "f tr(S B (A + C))"
    assert str(cyclic_rotation(term, by=2)) == "f tr(B (A + C) S)"
    assert str(flipped) == "f tr(B^T S (A^T + C^T))"
    assert term.latex() == r"f\, \operatorname{tr}((A + C)\, S\, B)"
    assert term.value == turned.value == flipped.value == f * trace((A + C) @ S @ B)
    assert sum_text(expand(term)) == "f tr(A S B) + f tr(C S B)"
    assert collect(expand(term)) == term.value
    assert substitute_in(term, {C: A, "f": 2}) == Written((2 * A, S, B), Scalar(2), traced=True)


def test_expanding_does_not_collect_and_collecting_does() -> None:
    term = Written((A + C, A.T + C.T), traced=True)
    assert sum_text(expand(term)) == "tr(A A^T) + tr(A C^T) + tr(C A^T) + tr(C C^T)"
    assert collect(expand(term)) == norm_squared(A) + 2 * inner(A, C) + norm_squared(C)
    unit = Written((identity("m") + A @ B,))
    assert sum_text(expand(unit)) == "A B + I(m)"
    assert str(Written((A + C,), f)) == "f (A + C)"
    assert str(Written((A, -B))) == "A (-B)"


def test_the_product_rule_gives_one_term_for_each_factor_that_moves() -> None:
    W, V = Symbol("W", "n", "m"), Symbol("V", "n", "m")
    term = Written((A, W, A, W), f * trace(A @ W))
    terms = product_rule(term, {W: V})
    assert sum_text(terms) == "f tr(A V) A W A W + f tr(A W) A V A W + f tr(A W) A W A V"
    assert collect(terms) == derivative(term.value, {W: V})
    residual = Written(((A @ W - identity("m")).T, A @ W - identity("m")), traced=True)
    assert collect(product_rule(residual, {W: V})) == derivative(residual.value, {W: V})
    assert product_rule(Written((A, B)), {W: V}) == ()


def test_normal_forms_can_be_written_out_and_back() -> None:
    for value in (EXPRESSION, f * trace(A @ B) - 2 * trace(S)):
        assert collect(written(value)) == value
    assert sum_latex(written(A @ B)) == r"A\, B"
    with pytest.raises(InputError, match="not a multiple of one trace"):
        written(trace(A @ B) ** 2)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: cyclic_rotation(Written((A, B))), "A B is not a trace and cannot be rotated"),
        (lambda: transpose_in_trace(Written((A, B))), "is not a trace and cannot be transposed inside"),
        (lambda: Written((A, A)), "the inner sizes n and m must be equal"),
        (lambda: Written((A,), traced=True), "has no trace"),
        (lambda: collect([]), "a sum of no terms has no shape"),
        (lambda: collect([Written((A, B)), Written((A, B), traced=True)]), "cannot add the trace"),
    ],
)
def test_rules_that_do_not_apply_say_so(build: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        build()


def test_products_keep_their_shape_through_every_rule() -> None:
    value = product(A, S, B)
    assert isinstance(value, Expression)
    assert value.shape == ("m", "m")
    assert substitute(value, {S: S @ S}).shape == ("m", "m")
