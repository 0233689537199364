r"""Cycles of period two of descent on a chain of scalar layers, exactly, and whether they are stable.

``L = 1/2 (w_H ... w_1 - s)^2``.  At every cycle of period two all layers have the same modulus, for every loss of the
product.  Indeed a step maps ``w_i +- w_j`` to ``(w_i +- w_j)(1 -+ x)``, ``x = eta (P - s) P / (w_i w_j)``, so two
steps give ``(1 - x)(1 - y) = 1 = (1 + x)(1 + y)`` where ``w_i != +- w_j``: hence ``x = y = 0``, and such points are
fixed.  So up to signs all layers equal one number a, and stay so: ``g(a) = a - eta a^(H-1) (a^H - s)``, with -s in
place of s where an odd number of layers has the sign minus.

The points of period two are the real roots of ``(g(g(a)) - a) / (g(a) - a)``, a polynomial with rational coefficients,
isolated exactly.  At the cycle {a, b} the derivative of two steps has the eigenvalues

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

_BITS, _MOST_BITS = 256, 8192

Poly = flint.fmpq_poly


@dataclass(frozen=True)
class Cycle:
    """The points ``low < high`` of one cycle of period two, its two multipliers, and whether it is stable.

    ``equation`` is the irreducible integer polynomial with the root low, coefficients from the constant on;
    ``multiplier_equations()`` gives those of the multipliers.  ``is_stable`` is decided exactly: True where both
    multipliers have modulus below 1, False where one has modulus above 1, and None where the larger modulus is exactly
    1, which these multipliers alone do not decide.

    At depth 2, ``b = a - eta a (a^2 - s)`` and the same with a and b exchanged; sum and difference of the two give
    ``a b = 1 / eta`` and ``a^2 + b^2 = s + 1 / eta``, here 5/6 and 11/6.

    >>> (cycle,) = (each for each in scalar_cycles(1, "6/5") if each.low[0] > 0)
    >>> cycle.equation, cycle.is_stable                     # 36 a^4 - 66 a^2 + 25 = 0
    ((25, 0, -66, 0, 36), True)
    >>> round(float(cycle.low[0]), 4), round(float(cycle.high[0]), 4)              # a^2 = (11 -+ sqrt 21) / 12
    (0.7313, 1.1395)
    """

    low: Interval
    high: Interval
    along: Interval
    across: Interval
    is_stable: bool | None
    equation: tuple[int, ...]
    target: Fraction
    step: Fraction
    depth: int

    def multiplier_equations(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The irreducible integer polynomials with the roots along and across, coefficients from the constant on.

        A multiplier is a polynomial in a root of ``equation``, so it is an eigenvalue of the matrix that multiplies by
        that polynomial; the minimal polynomial of this matrix is the one wanted.

        >>> (cycle,) = (each for each in scalar_cycles(1, "6/5") if each.low[0] > 0)
        >>> cycle.multiplier_equations()                           # 9 - 2 (11/5)^2 = -17/25 and 3 - 12/5 = 3/5
        ((17, 25), (-3, 5))
        """
        modulus = Poly(list(self.equation))
        factors = _multipliers(self.target, self.step, self.depth, modulus)
        along, across = (_equation_of(factor, modulus) for factor in factors)
        return along, across


def scalar_cycles(target: Any, step: Any, depth: int = 2) -> tuple[Cycle, ...]:
    """All cycles of period two of descent with the rational ``step`` on equal scalar layers, by their lower points.

    Layers that differ in sign have the same cycles, for the target -s if an odd number of signs is minus; there are no
    others.  At depth 2 a cycle of positive points exists from ``eta s = 1`` on, where the minimum loses its
    stability, and is stable for ``1 < eta s < sqrt 5 - 1``:

    >>> [cycle.is_stable for cycle in scalar_cycles(1, "6/5") if cycle.low[0] > 0]          # 1.2 < 1.236...
    [True]
    >>> [cycle.is_stable for cycle in scalar_cycles(1, "5/4") if cycle.low[0] > 0]
    [False]
    >>> [cycle for cycle in scalar_cycles(1, "9/10") if cycle.low[0] > 0]
    []
    >>> [cycle.is_stable for cycle in scalar_cycles(-1, "6/5")]       # layers a and -a for the target 1
    [False]
    """
    s, eta = rational(target), checked_step(step)
    H = checked_depth(depth)
    bits = _BITS
    while (found := _cycles(s, eta, H, bits)) is None:
        bits *= 2
        assert bits <= _MOST_BITS, "the points or multipliers could not be separated"
    return found


def checked_depth(depth: Any) -> int:
    if not isinstance(depth, int) or isinstance(depth, bool) or not 2 <= depth <= 6:
        raise InputError(f"the depth must be an integer from 2 to 6, but {shown(depth)} was passed.")
    return depth


def period_two(target: Fraction, step: Fraction, depth: int) -> Poly:
    """The polynomial ``(g(g(a)) - a) / (g(a) - a)``, whose real roots are the points of period two.

    A root that is also a fixed point is a double root of ``g(g(a)) - a``, where cycles branch off.
    """
    x, g = Poly([0, 1]), _step(target, step, depth)
    quotient, rest = divmod(g(g) - x, g - x)
    assert rest == 0  # g(g(a)) = a wherever g(a) = a, with multiplicities: g(y) - y divides g(g(y)) - g(y)
    return quotient


def _step(s: Fraction, eta: Fraction, depth: int) -> Poly:
    x = Poly([0, 1])
    return x - to_fmpq(eta) * x ** (depth - 1) * (x**depth - to_fmpq(s))


def _multipliers(s: Fraction, eta: Fraction, depth: int, modulus: Poly) -> tuple[Poly, Poly]:
    """The multipliers along and across at a root of the polynomial ``modulus``, as polynomials in this root."""
    x, g = Poly([0, 1]), _step(s, eta, depth)
    image, h = g % modulus, 1 + to_fmpq(eta) * x ** (depth - 2) * (x**depth - to_fmpq(s))
    along, across = (f * _composed(f, image, modulus) % modulus for f in (g.derivative(), h))
    return along, across


def _at(polynomial: Poly, value: flint.arb) -> flint.arb:
    return flint.arb_poly(polynomial)(value)


def _composed(outer: Poly, inner: Poly, modulus: Poly) -> Poly:
    value = Poly([0])
    for coefficient in reversed(outer.coeffs()):
        value = (value * inner + coefficient) % modulus
    return value


def _equation_of(factor: Poly, modulus: Poly) -> tuple[int, ...]:
    n = modulus.degree()
    powers = [(factor * Poly([0, 1]) ** k) % modulus for k in range(n)]
    matrix = flint.fmpq_mat(n, n, [power[j] for power in powers for j in range(n)])
    return tuple(int(c) for c in matrix.minpoly().numer().coeffs())


def _cycles(s: Fraction, eta: Fraction, depth: int, bits: int) -> tuple[Cycle, ...] | None:
    """The cycles, or None where ``bits`` bits do not separate all points and multipliers."""
    with flint.ctx.workprec(bits):
        roots = sorted(_real_roots(period_two(s, eta, depth)), key=lambda pair: pair[0].mid())
        g, found = _step(s, eta, depth), []
        for k, (low, factor) in enumerate(roots):
            image = _at(g, low)
            partners = [j for j, (other, _) in enumerate(roots) if other.overlaps(image)]
            if len(partners) != 1:
                return None
            if partners[0] > k:
                cycle = _cycle(low, roots[partners[0]][0], factor, s, eta, depth)
                if cycle is None:
                    return None
                found.append(cycle)
    return tuple(found)


def _real_roots(polynomial: Poly) -> list[tuple[flint.arb, flint.fmpz_poly]]:
    """The distinct real roots in balls, each with the irreducible integer polynomial it is a root of."""
    _, factors = polynomial.numer().factor()
    real = []
    for factor, _ in factors:
        roots: Any = factor.complex_roots()
        real += [(root.real, factor) for root, _ in roots if root.imag == 0]  # FLINT makes it exactly 0
    return real


def _cycle(
    low: flint.arb, high: flint.arb, factor: flint.fmpz_poly, s: Fraction, eta: Fraction, depth: int
) -> Cycle | None:
    modulus = Poly(factor)
    multipliers = _multipliers(s, eta, depth, modulus)
    values = [_at(multiplier, low) for multiplier in multipliers]
    sizes = [against_one(value, multiplier) for value, multiplier in zip(values, multipliers, strict=True)]
    if None in sizes:
        return None
    stable = False if 1 in sizes else None if 0 in sizes else True
    low_at, high_at, along, across = (interval_of(value) for value in (low, high, *values))
    return Cycle(low_at, high_at, along, across, stable, tuple(map(int, factor.coeffs())), s, eta, depth)


def against_one(value: flint.arb, multiplier: Poly) -> int | None:
    """The sign of ``|value| - 1``, or None where it needs more bits.

    It is exact: the multiplier is reduced modulo an irreducible polynomial, so its value is +-1 only as a constant.
    """
    if multiplier in (Poly([1]), Poly([-1])):
        return 0
    if abs(value) < 1:
        return -1
    return 1 if abs(value) > 1 else None
