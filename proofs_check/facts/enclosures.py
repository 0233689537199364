"""Comparisons of enclosed numbers, which hold, fail, or are left open by the intervals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import flint

from proofs_check.language.outcome import Outcome, fails, holds, undecided
from symdln.algebra.eigenvalue import Interval, interval_of


def ball(value: Fraction | int) -> flint.arb:
    """A ball that contains the rational number."""
    exact = Fraction(value)
    return flint.arb(flint.fmpq(exact.numerator, exact.denominator))


def exactly(value: Fraction) -> Interval:
    """The interval of one number."""
    return value, value


def below(left: Interval, right: Interval, what: str) -> Outcome:
    """Whether a number in the first interval is at most one in the second; ``what`` names the two."""
    if left[1] <= right[0]:
        return holds(what)
    if left[0] > right[1]:
        return fails(f"{what}: the first is larger", left=left[0], right=right[1])
    return undecided(f"{what}: their enclosures overlap")


def squares(entries: Iterable[flint.arb]) -> Interval:
    """The sum of squares."""
    return interval_of(sum((entry**2 for entry in entries), flint.arb(0)))


def decayed(value: Fraction, exponent: Fraction) -> Interval:
    """``value e^exponent``."""
    with flint.ctx.workprec(128):
        return interval_of(ball(value) * ball(exponent).exp())
