"""A small part of the tests of the pages in Firefox: what another engine lays out, sets, computes and prints."""

import pytest

import symdln as dln
from symdln.teaching import derive
from symdln.teaching.exercise_page import exercise_page
from symdln.teaching.explorer import explorer_page
from tests.browser.firefox import Firefox, installed
from tests.browser.test_site import CUT, SITE

TAB = "\ue004"
OVERFLOWS = "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
FONTS = "await document.fonts.ready; return [...document.fonts].map((font) => font.status)"
WIDTHS = (360, 1024, 1920)
HALF_READ = "Invalid markup: Incorrect number of children"  # said of formulas of which a part is not loaded yet
WRONG_SCRIPTS = """
const parts = { msub: 2, msup: 2, mfrac: 2, mover: 2, munder: 2, msubsup: 3, munderover: 3 };
return Object.entries(parts).flatMap(([tag, count]) =>
    [...document.querySelectorAll(tag)].filter((e) => e.children.length !== count).map((e) => e.outerHTML));
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    binary = installed()
    if binary is None:
        pytest.skip("Firefox is not on the PATH (Debian: apt-get install firefox-esr), so no page was tried in it")
    browser = Firefox(binary, tmp_path_factory.mktemp("firefox"))
    yield browser
    browser.quit()


@pytest.fixture
def firefox(running):
    running.size(1280, 1000)
    running.events.clear()
    return running


@pytest.fixture
def opened(firefox, tmp_path):
    """Writes a page, opens it, and in the end looks whether it asked for anything or complained."""

    def go(text: str, hash: str = "") -> Firefox:
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        firefox.get(path.as_uri() + hash)
        return firefox

    yield go
    asked = [event["params"]["request"]["url"] for event in firefox.events if event["method"].startswith("network.")]
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    logged = [event["params"] for event in firefox.events if event["method"] == "log.entryAdded"]
    texts = [entry["text"] for entry in logged if entry["level"] == "error"]
    assert [text for text in texts if not text.startswith(HALF_READ)] == []


def test_the_report_filters_and_fits(opened, report_file, results):
    page = opened(report_file.read_text(encoding="utf-8"))
    assert page.run(FONTS) == ["loaded"]
    assert page.run(WRONG_SCRIPTS) == []
    for width in WIDTHS:
        page.size(width, 900)
        assert not page.run(OVERFLOWS)
    page.press("/", *"prop4.iii")
    shown = "return [...document.querySelectorAll('#table tbody tr')].filter((r) => r.checkVisibility()).length"
    assert page.run(shown) == sum("prop4.iii" in claim["id"] for claim in results["claims"]) > 0
    assert page.run("return location.href").endswith("prop4.iii")


def test_the_explorer_computes_what_the_library_computes(opened):
    page = opened(explorer_page(), "#widths=2,2,2,2&values=3,2&kind=0")
    kinds = list(dln.Problem.canonical((3, 2), (2, 2, 2, 2)).kinds())
    assert page.run("return document.querySelectorAll('#kinds tr').length") == len(kinds)
    page.size(360, 900)
    assert not page.run(OVERFLOWS)


def test_an_exercise_is_worked_by_the_keyboard(opened):
    page = opened(exercise_page(derive("gradient")))
    page.press(TAB)
    assert page.run("return document.activeElement !== document.body")
    page.size(360, 900)
    assert not page.run(OVERFLOWS)


def test_the_report_prints_on_few_pages(opened, report_file, results, pages_of):
    page = opened(report_file.read_text(encoding="utf-8"))
    assert 1 < pages_of(page.printed()) <= 1 + len(results["claims"]) / 8


@pytest.mark.skipif(not (SITE / "index.html").exists(), reason="the site is not built: make docs")
@pytest.mark.parametrize("name", ["index", "inertia-theorem", "flow", "course/strings"])
def test_pages_of_the_site_are_not_cut_on_a_phone(firefox, name):
    firefox.size(360, 800)
    firefox.get((SITE / f"{name}.html").as_uri())
    assert firefox.run(FONTS).count("loaded") > 0
    width, cut = firefox.run(CUT)
    assert width <= 360  # less the bar for scrolling
    assert cut == []
