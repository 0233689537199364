"""Second readings: of claims that exist, with items of the checklist, and printed where the words were read."""

from pathlib import Path

from proofs_check.language.role import Role
from proofs_check.report.catalog import pages, recorded
from proofs_check.report.readings import FILE, items, readings
from proofs_check.running import registry

CLAIMS = registry.all_claims()
CHECKLIST = Path(__file__).resolve().parents[3] / "docs" / "reviewing-claims.md"


def test_every_reading_is_of_a_claim_and_leaves_open_only_what_is_on_the_list() -> None:
    assert set(readings()) <= set(CLAIMS)
    assert all(set(one.open) <= set(items()) for one in readings().values())
    assert all(one.against and one.note for one in readings().values())


def test_the_list_has_one_item_for_each_line_of_the_checklist_that_a_reader_ticks() -> None:
    lines = [line for line in CHECKLIST.read_text(encoding="utf-8").splitlines() if line.startswith("- [ ]")]
    assert len(items()) == len(lines) - 1  # the last one is for `make missing`


def test_what_was_not_compared_with_its_text_is_not_counted_as_printed() -> None:
    unread = [id for id, one in readings().items() if "statement" in one.open and CLAIMS[id].role is Role.PRINTED]
    assert unread == []


def test_the_page_of_a_claim_has_its_reading() -> None:
    text = pages(recorded({}))["yaras.md"]
    assert "*Second reading:* against abstract of arXiv:2306.01154, version 1; not ticked: hypotheses." in text
    assert FILE.name not in text
