r"""Cycles of period two of descent on a chain of equal scalar layers, exactly, and whether they are stable.

``L = 1/2 (w_H ... w_1 - s)^2`` with all layers equal to a stays so under descent, ``g(a) = a - eta a^(H-1) (a^H - s)``.
The points of period two are the real roots of ``(g(g(a)) - a) / (g(a) - a)``, a polynomial with rational coefficients,
isolated exactly.  At the cycle {a, b} the derivative of two steps has the eigenvalue

    along the line of equal layers     g'(a) g'(b),    g'(x) = 1 - eta (H x^(2H-2) + (H-1) x^(H-2) (x^H - s))
    across it, H - 1 times             h(a) h(b),      h(x) = 1 + eta x^(H-2) (x^H - s),

and the cycle attracts its neighbourhood, balanced or not, where both have modulus below 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.rational import rational, to_fmpq
from symdln.dynamics.descent import checked_step
from symdln.errors import InputError, shown

_BITS, _MOST_BITS = 128, 1024


@dataclass(frozen=True)
class Cycle:
    """The points ``low < high`` of one cycle of period two, its two multipliers, and whether it is stable.

    ``is_stable`` is True where both multipliers are proved to have modulus below 1, False where one is proved to have
    modulus above 1, and None where neither is proved.
    """

    low: Interval
    high: Interval
    along: Interval
    across: Interval
    is_stable: bool | None


def scalar_cycles(target: Any, step: Any, depth: int = 2) -> tuple[Cycle, ...]:
    """All cycles of period two of descent with the rational ``step`` on equal scalar layers, by their lower points.

    At depth 2 one of positive points exists from ``eta s = 1`` on, where the minimum loses its stability, and is stable
    for ``1 < eta s < sqrt 5 - 1``:

    >>> [cycle.is_stable for cycle in scalar_cycles(1, "6/5") if cycle.low[0] > 0]          # 1.2 < 1.236...
    [True]
    >>> [cycle.is_stable for cycle in scalar_cycles(1, "5/4") if cycle.low[0] > 0]
    [False]
    >>> [cycle for cycle in scalar_cycles(1, "9/10") if cycle.low[0] > 0]
    []
    """
    s, eta = rational(target), checked_step(step)
    if s <= 0:
        raise InputError(f"the target must be positive, but {target!r} was passed.")
    if not isinstance(depth, int) or isinstance(depth, bool) or not 2 <= depth <= 6:
        raise InputError(f"the depth must be an integer from 2 to 6, but {shown(depth)} was passed.")
    roots = _real_roots(period_two(s, eta, depth))
    found = []
    with flint.ctx.workprec(_MOST_BITS):
        for k, low in enumerate(roots):
            image = _step(low, s, eta, depth)
            partners = [j for j, other in enumerate(roots) if other.overlaps(image)]
            if len(partners) == 1 and partners[0] > k:
                found.append(_cycle(low, roots[partners[0]], s, eta, depth))
    return tuple(found)


def period_two(target: Fraction, step: Fraction, depth: int) -> flint.fmpq_poly:
    """The polynomial ``(g(g(a)) - a) / (g(a) - a)``, whose real roots are the points of period two.

    A root that is also a fixed point is a double one of ``g(g(a)) - a``, where cycles branch off.
    """
    x = flint.fmpq_poly([0, 1])
    g = x - to_fmpq(step) * x ** (depth - 1) * (x**depth - to_fmpq(target))
    quotient, rest = divmod(g(g) - x, g - x)
    assert rest == 0  # g(g(a)) = a wherever g(a) = a, with multiplicities: g(y) - y divides g(g(y)) - g(y)
    return quotient


def _real_roots(polynomial: flint.fmpq_poly) -> list[flint.arb]:
    """The distinct real roots in increasing order, in disjoint balls, of a square-free polynomial's factors."""
    _, factors = polynomial.numer().factor()
    real = []
    with flint.ctx.workprec(_MOST_BITS):
        for factor, _ in factors:
            roots: Any = factor.complex_roots()
            real += [root.real for root, _ in roots if root.imag == 0]  # FLINT gives real roots this part exactly
    return sorted(real, key=lambda root: root.mid())


def _step(a: flint.arb, s: Fraction, eta: Fraction, depth: int) -> flint.arb:
    return a - flint.arb(to_fmpq(eta)) * a ** (depth - 1) * (a**depth - flint.arb(to_fmpq(s)))


def _cycle(low: flint.arb, high: flint.arb, s: Fraction, eta: Fraction, depth: int) -> Cycle:
    along, across = flint.arb(1), flint.arb(1)
    for x in (low, high):
        pull = x ** (depth - 2) * (x**depth - flint.arb(to_fmpq(s)))
        along *= 1 - flint.arb(to_fmpq(eta)) * (depth * x ** (2 * depth - 2) + (depth - 1) * pull)
        across *= 1 + flint.arb(to_fmpq(eta)) * pull
    sizes = (abs(along), abs(across))
    stable = True if all(size < 1 for size in sizes) else False if any(size > 1 for size in sizes) else None
    return Cycle(*(interval_of(value) for value in (low, high, along, across)), is_stable=stable)
