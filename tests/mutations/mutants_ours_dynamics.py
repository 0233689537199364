"""False neighbours of our claims about descent, rates and escape."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.ours import adam_imbalance, escape_time, fit_rate, matrix_cycles, scalar_cycles, step_bound
from proofs_check.language.outcome import Outcome, all_of, at_most, is_true
from symdln.dynamics import Mode
from symdln.dynamics import escape_time as least_time
from tests.mutations.planting import Planting

plant = Planting()


plant.patched(
    "ours.scalar-cycles",
    "the multiplier 8 - 2 (1 + c)^2",
    scalar_cycles,
    "multipliers",
    lambda c: (8 - 2 * (1 + c) ** 2, 3 - 2 * c),
)
plant.patched(
    "ours.scalar-cycles", "stable for 1 < c < 3/2", scalar_cycles, "is_stable", lambda c: 1 < c < Fraction(3, 2)
)
plant.patched("ours.scalar-cycles", "never stable", scalar_cycles, "is_stable", lambda c: False)
plant.patched(
    "ours.scalar-cycles.balanced", "the target s whatever the signs", scalar_cycles, "target_of", lambda signs, s: s
)
plant.patched(
    "ours.scalar-cycles.balanced",
    "unequal layers at (a + b)^2 = 2 s + 1 / eta",
    scalar_cycles,
    "unbalanced_sum_squared",
    lambda s, eta: 2 * s + 1 / eta,
)
plant.patched("ours.step-bound", "twice as long", step_bound, "limit", lambda x: 2 * (2 - x) / (1 + x / 2) ** 2)
plant.patched("ours.step-bound", "eta rho <= 3 / (1 + x)", step_bound, "limit", lambda x: 3 / (1 + x))
plant.patched("ours.step-bound.sharp", "eta rho <= 2", step_bound, "never_grows", lambda rho, x: x <= 2 and rho <= 2)
plant.patched(
    "ours.step-bound.sharp", "whatever eta m is", step_bound, "never_grows", lambda rho, x: rho * (2 + x) <= 4
)


@plant("ours.matrix-cycles", "as far as diagonal weights are attracted")
def attracted_as_on_the_diagonal(case: Any) -> Outcome:
    exact = matrix_cycles.Oscillating(case)
    own = [scalar_cycles.is_stable(c) if j in exact.moving else c < 1 for j, c in enumerate(exact.c)]
    return is_true(matrix_cycles.by_schur_and_cohn(exact, exact.characteristic()) == all(own), "attracts")


plant.patched(
    "ours.matrix-cycles", "two modes in phase or not are left open", matrix_cycles, "on_curve", lambda exact: True
)
plant.patched(
    "ours.matrix-cycles",
    "the pair with 1 - c in place of its multiplier",
    matrix_cycles,
    "resting_pair",
    lambda c, d: matrix_cycles.linear(Fraction(1)) * matrix_cycles.linear(1 - c),
)


@plant("ours.fit-rate", "4 m instead of 2 m")
def rate_doubled(case: Any) -> Outcome:
    point = fit_rate.point_of(case)
    gradient = sum((block.norm_squared() for block in point.gradient), Fraction(0))
    return at_most(4 * fit_rate.rate(point) * fit_rate.excess(point), gradient, "4 m l, and the squared norm")


plant.patched("ours.fit-rate", "without lambda", fit_rate, "least_positive", lambda Sxx: Fraction(4))


@plant("ours.escape-time", "three times the bound")
def bound_tripled(case: Any) -> Outcome:
    point = escape_time.start_of(case)
    inner = escape_time.radius(point)
    time = 3 * least_time(point.problem, inner, 2 * inner)[1]
    return at_most(escape_time.largest_square(point, time), (2 * inner) ** 2, "the squared norm")


@plant("ours.escape-time.rays", "at most the least time")
def no_longer_than_the_bound(ray: Any) -> Outcome:
    H, last = ray[0], Fraction(ray[2])
    outcome = escape_time.escape_on_rays.check(ray)
    first = Fraction(ray[1])
    low, _ = escape_time.time_to_reach(Mode(1, first**H, H), last**H)
    root = Fraction(escape_time.isqrt(H * escape_time.SCALE**2), escape_time.SCALE)
    most = least_time(dln.Problem.canonical((1,), (1,) * (H + 1)), root * first, root * last)[1]
    return all_of(outcome, is_true(low <= most, "the ray takes at most the least time"))


plant.patched("ours.adam-imbalance", "without the sign of m a b", adam_imbalance, "sign", lambda value: 1)
plant.patched("ours.adam-imbalance", "no change", adam_imbalance, "sign", lambda value: 0)
