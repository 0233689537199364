"""The pages of the catalog in a real browser, from the documentation site where it has been built (make docs)."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

BUILT = Path(__file__).resolve().parents[2] / "build" / "docs" / "catalog" / "built"
NAMES = ("lindsey", "topics", "topic-saddles", "symbols", "symbol-rank", "papers", "tables", "chitour", "chitour-prop4")

pytestmark = pytest.mark.skipif(not BUILT.is_dir(), reason="the site is not built: make docs")


def follow(browser, text: str) -> None:
    """Click a link in the page itself; a header that stays on top may cover it."""
    link = browser.find_element(By.XPATH, f"//article//a[normalize-space()='{text}']")
    browser.execute_script("arguments[0].click()", link)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [360, 1300])
def test_pages_need_no_sideways_scrolling_and_complain_of_nothing(browser, screenshot, name, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        browser.get_log("browser")
        browser.get((BUILT / f"{name}.html").as_uri())
        screenshot(f"{name}-{width}")
        assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth + 1")
        assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_an_entry_shows_its_statement_as_mathematics(browser):
    browser.get((BUILT / "lindsey.html").as_uri())
    entry = browser.find_element(By.ID, "entry-lindsey-balanced")
    assert entry.find_element(By.CSS_SELECTOR, "div.math math").rect["height"] > 10
    assert "Cite as: symdln" in entry.text
    assert "Neighbours that fail" in entry.text


def test_a_topic_leads_to_an_entry(browser):
    browser.get((BUILT / "topics.html").as_uri())
    follow(browser, "Saddles")
    follow(browser, "saddle.order")
    assert browser.current_url.endswith("saddle.html#entry-saddle-order")
    assert "The order of a saddle" in browser.find_element(By.ID, "entry-saddle-order").text


def test_an_entry_leads_back_to_its_topic(browser):
    browser.get((BUILT / "lindsey.html").as_uri())
    follow(browser, "Minima")
    assert "/topic-minima.html#" in browser.current_url


def test_a_link_to_an_entry_on_the_page_of_its_paper_shows_the_way(browser):
    """Once all entries of a paper were on one page; the place of an entry is now the row that leads to it."""
    browser.get((BUILT / "chitour.html").as_uri() + "#entry-chitour-prop4-i")
    row = browser.find_element(By.ID, "entry-chitour-prop4-i").find_element(By.XPATH, "ancestor::tr")
    top = "return arguments[0].getBoundingClientRect().top"
    WebDriverWait(browser, 20).until(lambda page: abs(page.execute_script(top, row)) < 300)  # the page glides there
    browser.execute_script("arguments[0].querySelector('a').click()", row)
    assert browser.current_url.endswith("chitour-prop4.html#entry-chitour-prop4-i")


def test_a_claim_that_is_named_in_a_text_leads_to_its_entry(browser):
    browser.get((BUILT.parents[1] / "findings.html").as_uri())
    follow(browser, "chitour.prop4.i")
    assert browser.current_url.endswith("chitour-prop4.html#entry-chitour-prop4-i")


def test_no_page_of_the_catalog_is_long_on_a_phone(browser):
    """A page has at most thirty entries, so it is no longer than some fifty screens."""
    phone = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        heights = {}
        for page in BUILT.glob("*.html"):
            browser.get(page.as_uri())
            heights[page.stem] = browser.execute_script("return document.documentElement.scrollHeight")
        assert {name: height for name, height in heights.items() if height > 40000} == {}
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
