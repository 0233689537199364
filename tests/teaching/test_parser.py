"""What a learner may write, and how everything else is refused."""

from fractions import Fraction

import pytest

from symdln.algebra.words import Scalar, Symbol, identity, norm_squared, scalar, trace
from symdln.errors import InputError
from symdln.teaching import derive, parse
from symdln.teaching.exercises import scalars_of

A, B, W_1 = Symbol("A", "m", "n"), Symbol("B", "n", "m"), Symbol("W_1", "n", "n")
LETTERS = [A, B, W_1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A B", A @ B),
        ("A @ B", A @ B),
        ("A*B", A @ B),
        ("(A)(B)", A @ B),
        ("A'", A.T),
        ("A^T", A.T),
        ("A^ T", A.T),
        ("A.T", A.T),
        ("(A B)'", B.T @ A.T),
        ("A''", A),
        ("-A + A/2", A * Fraction(-1, 2)),
        ("1/2 A + A 3/2", A * 2),
        ("- -A", A),
        ("A (B - A^T)", A @ B - A @ A.T),
        ("2 I(m) - A B", 2 * identity("m") - A @ B),
        ("tr(B A)", trace(A @ B)),
        ("1/2 tr(A B)^2", trace(A @ B) ** 2 / 2),
        ("||A||^2", norm_squared(A)),
        ("||A||^2 ||B||^2", norm_squared(A) * norm_squared(B)),
        ("1/2 ||A B||^2 - ||(||A||^2 A)||^2", norm_squared(A @ B) / 2 - norm_squared(norm_squared(A) * A)),
        ("m tr(W_1)", scalar("m") * trace(W_1)),
        ("lambda A", scalar("lambda") * A),
        ("0", Scalar(0)),
    ],
)
def test_what_is_read(text, value):
    assert parse(text, LETTERS, ["lambda"]) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there is no formula to read"),
        ("A +", "a symbol, a number or a bracket is missing at the end"),
        ("A A", "the inner sizes n and m must be equal"),
        ("A + B", "the shapes must be equal"),
        ("A + 1", "cannot add the scalar and the matrix"),
        ("A Z", "'Z' is not known here; the names are A, B, W_1"),
        ("(A B", r"'\)' is missing at the end"),
        ("A B)", r"'\)' at character 4"),
        ("A $ B", r"'\$' at character 3 has no meaning"),
        ("A / B", "only a number can divide"),
        ("A / 0", "division by zero"),
        ("A^2", "powers are read for scalars only"),
        ("tr(A B)^99", "a power from 0 to 24"),
        ("2^3^2", "two powers in a row need brackets"),  # 2^9 in books, and not (2^3)^2 = 2^6
        ("||A||^2^2", "two powers in a row need brackets"),
        ("tr(A)", "must be square"),
        ("tr(2)", "the trace of a scalar"),
        ("||A||", r"'\^' is missing"),
        ("||A||^3", "a squared norm is written"),
        ("||2||^2", "with a matrix F"),
        ("I(z)", "there is no size called 'z'; the sizes are m, n"),
        ("__import__", "is not known here"),
        ("A.__class__", r"'\.' at character 2 has no meaning"),
        ("lambda: 1", "has no meaning|not known"),
        ("(" * 60 + "A" + ")" * 60, "nested more than 50 deep"),
        ("9" * 50 + " A", "a number of 50 digits"),
        ("A " * 2500, "at most 4000 are"),
        (" ".join(["(W_1 + W_1' + 2 I(n))"] * 12), "more than 2000 terms"),
    ],
)
def test_what_is_refused(text, sentence):
    with pytest.raises(InputError, match=sentence):
        parse(text, LETTERS)


def test_two_symbols_of_one_name_are_refused():
    with pytest.raises(InputError, match="two different symbols are called A"):
        parse("A", [A, Symbol("A", "n", "n")])


@pytest.mark.parametrize("name", ["gradient", "second-order", "balancedness", "residual-flow", "critical-points"])
def test_the_formulas_of_a_derivation_can_be_typed_as_they_are_printed(name):
    """What is shown is what may be written: sums over layers apart, every printed formula is read back."""
    depth = 2
    derivation = derive(name, depth)
    for number, step in derivation.steps:
        (value,) = step.after.values.values() or [Scalar(0)]
        if step.after.shape is not None and not step.after.values:
            continue
        assert parse(str(step.after), derivation.vocabulary(number), scalars_of(derivation)) == value, number
