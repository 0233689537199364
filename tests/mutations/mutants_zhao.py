"""False neighbours of the claims ``zhao``."""

from __future__ import annotations

import symdln as dln
from proofs_check.language.outcome import Outcome, all_of, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("zhao.symmetry", "the sum of the two traces in place of the difference")
def sum_of_both(point: dln.Point) -> Outcome:
    W, G = point.weights, point.gradient
    rates = [(G[j].T @ W[j]).trace() + (G[j + 1] @ W[j + 1].T).trace() for j in range(point.problem.depth - 1)]
    return all_of(*(equal(rate, 0, "half the rate of the sum") for rate in rates))
