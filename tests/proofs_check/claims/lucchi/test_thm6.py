"""Theorem 6 of Lucchi's lecture: the global map at critical points; cases by hand and planted faults."""

import symdln as dln
from proofs_check.claims.lucchi import thm6
from proofs_check.claims.lucchi.parts import two_layers
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from symdln.algebra.matrix import Matrix
from tests.proofs_check.claims.lucchi.support import two_by_two
from tests.proofs_check.settling import planted, refuted_with_a_small_witness, without

# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_printed_theorem_6_by_hand():
    # X = I, Y = [[0, 1], [0, 0]]: A = e_1, B = (0, 1) reaches W = Y.  P_A Sxy = diag(1, 0) Y^T = 0, P_A Syx = Y.
    point = two_by_two([[1], [0]], [[0, 1]])
    assert point.is_critical
    assert point.loss == 0
    assert thm6.projector(point) == Matrix([[1, 0], [0, 0]])
    assert thm6.theorem_6.check(point).fails
    assert thm6.theorem_6_corrected.check(point).holds


# -- planted faults ----------------------------------------------------------------------------------------------------


def unwhitened(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, thm6.projector(point) @ problem.Syx, "W")


def unprojected(point: dln.Point) -> Outcome:
    problem = point.problem
    return equal(point.end_to_end, problem.Syx @ problem.Sxx.inverse(), "W")


PLANTED: dict[str, Claim] = {
    "thm6 without Sxx^-1": planted(thm6.theorem_6_corrected, check=unwhitened),
    "thm6 without projection": planted(thm6.theorem_6_corrected, check=unprojected),
    "thm6 away from critical points": planted(
        without(thm6.theorem_6_corrected, "critical"), over=two_layers.every_fixed(2)
    ),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
