"""Completion of a 2 x 2 matrix: cases by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.razin.completion import change, determinant, growth, slope


def test_the_slope_and_the_determinant_by_hand() -> None:
    P = dln.Matrix([[5, 3], [2, 1]])
    assert slope(P) == dln.Matrix([[0, 2], [1, 1]])
    assert determinant(P) == -1
    # two layers I and P, not balanced: P' = -(P P^T + I) ... at W_1 = I, W_2 = P: P' = -(P P^T G + G) with G the slope;
    # P P^T = (34, 13; 13, 5), P P^T G = (13, 81; 5, 31), so P' = -(13, 83; 6, 32), and the determinant changes by
    # -13 * 1 - 5 * 32 + 83 * 2 + 3 * 6 = 11
    assert change([dln.Matrix.identity(2), P]) == 11


def test_the_bound_by_hand() -> None:
    # p_12 = p_21 = 1, p_22 = 1/100: l = 1/20000, sqrt(2 l) = 1/100, so the bound is (99/100)^2 100 = 98.01, and the
    # entry is (1 + 1/1000) 100 = 100.1
    assert growth.check(("1", "1", "1/100", "1/1000")).holds
    assert Fraction(99, 100) ** 2 * 100 < Fraction(1001, 10)
