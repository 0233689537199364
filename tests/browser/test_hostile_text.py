"""Hostile text in results reaches no script of its own: in the page, in the findings, and where the page is changed."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from proofs_check.report.findings import findings_page
from proofs_check.report.page import report_page
from symdln.files.markup import policy
from symdln.teaching import derive
from symdln.teaching import html as derivation_page
from symdln.teaching.explorer import explorer_page
from symdln.teaching.notebook import markdown_cell
from tests.browser.hostile import SCRIPT, TEXTS, claims
from tests.proofs_check.report_data import results_of


def title_of(browser, folder, page: str) -> str:
    """The title of the page after its scripts have run; a hostile one changes it."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    browser.get(path.as_uri())
    assert browser.execute_script("return document.readyState") == "complete"
    return browser.title


def test_a_script_would_be_seen(browser, tmp_path):
    """The control: without a policy, and unescaped, it runs."""
    assert title_of(browser, tmp_path, f"<!doctype html><title>x</title><body>{SCRIPT}") == "TAKEN"


def test_the_policy_alone_keeps_a_script_from_running(browser, tmp_path):
    page = f"<!doctype html><head>{policy()}<title>x</title></head><body>{''.join(TEXTS.values())}"
    assert title_of(browser, tmp_path, page) == "x"


@pytest.mark.parametrize("name", TEXTS)
def test_the_report_shows_hostile_text_as_text(browser, tmp_path, name):
    title = title_of(browser, tmp_path, report_page(results_of(*claims(TEXTS[name]))))
    assert title.startswith("proofs-check")
    assert browser.execute_script("return document.scripts.length") == 1
    assert browser.execute_script("return document.images.length") == 0
    assert browser.execute_script("return document.querySelectorAll('a[href^=javascript]').length") == 0
    assert browser.execute_script("return document.documentElement.className") == "script"  # the page's own runs


@pytest.mark.parametrize("name", TEXTS)
def test_escaping_alone_keeps_a_script_from_running(browser, tmp_path, name):
    """Without the policy, so that neither of the two defences hides a hole in the other."""
    page = report_page(results_of(*claims(TEXTS[name])))
    start = page.index("<meta http-equiv")
    page = page[:start] + page[page.index(">", start) + 1 :]
    assert title_of(browser, tmp_path, page).startswith("proofs-check")


@pytest.mark.parametrize("mathematics", [True, False], ids=["with mathematics", "without"])
@pytest.mark.parametrize("name", TEXTS)
def test_the_findings_stay_text_where_markdown_lets_html_through(browser, tmp_path, name, mathematics):
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table")
    if mathematics:
        renderer.use(dollarmath_plugin)
    made = renderer.render(findings_page(results_of(*claims(TEXTS[name]))))
    assert title_of(browser, tmp_path, f"<!doctype html><title>x</title><body>{made}") == "x"
    assert browser.execute_script("return document.scripts.length + document.images.length") == 0
    assert browser.execute_script("return document.querySelectorAll('a[href^=javascript]').length") == 0
    assert browser.execute_script("return document.querySelectorAll('h1').length") == 1


def test_cells_of_notebooks_begin_no_tag():
    source = markdown_cell(f"for a <= b and {SCRIPT}")["source"]
    assert source == "for a <= b and < script>document.title='TAKEN'< /script>"


@pytest.mark.parametrize(
    "make", [explorer_page, lambda: derivation_page(derive("gradient"))], ids=["explorer", "derivation"]
)
def test_every_page_has_a_policy_under_which_it_works(browser, tmp_path, make):
    page = make()
    assert page.count("Content-Security-Policy") == 1
    browser.get_log("browser")
    title_of(browser, tmp_path, page.replace("</body>", f"{SCRIPT}</body>"))
    assert browser.title != "TAKEN"
    refused = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert len(refused) == 1  # the planted script; the page's own style and script are allowed
    assert browser.execute_script("return getComputedStyle(document.body).maxWidth") != "none"
