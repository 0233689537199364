"""The claims ``bah.riemannian``: cases by hand."""

import symdln as dln
from proofs_check.claims.bah.riemannian import operator, outside, riemannian, tangent


def test_one_number() -> None:
    # w = t^N with t = 2, N = 3: the factor is 3 t^4 = 48
    assert operator((1, 1, (2,), 3)) == dln.Matrix([[48]])


def test_rank_one_of_two() -> None:
    # singular values 3^2 and 0: the factors are 18 at (1, 1), 9 at (1, 2) and (2, 1), 0 at (2, 2)
    assert operator((2, 2, (3, 0), 2)).trace() == 18 + 9 + 9
    assert tangent((2, 2, (3, 0), 2)).rank() == 3
    assert riemannian.at((2, 2, (3, 0), 2)).holds


def test_outside_of_a_line() -> None:
    assert outside(dln.Matrix([[1, 0], [0, 0]])) == dln.Matrix([[0, 0], [0, 1]])
