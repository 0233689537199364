"""Two runs compared."""

import json

import pytest
from click.testing import CliRunner

from proofs_check.cli import cli
from proofs_check.language.verdict import Verdict
from proofs_check.report import results
from proofs_check.report.difference import Change, changes
from tests.proofs_check.report_data import claim_data, results_of

BEFORE = results_of(claim_data("toy.a", Verdict.VERIFIED), claim_data("toy.b", Verdict.PROVED))
AFTER = results_of(claim_data("toy.c", Verdict.PROVED), claim_data("toy.a", Verdict.DERIVED))


@pytest.fixture(autouse=True)
def short_results(monkeypatch):
    """The results of these tests have the fields that pages use, not all of the format."""
    monkeypatch.setattr(results, "read", lambda path: json.loads(path.read_text()))


def test_changed_new_and_gone_claims():
    assert changes(BEFORE, AFTER) == [
        Change("toy.c", None, "PROVED"),
        Change("toy.a", "VERIFIED", "DERIVED"),
        Change("toy.b", "PROVED", None),
    ]
    assert changes(AFTER, AFTER) == []


def test_the_command_says_what_changed_and_puts_it_on_the_page(tmp_path):
    for name, data in (("a", AFTER), ("b", BEFORE)):
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    arguments = ["report", str(tmp_path / "a.json"), "--against", str(tmp_path / "b.json")]
    said = CliRunner().invoke(cli, arguments).output
    assert said.splitlines() == [
        "toy.c is new: PROVED.",
        "toy.a was VERIFIED and is DERIVED.",
        "toy.b is gone; it was PROVED.",
    ]
    CliRunner().invoke(cli, [*arguments, "--html", str(tmp_path / "page.html")])
    page = (tmp_path / "page.html").read_text()
    both, only_here, only_there = (
        page.index("VERIFIED &rarr; DERIVED"),
        page.index("1 claim is in this run only"),
        page.index("1 claim is in the other run only"),
    )
    assert both < only_here < page.index("toy.c</a>: PROVED") < only_there < page.index("toy.b: PROVED")


def test_the_same_run_twice(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(AFTER))
    path = str(tmp_path / "a.json")
    said = CliRunner().invoke(cli, ["report", path, "--against", path]).output
    assert said == "No claim ended otherwise.\n"
