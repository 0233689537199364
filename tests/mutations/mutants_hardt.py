"""False neighbours of the claims ``hardt``, and of ``ours.residual``."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.facts.residual_layers import Residual, gap, least_eigenvalue, network
from proofs_check.language.outcome import Outcome, at_most, equal
from tests.mutations.planting import Planting, listed

plant = Planting()
plant.patched  # noqa: B018


@plant("hardt.residual.gradient", "(1 - tau)^(l-1) in place of (1 - tau)^(2l-2)")
def half_the_exponent(case: Residual) -> Outcome:
    point, depth = network(case), len(case.layers)
    factor = 4 * depth * (1 - Fraction(case.tau)) ** (depth - 1)
    size = sum((G.norm_squared() for G in point.gradient), Fraction(0))
    return at_most(factor * least_eigenvalue(point) * gap(point), size, "the bound", but="the squared gradient")
