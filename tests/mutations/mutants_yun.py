"""False neighbours of the claims of Yun, Sra and Jadbabaie."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.yun import global_, thm2
from proofs_check.claims.yun.parts import setting
from proofs_check.facts.extrema import has_least_loss
from proofs_check.language.outcome import Outcome, at_most, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("yun.thm2.1", "a global minimum outside the set too")
@plant("yun.thm2.2", "a global minimum outside the set too")
def never_outside(point: dln.Point) -> Outcome:
    return thm2.global_or_saddle(point, True)


@plant("yun.thm2.2", "the rank alone, without the singular vectors")
def rank_alone(point: dln.Point) -> Outcome:
    return thm2.global_or_saddle(point, setting.product_has_full_rank(point))


@plant("yun.thm2.1", "a saddle inside the set")
@plant("yun.thm2.2", "a saddle inside the set")
def saddles_everywhere(point: dln.Point) -> Outcome:
    return thm2.is_saddle(point)


@plant("yun.thm2.1", "strict saddles")
def every_saddle_is_strict(point: dln.Point) -> Outcome:
    if setting.product_has_full_rank(point):
        return thm2.theorem_2_1.check(point)
    return at_most(1, point.inertia_by_hessian.negative, "one, and the number of negative eigenvalues")


plant.without("yun.thm2.1", thm2.no_bottleneck.name)
plant.without("yun.global", global_.full_rank.name)


@plant("yun.global", "global minimisers only")
def full_rank_is_global(point: dln.Point) -> Outcome:
    return is_true(has_least_loss(point), "the loss is the least one")


@plant("yun.global", "strict saddles only")
def full_rank_is_strict(point: dln.Point) -> Outcome:
    return at_most(1, point.inertia_by_hessian.negative, "one, and the number of negative eigenvalues")
