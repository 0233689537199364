"""False neighbours of the claims ``kawaguchi``."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.kawaguchi.thm2 import on_plane
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()
plant.without("kawaguchi.thm2.3.ii", "critical, loss above the minimum")
plant.without("kawaguchi.thm2.3.iii", "critical, loss above the minimum")
plant.without("kawaguchi.thm2.3.iv", "rank(W_H...W_2) = p")
plant.without("kawaguchi.bad-saddles.deep", "depth >= 3")
plant.without("kawaguchi.bad-saddles.shallow", "depth = 2")


@plant("kawaguchi.thm2.3.i", "not convex in one layer")
def one_layer(problem: dln.Problem) -> Outcome:
    ends = on_plane(problem, -1, 1) + on_plane(problem, 1, 1)
    return is_true(2 * on_plane(problem, 0, 1) > ends, "at the midpoint of a segment in one layer the loss is larger")
