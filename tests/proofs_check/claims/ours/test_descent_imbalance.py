"""One step of descent and the imbalance: the verdict."""

from proofs_check.claims.ours.descent_imbalance import descent_imbalance
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(descent_imbalance)
    assert result.verdict is Verdict.PROVED
    assert result.tally.cases >= 10
