"""Where the roots of a rational polynomial lie, inside or on the unit circle, exactly.

Notations:

    is_schur          whether all roots have modulus below 1
    may_touch_circle  whether a root and its inverse are both roots
    reverse           the polynomial with its coefficients in reverse order
"""

from __future__ import annotations

import flint


def is_schur(polynomial: flint.fmpq_poly) -> bool:
    """Whether all complex roots have modulus below 1, by the reduction of Schur and Cohn.

    With p of leading coefficient a and constant term b: all roots of p lie inside if and only if |b| < |a| and all
    those of ``(a p - b p*) / x`` do, where p* has the coefficients of p in reverse.
    """
    while polynomial.degree() > 0:
        low, high = polynomial[0], polynomial[polynomial.degree()]
        if abs(low) >= abs(high):
            return False
        polynomial = (high * polynomial - low * reverse(polynomial)) // flint.fmpq_poly([0, 1])
    return True


def may_touch_circle(polynomial: flint.fmpq_poly) -> bool:
    """Whether some root z has 1/z as a root too, as every root of modulus 1 has."""
    return polynomial.gcd(reverse(polynomial)).degree() > 0


def reverse(polynomial: flint.fmpq_poly) -> flint.fmpq_poly:
    return flint.fmpq_poly(list(reversed(polynomial.coeffs())))
