"""The first step of Adam: the verdict, and a case by hand."""

from fractions import Fraction

from proofs_check.claims.ours.adam_imbalance import adam_imbalance, adam_step
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(adam_imbalance)
    assert result.verdict is Verdict.PROVED


def test_by_hand() -> None:
    # a = 1, b = 2, s = 1: both gradients are positive, so both weights fall by eta: (2 - e)^2 - (1 - e)^2 = 3 - 2 e
    assert adam_step(Fraction(5), Fraction(1, 10)) == Fraction(1, 10)
    assert adam_step(Fraction(-5), Fraction(1, 10)) == Fraction(-1, 10)
    assert adam_imbalance.check((1, 2, 1)).holds
