"""The findings that come first: they are ten, and each is said only where the run has the verdicts behind it."""

from proofs_check.language.verdict import Verdict
from proofs_check.report import first
from proofs_check.report.findings import findings_page
from proofs_check.running import expected, registry
from tests.proofs_check.report_data import claim_data, results_of

CLAIMS = registry.all_claims()


def test_there_are_ten_about_claims_with_the_recorded_verdicts() -> None:
    assert len(first.listed()) == 10
    recorded = expected.recorded()
    for one in first.listed():
        assert one["verdicts"]
        for id, word in one["verdicts"].items():
            assert (id in CLAIMS, str(recorded[id])) == (True, word), one["title"]


def test_the_page_opens_with_them() -> None:
    ids = first.listed()[3]["verdicts"]
    page = findings_page(results_of(*(claim_data(id, Verdict(word)) for id, word in ids.items())))
    assert page.index("## First") < page.index("## At a glance")
    assert "1. **" in page
    assert "needs a convex loss" in page
    assert "2. **" not in page  # the others are not said: the run does not have their verdicts


def test_a_finding_is_not_said_with_another_verdict() -> None:
    page = findings_page(
        results_of(*(claim_data(id, Verdict.PROVED) for one in first.listed() for id in one["verdicts"]))
    )
    assert "## First" not in page


def test_hypotheses_that_no_claim_of_the_run_needs_are_listed() -> None:
    page = findings_page(results_of(claim_data("lindsey.balanced", Verdict.DERIVED)))
    assert "| the product has full rank | 1 | 60 |" in page
    assert "## Hypotheses" not in findings_page(results_of(claim_data("toy.a", Verdict.PROVED)))
