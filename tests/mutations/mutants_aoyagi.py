"""False neighbours of the claims of Aoyagi."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction

from proofs_check.facts.architectures import Fibre, residual
from proofs_check.facts.level_ranks import growth_at_zero
from proofs_check.language.outcome import Outcome, all_of, equal
from symdln.strings.singularity import aoyagi
from tests.mutations.planting import Planting

plant = Planting()


def growth_is(change: Callable[[Fibre], tuple[Fraction, int]]) -> Callable[[Fibre], Outcome]:
    """Another pair of learning coefficient and order against the volume."""

    def check(fibre: Fibre) -> Outcome:
        widths, regular = residual(fibre)
        rate, order = growth_at_zero(widths)
        value, theta = change(fibre)
        return all_of(equal(value, Fraction(regular + rate, 2), "lambda"), equal(theta, order, "the order"))

    return check


plant("aoyagi.lambda", "+ r^2 in place of - r^2")(
    growth_is(lambda fibre: (aoyagi(*fibre)[0] + fibre[1] ** 2, aoyagi(*fibre)[1]))
)
plant("aoyagi.lambda", "a (l - a) in place of a (l - a) + 1")(
    growth_is(lambda fibre: (aoyagi(*fibre)[0], aoyagi(*fibre)[1] - 1))
)
plant("aoyagi.lambda", "half the number of weights in place of lambda")(
    growth_is(lambda fibre: (Fraction(sum(a * b for a, b in itertools.pairwise(fibre[0])), 2), aoyagi(*fibre)[1]))
)
