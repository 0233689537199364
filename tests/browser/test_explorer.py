"""The explorer in a real browser: choose a network, open a kind, filter by class, follow a link to a kind."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

import symdln as dln
from symdln.teaching.explorer import explorer_page


@pytest.fixture(scope="module")
def explorer_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("explorer") / "explorer.html"
    path.write_text(explorer_page(), encoding="utf-8")
    return path


@pytest.fixture
def page(browser, explorer_file):
    browser.set_window_size(1280, 1000)
    browser.get("about:blank")
    browser.get(explorer_file.as_uri() + "#widths=2,2,2&spectrum=0&kind=0")
    return browser


def rows(page):
    return page.find_elements(By.CSS_SELECTOR, "#kinds tr")


def facts(page) -> dict[str, str]:
    names, texts = (page.find_elements(By.CSS_SELECTOR, f"#facts {tag}") for tag in ("dt", "dd"))
    return {name.text: text.text for name, text in zip(names, texts, strict=True)}


def test_it_lists_the_kinds_of_the_chosen_network(page):
    problem = dln.Problem.canonical(singular_values=(3, 2), widths=(2, 2, 2))
    assert len(rows(page)) == problem.count_kinds()
    Select(page.find_element(By.ID, "depth")).select_by_value("3")
    deeper = dln.Problem.canonical(singular_values=(3, 2), widths=(2, 2, 2, 2))
    assert len(rows(page)) == deeper.count_kinds()


def test_widths_can_be_chosen(page):
    Select(page.find_element(By.CSS_SELECTOR, "#widths select:nth-child(2)")).select_by_value("1")
    problem = dln.Problem.canonical(singular_values=(3, 2), widths=(2, 1, 2))
    assert len(rows(page)) == problem.count_kinds()


def test_a_kind_opens_with_its_drawing_and_numbers(page, screenshot):
    rows(page)[-1].find_element(By.TAG_NAME, "button").click()
    kind = list(dln.Problem.canonical(singular_values=(3, 2), widths=(2, 2, 2)).kinds())[-1]
    found = facts(page)
    assert found["Class"] == kind.label
    assert found["n−"].endswith(f"= {kind.inertia.negative}")
    assert len(page.find_elements(By.CSS_SELECTOR, "#cycle path.full")) == (1 if kind.rank else 0)
    screenshot("kind")


def test_every_string_that_occurs_is_drawn(page):
    kind = next(iter(dln.Problem.canonical(singular_values=(3, 2), widths=(2, 2, 2)).kinds()))
    assert len(page.find_elements(By.CSS_SELECTOR, "#cycle .string")) == len(kind.strings)


def test_classes_filter(page):
    Select(page.find_element(By.ID, "class")).select_by_visible_text("strict saddle")
    assert {row.find_element(By.CSS_SELECTOR, "td:nth-child(3)").text for row in rows(page)} == {"strict saddle"}


def test_the_address_brings_a_reader_to_the_same_kind(page):
    rows(page)[3].find_element(By.TAG_NAME, "button").click()
    seen, address = facts(page), page.current_url
    page.get("about:blank")
    page.get(address)
    assert facts(page) == seen


def test_a_narrow_screen_needs_no_sideways_scrolling(page, screenshot):
    page.set_window_size(420, 900)
    assert page.execute_script(
        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"
    )
    screenshot("narrow")


def test_nothing_goes_wrong_in_the_console(page):
    assert [entry["message"] for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_without_an_address_it_begins_at_a_non_strict_saddle(browser, explorer_file, screenshot):
    browser.get("about:blank")
    browser.get(explorer_file.as_uri())
    found = facts(browser)
    assert found["Class"] == "non-strict saddle"
    assert found["Order"].startswith("3: ")  # W = 0 at depth 3: the loss falls like the product of three layers
    assert browser.find_element(By.ID, "fall-said").text == "Along the best curves the loss changes like −t^3."
    screenshot("begin")


def test_minimisers_do_not_fall(page):
    Select(page.find_element(By.ID, "class")).select_by_visible_text("global minimiser")
    assert facts(page)["Order"].startswith("none")
    assert page.find_element(By.ID, "fall-said").text == "The loss does not fall along any curve."
