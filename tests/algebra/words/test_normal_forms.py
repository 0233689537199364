"""Normal forms of expressions, traces and scalars, their texts, and what is refused."""

import itertools
import pickle
from fractions import Fraction
from functools import reduce

import numpy as np
import pytest

from symdln import InputError
from symdln.algebra.words import Scalar, Symbol, identity, inner, norm_squared, product, scalar, trace, zero

A, B, C = Symbol("A", "m", "n"), Symbol("B", "n", "k"), Symbol("C", "k", "m")
S = Symbol("S", "n", "n", symmetric=True)
f = scalar("f")


def test_transposes_reach_the_symbols() -> None:
    assert (A @ B).T == B.T @ A.T
    assert A.T.T == A
    assert (A @ S @ A.T).T == A @ S @ A.T
    assert str((A @ S @ B).T) == "B^T S A^T"


def test_identities_and_zeros_vanish_and_like_words_are_collected() -> None:
    assert product(identity("m"), A, identity("n")) == A
    assert A @ zero("n", "k") == zero("m", "k")
    assert not A @ B + A @ B - 2 * (A @ B)
    assert not A - A
    assert zero("m", "n") != zero("n", "m")
    assert (A + A) / 2 == A
    assert (f * A + A * f) == 2 * f * A


def test_equal_expressions_hash_alike_and_print_alike_in_any_order_of_construction() -> None:
    U = Symbol("U", "m", "k")
    left, right = A @ B + f * U, f * U + A @ B
    assert (left, hash(left), str(left)) == (right, hash(right), str(right))
    assert str(left) == "A B + f U"
    assert repr(left) == "<A B + f U: m x k>"


def test_the_product_does_not_commute_and_the_distributive_laws_hold() -> None:
    P, Q, R = (Symbol(name, "n", "n") for name in "PQR")
    assert P @ Q != Q @ P
    assert (P + Q) @ R == P @ R + Q @ R
    assert R @ (P - 2 * Q) == R @ P - 2 * (R @ Q)
    assert (P @ Q) @ R == P @ (Q @ R)


def test_the_trace_knows_rotation_and_transposition_and_nothing_else() -> None:
    assert trace(A @ B @ C) == trace(B @ C @ A) == trace(C @ A @ B) == trace((A @ B @ C).T)
    P, Q, R = (Symbol(name, "n", "n") for name in "PQR")
    assert trace(P @ Q @ R) != trace(Q @ P @ R)
    assert trace(P @ P.T) != trace(P @ P)
    # with symmetric letters reversal is transposition: tr(S1 S2 S3) = tr(S3 S2 S1)
    S_1, S_2, S_3 = (Symbol(f"S_{i}", "n", "n", symmetric=True) for i in (1, 2, 3))
    assert trace(S_1 @ S_2 @ S_3) == trace(S_3 @ S_2 @ S_1)


def test_the_trace_of_an_identity_is_its_size() -> None:
    assert trace(identity("n")) == scalar("n")
    assert trace(identity(3)) == 3
    assert trace(2 * identity("n") - 2 * identity("n")) == 0


def test_inner_products_and_norms() -> None:
    U = Symbol("U", "m", "n")
    assert inner(A, U) == inner(U, A) == trace(A.T @ U)
    # ||A + U||^2 = ||A||^2 + 2 <A, U> + ||U||^2
    assert norm_squared(A + U) == norm_squared(A) + 2 * inner(A, U) + norm_squared(U)


def test_scalars_are_commuting_polynomials() -> None:
    g, t = scalar("g"), trace(A @ A.T)
    assert (f + g) * (f - g) == f**2 - g**2
    assert t * f == f * t
    assert (t + 1) ** 2 == t * t + 2 * t + 1
    assert f - f == 0
    assert Fraction(1, 2) * f + f / 2 == f
    assert 1 - f == -(f - 1)
    assert str(f**2 * t / 2 - 3) == "1/2 f^2 tr(A A^T) - 3"
    assert hash(Scalar(2)) == hash(2)


def test_numbers_come_in_by_the_entry_boundary() -> None:
    assert np.int64(2) * A == A + A
    assert "1/2" * (A + A) == A
    with pytest.raises(InputError, match="is a float"):
        A * 0.5
    with pytest.raises(InputError, match="is a float"):
        f + 0.5


def test_latex() -> None:
    W = Symbol("W_12", "d_1", "d_0")
    assert (2 * scalar("lambda") * W.T @ W - identity("d_0")).latex() == (
        r"2\, \lambda\, W_{12}^\top W_{12} - I_{d_{0}}"
    )
    assert trace(W @ W.T).latex() == r"\operatorname{tr}(W_{12} W_{12}^\top)"
    assert (f * A + A).latex() == r"(f + 1)\, A"
    assert Symbol("P", 2, 2, latex="P^{(1)}").T.latex() == r"(P^{(1)})^\top"


def test_numbered_names_are_sorted_by_their_number() -> None:
    terms = [Symbol(f"W_{j}", 2, 2) for j in (10, 9, 1)]
    assert str(sum(terms)) == "W_1 + W_9 + W_10"


def test_values_survive_pickling() -> None:
    for value in (A, S, A @ S @ B.T.T + f * A @ B, trace(A @ B @ C) ** 2 - f):
        copy = pickle.loads(pickle.dumps(value))
        assert copy == value
        assert type(copy) is type(value)
    assert pickle.loads(pickle.dumps(A)).T == A.T


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: product(A, B, A), r"factor 2, B \(n x k\), by factor 3, A \(m x n\): the inner sizes k and m must be"),
        (lambda: A + B, r"cannot add A \(m x n\) and B \(n x k\): the shapes must be equal"),
        (lambda: A + 1, r"for a multiple of I use identity\(size\)"),
        (lambda: 1 + A, r"for a multiple of I use identity\(size\)"),
        (lambda: A * B, "use @"),
        (lambda: A @ 2, "factor 2 of the product is 2, no matrix"),
        (lambda: trace(A), r"A \(m x n\) has no trace: it must be square"),
        (lambda: inner(A, B), "have no inner product"),
        (lambda: Symbol("S", "m", "n", symmetric=True), "a symmetric matrix is square"),
        (lambda: Symbol("W 1", "m", "n"), "'W 1' cannot name a matrix"),
        (lambda: Symbol("W", -1, "n"), "cannot have -1 rows"),
        (lambda: Symbol("W", 1.5, "n"), "1.5 is not a size"),  # pyright: ignore[reportArgumentType]
        (lambda: product(), "a product of no factors has no size"),
        (lambda: f / f, "cannot divide by f"),
        (lambda: f / 0, "cannot divide by 0"),
        (lambda: f**-1, "pass a non-negative integer"),
        (lambda: f.value, "f is not a number"),
        (lambda: scalar("2"), "'2' cannot name a scalar"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(build, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        build()


def test_traces_of_short_words_have_one_normal_form_exactly_if_they_are_equal() -> None:
    """All 1,364 words of up to five letters U, U^T, V, V^T, at integer matrices of size 4 without special relations.

    Reversing without transposing would equate tr(U V U^T V V) and tr(V V U^T V U), which differ.
    """
    U, V = Symbol("U", "n", "n"), Symbol("V", "n", "n")
    table = np.random.default_rng(0).integers(-9, 10, (2, 4, 4))
    letters = [(U, table[0]), (U.T, table[0].T), (V, table[1]), (V.T, table[1].T)]
    values: dict[Scalar, set[int]] = {}
    for length in range(1, 6):
        for chosen in itertools.product(letters, repeat=length):
            form = trace(product(*[symbol for symbol, _ in chosen]))
            values.setdefault(form, set()).add(int(np.trace(reduce(np.matmul, [entries for _, entries in chosen]))))
    assert all(len(found) == 1 for found in values.values())
    assert len(set.union(*values.values())) == len(values)
