"""The report page holds everything, loads nothing, and cannot be broken by what claims say."""

import base64
import json
import re
from html.parser import HTMLParser

import pytest

from proofs_check.cli import report as report_cli
from proofs_check.language.verdict import Verdict
from proofs_check.report import results
from proofs_check.report.page import report_page
from proofs_check.running import registry, runner
from symdln.files import font
from tests.proofs_check.report_data import WITNESS, claim_data, results_of

HOSTILE = "</article><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\"'&"

VOID = {"meta", "input", "br", "wbr", "rect"}


class Reader(HTMLParser):
    """Collects elements, attributes and the text of a page, and finds out whether its elements are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data.replace(font.embedded(), "")


@pytest.fixture
def page() -> str:
    refuted = claim_data("toy.a", Verdict.REFUTED, witness=WITNESS | {"claim": "toy.a"}, failures=1)
    repair = claim_data("toy.a.corrected", Verdict.PROVED, corrects="toy.a", in_print=False)
    return report_page(results_of(refuted, repair))


def test_elements_are_closed_and_ids_unique(page):
    reader = Reader(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))


def test_every_claim_has_a_row_and_a_section_to_which_it_links(page):
    reader = Reader(page)
    links = [attributes.get("href") for tag, attributes in reader.elements if tag == "a"]
    for id in ("toy.a", "toy.a.corrected"):
        assert id in reader.ids
        assert f"#{id}" in links


def test_nothing_is_loaded_from_anywhere(page):
    for tag, attributes in Reader(page).elements:
        assert tag not in {"link", "iframe", "object", "embed", "img"}
        assert "src" not in attributes
        assert re.match(r"#|data:application/json;base64,", attributes.get("href") or "#")
    assert "@import" not in page
    assert "url(" not in page.replace(font.embedded(), "")


def test_the_witness_can_be_saved_from_the_page_alone(page):
    saved = re.findall(r'href="data:application/json;base64,([^"]+)"', page)
    assert [json.loads(base64.b64decode(text))["weights"] for text in saved] == [[[["-2/3"]]]]


@pytest.mark.parametrize("field", ["sentence", "statement", "made_precise", "ill_formed"])
def test_hostile_words_stay_words(field):
    reader = Reader(report_page(results_of(claim_data("toy.a", Verdict.REFUTED, **{field: HOSTILE}))))
    assert reader.open == []
    assert [tag for tag, _ in reader.elements].count("script") == 1  # the page's own
    assert all(not name.startswith("on") or name == "onsubmit" for _, found in reader.elements for name in found)
    assert "alert(1)" in reader.text
    assert "49" not in reader.text


@pytest.mark.parametrize("place", ["place", "authors", "title", "where"])
def test_hostile_sources_stay_words(place):
    claim = claim_data("toy.a", Verdict.VERIFIED)
    claim["source"] |= {place: HOSTILE}
    reader = Reader(report_page(results_of(claim)))
    assert [tag for tag, _ in reader.elements].count("script") == 1
    assert "49" not in reader.text


def test_a_hostile_witness_stays_words():
    witness = {"claim": "toy.a", "sentence": HOSTILE, "problem": {"widths": [1], "Sxx": [[HOSTILE]], "Syx": [["1"]]}}
    reader = Reader(report_page(results_of(claim_data("toy.a", Verdict.REFUTED, witness=witness))))
    assert [tag for tag, _ in reader.elements].count("script") == 1


def test_certificates_can_be_saved_from_the_page(tmp_path):
    (tmp_path / "refuted").mkdir()
    (tmp_path / "refuted" / "toy.a.json").write_text('{"sentence": "so it is", "facts": []}')
    held = report_cli.certificates_in(tmp_path)
    page = report_page(results_of(claim_data("toy.a", Verdict.REFUTED)), held)
    assert 'download="toy.a.certificate.json"' in page
    assert "so it is" in Reader(page).text


def test_an_incomplete_claim_says_so():
    page = report_page(results_of(claim_data("toy.a", Verdict.UNDECIDED, complete=False)))
    assert "not covered completely" in page


def test_results_read_back_make_the_same_page(tmp_path):
    """Times and bounds come back from a file as numbers, so that a page made later is that of the run."""
    claim = registry.find(registry.all_claims(), "lucchi.thm6")
    report = runner.run([claim], runner.Settings("small"))
    results.write(report, tmp_path / "run.json")
    assert report_page(results.read(tmp_path / "run.json")) == report_page(results.results_data(report))
