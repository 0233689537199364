"""The pages of the catalog in a real browser, from the documentation site where it has been built (make docs)."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

BUILT = Path(__file__).resolve().parents[2] / "build" / "docs" / "catalog" / "built"
NAMES = ("lindsey", "topics", "symbols", "papers", "tables", "chitour")

pytestmark = pytest.mark.skipif(not BUILT.is_dir(), reason="the site is not built: make docs")


def follow(browser, text: str) -> None:
    """Click a link in the page itself; a header that stays on top may cover it."""
    link = browser.find_element(By.XPATH, f"//article//a[normalize-space()='{text}']")
    browser.execute_script("arguments[0].click()", link)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [400, 1300])
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
    follow(browser, "saddle.order")
    assert browser.current_url.endswith("saddle.html#entry-saddle-order")
    assert "The order of a saddle" in browser.find_element(By.ID, "entry-saddle-order").text


def test_an_entry_leads_back_to_its_topic(browser):
    browser.get((BUILT / "lindsey.html").as_uri())
    follow(browser, "Minima")
    assert "/topics.html#" in browser.current_url
