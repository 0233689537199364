"""Formulas inside sentences: what becomes mathematics, what stays words, and that nothing is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symdln.files.inline import as_html, as_markdown, pieces


def shown(sentence: str) -> list[str]:
    """The formulas found in a sentence, as LaTeX."""
    return [piece.latex for piece in pieces(sentence) if piece.latex]


@pytest.mark.parametrize(
    ("sentence", "formulas"),
    [
        ("W_{l+1}^T W_{l+1} is constant", [r"W_{l+1}^{\top}", "W_{l+1}"]),
        ("the norm ||AWB||^2 grows", [r"\|", "A W B", r"\|^{2}"]),
        ("the order of |grad L|^2", [r"\nabla", "L", "|^{2}"]),
        ("exp(c^(2(N-1)/N) t)", ["c^{2(N-1)/N}", "t"]),
        ("dW_j/dt = -G, so dl = 0", ["dW_{j}/dt", "G", "dl"]),
        ("det(bar Y bar Y^T) and lam_j", [r"\bar{Y}", r"\bar{Y}^{\top}", r"\lambda_{j}"]),
        ("A_H = I and (I - P) P' = 0", ["A_{H}", "I", "I", " − ", "P", "P'"]),
        ("sum_{j >= 2} a_j", [r"\textstyle\sum_{j \ge  2}", "a_{j}"]),
        ("at lambda = 1", [r"\lambda"]),
        ("Syx Sxx^-1 is the least-squares map", ["S_{yx}", "S_{xx}^{-1}"]),
        ("degree (H + 1)^2", ["H", ")^{2}"]),
        ("sigma_min of y_hat", [r"\sigma_{\mathrm{min}}", r"\hat{y}"]),
        ("it is [[-1/2, 0]]", [r"\begin{pmatrix} -\tfrac{1}{2} & 0 \end{pmatrix}"]),
        ("the powers c^(4 L)", ["c^{4 L}"]),
        ("d_x <= d_y", ["d_{x}", "≤", "d_{y}"]),
        ("at most 1/sqrt(2 d_y) != 0", [r"\sqrt{2 d_{y}}", "≠"]),
        ("grows as N^0.4.", ["N^{0.4}"]),
    ],
)
def test_formulas_are_found(sentence, formulas):
    assert shown(sentence) == formulas


@pytest.mark.parametrize(
    "sentence",
    ["A saddle is a point", "e.g. this", "half-open", "Prop. 4 iii)", "I for white data", "it's so", "2 of 3"],
)
def test_words_stay_words(sentence):
    assert shown(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "formulas"),
    [
        ("the widths d_0, ..., d_H of C", ["d_{0}", "d_{H}"]),  # C may be a language there
        ("X = I and m >= d_x", ["X", "I", "m", "≥", "d_{x}"]),
        ("the kernel of Sxx, by sigma", ["S_{xx}", r"\sigma"]),
        ("files such as my_lemmas.py, a/b_1, x86_64 and proofs_check", []),
        ("A saddle - a point of R or C - has a sign", []),
    ],
)
def test_prose_keeps_letters_and_names(sentence, formulas):
    assert [piece.latex for piece in pieces(sentence, prose=True) if piece.latex] == formulas


def test_ragged_lists_are_no_matrices():
    assert shown("[[1, 2], [3]]") == []


@settings(deadline=None)
@given(st.text(alphabet="aAWx_^{}()[]|-> <12,'$`*\\&", max_size=40))
def test_nothing_is_lost_and_nothing_becomes_an_element(sentence):
    for prose in (False, True):
        assert "".join(piece.text for piece in pieces(sentence, prose=prose)) == sentence
    assert "<script" not in as_html(f"{sentence}<script>")
    assert as_markdown(sentence).count("\n") == 0
