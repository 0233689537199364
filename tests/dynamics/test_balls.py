"""Norms and least eigenvalues of matrices of balls: by hand, and never beyond the truth."""

import flint
import pytest

from symdln.algebra.matrix import Matrix
from symdln.dynamics.balls import balls, least_eigenvalue, norm, operator_norm, shift_to_positive, split, widened


def test_norms_by_hand():
    # (3, 0; 0, 4): Frobenius 5, operator norm 4; the bound is (3^8 + 4^8)^(1/8) = 4.049...
    A = balls(Matrix([[3, 0], [0, 4]]))
    assert 5 <= norm(A) < 5 + 1e-9
    assert 4 <= operator_norm(A) < 4.05


@pytest.mark.parametrize("radius", [0, "1/1000", "1/10"])
def test_the_least_eigenvalue_holds_for_every_matrix_in_the_balls(radius):
    # (2, 1; 1, 2) has the least eigenvalue 1; entries moved by r reach 1 - 2 r, at (2 - r, 1 + r; 1 + r, 2 - r)
    r = float(Matrix([[radius]])[0, 0])
    found = least_eigenvalue(widened(balls(Matrix([[2, 1], [1, 2]])), flint.arb(r)))
    assert found <= 1 - 2 * r
    assert found > 0.4


def test_nothing_is_claimed_of_singular_and_of_wide_matrices():
    assert least_eigenvalue(balls(Matrix([[1, 1], [1, 1]]))) == 0
    assert least_eigenvalue(widened(balls(Matrix([[2, 1], [1, 2]])), flint.arb(1))) == 0


def test_splitting_bounds_the_distance_of_the_middle():
    wide = widened(balls(Matrix([[1, 2], [3, 4]])), flint.arb(0.5))
    middle, radius = split(wide)
    assert middle == balls(Matrix([[1, 2], [3, 4]]))
    assert 1 <= radius < 1 + 1e-6  # four entries, each moved by a half


def test_a_shift_makes_every_matrix_in_the_balls_positive_definite():
    # (0, 2; 2, 0) has the eigenvalues 2 and -2; entries moved by r reach -2 - 2 r
    assert 2 <= shift_to_positive(balls(Matrix([[0, 2], [2, 0]]))) < 2 + 1e-8
    assert shift_to_positive(widened(balls(Matrix([[0, 2], [2, 0]])), flint.arb(0.25))) >= 2.5
    assert shift_to_positive(balls(Matrix([[3, 0], [0, 1]]))) < 1e-8
