"""The explorer in a real browser: its numbers are those of the library; choosing, filtering, links and keys work."""

import random
from fractions import Fraction

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import symdln as dln
from symdln.decay import DecayedSpectrum
from symdln.landscape.signature import inversions, ties
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
    browser.get(explorer_file.as_uri() + "#widths=2,2,2&values=3,2&kind=0")
    return browser


def rows(page):
    return page.find_elements(By.CSS_SELECTOR, "#kinds tr")


def facts(page) -> dict[str, str]:
    names, texts = (page.find_elements(By.CSS_SELECTOR, f"#facts {tag}") for tag in ("dt", "dd"))
    return {name.text: text.text for name, text in zip(names, texts, strict=True)}


def networks(seed: int, count: int, most_kinds: int):
    """(singular values, widths) at random: depths 2 to 5, widths 1 to 4, values with ties, zeros and fractions."""
    rng = random.Random(seed)
    while count:
        widths = tuple(rng.randint(1, 4) for _ in range(rng.randint(3, 6)))
        size = min(widths[0], widths[-1])
        values = sorted((Fraction(rng.choice(["0", "1", "1", "2", "5/2", "3"])) for _ in range(size)), reverse=True)
        if dln.Problem.canonical(values, widths).count_kinds() <= most_kinds:
            count -= 1
            yield values, widths


def in_page(page, values, widths) -> str:
    texts = ", ".join(f"[{value.numerator}n, {value.denominator}n]" for value in values)
    return f"networkOf({list(widths)}, [{texts}])"


@pytest.mark.parametrize("seed", range(4))
def test_the_page_computes_what_the_library_computes(page, seed):
    """Selection, strings, loss, class, inertia, what is counted, order and dimension of every kind, in one order."""
    for values, widths in networks(seed, 6, 1500):
        problem = dln.Problem.canonical(values, widths)
        found = page.execute_script(
            f"return [...kindsOf({in_page(page, values, widths)})].map((k) => [k.S, k.m, fractionText(k.loss), "
            "CLASSES[k.label], k.plus, k.minus, k.zero, k.inverted, k.ties, k.order, k.dimension])"
        )
        expected = [
            [
                list(kind.selection), list(kind.multiplicities), str(problem.critical_value(kind.selection).value),
                kind.label, kind.inertia.positive, kind.inertia.negative, kind.inertia.zero,
                inversions(problem, kind.selection), ties(problem, kind.selection), kind.order, kind.dimension,
            ]
            for kind in problem.kinds()
        ]  # fmt: skip
        assert found == expected, (values, widths)


@pytest.mark.parametrize(("values", "widths"), [((1, 1), (2, 2, 2, 2)), ((3, 2), (2, 1, 2)), ((2, 0), (2, 3, 2))])
def test_the_page_agrees_with_the_exact_hessian_at_a_representative(page, values, widths):
    """The page counts strings; here the inertia comes from the Hessian of a point, and the loss from its weights."""
    problem = dln.Problem.canonical(values, widths)
    found = page.execute_script(
        f"return [...kindsOf({in_page(page, list(map(Fraction, values)), widths)})]"
        ".map((k) => [fractionText(k.loss), k.plus, k.minus, k.zero])"
    )
    for numbers, kind in zip(found, problem.kinds(), strict=True):
        point = kind.representative(rng=1)
        inertia = dln.inertia(problem, point, method="hessian")
        assert numbers == [str(point.loss), inertia.positive, inertia.negative, inertia.zero]


@pytest.mark.parametrize("seed", range(3))
def test_decayed_kinds_are_those_of_the_library(page, seed):
    """Decays at random, and three at a threshold: at depth 2 the value is the decay; at depth 3 with t* = 1/4 the roots
    meet where s^4 = decay^3 256/27, as for 4 and 3, and the loss stays as it is where s^4 = 16 decay^3, as for 2 and 1.
    """
    rng = random.Random(seed)
    cases = [(values, widths, Fraction(rng.randint(1, 40), 20)) for values, widths in networks(seed, 8, 10**6)]
    one = Fraction(1)
    cases += [([one, one], (2, 2, 2), one), ([4 * one] * 2, (2, 2, 2, 2), 3 * one), ([2 * one], (1, 1, 2, 1), one)]
    for values, widths, decay in cases:
        spectrum = DecayedSpectrum.of_singular_values(values, widths, decay)
        found = page.execute_script(
            f"return [...decayedKinds({in_page(page, values, widths)}, [{decay.numerator}n, {decay.denominator}n])]"
            ".map((k) => [k.used, DECAYED[k.label], k.plus, k.minus, k.zero, k.orbit, k.loss])"
        )
        start = sum(value**2 for value in values) / 2
        for (*numbers, loss), kind in zip(found, spectrum.kinds(), strict=True):
            inertia = kind.inertia
            signs = [inertia.positive, inertia.negative, inertia.zero]
            assert numbers == [[list(u) for u in kind.used], kind.label, *signs, kind.orbit_dimension]
            assert abs(loss - float(start + kind.change_enclosure()[0])) < 1e-9


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


def test_arrow_keys_go_through_the_list(page):
    rows(page)[0].find_element(By.TAG_NAME, "button").click()
    page.switch_to.active_element.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert page.current_url.endswith("kind=2")
    page.switch_to.active_element.send_keys(Keys.ARROW_UP)
    assert [row.get_attribute("aria-selected") for row in rows(page)[:3]] == ["false", "true", "false"]


def test_singular_values_are_typed_and_wrong_ones_are_told(page):
    box = page.find_element(By.ID, "values-asked")
    box.clear()
    box.send_keys("5/2, 5/2")
    assert len(rows(page)) == dln.Problem.canonical((Fraction(5, 2),) * 2, (2, 2, 2)).count_kinds()
    box.send_keys(", x")
    assert page.find_element(By.ID, "wrong").text.startswith("Write singular values as numbers")
    assert len(rows(page))


def test_a_large_network_is_counted_and_listed_in_parts(browser, explorer_file):
    browser.get("about:blank")
    browser.get(explorer_file.as_uri() + "#widths=3,3,3,3,3,3&values=3,2,1")
    assert "4,548 kinds" in browser.find_element(By.ID, "count").text
    before = len(rows(browser))
    browser.find_element(By.ID, "more").click()
    assert dln.Problem.canonical((3, 2, 1), (3,) * 6).count_kinds() == 4548 > len(rows(browser)) > before


def test_weight_decay_is_a_slider_that_the_address_keeps(browser, explorer_file, screenshot):
    """At decay 1 and depth 3 the value 2 may be used where 4^2 > 256 / 27, so has both roots; 1 has none."""
    browser.get("about:blank")
    browser.get(explorer_file.as_uri() + "#widths=2,2,2,2&values=2,1&decay=1")
    found = [row.text for row in browser.find_elements(By.CSS_SELECTOR, "#decayed tr")]
    assert [line.split(" ")[0] for line in found] == ["nothing", "large", "small"]
    browser.find_element(By.ID, "decay").send_keys(Keys.ARROW_RIGHT)
    assert browser.current_url.endswith("decay=21/20")
    browser.execute_script("document.querySelector('.decay').scrollIntoView()")
    screenshot("decay")


def test_a_narrow_screen_needs_no_sideways_scrolling(page, screenshot):
    phone = {"width": 360, "height": 1600, "deviceScaleFactor": 1, "mobile": True}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    wide = page.execute_script("return document.documentElement.scrollWidth")
    inside = page.execute_script("const l = document.querySelector('.list'); return l.scrollWidth - l.clientWidth")
    screenshot("narrow")
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert (wide, inside) == (360, 0)


def test_nothing_goes_wrong_in_the_console(page):
    assert [entry["message"] for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_without_an_address_it_begins_at_a_non_strict_saddle(browser, explorer_file, screenshot):
    browser.get("about:blank")
    browser.get(explorer_file.as_uri())
    found = facts(browser)
    assert found["Class"] == "non-strict saddle"
    assert found["Order"].startswith("3: ")  # W = 0 at depth 3: the loss falls like the product of three layers
    assert found["n−"] == "inv(S) + pairs = 0 + 0 = 0"
    said = browser.find_element(By.ID, "fall-said").text
    # with t in one entry of each layer 1/2 |W_3 W_2 W_1 - diag(3, 2)|^2 changes by 1/2 ((t^3 - 3)^2 - 9)
    assert said == "Along an exact curve the loss changes by −3 t3 + 1/2 t6."  # exponents are raised
    screenshot("begin")


def test_minimisers_do_not_fall(page):
    Select(page.find_element(By.ID, "class")).select_by_visible_text("global minimiser")
    assert facts(page)["Order"].startswith("none")
    assert page.find_element(By.ID, "fall-said").text.startswith("The loss does not fall along any curve;")


def test_a_number_of_signs_leads_to_the_theorem(page):
    assert not page.find_element(By.CSS_SELECTOR, "#theorem ul").is_displayed()
    page.find_element(By.CSS_SELECTOR, "#facts dt a").click()
    assert page.find_element(By.CSS_SELECTOR, "#theorem ul").is_displayed()


def at(layers, t: Fraction) -> list:
    """The weights of a curve at t, from the coefficients that the page writes."""

    def value(entry: list[str]) -> Fraction:
        return sum((Fraction(coefficient) * t**n for n, coefficient in enumerate(entry)), Fraction(0))

    return [[[value(entry) for entry in row] for row in layer] for layer in layers]


@pytest.mark.parametrize("seed", range(3))
def test_the_drawn_curve_starts_at_its_kind_and_falls_with_its_order(page, seed):
    """The page multiplies polynomials; here the start is classified by ranks, and the loss comes from the weights."""
    for values, widths in networks(seed, 8, 300):
        problem = dln.Problem.canonical(values, widths)
        found = page.execute_script(
            f"const network = {in_page(page, values, widths)}; return [...kindsOf(network)].map((kind) => "
            "{ const curve = curveOf(network, kind); return curve && [curve.change.map(fractionText), "
            "curve.layers.map((layer) => layer.map((row) => row.map((entry) => entry.map(fractionText))))]; })"
        )
        for curve, kind in list(zip(found, problem.kinds(), strict=True))[::4]:
            if curve is None:
                assert kind.order is None
                assert not kind.rank
                continue
            change, layers = [Fraction(coefficient) for coefficient in curve[0]], curve[1]
            start = dln.Point(problem, at(layers, Fraction(0)))
            assert start.is_critical
            assert (start.selection, start.strings) == (kind.selection, kind.strings)
            t = Fraction(2, 3)
            moved = dln.loss(problem, at(layers, t)) - start.loss
            assert moved == sum(coefficient * t**n for n, coefficient in enumerate(change))
            order = next(n for n, coefficient in enumerate(change) if coefficient)
            assert (order, change[order] < 0) == (kind.order or 2, kind.order is not None)
