"""The findings page says what a run found, and nothing of it by hand."""

from pathlib import Path

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.report.findings import findings_page
from proofs_check.running import expected, registry
from tests.proofs_check.report_data import WITNESS, claim_data, results_of

ROOT = Path(__file__).resolve().parents[3]


def page_of(*claims: dict[str, object]) -> str:
    return findings_page(results_of(*claims))


def test_a_refuted_claim_stands_with_statement_witness_replay_and_repair():
    refuted = claim_data("toy.a", Verdict.REFUTED, witness=WITNESS)
    repair = claim_data("toy.a.corrected", Verdict.PROVED, corrects="toy.a", sentence="So it really is.")
    page = page_of(refuted, repair)
    entry = page.split("### `toy.a`")[1].split("## What holds")[0]
    parts = r"a_1 \le b", "W_1 = [[-2/3]]", "widths (1, 1)", "(`proofs-check at` `toy.a`", "So it really is.", "PROVED"
    for part in parts:
        assert part in entry


def test_an_entry_names_the_hypotheses():
    hypotheses = [{"name": "a", "statement": "m >= d_x"}, {"name": "b", "statement": r"\nabla L = 0"}]
    page = page_of(claim_data("toy.a", Verdict.REFUTED, witness=WITNESS, hypotheses=hypotheses))
    section = page.split("## Not graded")[1]
    assert "- *a*: $m$ ≥ $d_{x}$" in section
    assert r"- *b*: $\nabla L = 0$" in section
    assert "*Assuming:* a; b." in section


def test_hypotheses_are_stated_once_in_a_section():
    hypotheses = [{"name": "a", "statement": "all is large"}]
    made = [claim_data(f"toy.{x}", Verdict.REFUTED, witness=WITNESS, hypotheses=hypotheses) for x in "abc"]
    assert page_of(*made).count("all is large") == 1


def test_a_finding_says_what_is_printed_where_it_fails_and_what_holds():
    made = claim_data("toy.a", Verdict.REFUTED, witness=WITNESS, grade="misprint", sentence="All ranks are 1.")
    repair = claim_data("toy.a.corrected", Verdict.PROVED, corrects="toy.a", role="repair", sentence="Some are 2.")
    assert (
        r"**Printed:** All ranks are 1. **Fails** at widths (1, 1): rank of $W_{1}$: 2 is not equal to 1. "
        "**Holds instead** (`toy.a.corrected`, PROVED): Some are 2." in page_of(made, repair)
    )


def test_the_table_shows_grade_place_and_repair():
    made = claim_data("toy.a", Verdict.REFUTED, witness=WITNESS, grade="misprint", literal=True)
    repair = claim_data("toy.a.corrected", Verdict.PROVED, corrects="toy.a", role="repair")
    row = "| Doe, Lemma 1 | `toy.a` | misprint, read literally | widths (1, 1) | `toy.a.corrected`, PROVED |"
    assert row in page_of(made, repair)


def test_the_page_counts_printed_statements_first():
    made = [claim_data("toy.a.corrected", Verdict.PROVED, role="repair"), claim_data("toy.a", Verdict.REFUTED)]
    page = page_of(*made)
    first, second = "- 1 printed statement of the sources: 1 REFUTED.", "- 1 repaired statement: 1 PROVED."
    assert f"{first}\n{second}\n" in page


def test_a_witness_without_weights_is_shown_by_name():
    witness = {"sentence": "3 is greater than 1", "data": [1, 1], "details": {"left": "3", "law": [[0, "1/2"]]}}
    assert "```text\nlaw = [[0, 1/2]]\n```" in page_of(claim_data("toy.a", Verdict.REFUTED, witness=witness))


def test_claims_that_hold_are_a_table_and_no_entry():
    page = page_of(claim_data("toy.b", Verdict.VERIFIED))
    assert "### `toy.b`" not in page
    assert "| `toy.b` | Lemma 1 | printed | VERIFIED |" in page


def test_a_neighbour_that_no_source_prints_says_so():
    page = page_of(claim_data("toy.c", Verdict.REFUTED, witness=WITNESS, in_print=False, role="neighbour"))
    section = page.split("## Neighbours that no source prints")[1]
    assert "**Stated:** So it is." in section
    assert "**Printed:**" not in section


@pytest.mark.parametrize("verdict", [Verdict.UNDECIDED, Verdict.VACUOUS, Verdict.ILL_FORMED])
def test_what_did_not_end_well_is_an_entry(verdict):
    assert "### `toy.d`" in page_of(claim_data("toy.d", verdict))


def test_words_cannot_break_the_page():
    page = page_of(claim_data("toy.e", Verdict.REFUTED, sentence="<script>*x_1*</script> `code`", witness=WITNESS))
    assert r"\<script\>\*$x_{1}$\*\</script\> \`code\`" in page


def test_the_committed_page_has_the_recorded_verdicts():
    """Each recorded verdict that is not a support has its entry in docs/findings.md, and every other its row."""
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    claims = registry.all_claims()
    for id, verdict in expected.recorded().items():
        if verdict in {Verdict.REFUTED, Verdict.ILL_FORMED, Verdict.VACUOUS, Verdict.UNDECIDED}:
            assert f"### `{id}`:" in page or claims[id].scope_of in expected.recorded()
        else:
            row = page.split(f"| `{id}` |")[-1].split("\n")[0]
            assert row.endswith(f"| {claims[id].role} | {verdict} |")
