"""Derivations as text, Markdown, LaTeX, HTML and notebooks."""

import html.parser
import json
import re
from dataclasses import replace

import pytest

from symdln.files import font
from symdln.teaching import (
    derivation_names,
    derive,
    exercise_notebook,
    latex,
    markdown,
    notebook,
    parse,
    questions,
    text,
)
from symdln.teaching import html as html_page
from symdln.teaching.exercise_page import question_data

NAMES = derivation_names()


class Balanced(html.parser.HTMLParser):
    """Notes tags that are not closed in order, and addresses."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.addresses = [], [], []

    def handle_starttag(self, tag, attrs):
        self.addresses += [value for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "wbr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("name", NAMES)
def test_text_shows_every_step_and_says_that_all_were_checked(name):
    derivation = derive(name)
    shown = text(derivation)
    for number, step in derivation.steps:
        assert f"{number} [{step.rule_name}]" in shown
        assert str(step.after) in shown
    assert f"Checked: all {len(derivation.steps)} steps" in shown
    assert derivation.source[:30] in shown


def test_a_derivation_that_is_not_sound_says_so():
    derivation = derive("gradient")
    part = derivation.parts[0]
    broken = replace(derivation, parts=(replace(part, steps=part.steps[::-1]), *derivation.parts[1:]))
    for page in (text, markdown, latex, html_page):
        assert "NOT SOUND" in page(broken)


@pytest.mark.parametrize("name", NAMES)
def test_html_is_well_formed_and_needs_no_network(name):
    page = html_page(derive(name)).replace(font.embedded(), "")
    reader = Balanced()
    reader.feed(page)
    assert reader.wrong == reader.open == reader.addresses == []
    assert "http:" not in page
    assert "url(" not in page
    assert page.startswith("<!DOCTYPE html>")
    assert "<msub>" in page
    assert "_{" not in page


@pytest.mark.parametrize("name", NAMES)
def test_latex_and_markdown_have_balanced_braces_and_formulas(name):
    derivation = derive(name)
    for page in (latex(derivation), markdown(derivation)):
        formulas = re.findall(r"\$\$(.*?)\$\$", page, re.DOTALL)
        for formula in formulas:
            assert formula.count("{") == formula.count("}")
    document = latex(derivation)
    assert document.count(r"\begin{") == document.count(r"\end{")
    plain = document.replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")
    assert markdown(derivation).count("$$") == 2 * (len(derivation.parts) + len(derivation.steps))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_valid_and_its_cells_run(name):
    """nbformat 4.5 asks for ids of 1 to 64 letters that differ, and for these keys in each kind of cell."""
    data = json.loads(json.dumps(notebook(derive(name))))
    assert (data["nbformat"], data["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in data["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", one) for one in ids)
    namespace = {}
    for cell in data["cells"]:
        assert set(cell) == {"id", "cell_type", "metadata", "source"} | (
            {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        )
        if cell["cell_type"] == "code":
            exec(cell["source"], namespace)
    endings = [cell["source"].splitlines()[-1] for cell in data["cells"] if cell["source"].endswith(".result")]
    assert [eval(ending, namespace).latex() for ending in endings] == [p.result.latex() for p in derive(name).parts]


def test_an_exercise_notebook_says_what_each_answer_is_worth(capsys):
    namespace = {}
    for cell in exercise_notebook(derive("gradient"))["cells"]:
        if cell["cell_type"] == "code":
            exec(cell["source"].replace('answers["1.9"] = ""', """answers["1.9"] = "A_j' E X' B_j'" """), namespace)
    printed = capsys.readouterr().out
    assert printed.count("1.9  right") == 2  # in its own cell and in the last one
    assert printed.count("1.12  blank") == 2


def test_an_exercise_notebook_does_not_show_what_it_asks_for():
    derivation = derive("gradient")
    text_of_cells = "".join(cell["source"] for cell in exercise_notebook(derivation)["cells"])
    for number, step in questions(derivation).items():
        assert f'answers["{number}"] = ""' in text_of_cells
        assert text_of_cells.count(f"$= {step.after.latex()}$") + text_of_cells.count(f"row {step.after.latex()}$") == 0


@pytest.mark.parametrize("name", NAMES)
def test_definitions_and_right_answers_can_be_read_back_from_the_exercise_page(name):
    """The page knows formulas as text only: each is read with the names of its question and gives the same value."""
    for depth in (None, 2):
        derivation = derive(name, depth if name not in {"convexity", "splitting"} else None)
        for number, step in questions(derivation).items():
            data = question_data(derivation, number, step)
            symbols = derivation.vocabulary(number)
            for symbol, image in step.definitions_after.items():
                assert parse(data["definitions"][symbol.name], symbols, data["scalars"]) == image
                assert symbol in symbols
            (wanted,) = step.expected_values().values() or [0]
            assert parse(data["right"], symbols, data["scalars"]) == wanted


def test_folded_steps_can_be_read_without_script():
    page = html_page(derive("gradient"))
    assert page.count("<details") == page.count("</details>") == len(derive("gradient").parts)
    assert page.count("<details open>") == 1
    assert "<script" not in page


def test_a_notebook_is_the_same_each_time():
    assert notebook(derive("gradient")) == notebook(derive("gradient"))
