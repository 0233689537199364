"""Incremental learning: thresholds by hand, and starts on both sides."""

from fractions import Fraction

from proofs_check.claims.gissin.incremental import enough, learned, threshold

R, F, S = Fraction(2), Fraction(3, 4), Fraction(1, 4)


def test_the_threshold_by_hand() -> None:
    # r = 2: (s / (1-s))^2 (1-f) / (f (2-s)) = (1/9) (1/3) / (7/4) = 4 / 189, to the power 1 / (r - 1) = 1
    assert abs(threshold(R, F, S) - Fraction(4, 189)) < Fraction(1, 10**20)


def test_what_suffices_by_hand() -> None:
    # N = 4: K = s^(-1/2) + 2 (f r)^(1/2) / (2 (1/4) 4) = 2 + (3/2)^(1/2); ((1/2) / K)^2 = 1 / (4 (2 + 1.2247...)^2)
    assert abs(float(enough(R, F, S, 4)) - 1 / (4 * (2 + 1.5**0.5) ** 2)) < 1e-12


def test_both_answers_occur() -> None:
    # depth 2, r = 2: from 1/1000 the times are log(3 * 1999) / 4 and log((1/3) 999) / 2, that is 2.17 < 2.90; from
    # 1/10 they are log(3 * 19) / 4 = 1.01 > log((1/3) 9) / 2 = 0.55
    assert learned(R, F, S, Fraction(1, 1000), 2) is True
    assert learned(R, F, S, Fraction(1, 10), 2) is False
