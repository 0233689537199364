"""The law of one mode: a case by hand."""

from fractions import Fraction

from proofs_check.claims.saxe.modes import modes, velocity
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(modes)
    assert result.verdict is Verdict.DERIVED


def test_by_hand() -> None:
    # depth 3, s = 2, a = 1/2: a' = a^2 (s - a^3) = 1/4 (2 - 1/8) = 15/32
    assert velocity(3, 2, Fraction(1, 2)) == Fraction(15, 32)
    assert modes.check((3, ((2, "1/2"),), "1/10")).holds
