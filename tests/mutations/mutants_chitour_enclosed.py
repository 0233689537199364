"""False neighbours of the claim about enclosed trajectories."""

from __future__ import annotations

from typing import Any

from proofs_check.claims.chitour import ovf
from proofs_check.language.outcome import Outcome, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("chitour.ovf.deep.enclosed", "to zero instead of a minimum")
def to_zero(start: Any) -> Outcome:
    point = ovf.rational_start(start)
    run = ovf.certified_flow(point.problem, point)
    assert run.convergence is not None
    low = min(a for layer in run.end.weights for row in layer for a, _ in row)
    high = max(b for layer in run.end.weights for row in layer for _, b in row)
    near = run.convergence.distance
    return is_true(max(abs(low), abs(high)) <= near, "every weight may still tend to zero", start=start)
