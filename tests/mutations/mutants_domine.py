"""False neighbours of the Riccati equation of lambda-balanced weights."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.facts import riccati
from proofs_check.language.outcome import Outcome
from symdln.dynamics import riccati as closed
from tests.mutations.planting import Planting, in_words

plant = Planting()


@plant("domine.riccati", "in words: 2 Q' = F Q - Q Q^T Q")
@in_words
def product_changed(name: str) -> Outcome:
    return riccati.product_in_words(Fraction(1, 4))


def shifted(problem: dln.Problem, weights: Any) -> dln.Matrix:
    """F without lambda."""
    T = problem.Syx
    size = T.shape[0]
    zero = dln.Matrix.zeros(size, size)
    rows = [[*a, *b] for a, b in zip(zero.rows(), T.T.rows(), strict=True)]
    rows += [[*a, *b] for a, b in zip(T.rows(), zero.rows(), strict=True)]
    return dln.Matrix(rows)


plant.patched("domine.riccati", "F without lambda", closed, "generator", shifted)
