"""The README says how many claims ended how, and that is what is recorded."""

from collections import Counter
from pathlib import Path

from proofs_check.language.verdict import Verdict
from proofs_check.running import expected

README = Path(__file__).resolve().parents[1] / "README.md"


def test_the_totals_are_the_recorded_ones():
    recorded = expected.recorded()
    counts = Counter(recorded.values())
    totals = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    assert f"{len(recorded)} claims: {totals}." in README.read_text(encoding="utf-8")
