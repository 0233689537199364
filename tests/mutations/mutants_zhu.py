"""False neighbours of the claims ``zhu``."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.zhu.balanced import STRENGTHS, regularised_gradient
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()
plant.without("zhu.shallow.strict", "depth = 2")


@plant("zhu.balanced", "the regulariser keeps all critical points")
def nothing_is_lost(point: dln.Point) -> Outcome:
    found = [all(G.is_zero() for G in regularised_gradient(point, mu)) for mu in STRENGTHS]
    return equal(found, [point.is_critical] * len(STRENGTHS), "critical with the regulariser, and critical without")
