"""Bases for a selection, and random changes of bases: what representatives are built from."""

import random

import pytest

import symdln as dln
from symdln.algebra.matrix import hstack
from symdln.landscape.frames import output_basis, random_unimodular
from tests.landscape.support import Case


def test_half_of_a_conjugate_pair_has_no_rational_point():
    problem = dln.Problem.from_data(
        [[1, 0], [0, 1]], [[1, 1], [1, 0]], (1,)
    )  # eigenvalues (3 +- sqrt 5)/2: x^2 - 3x + 1
    kind = next(problem.kinds((0,)))
    with pytest.raises(
        dln.NotRationalError, match=r"selection \(0,\) takes some but not all of the 2 conjugate irrational eigenvalues"
    ):
        kind.representative()
    assert kind.inertia == dln.Inertia(3, 0, 1)  # known all the same: r^2 + r + r = 3, S the larger one, nothing else


def test_a_repeated_conjugate_pair_may_be_selected_once():
    twice = [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 0]]
    problem = dln.Problem.from_data(dln.Matrix.identity(4), twice, (2,))
    basis = output_basis(problem, (0, 2))  # one of each
    assert (basis.selected.shape, basis.unselected.shape, basis.kernel.shape) == ((4, 2), (4, 2), (4, 0))
    assert (basis.selected.T @ basis.unselected).is_zero()
    assert (basis.selected.T @ problem.sigma @ basis.unselected).is_zero()
    point = next(problem.kinds((0, 2))).representative(3)
    assert (point.selection, point.is_critical) == ((0, 2), True)


def test_output_bases_split_the_space(small_cases: list[Case]):
    for case in small_cases[::20]:
        problem = case.point.problem
        basis = output_basis(problem, case.kind.selection)
        together = hstack([basis.selected, basis.unselected, basis.kernel])
        assert together.shape[1] == together.rank() == problem.output_width
        assert (basis.selected.shape[1], basis.unselected.shape[1]) == (
            case.kind.rank,
            problem.cross_rank - case.kind.rank,
        )
        assert (problem.sigma @ basis.kernel).is_zero()


def test_inputs_that_are_always_zero_get_arbitrary_weights():
    problem = dln.Problem.from_data([[1, 0, 0], [0, 0, 0]], [[2, 1, 0], [0, 1, 1]], (2, 1))
    columns = [kind.representative(seed).weights[0].column(1) for kind in problem.kinds() for seed in (1, 2)]
    assert any(not column.is_zero() for column in columns)


@pytest.mark.parametrize("size", [0, 1, 2, 5])
def test_random_unimodular_matrices_are_integer_with_determinant_one(size):
    rng = random.Random(size)
    for _ in range(20):
        matrix = random_unimodular(size, rng)
        assert matrix.cleared[1] == 1
        assert size == 0 or abs(int(matrix.cleared[0].det())) == 1
