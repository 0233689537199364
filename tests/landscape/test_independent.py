"""The independent look at certified points: floating signs by mpmath that agree, and that claim no proof."""

import itertools

import flint
import mpmath
import pytest

import symdln as dln
from symdln import Matrix, Problem
from symdln.landscape.independent import floating_hessian

GOLDEN = [[1, 1], [1, 0]]  # Sigma = Y Y^T = [[2, 1], [1, 1]]: eigenvalues (3 +- sqrt 5) / 2


def golden(*hidden):
    return Problem.from_data(Matrix.identity(2), GOLDEN, hidden)


@pytest.mark.parametrize("problem", [golden(1), golden(2), golden(1, 2)])
def test_mpmath_agrees_and_says_that_it_proves_nothing(problem):
    before = mpmath.mp.dps
    for kind in problem.kinds():
        point = kind.certified_representative(1)
        assert point.independent(30).inertia == point.certified_inertia.inertia
        data = point.proof()
        assert data["rigorous"] == "FLINT arb"
        assert data["independent"]["rigorous"] is False
        assert [entry["digits"] for entry in data["independent"]["precisions"]] == [30, 60]
    assert mpmath.mp.dps == before


def test_the_floating_hessian_lies_near_the_exact_one():
    point = next(golden(2, 2).kinds((0,))).certified_representative(4)
    context = mpmath.MPContext()
    context.dps = 40
    floating = floating_hessian(point, context)
    exact = point.hessian.enclosure(200)
    size = point.problem.parameters
    with flint.ctx.workprec(200):
        for i, j in itertools.product(range(size), repeat=2):
            assert abs(exact[i, j] - flint.arb(context.nstr(floating[i, j], 35))) < flint.arb("1e-25")


def test_mpmath_does_not_answer_where_its_precisions_differ():
    # an eigenvalue of about 10^-30 of the largest: zero by 20 digits, not zero by 40
    problem = Problem.canonical(("1", "1/1000000000000000"), (2, 2, 2))
    point = next(problem.kinds(())).certified_representative()
    small = point.independent(10)
    assert small.inertia is None
    assert point.independent(30).inertia == point.certified_inertia.inertia == dln.Inertia(4, 4, 0)
