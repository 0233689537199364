"""Theorem 5 of Lucchi's lecture: for fixed B the loss is convex in A; planted faults."""

import symdln as dln
from proofs_check.claims.lucchi import thm5
from proofs_check.claims.lucchi.parts import two_layers
from proofs_check.language.claim import Claim
from symdln.algebra.matrix import Matrix
from tests.proofs_check.settling import planted, refuted_with_a_small_witness


def transposed_5(point: dln.Point, A: Matrix) -> Matrix:
    B, problem = point.weights[0], point.problem
    return A @ B @ problem.Sxx @ B.T - problem.Sxy @ B.T


def unweighted_5(point: dln.Point, A: Matrix) -> Matrix:
    B, problem = point.weights[0], point.problem
    return A @ B @ B.T - problem.Syx @ B.T


PLANTED: dict[str, Claim] = {
    "thm5 with Sxy": planted(thm5.theorem_5, check=lambda p: two_layers.solutions_are_minima(p, 2, transposed_5)),
    "thm5 without Sxx": planted(thm5.theorem_5, check=lambda p: two_layers.solutions_are_minima(p, 2, unweighted_5)),
    "thm5 converse without Sxx": planted(
        thm5.theorem_5_converse, check=lambda p: two_layers.minima_are_solutions(p, 2, unweighted_5)
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
