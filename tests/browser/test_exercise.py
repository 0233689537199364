"""The exercise page in a real browser: it answers as the command does, hints open on request, answers are saved."""

import json
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from symdln.teaching import check_answer, check_exercise, derivation_names, derive
from symdln.teaching.exercise_page import exercise_page, page_data
from symdln.teaching.exercises import questions


@pytest.fixture(scope="module")
def exercise_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("exercise") / "exercise.html"
    path.write_text(exercise_page(derive("gradient")), encoding="utf-8")
    return path


@pytest.fixture
def page(browser, exercise_file):
    browser.set_window_size(1280, 1000)
    browser.get("about:blank")
    browser.get(exercise_file.as_uri())
    return browser


def blank(page, step):
    return page.find_element(By.CSS_SELECTOR, f".question[data-step='{step}']")


def answer(page, step, text):
    box = blank(page, step).find_element(By.TAG_NAME, "input")
    box.clear()
    box.send_keys(text, Keys.ENTER)
    return blank(page, step).get_attribute("data-verdict")


def own_answer(step) -> str:
    """What the derivation writes, without the signs of sums over layers."""
    terms = [f"({type(term)(term.factors, term.coefficient, term.form)})" for term in step.after.terms]
    return " + ".join(terms) or "0"


def answers_to(step, symbols) -> list[str]:
    """The derivation's own answer, other ways to write it, neighbours that are wrong, and texts that say nothing."""
    own = own_answer(step)
    some, other = symbols[0], symbols[-1]
    rewritten = [f"2/4 ({own}) + ({own})/2", f"({own}) - (1 - 1) ({own})", own.replace("^T", "'"), f"({own})^T"]
    wrong = [f"-({own})", f"({own}) 3/2", "0", "1", own.replace("^T", "", 1), own.replace(" + ", " - ", 1)]
    wrong += [re.sub(rf"\b{some}\b", other, own, count=1), f"({own}) + ({own})^T", str(step.before), some]
    sizes = [f"({own}) I(3)", "tr(I(1000000))", f"I({7**30})", f"{some} {some}", f"{some}' {some}"]
    unreadable = [f"({own}", f"{own})", f"{own} Q_9", f"1/0 ({own})", f"{some}^2", "tr(2)", "||2||^2", "||", "2 ^ 25"]
    unreadable += [f"{own} # 1", f"٣ ({own})", "(" * 60 + "1" + ")" * 60, "1" * 41, "1 +", "tr", "I(nothing)"]
    return [own, *rewritten, *wrong, *sizes, *unreadable]


@pytest.mark.parametrize("name", derivation_names())
def test_the_page_says_what_the_command_says(page, name):
    derivation = derive(name)
    asked = page_data(derivation)["questions"]
    cases = [
        (number, text)
        for number, step in list(questions(derivation).items())[::3]
        for text in answers_to(step, sorted(asked[number]["symbols"]))
    ]
    said = page.execute_script(
        "return arguments[1].map(([number, text]) => judge(arguments[0][number], text).verdict)", asked, cases
    )
    commanded = [check_answer(derivation, number, text).verdict for number, text in cases]
    differing = [(case, a, b) for case, a, b in zip(cases, said, commanded, strict=True) if a != b]
    assert not differing
    assert {"right", "wrong", "unreadable"} <= set(said)


@pytest.mark.parametrize("name", derivation_names())
def test_every_own_answer_is_right_in_the_page(page, name):
    derivation = derive(name)
    asked = page_data(derivation)["questions"]
    own = {number: own_answer(step) for number, step in questions(derivation).items()}
    said = page.execute_script(
        "return Object.entries(arguments[1]).map(([number, text]) => judge(arguments[0][number], text).verdict)",
        asked,
        own,
    )
    assert set(said) <= {"right", "unchanged"}  # a sum over layers may differ from the line before in its range only


def test_a_learner_works_through_a_line(page, screenshot):
    assert answer(page, "1.9", "A_j^T (P X") == "unreadable"
    assert "at the end" in blank(page, "1.9").find_element(By.TAG_NAME, "output").text
    assert answer(page, "1.9", "-A_j' E X' B_j'") == "wrong"
    assert "with the other sign" in blank(page, "1.9").find_element(By.TAG_NAME, "output").text
    own = blank(page, "1.9").find_element(By.CLASS_NAME, "own")
    assert not own.is_displayed()
    assert answer(page, "1.9", "A_j' (P X - Y) X' B_j'") == "right"
    assert own.is_displayed()
    assert page.find_element(By.ID, "progress").text == "1 of 7 lines are right."
    screenshot("right")


def test_a_hint_is_shown_on_request_only(page):
    hint = blank(page, "1.9").find_element(By.TAG_NAME, "details")
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", hint)
    assert not hint.find_element(By.TAG_NAME, "p").is_displayed()
    hint.find_element(By.TAG_NAME, "summary").click()
    assert hint.find_element(By.TAG_NAME, "p").is_displayed()


def test_what_is_saved_is_read_by_the_command(page):
    answer(page, "1.9", "A_j' E X' B_j'")
    answer(page, "1.12", "A_j' Syx B_j'")
    data = json.loads(page.execute_script("return JSON.stringify(saved())"))
    found = {one.number: one.verdict for one in check_exercise(data)[1]}
    assert (found["1.9"], found["1.12"], found["1.3"]) == ("right", "wrong", "blank")


def test_nothing_is_loaded_and_nothing_goes_wrong(page):
    page.get_log("performance")
    page.refresh()
    asked = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    urls = [one["params"]["request"]["url"] for one in asked if one["method"] == "Network.requestWillBeSent"]
    assert all(url.startswith(("file:", "data:")) for url in urls)
    assert [entry["message"] for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize("name", ["gradient", "hessian", "gaussian"])
def test_a_phone_needs_no_sideways_scrolling(browser, tmp_path, screenshot, name):
    path = tmp_path / "exercise.html"
    path.write_text(exercise_page(derive(name)), encoding="utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    )
    browser.get(path.as_uri())
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    screenshot(f"phone-{name}")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide <= 360
