"""One step of descent and the imbalance: the verdict, and a case by hand."""

from proofs_check.claims.ours.descent_imbalance import descent_imbalance, in_symbols
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(descent_imbalance)
    assert result.verdict is Verdict.PROVED


def test_two_scalars_in_symbols() -> None:
    # (b - eta m a)^2 - (a - eta m b)^2 = b^2 - a^2 + eta^2 m^2 (a^2 - b^2), m = ab - s: the terms 2 eta m a b cancel
    assert in_symbols((1, 1, 1)).holds
