"""Signatures in high precision: zeros by integrality, and nothing decided by wrong factors."""

import random
from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.errors import UndecidedError
from symdln.precise import slices
from symdln.precise.numbers import AlgebraicInteger, Ring
from symdln.precise.slices import Gap, rank_of, signature_of

LARGE = 10**30


def table(*rows):
    made = np.empty((len(rows), len(rows[0])), dtype=object)
    made[:] = rows
    return made


@pytest.mark.parametrize(("corner", "expected"), [(1, (2, 0, 0)), (0, (1, 0, 1)), (-1, (1, 1, 0))])
def test_an_eigenvalue_of_1e_60_is_told_from_zero(corner, expected):
    # [[1, g], [g, g^2 + d]] has determinant d and trace about 1e60: eigenvalues 1e60 and d * 1e-60
    matrix = table([1, LARGE], [LARGE, LARGE**2 + corner])
    assert signature_of(matrix, dps=10)[:3] == expected
    assert signature_of(matrix)[:3] == expected
    assert rank_of(matrix) == 2 - (corner == 0)


@pytest.mark.parametrize("corner", [1, 0, -1])
def test_too_few_digits_leave_it_undecided(corner):
    matrix = table([1, LARGE], [LARGE, LARGE**2 + corner])
    with pytest.raises(UndecidedError, match="40 digits do not separate"):
        signature_of(matrix, dps=10, most=40)
    with pytest.raises(UndecidedError, match="40 digits do not separate"):
        rank_of(matrix, dps=10, most=40)


def test_the_zero_matrix_and_zero_diagonals():
    assert signature_of(table([0, 0], [0, 0]))[:3] == (0, 0, 2)
    assert rank_of(table([0, 0, 0])) == 0
    # x1 x2 + x3 x4 has signature (2, 2); no pivot of the matrix itself is nonzero
    assert signature_of(table([0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]))[:3] == (2, 2, 0)


@pytest.mark.parametrize("seed", range(6))
def test_random_congruences_keep_the_signature(seed):
    # B^T diag(d) B has the signs of d by Sylvester; B is unit triangular times unit triangular, so invertible
    rng = random.Random(seed)
    n = 7
    d = [rng.choice([-5, -1, 0, 0, 1, 7]) for _ in range(n)]
    upper = table(*[[1 if i == j else rng.randint(-9, 9) * (j > i) for j in range(n)] for i in range(n)])
    lower = table(*[[1 if i == j else rng.randint(-9, 9) * (j < i) for j in range(n)] for i in range(n)])
    B = upper @ lower
    expected = sum(x > 0 for x in d), sum(x < 0 for x in d), d.count(0)
    assert signature_of(B.T @ np.diag(np.array(d, dtype=object)) @ B)[:3] == expected


def test_ranks_of_products_through_a_narrow_layer():
    rng = random.Random(1)
    for r in range(4):
        left = table(*[[rng.randint(-4, 4) for _ in range(3)] for _ in range(5)])[:, :r]
        right = table(*[[rng.randint(-4, 4) for _ in range(4)] for _ in range(3)])[:r]
        product = left @ right if r else np.zeros((5, 4), dtype=object)
        assert rank_of(product) == dln.Matrix(product.tolist()).rank()


def test_signatures_over_a_number_field():
    for low, high in ((1, 2), (-2, -1)):
        ring = Ring((-2, 0, 1), Fraction(low), Fraction(high))
        t = AlgebraicInteger(ring, (0, 1))
        # [[1, t], [t, 2 + d]] has determinant d
        for d, expected in ((1, (2, 0, 0)), (0, (1, 0, 1)), (-1, (1, 1, 0))):
            assert signature_of(table([1, t], [t, 2 + d]), ring)[:3] == expected
        sign = 1 if low > 0 else -1
        assert signature_of(table([t]), ring)[:3] == ((1, 0, 0) if sign > 0 else (0, 1, 0))
        assert rank_of(table([1, t], [t, 2]), ring) == 1


def test_the_gap_proves_no_zero_that_is_none():
    # diag(2, 1): one certain eigenvalue; 2^-1 is not small enough for the other one, (F / 1)^(1/2) = sqrt 5, 2^-2 is
    gap = Gap.of(table([2, 0], [0, 1]), slices.INTEGERS)
    assert gap.norm_squared == 5
    assert not gap.proves_zero(1, 1)
    assert gap.proves_zero(1, 2)
    assert not gap.proves_zero(0, 0)


def factors(found):
    assert found is not None
    return found


@pytest.mark.parametrize("fault", ["sign of a pivot", "rounded to three bits", "another matrix"])
def test_wrong_factors_decide_nothing(monkeypatch, fault):
    honest = slices.proposed

    def planted(shifted, places):
        L, D = factors(honest(shifted, places))
        if fault == "sign of a pivot":
            D = D.copy()
            D[0] = -D[0]
        elif fault == "rounded to three bits":
            D = np.array([d >> (places - 3) << (places - 3) for d in D], dtype=object)
            L = np.array([[x >> (places - 3) << (places - 3) for x in row] for row in L], dtype=object)
        else:
            L, D = factors(honest(shifted * 3, places))
        return L, D

    monkeypatch.setattr(slices, "proposed", planted)
    with pytest.raises(UndecidedError):
        signature_of(table([3, 1], [1, 7]), most=100)
