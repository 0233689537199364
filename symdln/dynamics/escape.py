"""The least time in which the flow can leave a neighbourhood of W = 0, for all data, widths and depths from 2 on."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.rational import rational
from symdln.algebra.spectrum import spectrum_of
from symdln.dynamics.balls import ball
from symdln.errors import InputError
from symdln.landscape.problem import Problem

BITS = 128


def escape_time(problem: Problem, inner: Any, outer: Any) -> Interval:
    """A time that every trajectory takes at least from the Frobenius norm ``inner`` of all weights to ``outer``.

    With ``s_1`` the largest singular value of ``Syx`` and f the loss factor it is ``log(outer / inner) / (2 f s_1)`` at
    depth 2 and ``(inner^(2-H) - outer^(2-H)) / (2 f s_1 (H-2) H^(1-H/2))`` at depth H >= 3; the interval contains this
    number.  Raises ``InputError`` for norms other than ``0 < inner < outer``, for depth 1, and for ``Syx = 0``, where
    the norm never grows.

    >>> low, high = escape_time(Problem.canonical((2,), (1, 1, 1)), "1/100", 1)                     # log(100) / 2
    >>> f"{float(low):.10f}"
    '2.3025850930'
    >>> low, high = escape_time(Problem.canonical((2,), (1, 1, 1, 1)), "1/100", 1)                  # 99 sqrt 3 / 2
    >>> f"{float(low):.10f}"
    '85.7365149747'
    """
    first, last = rational(inner), rational(outer)
    if not 0 < first < last:
        raise InputError(f"the norms must satisfy 0 < inner < outer, but {inner!r} and {outer!r} were passed.")
    if problem.depth < 2:
        raise InputError("the time to leave zero is bounded from depth 2 on, but this problem has depth 1.")
    if problem.Syx.is_zero():
        raise InputError("Syx is zero, so the norm of the weights never grows; pass data with Y X^T other than 0.")
    H = problem.depth
    with flint.ctx.workprec(BITS):
        speed = ball(2 * problem.loss_factor) * _largest_square(problem).sqrt()
        if H == 2:
            return interval_of(ball(last / first).log() / speed)
        gap = ball(Fraction(1) / first ** (H - 2) - Fraction(1) / last ** (H - 2))
        return interval_of(gap / (speed * (H - 2) * flint.arb(H) ** ball(1 - Fraction(H, 2))))


def _largest_square(problem: Problem) -> flint.arb:
    """The largest eigenvalue of ``Syx Sxy``."""
    low, high = spectrum_of(problem.Syx @ problem.Sxy)[0].enclosure(30)
    return ball((low + high) / 2) + flint.arb(0, ball((high - low) / 2).abs_upper())
