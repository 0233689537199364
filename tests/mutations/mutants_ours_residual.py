"""False neighbours of the claims ``ours.residual``."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts.residual_layers import Residual, gap, least_eigenvalue, network
from proofs_check.language.outcome import Outcome, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("ours.residual.sharp", "2 l in place of 4 l, as for the loss with 1/2")
def half_the_constant(case: Residual) -> Outcome:
    point, depth = network(case), len(case.layers)
    size = sum((G.norm_squared() for G in point.gradient), Fraction(0))
    bound = 2 * depth * (1 - Fraction(case.tau)) ** (2 * depth - 2) * least_eigenvalue(point) * gap(point)
    return equal(size, bound, "the squared gradient, and the bound")
