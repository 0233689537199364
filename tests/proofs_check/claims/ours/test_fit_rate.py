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


def test_a_narrow_layer_by_hand() -> None:
    # W_1 = 1, W_2 = (0, 0), Y = (1, 1): A_1 A_1^T = 0, and at j = 2 the product is 1, so m = 1; L = 1, the gradient of
    # W_2 is -(1, 1), that of W_1 is 0, and 2 = 2 m l
    point = dln.Point(dln.Problem.from_data([[1]], [[1], [1]], (1,)), [[[1]], [[0], [0]]])
    assert (excess(point), sum(block.norm_squared() for block in point.gradient)) == (1, 2)
    assert Fraction(31, 32) < rate(point) <= 1
    # with both ends wider than the layer every summand is 0: A_1 A_1^T and B_2^T B_2 are 2 x 2 of rank 1
    narrow = dln.Point(dln.Problem.canonical((2, 1), (2, 1, 2)), [[[1, 1]], [[1], [1]]])
    assert rate(narrow) == 0 < excess(narrow)
