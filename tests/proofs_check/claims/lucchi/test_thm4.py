"""Theorem 4 of Lucchi's lecture: for fixed A the loss is convex in B; cases by hand and planted faults."""

import symdln as dln
from proofs_check.claims.lucchi import thm4
from proofs_check.claims.lucchi.parts import two_layers
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from symdln.algebra.matrix import Matrix
from tests.proofs_check.claims.lucchi.support import two_by_two
from tests.proofs_check.settling import planted, refuted_with_a_small_witness

# -- by hand -----------------------------------------------------------------------------------------------------------


def test_solutions_of_the_normal_equation_by_hand():
    # A = (1, 0)^T, X = diag(1, 0), Y = [[2, 0], [0, 0]]: the equation reads (b_1, 0) = (2, 0), so B = (2, anything).
    point = two_by_two([[1], [0]], [[0, 0]], X=((1, 0), (0, 0)), Y=((2, 0), (0, 0)))
    found = two_layers.solutions(point, thm4.normal_equation_4, (1, 2))
    assert found == [Matrix([[2, 0]]), Matrix([[2, 1]])]
    assert two_layers.solutions(point, lambda _, B: B @ Matrix([[1, 0], [0, 0]]) - Matrix([[1, 1]]), (1, 2)) == []


# -- planted faults ----------------------------------------------------------------------------------------------------


def transposed_4(point: dln.Point, B: Matrix) -> Matrix:
    A, problem = point.weights[1], point.problem
    return A.T @ A @ B @ problem.Sxx - A.T @ problem.Sxy


def unweighted_4(point: dln.Point, B: Matrix) -> Matrix:
    A, problem = point.weights[1], point.problem
    return A.T @ A @ B - A.T @ problem.Syx


def strictly_convex(point: dln.Point) -> Outcome:
    block = dln.hessian_block(point.problem, point, 1, 1)
    return equal(block.rank(), block.shape[0], "rank of the Hessian block")


PLANTED: dict[str, Claim] = {
    "thm4 with Sxy": planted(thm4.theorem_4, check=lambda p: two_layers.solutions_are_minima(p, 1, transposed_4)),
    "thm4 without Sxx": planted(thm4.theorem_4, check=lambda p: two_layers.solutions_are_minima(p, 1, unweighted_4)),
    "thm4 strictly convex": planted(thm4.theorem_4, check=strictly_convex),
    "thm4 converse with Sxy": planted(
        thm4.theorem_4_converse, check=lambda p: two_layers.minima_are_solutions(p, 1, transposed_4)
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
