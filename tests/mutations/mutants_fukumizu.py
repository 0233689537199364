"""False neighbours of the Riccati equation of balanced weights."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts import riccati
from proofs_check.language.outcome import Outcome
from tests.mutations.planting import Planting, in_words

plant = Planting()


@plant("fukumizu.riccati", "in words: Q' = F Q - Q Q^T Q")
@in_words
def cubic_term_doubled(name: str) -> Outcome:
    return riccati.product_in_words(Fraction(1))


@plant("fukumizu.riccati", "in words: C' with the other sign in the solution")
@in_words
def inverse_with_the_other_sign(name: str) -> Outcome:
    return riccati.solution_in_words(-1)
