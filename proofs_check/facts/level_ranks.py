"""The exact growth of p-adic volumes of small products, from a finite transfer matrix.

The level ranks of :mod:`proofs_check.facts.padic_volumes` at one level are a Markov chain in the level, and ``P_m`` is
the weight of all its paths of m steps along which the last rank stays zero.  Ranks never fall, so the matrix is
triangular: ``P_m`` grows like ``m^(k-1) x^m``, where x is the greatest diagonal entry and k the greatest number of
states with this entry on a path from the start.  (Entries are not negative, so nothing cancels.)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction

from proofs_check.facts.padic_volumes import rank_law
from symdln.errors import InputError

State = Hashable
Q = 2  # the prime: exponents and orders do not depend on it


def growth_at_zero(widths: Sequence[int]) -> tuple[int, int]:
    """``(C, k)`` with ``P_m ~ m^(k-1) q^(-C m)`` for uniform weights of these widths.

    >>> growth_at_zero((1, 1, 1)), growth_at_zero((2, 1, 2)), growth_at_zero((2, 2, 2, 2, 2))
    ((1, 2), (2, 2), (3, 5))
    """
    ends = widths[0], *(0 for _ in widths[1:])
    ranges = [range(min(widths[: j + 1]) + 1) for j in range(1, len(widths) - 1)]
    states = [(widths[0], *middle, 0) for middle in itertools.product(*ranges)]

    def chance(old: tuple[int, ...], new: tuple[int, ...]) -> Fraction:
        value = Fraction(1)
        for j in range(1, len(widths)):
            value *= _rise(widths[j], old[j], new[j - 1], new[j])
        return value

    return growth(sorted(states, key=sum), ends, chance)


def growth_between_zeros(first: int, last: int, inner: int) -> tuple[int, int]:
    """The same at widths (first, 2, ..., 2, last) near ``W_1 = W_H = 0`` with ``inner`` layers diag(1, 0) between.

    Their product is diag(1, y_1 ... y_inner) up to units with y_i uniform in q Z, so at each level one is inside some
    y_i and stays there with probability 1/q; behind the last one its second invariant is reached.

    >>> growth_between_zeros(4, 4, 1), growth_between_zeros(2, 2, 2)
    ((5, 2), (3, 4))
    """
    states = [(stage, t, 0) for stage in range(inner + 1) for t in range(3)]

    def chance(old: tuple[int, int, int], new: tuple[int, int, int]) -> Fraction:
        if old[0] == inner:
            moved = Fraction(int(new[0] == inner))
        else:
            moved = {0: Fraction(1, Q), 1: 1 - Fraction(1, Q)}.get(new[0] - old[0], Fraction(0))
        level = 1 if new[0] < inner else 2
        return moved * _rise(last, old[1], level, new[1]) * _rise(first, 0, new[1], 0)

    return growth(states, (0, 0, 0), chance)


def _rise(rows: int, old: int, columns: int, new: int) -> Fraction:
    """The probability that the level rank goes from old to new under a uniform matrix with this many rows."""
    if columns < old or not 0 <= new - old <= min(rows - old, columns - old):
        return Fraction(0)
    return rank_law(rows - old, columns - old, Q)[new - old]


def growth(states: Iterable[State], start: State, chance: Callable[..., Fraction]) -> tuple[int, int]:
    """``(C, k)`` of a triangular chain whose states come in an order in which they follow each other."""
    ordered = list(states)
    reached = {start}
    edges: dict[State, list[State]] = {state: [] for state in ordered}
    for place, state in enumerate(ordered):
        if state in reached:
            edges[state] = [new for new in ordered[place + 1 :] if chance(state, new)]
            reached.update(edges[state])
    stay = {state: chance(state, state) for state in ordered if state in reached}
    best = max(stay.values())
    longest: dict[State, int] = {}
    for state in reversed(ordered):
        if state in reached:
            longest[state] = (stay[state] == best) + max((longest[new] for new in edges[state]), default=0)
    return _logarithm(best), longest[start]


def _logarithm(value: Fraction) -> int:
    exponent = value.denominator.bit_length() - 1
    if value != Fraction(1, Q**exponent):
        raise InputError(f"{value} is not a power of 1/{Q}.")
    return exponent
