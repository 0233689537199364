"""The built site in a real browser, from the disk: nothing is cut on a phone, the font is ours, search works."""

import re
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SITE = Path(__file__).resolve().parents[2] / "build" / "docs"
PHONE = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
CUT = """
const hidden = new Set(["auto", "scroll", "hidden", "clip"]);
const cut = [...document.querySelectorAll("article *")].filter((e) => e.clientWidth > 2
    && e.scrollWidth > e.clientWidth + 1 && hidden.has(getComputedStyle(e).overflowX));
return [document.documentElement.scrollWidth, cut.map((e) => e.textContent.trim().slice(0, 60).toWellFormed())];
"""

pytestmark = pytest.mark.skipif(not (SITE / "index.html").exists(), reason="the site is not built: make docs")


def pages() -> list[str]:
    """The pages with wide formulas, wide tables or columns: only these could be cut."""
    found = (page for page in sorted(SITE.rglob("*.html")) if "_modules" not in page.parts)
    wide = re.compile(r'class="(fit-(2[4-9]|[3-9]\d)|side"|[^"]*\b(cards|indextable)\b)')
    return [page.relative_to(SITE).as_posix() for page in found if wide.search(page.read_text(encoding="utf-8"))]


@pytest.fixture
def phone(browser):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_nothing_is_cut_on_a_phone(phone):
    cut = {}
    for page in pages():
        phone.get((SITE / page).as_uri())
        width, inside = phone.execute_script(CUT)
        if width > PHONE["width"] or inside:
            cut[page] = inside
    assert cut == {}


def test_what_is_too_wide_is_found(phone):
    """The control: a row of signs that cannot be parted is seen to be cut."""
    phone.get((SITE / "index.html").as_uri())
    phone.execute_script(
        "const row = document.createElement('div'); row.textContent = 'x'.repeat(900);"
        "Object.assign(row.style, { overflowX: 'auto', whiteSpace: 'nowrap' });"
        "document.querySelector('article').append(row)"
    )
    assert phone.execute_script(CUT)[1] == ["x" * 60]


def test_signs_of_formulas_come_from_the_shipped_font(browser):
    browser.get((SITE / "inertia-theorem.html").as_uri())
    browser.execute_script("return document.fonts.ready.then(() => true)")
    browser.execute_cdp_cmd("DOM.enable", {})
    browser.execute_cdp_cmd("CSS.enable", {})
    root = browser.execute_cdp_cmd("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    signs = browser.execute_cdp_cmd("DOM.querySelectorAll", {"nodeId": root, "selector": "article math"})["nodeIds"]
    families = set()
    for sign in signs[::4]:
        fonts = browser.execute_cdp_cmd("CSS.getPlatformFontsForNode", {"nodeId": sign})["fonts"]
        families |= {font["familyName"] for font in fonts}
    assert families == {"STIX Two Math"}


def test_search_finds_pages_without_a_server(browser):
    browser.get((SITE / "search.html").as_uri() + "?q=inertia")
    wanted = "#search-results li a[href*='inertia-theorem.html']"
    WebDriverWait(browser, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, wanted))
