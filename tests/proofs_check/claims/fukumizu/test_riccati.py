"""The Riccati equation of balanced weights: the verdict, and starts that are balanced."""

from proofs_check.claims.fukumizu.riccati import EXACT, balanced, riccati
from proofs_check.language.verdict import Verdict
from symdln.dynamics import balance_of
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(riccati)
    assert result.verdict is Verdict.PROVED


def test_every_start_is_balanced() -> None:
    # both layers have the same singular values, and common singular vectors at the hidden layer
    assert {balance_of(*balanced(case)) for case in EXACT} == {0}
