"""Two scalar layers: the verdict, and a case by hand."""

from fractions import Fraction

from proofs_check.claims.tarmoun.imbalance import imbalance, speed_squared
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(imbalance)
    assert result.verdict is Verdict.PROVED


def test_by_hand() -> None:
    # a = 1, b = 2: a^2 + b^2 = 5, lambda = 3, p = 2: 9 + 16 = 25
    assert speed_squared(Fraction(3), Fraction(2)) == 25
    assert imbalance.check(("1", "2", 1)).holds
