r"""Two modes of equal diagonal layers: the multipliers of the entries that couple them, in balls.

At layers ``W_k = diag(a_i, a_j)`` the Hessian couples the entries ``x_k = (V_k)_ij`` and ``z_k = (V_k)_ji`` of a
variation with each other alone.  With ``m = a^H - s`` and ``k, l`` from 1 to H

    x_k x_l:         a_i^(2H-k-l) a_j^(k+l-2)              z_k z_l:         the same with i and j exchanged
    x_l z_k, k < l:  m_i a_i^(H-l+k-1) a_j^(l-k-1)         z_l x_k, k < l:  the same with i and j exchanged

Descent commutes with turning the H - 1 hidden layers, so at a cycle of two steps where one mode at least goes round the
product of both ``I - eta Hessian`` has the eigenvalue 1 at least H - 1 times.  The others are decided by the criterion
of Schur and Cohn: with leading coefficient a and constant term b of p, ``|b| > |a|`` says that a root lies outside the
unit circle, and if ``|b| < |a|``, then ``(a p - b p*) / x`` has as many roots outside as p, and as many on the circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import flint

from symdln.algebra.rational import to_fmpq

Points = tuple[flint.arb, flint.arb]
"""Where a mode is at even and at odd times."""


def coupled_entries_attract(
    first: Points, second: Points, targets: tuple[Fraction, Fraction], step: Fraction, depth: int
) -> bool | None:
    """Whether all multipliers, except H - 1 that equal 1, have modulus below 1; None where balls do not decide.

    False says that one of them has modulus above 1.

    >>> from flint import arb                                       # c = 7/6 from 2 to 3, and d = 2/3 at rest at 2
    >>> mode, step = (arb(2), arb(3)), Fraction(1, 6)
    >>> coupled_entries_attract(mode, (arb(2), arb(2)), (Fraction(7), Fraction(4)), step, 2)
    True
    >>> rest = arb(9) / 4                                           # d = 27/32, and c + d > 2
    >>> coupled_entries_attract(mode, (rest, rest), (Fraction(7), Fraction(81, 16)), step, 2)
    False
    """
    product = None
    for a, b in zip(first, second, strict=True):
        factor = _identity(2 * depth) - flint.arb(to_fmpq(step)) * _hessian((a, b), targets, depth)
        product = factor if product is None else factor * product
    assert product is not None
    coefficients = product.charpoly().coeffs()
    for _ in range(depth - 1):
        coefficients = _without_root_one(coefficients)
    return roots_inside(coefficients)


def roots_inside(coefficients: Sequence[flint.arb]) -> bool | None:
    """True if all roots have modulus below 1, False if one has modulus above 1; coefficients from the constant on."""
    p = list(coefficients)
    while len(p) > 1:
        low, high = p[0], p[-1]
        if abs(low) > abs(high):
            return False
        if not abs(low) < abs(high):
            return None
        p = [high * p[k] - low * p[-1 - k] for k in range(1, len(p))]
    return True


def _hessian(point: tuple[flint.arb, flint.arb], targets: tuple[Fraction, Fraction], depth: int) -> flint.arb_mat:
    entries = [[flint.arb(0)] * (2 * depth) for _ in range(2 * depth)]
    for here in (0, 1):  # here = 0 for the entries x, 1 for z
        a, b = point[here], point[1 - here]
        m = a**depth - flint.arb(to_fmpq(targets[here]))
        for k in range(depth):
            for n in range(depth):
                entries[here * depth + k][here * depth + n] = a ** (2 * depth - 2 - k - n) * b ** (k + n)
            for n in range(k + 1, depth):
                mixed = m * a ** (depth - 1 - n + k) * b ** (n - k - 1)
                row, column = here * depth + n, (1 - here) * depth + k
                entries[row][column] = entries[column][row] = mixed
    return flint.arb_mat(entries)


def _identity(size: int) -> flint.arb_mat:
    return flint.arb_mat([[flint.arb(int(i == j)) for j in range(size)] for i in range(size)])


def _without_root_one(coefficients: Sequence[flint.arb]) -> list[flint.arb]:
    """The quotient by ``x - 1`` of a polynomial with the root 1, by Horner's rule."""
    quotient, total = [], flint.arb(0)
    for coefficient in reversed(coefficients):
        total = total + coefficient
        quotient.append(total)
    return list(reversed(quotient[:-1]))
