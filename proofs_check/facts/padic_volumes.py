"""Exact volumes of p-adic weights whose product is small: an independent route to learning coefficients and orders.

``P_m`` is the probability that ``W_H ... W_1`` is 0 modulo q^m for uniform W over the q-adic integers.  Where the
fibre has codimension C and its zeta function a pole of order k at C, ``q^(m C) P_m`` grows like a polynomial in m of
degree k - 1; for these ideals C and k are twice the real learning coefficient and its order.

Only level ranks matter: ``t_k`` is the number of invariants (Smith form) of order below k.  If B has level ranks t and
W is uniform with n rows, then ``W B`` has level ranks t' with ``t'_k - t'_{k-1}`` the rank of a uniform matrix over the
field of q elements of shape ``(n - t'_{k-1}, t_k - t'_{k-1})``, independent of the earlier ones.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

Levels = tuple[int, ...]
Law = dict[Levels, Fraction]


@cache
def rank_law(rows: int, columns: int, q: int) -> tuple[Fraction, ...]:
    """The probabilities of ranks 0, 1, ... of a uniform matrix over the field of q elements."""
    law = [Fraction(1)]
    for _ in range(columns):  # a new column lies in a given space of dimension r with probability q^(r - rows)
        inside = [Fraction(q**r, q**rows) for r in range(len(law))]
        new = [p * i for p, i in zip(law, inside, strict=True)] + [Fraction(0)]
        for r, p in enumerate(law):
            new[r + 1] += p * (1 - inside[r])
        law = new
    return tuple(law)


def multiplied(law: Law, rows: int, q: int) -> Law:
    """The law of the level ranks after a multiplication by a uniform matrix with this many rows."""
    found: Law = {}
    for levels, chance in law.items():
        partial: Law = {(): chance}
        for t in levels:
            following: Law = {}
            for before, p in partial.items():
                last = before[-1] if before else 0
                for rank, part in enumerate(rank_law(rows - last, t - last, q)):
                    if part:
                        key = (*before, last + rank)
                        following[key] = following.get(key, Fraction(0)) + p * part
            partial = following
        for key, p in partial.items():
            found[key] = found.get(key, Fraction(0)) + p
    return found


def volume_at_zero(widths: Sequence[int], m: int, q: int) -> Fraction:
    """``P_m``."""
    law: Law = {(widths[0],) * m: Fraction(1)}
    for rows in widths[1:]:
        law = multiplied(law, rows, q)
    return law.get((0,) * m, Fraction(0))


def volume_between_zeros(first: int, last: int, inner: int, m: int, q: int) -> Fraction:
    """The same at widths (first, 2, ..., 2, last) near ``W_1 = W_H = 0`` with ``inner`` layers diag(1, 0) between them,
    divided by the volume of the neighbourhood: all weights that are equal to these modulo q.

    Up to units the product of the inner layers is diag(1, y_1 ... y_inner) with y_i uniform in q Z: column operations
    make the first layer ((1, 0), (q c, y_1)), and so on.  W_1 and W_H are q times uniform matrices, so the product is 0
    modulo q^m if the one of the uniform matrices is modulo q^(m-2).
    """
    need = m - 2
    total = Fraction(0)
    for order, chance in _orders_of_product(inner, need, q).items():
        levels = tuple(1 if k <= order else 2 for k in range(1, need + 1))
        law = multiplied(multiplied({levels: Fraction(1)}, last, q), first, q)
        total += chance * law.get((0,) * need, Fraction(0))
    return total


def _orders_of_product(factors: int, most: int, q: int) -> dict[int, Fraction]:
    """The law of the order of a product of uniform numbers in q Z; ``most`` stands for all orders from there on."""
    law = {0: Fraction(1)}
    for _ in range(factors):
        following: dict[int, Fraction] = {}
        for before, chance in law.items():
            for order in range(1, most + 1):
                part = Fraction(1, q ** (order - 1)) * (Fraction(q - 1, q) if order < most else 1)
                total = min(before + order, most)
                following[total] = following.get(total, Fraction(0)) + chance * part
        law = following
    return law


def by_brute_force(widths: Sequence[int], m: int, q: int) -> Fraction:
    """``P_m`` by running through all weights modulo q^m: tiny cases only."""
    modulus, shapes = q**m, list(itertools.pairwise(widths))
    count = 0
    for entries in itertools.product(range(modulus), repeat=sum(a * b for a, b in shapes)):
        product, start = [[int(i == j) for j in range(widths[0])] for i in range(widths[0])], 0
        for before, after in shapes:
            W = [entries[start + i * before : start + (i + 1) * before] for i in range(after)]
            columns = list(zip(*product, strict=True))
            product = [[sum(map(operator.mul, row, column)) % modulus for column in columns] for row in W]
            start += before * after
        count += not any(any(row) for row in product)
    return Fraction(count, modulus ** sum(a * b for a, b in shapes))


def growth(values: Sequence[Fraction], degree: int) -> Fraction:
    """The difference of order ``degree`` of the last values, relative to the last one: small for lower degrees."""
    table = list(values[-(degree + 1) :])
    for _ in range(degree):
        table = [b - a for a, b in itertools.pairwise(table)]
    return abs(table[-1] / values[-1])
