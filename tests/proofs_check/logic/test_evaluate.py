"""The evaluator: exact where it can be, honest where it cannot, one sentence for what has no value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import pytest

import symdln as dln
from proofs_check.logic import syntax
from proofs_check.logic.evaluate import Evaluator, eigenvalue, is_semidefinite, rational, sign, square_root
from proofs_check.logic.indices import RefusedError
from symdln.errors import UndecidedError

LETTERS: dict[str, Any] = {
    "a": lambda: Fraction(1, 2),
    "m": lambda: 2,
    "A": lambda: dln.Matrix([[1, 1], [0, 1]]),
    "B": lambda: dln.Matrix([[1, 0, 0], [0, 1, 0]]),
    "S": lambda: dln.Matrix([[2, 0], [0, 3]]),
    "f": lambda j: Fraction(j),
}


def holds(text: str) -> bool | None:
    return Evaluator(LETTERS).statement(syntax.statement(text))


@pytest.mark.parametrize(
    "text",
    [
        "a + 1/2 = 1",
        "real(m) = 2",
        "f[m+1] = 3",
        "2 I = I + I[2]",
        "S - 2 I psd",
        "I + I - S + I[2] psd",
        "A' A psd",
        "A = A",
        "A 0 = 0",
        "(2 I) (3 I) S = 6 S",
        "A a = 1/2 A",
        "A^0 = I",
        "A^2 - 2 A + I = 0",
        "tr(A' A) = 3",
        "eig(S, m) = 3",
        "norm(B B') >= 1",
        "-norm(S) <= 0",
        "a >= 1 if a >= 1",
        "a <= 1 if m >= 1, m <= 2",
    ],
)
def test_what_is_true(text: str):
    """Values by hand: A is a Jordan block with (A - I)^2 = 0; the eigenvalues of S are 2 and 3."""
    assert holds(text) is True


@pytest.mark.parametrize("text", ["a >= 1", "A = A'", "S - 3 I psd", "norm(S) = 4", "eig(S, 1) >= 3", "f[2] <= 1"])
def test_what_is_false(text: str):
    assert holds(text) is False


@pytest.mark.parametrize(
    "text", ["norm(S) = norm(S)", "norm(S)^2 = 13", "norm(S) I[2] - norm(S) I psd", "a = a if norm(S) <= norm(S)"]
)
def test_what_enclosures_do_not_decide(text: str):
    assert holds(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("f[a] = 0", "whole number"),
        ("a^(m - 3) = 0", "negative"),
        ("eig(S, 3) = 0", "no eigenvalue number 3"),
        ("eig(S, 0) = 0", "no eigenvalue number 0"),
        ("A + a = 0", "number and a matrix"),
        ("I + a = 0", "number and a matrix"),
        ("B B = 0", "do not fit"),
    ],
)
def test_what_has_no_value(text: str, why: str):
    with pytest.raises(RefusedError, match=why):
        holds(text)


def test_numbers():
    assert square_root(flint.fmpq(9, 4)) == flint.fmpq(3, 2)
    assert sign(square_root(flint.fmpq(2)) - rational(Fraction(7, 5))) == 1
    assert sign(rational(Fraction(3, 2)) - square_root(flint.fmpq(2))) == 1
    assert sign(square_root(flint.fmpq(2)) - square_root(flint.fmpq(2))) is None
    assert sign(flint.arb(0)) == 0


def test_eigenvalues_that_are_irrational_are_enclosed():
    """[[1, 1], [1, 0]] has the eigenvalues (1 -+ sqrt 5)/2: their product is -1."""
    rows = [[rational(1), rational(1)], [rational(1), rational(0)]]
    product = eigenvalue(rows, 1) * eigenvalue(rows, 2) + 1
    assert sign(product) is None
    assert abs(float(product.mid())) < 1e-12  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(UndecidedError):
        eigenvalue([[square_root(flint.fmpq(2))]], 1)


def test_a_matrix_of_enclosures_is_semidefinite_only_as_far_as_minors_tell():
    root = square_root(flint.fmpq(2))
    assert is_semidefinite([[root - 2]]) is False
    assert is_semidefinite([[rational(1), root], [root, rational(1)]]) is False
    assert is_semidefinite([[root]]) is None
