"""The built site in a real browser, from the disk: nothing is cut on a phone, the font is ours, search works."""

import re
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

SITE = Path(__file__).resolve().parents[2] / "build" / "docs"
PHONE = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
CUT = """
const hidden = new Set(["auto", "scroll", "hidden", "clip"]);
const cut = [...document.querySelectorAll("article *")].filter((e) => e.clientWidth > 2
    && e.scrollWidth > e.clientWidth + 1 && hidden.has(getComputedStyle(e).overflowX));
return [document.documentElement.scrollWidth, cut.map((e) => e.textContent.trim().slice(0, 60).toWellFormed())];
"""

SENTENCES = ("findings", "ablation", "fixtures", "catalog/built/chitour", "catalog/built/chitour-prop4")
REFERENCE = sorted(f"reference/{page.stem}" for page in (SITE.parents[1] / "docs/reference").glob("*.md"))

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


FIRST = """
const bottom = (one) => Math.round(document.querySelector(one).getBoundingClientRect().bottom);
const words = [...document.querySelectorAll("article table strong")].map((e) => e.textContent);
return [["article table", "article .highlight pre", "article picture img"].map(bottom), words];
"""


def test_the_first_screen_shows_three_verdicts_two_commands_and_a_picture(browser):
    window = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", window)
    browser.get((SITE / "index.html").as_uri())
    bottoms, words = browser.execute_script(FIRST)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert bottoms == sorted(bottoms)  # the verdicts come first
    assert bottoms[-1] <= window["height"]
    assert {"PROVED", "REFUTED", "ILL-FORMED"} <= set(words)


LINES = """
const pre = document.querySelector('[style*="--columns"] pre'), style = getComputedStyle(pre);
const inner = pre.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
return [pre.textContent.trimEnd().split("\\n").length, Math.round(inner / parseFloat(style.lineHeight))];
"""


def test_a_drawing_in_signs_keeps_its_lines_on_a_phone(phone):
    phone.get((SITE / "architecture.html").as_uri())
    written, shown = phone.execute_script(LINES)
    assert written == shown
    phone.execute_script("document.querySelector('[style*=\"--columns\"] pre').style.fontSize = '1rem'")
    assert phone.execute_script(LINES)[1] > written  # the control: in the size of text its lines are broken


SMALL = """
const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT), found = [];
while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (walker.currentNode.data.trim() && size < 11 && !holder.closest("math, .gap, .rule") && holder.checkVisibility())
        found.push(`${size} ${walker.currentNode.data.trim().slice(0, 40)}`);
}
return found;
"""
PRINTED = (
    "ablation",
    "architecture",
    "check-your-own-lemma",
    "fixtures",
    "notebooks/built/decay",
    "reference/fixtures",
)


@pytest.mark.parametrize("name", PRINTED)
def test_no_text_on_a_phone_is_smaller_than_eleven_pixels(phone, name):
    phone.get((SITE / f"{name}.html").as_uri())
    assert phone.execute_script(SMALL) == []
    phone.execute_script(
        "const line = document.createElement('p'); line.textContent = 'tiny'; line.style.fontSize = '10px';"
        "document.querySelector('article').append(line)"
    )
    assert phone.execute_script(SMALL) == ["10 tiny"]


def test_a_long_line_of_code_goes_on_indented(phone):
    """A broken line begins further left than it goes on, and is copied as one line."""
    phone.get((SITE / "check-your-own-lemma.html").as_uri())
    lefts, text = phone.execute_script(
        "const line = [...document.querySelectorAll('pre .line')].find((e) => e.textContent.length > 90);"
        "const range = document.createRange(); range.selectNodeContents(line);"
        "return [[...range.getClientRects()].map((box) => box.left), line.textContent]"
    )
    assert min(lefts) == lefts[0] < sorted(set(lefts))[1]
    assert "\n" not in text


PLAIN = r"""
const apart = "math, code, pre, h1, h2, h3, h4, a, dt.sig, svg, script, style";
const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT), found = [];
while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.closest(apart) && /\b[A-Za-z]_[\w{]|\|\||<=|>=|\bS[xy][xy]\b|\b\w\^[\dT{]/.test(text.data))
        found.push(text.data.trim().slice(0, 80));
}
return found;
"""


@pytest.mark.parametrize("name", [*SENTENCES, *REFERENCE])
def test_sentences_show_no_formula_in_plain_characters(browser, name):
    browser.get((SITE / f"{name}.html").as_uri())
    assert browser.execute_script(PLAIN) == []
    browser.execute_script("document.querySelector('article').append('the matrix W_1^T')")
    assert browser.execute_script(PLAIN) == ["the matrix W_1^T"]


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


CONTRAST = """
const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
const context = canvas.getContext("2d", { willReadFrequently: true });
function rgba(colour) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
}
const over = (top, below) => below.map((part, place) => top[3] * top[place] + (1 - top[3]) * part);
function ground(element) {
    if (element === null) return rgba("canvas").slice(0, 3);
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(element.parentElement));
}
const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
function ratio(element) {
    const below = ground(element);
    const lights = [over(rgba(getComputedStyle(element).color), below), below].map(luminance);
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
}
function needed(element) {
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
}
const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const text = (element) => [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
const seen = [...document.body.querySelectorAll("*")].filter((e) => text(e) && shown(e));
const faint = seen.filter((e) => ratio(e) < needed(e));
return [seen.length, faint.map((e) => `${ratio(e).toFixed(2)} ${e.tagName} ${e.textContent.trim().slice(0, 40)}`)];
"""
STOP = """
const stop = document.activeElement, box = stop.getBoundingClientRect();
const place = stop.matches(".skip-to-content") ? "skip" : stop.closest(".sidebar-search-container") ? "search"
    : stop.closest(".sidebar-tree") ? "pages" : stop.closest("article") ? "article" : "other";
return [place, box.width > 0 && box.height > 0];
"""
READ = ("index", "inertia-theorem", "catalog/index", "catalog/built/lindsey", "notebooks/built/gradient", "escape")


@pytest.fixture(params=["light", "dark"])
def scheme(browser, request):
    """The browser as one has it by day or by night; the pages follow."""
    wanted = {"features": [{"name": "prefers-color-scheme", "value": request.param}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
    yield request.param
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_text_and_links_stand_out(browser, scheme):
    """Contrast AA of the Web Content Accessibility Guidelines: 4.5 to 1, and 3 to 1 for large text."""
    faint = {}
    for page in READ:
        browser.get((SITE / f"{page}.html").as_uri())
        seen, found = browser.execute_script(CONTRAST)
        assert seen > 20
        if found:
            faint[page] = found
    assert faint == {}


def test_faint_text_is_found(browser, scheme):
    """The control: #777777 on white has 4.48 to 1, just below; on black it has 4.69."""
    browser.get((SITE / "index.html").as_uri())
    browser.execute_script(
        "const line = document.createElement('p'); line.textContent = 'faint';"
        "Object.assign(line.style, { color: '#777777', backgroundColor: arguments[0] });"
        "document.querySelector('article').append(line)",
        {"light": "#ffffff", "dark": "#000000"}[scheme],
    )
    found = [line for line in browser.execute_script(CONTRAST)[1] if line.endswith(" P faint")]
    assert found == (["4.48 P faint"] if scheme == "light" else [])


def test_tab_leads_to_the_content_to_search_and_to_the_links(browser):
    """The first stop skips to the content; search comes before the pages, and they before the text."""
    browser.get((SITE / "index.html").as_uri())
    body = browser.find_element(By.TAG_NAME, "body")
    stops = []
    for _ in range(120):
        body.send_keys(Keys.TAB)
        stops.append(browser.execute_script(STOP))
        body = browser.switch_to.active_element
        if stops[-1][0] == "article":
            break
    places = [place for place, _ in stops]
    assert stops[0] == ["skip", True]
    assert places.index("search") < places.index("pages") < places.index("article")
    assert all(visible for _, visible in stops)
