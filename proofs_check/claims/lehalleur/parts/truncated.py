"""Power series with whole coefficients, cut off: lists of the coefficients of 1, q, ..., q^n.

Notations:

    Series      a list of coefficients
    p           1 / ((1 - q)(1 - q^2) ... (1 - q^s))
    times       the product of two series
    shifted     q^k times a series
    p_of        the product of p(s) over several s
    by_orbits   the sum over the Kostant partitions
    by_formula  the formula of the theorem
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proofs_check.claims.lehalleur.parts.quiver import partitions, printed_codimension

Series = list[int]


def p(s: int, terms: int) -> Series:
    """``1 / ((1 - q)(1 - q^2) ... (1 - q^s))``.

    >>> p(2, 4)
    [1, 1, 2, 2, 3]
    """
    found = [1] + [0] * terms
    for k in range(1, s + 1):
        for n in range(k, terms + 1):
            found[n] += found[n - k]
    return found


def times(a: Series, b: Series) -> Series:
    """The product, cut off where both are."""
    return [sum(a[i] * b[n - i] for i in range(n + 1)) for n in range(len(a))]


def shifted(a: Series, k: int) -> Series:
    """``q^k`` times the series."""
    return ([0] * k + a)[: len(a)]


def p_of(numbers: Iterable[int], terms: int) -> Series:
    """The product of ``p(s)`` over the numbers s."""
    found = [1] + [0] * terms
    for s in numbers:
        for k in range(1, s + 1):
            for n in range(k, terms + 1):
                found[n] += found[n - k]
    return found


def by_orbits(widths: Sequence[int], rank: int, terms: int) -> Series:
    """The sum of ``q^codim P_m`` over the Kostant partitions m with ``m_0N`` equal to the rank."""
    depth, total = len(widths) - 1, [0] * (terms + 1)
    for orbit in partitions(widths):
        if orbit.get((0, depth), 0) == rank:
            part = shifted(p_of(orbit.values(), terms), printed_codimension(depth, orbit))
            total = [a + b for a, b in zip(total, part, strict=True)]
    return total


def by_formula(widths: Sequence[int], rank: int, terms: int) -> Series:
    """``P_r`` times the sum of ``(-1)^s q^{s(s-1)/2} P_s P_{d-r-s}`` over s from 0 to the least width less r."""
    total = [0] * (terms + 1)
    for s in range(min(widths) - rank + 1):
        part = shifted(p_of((s, *(d - rank - s for d in widths)), terms), s * (s - 1) // 2)
        total = [a + (-1) ** s * b for a, b in zip(total, part, strict=True)]
    return times(p(rank, terms), total)
