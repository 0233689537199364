"""False neighbours of the claims ``sharpness.flattest``."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.sharpness import flattest
from proofs_check.language.outcome import Outcome, equal
from symdln.curvature import least_sharpness
from tests.mutations.planting import Planting

plant = Planting()


@plant("sharpness.flattest", "(H + 1) in place of H")
def one_layer_more(case: flattest.Gauge) -> Outcome:
    point = flattest.minimum(case)
    H = point.problem.depth
    return flattest.compared(point, least_sharpness(point.problem).lower * (H + 1) / H)


@plant("sharpness.flattest", "equality at every minimum")
def equality(case: flattest.Gauge) -> Outcome:
    point = flattest.minimum(case)
    found = dln.eigenvalues(point.hessian).largest
    return equal(found.value, least_sharpness(point.problem).lower, "the sharpness, and the bound")
