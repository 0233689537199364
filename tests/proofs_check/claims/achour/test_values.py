"""The values of the loss at critical points, Achour et al. (2022): planted faults."""

import symdln as dln
from proofs_check.claims.achour import values
from proofs_check.facts.extrema import value_of
from proofs_check.language.claim import Claim
from proofs_check.language.outcome import Outcome, equal
from tests.proofs_check.settling import planted, refuted_with_a_small_witness


def complement_value(point: dln.Point) -> Outcome:
    others = [i for i in range(point.problem.cross_rank) if i not in point.selection]
    return equal(point.loss, value_of(point.problem, others), "loss")


def value_with_half(point: dln.Point) -> Outcome:
    return equal(point.loss, value_of(point.problem, point.selection) / point.problem.loss_factor, "loss")


def shifted_selection(problem: dln.Problem) -> Outcome:
    point = next(problem.kinds(range(problem.least_width))).representative()
    return equal(point.loss, value_of(problem, range(1, problem.least_width)), "least value")


PLANTED: dict[str, Claim] = {
    "the unselected eigenvalues summed": planted(values.values, check=complement_value),
    "the unselected eigenvalues summed, general data": planted(values.values_general, check=complement_value),
    "half forgotten": planted(values.values, check=value_with_half),
    "largest eigenvalue left out": planted(values.values_attained, check=shifted_selection),
}


test_planted_faults_are_refuted_with_a_small_witness = refuted_with_a_small_witness(PLANTED)
