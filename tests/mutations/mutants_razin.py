"""False neighbours of the claims of Razin and Cohen."""

from __future__ import annotations

from proofs_check.claims.razin import completion
from symdln.algebra.eigenvalue import interval_of
from tests.mutations.planting import Planting

plant = Planting()
plant.patched(
    "razin.completion.sign",
    "a loss that is no function of P",
    completion,
    "rate",
    lambda W: -completion.product(W[:1]) - 1 * W[0].T,
)
plant.patched(
    "razin.completion.growth",
    "the bound 2 (1 - x)^2 / x",
    completion,
    "least",
    lambda x: interval_of(2 * (1 - x) ** 2 / x),
)
plant.patched("razin.completion.growth", "the bound 1 / x", completion, "least", lambda x: interval_of(1 / x))
