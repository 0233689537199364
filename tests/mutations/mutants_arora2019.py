"""False neighbours of the claims of Arora, Cohen, Hu and Luo."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs_check.claims.arora2019 import modes as layers
from proofs_check.language.outcome import Outcome, all_of, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("arora2019.modes", "the exponent 1 - 2/N")
def exponent_smaller(case: Any) -> Outcome:
    exact = layers.BalancedWeights(case)
    return all_of(*(law(exact, r, exact.N, 2 * exact.N - 4) for r in range(len(exact.values))))


@plant("arora2019.modes", "without the factor N")
def without_factor(case: Any) -> Outcome:
    exact = layers.BalancedWeights(case)
    return all_of(*(law(exact, r, 1, 2 * exact.N - 2) for r in range(len(exact.values))))


@plant("arora2019.modes", "the other sign")
def other_sign(case: Any) -> Outcome:
    exact = layers.BalancedWeights(case)
    return all_of(*(law(exact, r, -exact.N, 2 * exact.N - 2) for r in range(len(exact.values))))


def law(exact: layers.BalancedWeights, r: int, factor: int, exponent: int) -> Outcome:
    value = Fraction(exact.values[r])
    return equal(
        exact.along(exact.rate, r), -factor * value**exponent * exact.along(exact.slope, r), "the rate of a value"
    )
