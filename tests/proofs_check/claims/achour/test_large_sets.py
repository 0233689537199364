"""Saddles lie on curves of saddles of their class, abstract of Achour et al. (2022): planted faults."""

import symdln as dln
from proofs_check.claims.achour import large_sets
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, is_true
from tests.proofs_check.settling import planted, refuted_with_a_small_witness


def uncompensated(point: dln.Point) -> Outcome:
    moved = dln.Point(point.problem, [2 * point.weights[0], *point.weights[1:]])
    return is_true(moved.weights == point.weights or moved.is_critical, "the moved point is critical")


PLANTED: dict[str, Claim] = {
    "one layer rescaled alone": planted(large_sets.large_sets, check=uncompensated),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
