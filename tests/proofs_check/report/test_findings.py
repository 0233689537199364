"""The findings page says what a run found, and nothing of it by hand."""

import pytest

from proofs_check.language.verdict import Verdict
from proofs_check.report.findings import findings_page
from tests.proofs_check.report_data import WITNESS, claim_data, results_of


def page_of(*claims: dict[str, object]) -> str:
    return findings_page(results_of(*claims))


def test_a_refuted_claim_stands_with_statement_witness_replay_and_repair():
    refuted = claim_data("toy.a", Verdict.REFUTED, witness=WITNESS)
    repair = claim_data("toy.a.corrected", Verdict.PROVED, corrects="toy.a", sentence="So it really is.")
    page = page_of(refuted, repair)
    entry = page.split("### `toy.a`")[1].split("## What holds")[0]
    parts = r"a_1 \le b", "W_1 = [[-2/3]]", "widths (1, 1)", "`proofs-check at toy.a`", "So it really is.", "PROVED"
    for part in parts:
        assert part in entry


def test_an_entry_names_the_hypotheses():
    hypotheses = [{"name": "a", "statement": "m >= d_x"}, {"name": "b", "statement": r"\nabla L = 0"}]
    page = page_of(claim_data("toy.a", Verdict.REFUTED, witness=WITNESS, hypotheses=hypotheses))
    assert r"*Assuming:* m \>= d\_x; $\nabla L = 0$." in page


def test_a_witness_without_weights_is_shown_by_name():
    witness = {"sentence": "3 is greater than 1", "data": [1, 1], "details": {"left": "3", "law": [[0, "1/2"]]}}
    assert "```text\nlaw = [[0, 1/2]]\n```" in page_of(claim_data("toy.a", Verdict.REFUTED, witness=witness))


def test_claims_that_hold_are_a_table_and_no_entry():
    page = page_of(claim_data("toy.b", Verdict.VERIFIED))
    assert "### `toy.b`" not in page
    assert "| `toy.b` | Lemma 1 | VERIFIED |" in page


def test_a_neighbour_that_no_source_prints_says_so():
    page = page_of(claim_data("toy.c", Verdict.REFUTED, witness=WITNESS, in_print=False))
    assert "not itself in print" in page


@pytest.mark.parametrize("verdict", [Verdict.UNDECIDED, Verdict.VACUOUS, Verdict.ILL_FORMED])
def test_what_did_not_end_well_is_an_entry(verdict):
    assert "### `toy.d`" in page_of(claim_data("toy.d", verdict))


def test_words_cannot_break_the_page():
    page = page_of(claim_data("toy.e", Verdict.REFUTED, sentence="<script>*x_1*</script> `code`", witness=WITNESS))
    assert r"\<script\>\*x\_1\*\</script\> \`code\`" in page
