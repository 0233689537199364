"""Cycles of two layers of matrices: the verdict, cases by hand, and the criterion of Schur and Cohn."""

from fractions import Fraction

import flint
import pytest

from proofs_check.claims.ours.matrix_cycles import Oscillating, attracts, matrix_cycles, resting_pair
from proofs_check.claims.ours.parts.unit_disc import is_schur, may_touch_circle
from proofs_check.language.verdict import Verdict
from tests.proofs_check.settling import settle


def test_the_verdict() -> None:
    (result,) = settle(matrix_cycles)
    assert result.verdict is Verdict.DERIVED


def test_two_and_three_beside_a_mode_at_rest() -> None:
    # eta = 1/6, s_1 = 7, s_2 = 9/4^2 = 81/16: c + d = 7/6 + 27/32 = 193/96 > 2, and 7/6 + 2/3 < 2 for s_2 = 4
    far, near = Oscillating((("2", "3"), ("9/4",))), Oscillating((("2", "3"), ("2",)))
    assert (far.eta, far.targets, sum(far.c)) == (Fraction(1, 6), [7, Fraction(81, 16)], Fraction(193, 96))
    assert (attracts(far), attracts(near)) == (False, True)


def test_the_border_has_multipliers_of_modulus_one() -> None:
    # c = 1, d = 1: 1, det M_+ = 1, and x^2 - (4 - 3 - 1 + 1 + 1) x + 1 = (x - 1)^2
    one = flint.fmpq_poly([-1, 1])
    assert resting_pair(Fraction(1), Fraction(1)) == one**4


@pytest.mark.parametrize(
    ("coefficients", "inside", "touches"),
    [
        ([1, 0, 4], True, False),  # 4 x^2 + 1: +- i / 2
        ([4, 0, 1], False, False),  # x^2 + 4: +- 2i
        ([1, -1, 1], False, True),  # sixth roots of unity
        ([1, -3, 2], False, True),  # 1/2 and 1
        ([-1, 1, 6], True, False),  # 1/3 and -1/2
        ([2, -5, 2], False, True),  # 1/2 and 2: a pair, though not on the circle
        ([0, 0, 1], True, False),  # 0 twice
    ],
)
def test_roots_in_the_unit_disc(coefficients, inside, touches) -> None:
    polynomial = flint.fmpq_poly(coefficients)
    assert (is_schur(polynomial), may_touch_circle(polynomial)) == (inside, touches)
