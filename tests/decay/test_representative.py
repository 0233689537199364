"""Rational critical points of kinds for the data of a problem."""

import random

import pytest

import symdln as dln
from symdln import InputError, NotRationalError
from symdln.algebra.matrix import Matrix
from symdln.algebra.orthonormal import orthonormal_columns
from symdln.decay import DecayedProblem, representative

# Y = diag(s) V^T with a rotation V by (3, 4)/5.  At depth 3 and lam = 14, s = 15 has the roots w = 2 and 1 (8 + 14/2,
# 1 + 14), and 12 has none.
SQUARE = [["4/3", 0], [0, 3]]
TURNED = [["3/5", "4/5", 0], ["-4/5", "3/5", 0], [0, 0, 1]]


def _turned(values, hidden, decay):
    Y = Matrix.diagonal(values) @ Matrix(TURNED)
    return DecayedProblem(dln.Problem.from_data(Matrix.identity(3), Y, hidden), decay)


@pytest.mark.parametrize("rng", [None, 3])
@pytest.mark.parametrize(
    "decayed",
    [
        _turned((15, 15, 12), (3, 2), 14),
        _turned((5, 2, 1), (2,), 1),
        _turned((15, 15, 12), (3, 2), ("56", "14", "7/2")),  # factors 1/2, 1, 2
        DecayedProblem(dln.Problem.from_moments(SQUARE, SQUARE, SQUARE, (2,)), 1),  # w = 1/2: 1 / (1 - 1/4)
    ],
)
def test_every_kind_with_rational_roots_has_a_point_of_that_kind(decayed, rng):
    found = 0
    for kind in decayed.kinds():
        try:
            point = representative(decayed, kind, rng)
        except NotRationalError:
            continue
        found += 1
        assert point.is_critical
        assert point.kind == kind
        assert point.inertia_by_hessian == kind.inertia
        assert point.loss == decayed.value(kind).value
    assert found >= 2


def test_what_is_irrational_is_said():
    unequal = _turned((15, 15, 12), (3, 2), ("28", "14", "7"))  # the mean is 14, and (14/28)^(1/2) is irrational
    with pytest.raises(NotRationalError, match="a root or the mean decay"):
        representative(unequal, unequal.kind(large=[0]))
    decayed = DecayedProblem(dln.Problem.canonical((15,), (1, 1, 1, 1)), 13)
    with pytest.raises(NotRationalError, match="a root or the mean decay"):
        representative(decayed, decayed.kind(large=[0]))
    skew = DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], [[3, 2], [2, 3]], (1,)), 1)  # s = 5, (1, 1)/sqrt 2
    with pytest.raises(NotRationalError, match="no rational orthonormal basis"):
        representative(skew, skew.kind(large=[0]))
    with pytest.raises(InputError, match="belongs to another problem"):
        representative(skew, decayed.kind())


def test_orthonormal_columns_of_spaces():
    plane = Matrix([[1, 0], [1, 0], [0, 1]])  # spanned by (1, 1, 0) and (0, 0, 1): only one rational unit direction
    assert orthonormal_columns(plane, 1) is not None
    assert orthonormal_columns(plane, 2) is None
    other = orthonormal_columns(Matrix([[3, 0], [4, 0], [0, 2]]), 2, random.Random(1))
    assert other is not None
    assert other.T @ other == Matrix.identity(2)
