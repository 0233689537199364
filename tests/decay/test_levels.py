"""Thresholds met exactly, just missed, and by irrational values."""

from fractions import Fraction

import pytest

from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import spectrum_of
from symdln.decay.levels import compare_power, even_threshold, fold_threshold


def rational(value):
    return spectrum_of(Matrix([[value]]))[0]


def test_the_thresholds_of_depth_3_by_hand():
    # s_min^4 27 = 256 lam^3 and s_c^4 = 16 lam^3, so for lam = 3: s_min^4 = 256 (s = 4), and s_c^4 = 432
    assert fold_threshold(3, Fraction(27)) == 256
    assert even_threshold(3, Fraction(27)) == 432


def test_at_depth_2_both_thresholds_are_the_product_of_the_decays():
    assert fold_threshold(2, Fraction(5)) == even_threshold(2, Fraction(5)) == 5


@pytest.mark.parametrize(
    ("value", "sign"), [("3", 0), ("300000001/100000000", 1), ("299999999/100000000", -1), ("0", -1)]
)
def test_a_rational_against_a_threshold(value, sign):
    assert compare_power(rational(value), 4, Fraction(81)) == sign


def test_an_irrational_value_can_meet_a_threshold_exactly():
    # the eigenvalues of [[0, 2], [1, 0]] are sqrt 2 and -sqrt 2; the fourth power of both is 4
    large, small = spectrum_of(Matrix([[0, 2], [1, 0]]))
    assert compare_power(large, 4, Fraction(4)) == 0
    assert compare_power(large, 2, Fraction(2)) == 0
    assert compare_power(large, 4, Fraction(400000001, 100000000)) == -1
    assert compare_power(large, 3, Fraction(2)) == 1  # 2.828...
    assert compare_power(small, 4, Fraction(4)) == -1  # negative values are below every threshold
