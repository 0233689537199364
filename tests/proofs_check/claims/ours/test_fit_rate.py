"""The inequality behind proved rates: the verdict, and equality by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.ours.fit_rate import excess, fit_rate, least, least_positive, rate
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(fit_rate)
    assert result.verdict is Verdict.DERIVED


def test_two_scalars_by_hand() -> None:
    # L = (ab - 1)^2 / 2 at a = 1, b = 2: |grad L|^2 = 1^2 (4 + 1) = 5 = 2 m l with m = a^2 + b^2 = 5, l = 1/2
    point = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[1]], [[2]]])
    assert excess(point) == Fraction(1, 2)
    assert Fraction(24, 5) < rate(point) <= 5


def test_least_eigenvalues_by_hand() -> None:
    # (1, 1; 1, 1) has the eigenvalues 2 and 0, (2, 1; 1, 2) has 3 and 1
    assert Fraction(31, 16) < least_positive(dln.Matrix([[1, 1], [1, 1]])) <= 2
    assert Fraction(31, 32) < least(dln.Matrix([[2, 1], [1, 2]])) <= 1
