"""False neighbours of the claims ``ji``."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.ji.alignment import wider
from proofs_check.facts.eigenvalues import compare
from proofs_check.language.outcome import Outcome, all_of, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("ji.alignment", "without the spectral norms of the imbalances")
def without_imbalances(point: dln.Point) -> Outcome:
    W = point.weights
    last = (W[-1] @ W[-1].T, 1)
    signs = [compare([last], [(each @ each.T, each.shape[0])]) for each in W[:-1]]
    return all_of(*(is_true(sign <= 0, "the bound without imbalances") for sign in signs))


@plant("ji.alignment", "the imbalances after the next layer only")
def one_imbalance_less(point: dln.Point) -> Outcome:
    W, depth = point.weights, point.problem.depth
    outcomes = []
    for k in range(depth - 1):
        C = [W[j] @ W[j].T - W[j + 1].T @ W[j + 1] for j in range(k + 1, depth - 1)]
        sign = compare([(W[-1] @ W[-1].T, 1)], [(W[k] @ W[k].T, W[k].shape[0]), *map(wider, C)])
        outcomes.append(is_true(sign <= 0, "the bound"))
    return all_of(*outcomes)
