"""The bound after (10) of Chitour et al. (2022) on the growth of the last layer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import symdln as dln
from proofs_check.claims.chitour import growth_bound
from proofs_check.claims.chitour.parts.convergence import Bounds
from proofs_check.language.outcome import Outcome
from tests.proofs_check.settling import first_failure


def test_growth_bound_without_a_constant_is_refuted() -> None:
    def check(subject: Any) -> Outcome:
        if not isinstance(subject, dln.Point):
            return growth_bound.growth_bound.check(subject)
        return growth_bound.grows_at_most(subject, Bounds(subject).gamma, Fraction(0))

    # a = b = 1: dg/dt = 2 (3 - 1) = 4 > -2 gamma_0
    assert first_failure(growth_bound.growth_bound, check).problem.widths == (1, 1, 1)
