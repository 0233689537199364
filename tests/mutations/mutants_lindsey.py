"""False neighbours of the claims ``lindsey``."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.lindsey.balanced import OnFibre, is_balanced, layers
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("lindsey.balanced", "layers of equal norms in place of balanced ones")
def equal_norms(case: OnFibre) -> Outcome:
    weights = layers(case)
    norms = {W.norm_squared() for W in weights}
    return equal(len(norms) == 1, is_balanced(weights), "whether all norms are equal, and whether they are balanced")


@plant("lindsey.balanced", "sigma^(1/N) in place of sigma^(2/N)")
def first_powers(case: OnFibre) -> Outcome:
    weights = layers(case)
    size = sum((W.norm_squared() for W in weights), Fraction(0))
    least = Fraction(case.depth * sum(case.roots))
    return equal(size == least, is_balanced(weights), "whether the sum is this, and whether the layers are balanced")
