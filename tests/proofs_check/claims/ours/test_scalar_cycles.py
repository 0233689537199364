"""Cycles of two steps: the verdict, and a case by hand."""

from fractions import Fraction

from proofs_check.claims.ours.scalar_cycles import EqualLayers, TwoSteps, balanced, cycles, is_stable, multipliers
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdicts() -> None:
    assert [result.verdict for result in settle(cycles, balanced)] == [Verdict.DERIVED] * 2


def test_two_and_three_by_hand() -> None:
    # a = 2, b = 3: eta = 1/6, s = 4 + 9 - 6 = 7, c = 7/6; g(2) = 2 + 6/6 = 3, g(3) = 3 - 6/6 = 2
    exact = TwoSteps((2, 3, 1))
    assert (exact.eta, exact.s, exact.c) == (Fraction(1, 6), 7, Fraction(7, 6))
    # 9 - 2 (13/6)^2 = -7/18 and 3 - 7/3 = 2/3: stable, and 7/6 < sqrt 5 - 1
    assert multipliers(exact.c) == (Fraction(-7, 18), Fraction(2, 3))
    assert is_stable(exact.c)
    # c = 3/2 is beyond sqrt 5 - 1 = 1.236...
    assert not is_stable(Fraction(3, 2))


def test_depth_three_by_hand() -> None:
    # a = 1, b = 2: eta s - eta = 1 and eta s - 8 eta = -1/4, so eta = 5/28 and eta s = 33/28, s = 33/5
    exact = EqualLayers((3, 1, 2))
    assert (exact.eta, exact.s) == (Fraction(5, 28), Fraction(33, 5))
    # with signs (+, -, +) the target is -33/5: 1 - eta (-1 + 33/5)(-1) = 1 + 5/28 * 28/5 = 2
    assert exact.path([Fraction(1), Fraction(-1), Fraction(1)], -exact.s)[1] == [2, -2, 2]
