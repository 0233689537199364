"""Formulas as MathML: what is converted, and what is shown as it is."""

import re

import pytest

from proofs_check.report.page import report_page
from symdln.errors import InputError
from symdln.files.mathml import breaking, mathml, matrix
from tests.proofs_check.report_data import results_of


def test_formulas_become_mathml():
    made = mathml(r"\frac{1}{2} \|W_H X - Y\|^2")
    assert made.startswith("<math")
    assert "<mfrac>" in made


@pytest.mark.parametrize("latex", [r"\nosuchcommand{x}", r"\frac{1}", "x_{", r"\left("])
def test_latex_that_cannot_be_converted_is_shown_as_it_is(latex):
    made = mathml(latex)
    assert made.startswith(("<code>", "<math"))
    assert "\\" not in made or made.startswith("<code>")


def test_latex_cannot_bring_links_or_colours():
    made = mathml(r"\href{javascript:alert(1)}{x}")
    assert made.startswith("<code>") or "javascript" not in made


def test_entries_of_a_matrix_are_fractions():
    made = matrix([["-2/3", "4"]], "W", 1)
    assert "<mo>&#8722;</mo><mfrac><mn>2</mn><mn>3</mn></mfrac>" in made
    assert made.count("<mtd>") == 2


def test_a_missing_package_is_a_sentence(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"needs jinja2.*symdln\[report\]"):
        report_page(results_of())


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        ("a = b + c", 3),
        ("-a = -b", 2),  # a minus at the beginning and after a relation is a sign
        ("f(a + b) = c", 2),  # short brackets stay together
        (r"a, \quad b", 2),
        (r"\bigl(a + b\bigr)", 1),
        ("x_1", 1),
    ],
)
def test_a_formula_may_break_between_its_parts(latex, parts):
    assert breaking(latex, True).count("<math") == parts


def test_parts_of_a_formula_hold_all_of_it_in_order():
    latex = r"L(t V) = L(0) - t^H \operatorname{tr}(Y^\top V) + \tfrac12 \lVert V X \rVert^2, \quad x \ge "
    latex += "(a + b + c + d + e + f + g + h)"
    plain = re.sub("<[^>]*>|[ \n]", "", breaking(latex, True))
    assert plain == re.sub("<[^>]*>|[ \n]", "", mathml(latex, True))
    assert breaking(latex, True).count("<math") > 10  # long brackets break as well


def test_what_cannot_be_converted_stays_its_source():
    assert breaking(r"\unknown{x = y}") == mathml(r"\unknown{x = y}")


def test_aligned_lines_are_a_table_and_no_mark_of_alignment_is_left():
    made = mathml(r"\begin{aligned} N = 2: \quad & u \\ N = 3: \quad & v \end{aligned}")
    assert made.count("<mtr>") == 2
    assert "&amp;" not in made
    assert mathml("a & b").startswith("<code>")


@pytest.mark.parametrize("size", ["big", "Big", "bigg", "Bigg"])
def test_brackets_of_any_size_grow(size):
    made = mathml(rf"\{size}l\{{ \frac{{S}}{{m}} \{size}r\}}")
    assert "<mfrac>" in made
    assert "<code>" not in made


@pytest.mark.parametrize(
    "latex", [r"f(\text{one of two} )", r"\text{at critical points } A = B, \text{ and so on there}"]
)
def test_words_that_are_parted_keep_the_spaces_between_them(latex):
    shown = re.sub(
        " +", " ", re.sub("<[^>]*>", "", breaking(latex, display=True).replace("<wbr>", "")).replace("\xa0", " ")
    )
    for words in ("one of two", "at critical points A", ", and so on there"):
        assert (words in shown) == (words.strip(", A") in latex)


def test_a_name_has_no_space_before_a_bracket_and_a_thin_one_before_a_letter():
    shown = mathml(r"\operatorname{tr}(A) + \operatorname{tr} B")
    assert "<mi>tr</mi><mo" in shown
    assert '<mi>tr</mi><mspace width="0.167em"></mspace><mi>B</mi>' in shown


def test_a_wide_display_is_marked_and_a_narrow_one_is_not():
    assert breaking(r"\frac{" + "a" * 60 + "}{b}", display=True).startswith('<span class="fit-')
    assert "fit-" not in breaking("a = b", display=True)
    assert "fit-" not in breaking(r"\frac{" + "a" * 60 + "}{b}")
