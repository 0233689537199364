"""What people read: the steps in text and in LaTeX, counterexamples, open questions."""

from fractions import Fraction

import pytest

import symdln as dln
from symdln.proving.notation import LATEX, TEXT


def test_steps_in_text():
    """By hand: X' A' A X = X' (A' A X) = 0 is the square of A X, so A X = 0."""
    lines = str(dln.prove("A: m x n; X: n x k; A' A X = 0 |- A X = 0")).splitlines()
    assert lines[:6] == [
        "PROVED for all sizes.",
        "Hypotheses used:",
        "  (1) A' A X = 0",
        "Steps, where (1) stands for left side minus right side of equation (1):",
        "  (2) A X = 0   from X' A' A X = X' (1), a sum of squares",
        "  Claim: A X = 0   from (2)",
    ]


def test_steps_in_latex():
    text = dln.prove("W1: d x n; X: n x k; W1' W1 X = 0 |- W1 X = 0").to_latex()
    assert r"W_{1}^\top W_{1} X &= 0 && \text{hypothesis}\tag{1}" in text
    assert r"W_{1} X &= 0 && \text{claim, from } (2)" in text
    assert text.startswith(r"\begin{align}")
    assert text.endswith(r"\end{align}")


def test_a_notebook_shows_latex():
    answer = dln.prove("A: n; A = 0 |- A A = 0")
    assert answer._repr_latex_() == answer.to_latex()


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("A: m x n; tr(A A') = 0 |- A = 0", "from tr(A A') = (1), a sum of squares"),
        ("A B: n; A B = I |- B A = I", "from A B - I = (1), square matrices"),
        ("t: scalar; t^2 = 0 |- t = 0", "from t^2 = (1), a sum of squares"),
        ("A: m x n; 2 A' A = 0 |- A = 0", "from 2 A' A = (1), a sum of squares"),
        ("A B: n |- A (A + B) = A A + A B", "both sides are equal when multiplied out"),
        ("A B: n; A B = I |- tr(B A) = n", "from tr((1))"),
    ],
)
def test_reasons(question, reason):
    answer = dln.prove(question)
    assert reason in str(answer)
    assert answer.to_latex().count(r"\begin{align}") == 1


def test_hypotheses_that_are_not_used_are_listed():
    assert "Hypotheses not used: B B = B" in str(dln.prove("A B: n; A = 0; B B = B |- A A = 0"))
    assert "No hypothesis is used." in str(dln.prove("A: n |- A = A"))


def test_a_counterexample_in_text_and_latex():
    answer = dln.prove("a: 1 x 1; t: scalar; A: 2 x 2; a = 3; t = 1/2 |- a t A = 0")
    text, latex = str(answer), answer.to_latex()
    assert text.startswith("REFUTED by exact matrices.")
    assert "  a = 3\n" in text
    assert "  t = 1/2\n" in text
    assert "The claim a t A = 0 fails: left side minus right side is [[" in text
    assert r"t &= \tfrac{1}{2}" in latex
    assert r"\begin{pmatrix}" in latex
    assert r"\neq 0" in latex


def test_an_open_question_in_text_and_latex():
    answer = dln.prove("A B C: n; (A + B) C = I |- C (A + B) = I", budget=0.2)
    assert "OPEN: neither a proof nor a counterexample was found." in str(answer)
    assert "OPEN" in answer.to_latex()


def test_signs_powers_and_numbers():
    polynomial = {
        ((), ("A", "A", "A'", "A'", "A'")): Fraction(-1, 2),
        (("t", "t", "t"), ()): Fraction(1),
        (("s",), ("W12'",)): Fraction(-3),
    }
    assert TEXT.polynomial(polynomial) == "-1/2 A A (A')^3 + t^3 I - 3 s W12'"
    assert LATEX.polynomial(polynomial) == r"-\tfrac{1}{2} A A (A^\top)^{3} + t^{3} I - 3 s W_{12}^\top"
    assert TEXT.polynomial({((), ("A",)): Fraction(1), ((), ()): Fraction(-2)}, scalar=True) == "tr(A) - 2"
    assert TEXT.polynomial({}) == "0"
