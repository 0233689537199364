"""The report page in a real browser: filter, sort, open a claim, dark mode, a narrow screen, the keyboard."""

import base64
import json
import math

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from proofs_check.report.difference import Change
from proofs_check.report.page import report_page

WIDE = (1280, 1000)


@pytest.fixture
def page(browser, report_file):
    browser.set_window_size(*WIDE)
    browser.get(report_file.as_uri())
    browser.execute_script("try { localStorage.clear() } catch {}")
    browser.get(report_file.as_uri())
    return browser


def shown(page: webdriver.Chrome) -> list[str]:
    """The ids of the rows that can be seen, in order."""
    rows = page.find_elements(By.CSS_SELECTOR, "#table tbody tr")
    return [row.get_attribute("data-id") for row in rows if row.is_displayed()]


def ids(results: dict) -> list[str]:
    return [claim["id"] for claim in results["claims"]]


def overflows(page: webdriver.Chrome) -> bool:
    """Whether the page as a whole can be scrolled sideways."""
    return page.execute_script("return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def test_all_claims_are_shown_at_first(page, results, screenshot):
    assert shown(page) == ids(results)
    screenshot("wide")


def test_words_filter_table_and_sections(page, results):
    page.find_element(By.ID, "text").send_keys("prop4.iii")
    expected = [id for id in ids(results) if "prop4.iii" in id]
    assert shown(page) == expected
    assert len(expected) < len(ids(results))
    articles = [
        found.get_attribute("id") for found in page.find_elements(By.TAG_NAME, "article") if found.is_displayed()
    ]
    assert sorted(articles) == sorted(expected)
    assert page.find_element(By.ID, "shown").text == f"{len(expected)} of {len(ids(results))} claims shown"


def test_source_and_verdict_filter(page, results):
    page.find_element(By.CSS_SELECTOR, "#source option:nth-child(3)").click()
    key = page.find_element(By.ID, "source").get_attribute("value")
    assert shown(page) == [claim["id"] for claim in results["claims"] if claim["source"]["key"] == key]
    page.find_element(By.CSS_SELECTOR, "#source option").click()
    for box in page.find_elements(By.NAME, "verdict"):
        if box.get_attribute("value") != "REFUTED":
            box.click()
    refuted = [claim["id"] for claim in results["claims"] if claim["verdict"] == "REFUTED"]
    assert refuted
    assert shown(page) == refuted


def test_columns_sort_both_ways(page, results):
    button = page.find_element(By.CSS_SELECTOR, "#table th:first-child .sort")
    button.click()
    assert shown(page) == sorted(ids(results))
    heading = page.find_element(By.CSS_SELECTOR, "#table th:first-child")
    assert heading.get_attribute("aria-sort") == "ascending"
    button.click()
    assert shown(page) == sorted(ids(results), reverse=True)
    assert heading.get_attribute("aria-sort") == "descending"


def test_a_link_opens_a_claim_with_its_formula_and_witness(page, results, screenshot):
    refuted = next(c for c in results["claims"] if c["verdict"] == "REFUTED" and "weights" in c["witness"])
    page.find_element(By.CSS_SELECTOR, f'#table a[href="#{refuted["id"]}"]').click()
    article = page.find_element(By.ID, refuted["id"])
    box = page.execute_script("return arguments[0].getBoundingClientRect().top", article)
    assert -5 <= box < WIDE[1]
    formula = article.find_element(By.CSS_SELECTOR, ".formula math")
    assert formula.size["height"] > 10
    assert len(article.find_elements(By.CSS_SELECTOR, ".matrices math")) == 2 + len(refuted["witness"]["weights"])
    screenshot("claim")


def test_a_link_to_a_filtered_claim_shows_it_again(page, results):
    page.find_element(By.ID, "text").send_keys("nothing has these words")
    assert shown(page) == []
    page.execute_script(f"location.hash = {json.dumps(ids(results)[-1])}")
    assert shown(page) == ids(results)


def test_dark_and_light(page, screenshot):
    def paper() -> str:
        return page.execute_script("return getComputedStyle(document.body).backgroundColor")

    light = paper()
    page.find_element(By.ID, "theme").click()
    assert paper() != light
    assert page.find_element(By.ID, "theme").get_attribute("aria-pressed") == "true"
    screenshot("dark")
    page.find_element(By.ID, "theme").click()
    assert paper() == light


def test_the_systems_dark_mode_is_taken_without_a_click(page):
    page.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    page.refresh()
    try:
        assert page.find_element(By.ID, "theme").get_attribute("aria-pressed") == "true"
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize("width", [720, 500, 360])
def test_a_narrow_screen_needs_no_sideways_scrolling(page, screenshot, width):
    """Set as the device's, since a window of a browser cannot be as narrow as a telephone."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert page.execute_script("return window.innerWidth") == width
        assert not overflows(page)
        screenshot(f"narrow-{width}")
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_findings_come_first_then_the_table_then_the_counts(page):
    tops = [page.find_element(By.ID, id).rect["y"] for id in ("findings", "claims", "summary")]
    assert tops == sorted(tops)
    assert tops[0] < WIDE[1] / 2


def test_what_failed_is_marked_in_the_table(page, results):
    def ground(row) -> str:
        return page.execute_script("return getComputedStyle(arguments[0]).backgroundColor", row)

    rows = page.find_elements(By.CSS_SELECTOR, "#table tbody tr")
    failed = {
        row.get_attribute("data-id"): ground(row) for row in rows if "failed" in (row.get_attribute("class") or "")
    }
    assert set(failed) == {c["id"] for c in results["claims"] if c["verdict"] in ("REFUTED", "ILL-FORMED")}
    others = {ground(row) for row in rows if row.get_attribute("data-id") not in failed}
    assert not others & set(failed.values())


def test_the_address_keeps_what_is_filtered_and_sorted(page, results):
    page.find_element(By.ID, "text").send_keys("prop4")
    page.find_element(By.CSS_SELECTOR, "#table th:first-child .sort").click()
    page.find_element(By.CSS_SELECTOR, "#table th:first-child .sort").click()
    expected = sorted((id for id in ids(results) if id in shown(page)), reverse=True)
    assert shown(page) == expected
    page.refresh()
    assert shown(page) == expected
    assert page.find_element(By.ID, "text").get_attribute("value") == "prop4"


def test_print_shows_findings_and_table_but_no_cards_and_no_buttons(page, results):
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not page.find_element(By.ID, "theme").is_displayed()
        assert shown(page) == ids(results)
        assert not any(article.is_displayed() for article in page.find_elements(By.TAG_NAME, "article"))
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_every_finding_is_printed_and_the_pages_are_few(page, results, pages_of):
    """A page holds about 75 lines of the table or 20 findings; the counts take one more."""
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        findings = page.find_elements(By.CSS_SELECTOR, ".graded li")
        assert findings
        assert all(finding.is_displayed() for finding in findings)
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    printed = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    assert pages_of(printed) <= math.ceil(1 + len(findings) / 20 + len(results["claims"]) / 75)


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_a_wide_screen_needs_no_sideways_scrolling(page, width):
    """Neither does the table, which has a bar of its own where it is wider than the page."""
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    try:
        assert not overflows(page)
        table = page.find_element(By.CSS_SELECTOR, ".wide:has(#table)")
        assert page.execute_script("return arguments[0].scrollWidth - arguments[0].clientWidth", table) <= 1
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_keyboard_reaches_the_filter_and_leaves_it(page, results):
    page.find_element(By.TAG_NAME, "body").send_keys("/")
    assert page.switch_to.active_element.get_attribute("id") == "text"
    page.switch_to.active_element.send_keys("prop4", Keys.ESCAPE)
    assert shown(page) == ids(results)


def test_the_first_tab_stop_skips_to_the_table(page):
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert page.switch_to.active_element.text == "Skip to the table of claims"
    page.switch_to.active_element.send_keys(Keys.ENTER)
    assert page.execute_script("return location.hash") == "#claims"


def test_formulas_are_set_in_the_font_of_the_page(page):
    page.execute_async_script("document.fonts.ready.then(() => arguments[0]())")
    assert page.execute_script("return document.fonts.check('16px \"STIX Two Math of symdln\"')")
    assert page.execute_script("return [...document.fonts].map((font) => font.status)") == ["loaded"]


def test_without_javascript_everything_can_be_read(page, results):
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page.refresh()
    try:
        assert shown(page) == ids(results)
        assert all(article.is_displayed() for article in page.find_elements(By.TAG_NAME, "article"))
        assert not page.find_element(By.ID, "text").is_displayed()
    finally:
        page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_no_request_leaves_the_page_and_nothing_is_logged(page, report_file):
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    asked = {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent" and message["params"]["documentURL"] == report_file.as_uri()
    }
    assert all(url == report_file.as_uri() or url.startswith("data:") for url in asked)
    assert [entry["message"] for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_contrast_of_verdicts_is_readable_in_both_themes(page):
    """WCAG 2.2: at least 4.5 to 1 between the words of a verdict and the paper."""
    ratio = """
      const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map((v) => { v /= 255;
        return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const body = getComputedStyle(document.body).backgroundColor;
      const ground = (e) => { const own = getComputedStyle(e.closest("tr")).backgroundColor;
        return light(own === "rgba(0, 0, 0, 0)" ? body : own); };
      return [...document.querySelectorAll("#table .verdict")].map((e) => [light(getComputedStyle(e).color), ground(e)])
        .map(([ink, paper]) => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
    """
    for _ in range(2):
        assert min(page.execute_script(ratio)) >= 4.5
        page.find_element(By.ID, "theme").click()


def test_a_comparison_shows_what_changed_and_folds_the_rest(browser, results, tmp_path):
    """Nothing of it is wider than a phone, however long the ids are."""
    long = f"chitour.{'lemma.' * 12}corrected"
    changed = [
        Change("chitour.prop4.i", "VERIFIED", "REFUTED"),
        Change(long, None, "PROVED"),
        Change("a.b", "PROVED", None),
    ]
    path = tmp_path / "page.html"
    path.write_text(report_page(results, changed=changed), encoding="utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    )
    browser.get(path.as_uri())
    folded = browser.find_elements(By.CSS_SELECTOR, "details.changes")
    assert [one.get_attribute("open") for one in folded] == [None, None]
    for one in folded:
        one.find_element(By.TAG_NAME, "summary").click()
    assert long in folded[0].text
    assert not overflows(browser)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
