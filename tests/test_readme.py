"""The README says how many claims ended how, and that is what is recorded."""

from pathlib import Path

from proofs_check.report import counts
from proofs_check.running import expected, registry

README = Path(__file__).resolve().parents[1] / "README.md"


def test_the_totals_are_the_recorded_ones():
    """Printed statements of the sources first, and what is not theirs apart, in the words of ``proofs-check run``."""
    claims = registry.all_claims()
    found = counts.by_role((claims[id].role, verdict) for id, verdict in expected.recorded().items())
    text = " ".join(README.read_text(encoding="utf-8").split())
    said = counts.sentences(found)
    assert said[0].partition(":")[0].endswith("printed statements of the sources")
    for sentence in said:
        assert sentence in text
