"""False neighbours of the claims ``wendin``."""

from __future__ import annotations

import symdln as dln
from proofs_check.claims.wendin.block import block_shift, power, widths_of
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("wendin.block", "A^h = 0")
def one_power_less(point: dln.Point) -> Outcome:
    A = block_shift(widths_of(point.problem), 1, point.weights)
    return is_true(power(A, point.problem.depth).is_zero(), "A^h = 0")


@plant("wendin.block", "A^{h-j} and A^{j-1} exchanged")
def exchanged(point: dln.Point) -> Outcome:
    problem, h, widths = point.problem, point.problem.depth, widths_of(point.problem)
    A = block_shift(widths, 1, point.weights)
    force = block_shift(widths, h, [problem.Syx - point.end_to_end @ problem.Sxx])
    rate = dln.Matrix.zeros(*A.shape)
    for j in range(1, h + 1):
        rate = rate + power(A, j - 1).T @ force @ power(A, h - j)
    return equal(rate, block_shift(widths, 1, [-1 * G for G in point.gradient]), "the rate, and the flow")
