"""Formulas as MathML: what is converted, and what is shown as it is."""

import pytest

from proofs_check.report.page import report_page
from symdln.errors import InputError
from symdln.files.mathml import mathml, matrix
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
