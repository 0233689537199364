"""False neighbours of the claims ``kohn``."""

import itertools

import flint

from proofs_check.claims.kohn.lcn import Target, is_full, never_vanishes
from proofs_check.facts import filters
from proofs_check.facts.filters import Layers
from proofs_check.language.outcome import Outcome, equal, is_true
from tests.mutations.planting import Planting

plant = Planting()


@plant("kohn.lcn.product", "w_1(x^{s_2}) w_2(x) in place of w_1(x) w_2(x^{s_1})")
def other_way_round(layers: Layers) -> Outcome:
    found, strides = layers
    right = filters.end_to_end(found, strides)
    return equal(filters.end_to_end(found[::-1], strides[::-1]), right, "the filter of the composition")


@plant("kohn.dimension", "without the scalings")
def without_scalings(layers: Layers) -> Outcome:
    return equal(filters.derivative(layers).rank(), sum(map(len, layers[0])), "the rank, and the number of entries")


@plant("kohn.lcn.critical", "without roots at infinity")
def without_infinity(layers: Layers) -> Outcome:
    pairs = itertools.combinations([flint.fmpz_poly(list(w)) for w in layers[0]], 2)
    return equal(is_full(layers), not any(a.gcd(b).degree() > 0 for a, b in pairs), "whether the rank is the greatest")


@plant("kohn.lcn.norms", "the squared norms themselves")
def norms_themselves(layers: Layers) -> Outcome:
    found, strides = layers
    column = filters.derivative(layers).T.rows()[: len(found[0])]
    residual = [c - (k % 3) for k, c in enumerate(filters.end_to_end(found, strides))]
    rate = sum(
        w * sum(a * b for a, b in zip(row, residual, strict=True)) for w, row in zip(found[0], column, strict=True)
    )
    return equal(rate, 0, "the rate of the first filter")


@plant("kohn.lcn.semialgebraic", "w_1^2 >= w_0 w_2")
def without_the_four(target: Target) -> Outcome:
    inside = target[1] ** 2 >= target[0] * target[2]
    return is_true(not inside or not never_vanishes(target), "the polynomial has a real factor")


@plant("kohn.lcn.repeated", "equal filters in place of multiples")
def equal_filters(case: tuple[Target, tuple[filters.Filter, filters.Filter]]) -> Outcome:
    target, pair = case
    residual = [w - t for w, t in zip(filters.end_to_end(pair, (1, 1)), target, strict=True)]
    columns = filters.derivative((pair, (1, 1))).T.rows()
    critical = not any(sum(a * b for a, b in zip(column, residual, strict=True)) for column in columns)
    return is_true(not critical or pair[0] == pair[1], "the filters of a critical point are equal")
