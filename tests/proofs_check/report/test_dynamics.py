"""The table of statements about trajectories is that of the record."""

from pathlib import Path

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.report.dynamics import ABOVE, BEGIN, END, SECTIONS, renewed, table
from proofs_check.running.expected import recorded
from symdln.errors import InputError


def test_the_page_has_the_table_of_the_record(repository: Path) -> None:
    page = (repository / "docs/flow.md").read_text(encoding="utf-8")
    if renewed(page, recorded()) != page:
        pytest.fail("docs/flow.md: run python -m proofs_check.report.dynamics docs/flow.md", pytrace=False)


def test_enough_statements_have_a_verdict_above_supported() -> None:
    ids = [id for part in SECTIONS.values() for id in part]
    assert len(set(ids)) == len(ids)
    assert sum(recorded()[id] in ABOVE for id in ids) >= 25


def test_the_count_follows_the_verdicts() -> None:
    verdicts = dict(recorded())
    before = table(verdicts).split("\n")[0]
    verdicts["saxe.modes"] = Verdict.SUPPORTED
    after = table(verdicts)
    assert after.split("\n")[0] != before
    assert "| closed forms | `saxe.modes` |" in after
    with pytest.raises(InputError, match="once each"):
        renewed(f"{BEGIN} {BEGIN} {END}", verdicts)
