"""False neighbours of the claims ``lu``."""

from __future__ import annotations

import symdln as dln
from proofs_check.facts.extrema import has_least_loss, is_no_local_minimum
from proofs_check.language.outcome import Outcome, holds, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("lu.rank-constrained.deep", "at every critical point")
def every_critical_product(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the product has the least loss of all matrices of rank at most p")


@plant("lu.rank-constrained.shallow", "global over all matrices")
def without_the_bound_on_ranks(point: dln.Point) -> Outcome:
    problem = point.problem
    if point.loss == problem.loss_factor * (problem.Syy.trace() - problem.sigma.trace()):
        return holds("the product has the least loss of all matrices")
    return is_no_local_minimum(point)
