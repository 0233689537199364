"""False neighbours of the claims ``hardt``."""

from __future__ import annotations

from fractions import Fraction

import symdln as dln
from proofs_check.facts.residual_layers import Residual, gap, least_eigenvalue, network
from proofs_check.language.outcome import Outcome, at_most, equal
from tests.mutations.planting import Planting

plant = Planting()


@plant("hardt.residual.gradient", "(1 - tau)^(l-1) in place of (1 - tau)^(2l-2)")
def half_the_exponent(case: Residual) -> Outcome:
    point, depth = network(case), len(case.layers)
    factor = 4 * depth * (1 - Fraction(case.tau)) ** (depth - 1)
    size = sum((G.norm_squared() for G in point.gradient), Fraction(0))
    return at_most(factor * least_eigenvalue(point) * gap(point), size, "the bound", but="the squared gradient")


@plant("hardt.residual.critical", "tau = 1 is allowed")
def large_layers(case: Residual) -> Outcome:
    point = dln.Point(network(case).problem, network(case._replace(tau="1")).weights)
    return equal(point.is_critical, gap(point) == 0, "whether it is critical, and whether its loss is the least")
