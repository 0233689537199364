"""Laws of p-adic level ranks against brute force, and the transfer matrix against the volumes."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

from proofs_check.facts.level_ranks import growth_at_zero, growth_between_zeros
from proofs_check.facts.padic_volumes import (
    by_brute_force,
    growth,
    rank_law,
    volume_at_zero,
    volume_between_zeros,
)

TINY = [
    ((1, 1, 1), 3, 2),
    ((1, 2, 1), 2, 2),
    ((2, 1, 2), 2, 2),
    ((1, 1, 1, 1), 3, 2),
    ((1, 1, 1), 2, 3),
    ((2, 2, 1), 1, 3),
]


@pytest.mark.parametrize(("widths", "m", "q"), TINY, ids=str)
def test_the_law_is_that_of_all_weights(widths, m, q):
    assert volume_at_zero(widths, m, q) == by_brute_force(widths, m, q)


def test_ranks_over_a_field_by_counting():
    for rows, columns in ((1, 2), (2, 2), (2, 1)):
        law = [0] * 3
        for entries in itertools.product(range(2), repeat=rows * columns):
            matrix = [entries[i * columns : (i + 1) * columns] for i in range(rows)]
            spanned = {
                tuple(sum(c * row[j] for c, row in zip(cs, matrix, strict=True)) % 2 for j in range(columns))
                for cs in itertools.product(range(2), repeat=rows)
            }
            law[len(spanned).bit_length() - 1] += 1
        assert [Fraction(n, 2 ** (rows * columns)) for n in law if n] == [p for p in rank_law(rows, columns, 2) if p]


@pytest.mark.parametrize("widths", [(1, 1, 1), (2, 1, 2), (2, 2, 2), (1, 1, 1, 1), (2, 2, 2, 2)], ids=str)
def test_volumes_grow_as_the_transfer_matrix_says(widths):
    """q^(C m) P_m is a polynomial of degree order - 1 up to terms that vanish: its order-th differences are small."""
    rate, order = growth_at_zero(widths)
    values = [volume_at_zero(widths, m, 3) * 3 ** (rate * m) for m in range(1, 12)]
    assert growth(values, order) < 1e-4 < growth(values, order - 1)


@pytest.mark.parametrize("case", [(4, 4, 1), (2, 2, 1), (3, 2, 2)], ids=str)
def test_volumes_near_other_points_do_too(case: tuple[int, int, int]) -> None:
    rate, order = growth_between_zeros(*case)
    first, last, inner = case
    values = [volume_between_zeros(first, last, inner, m, 3) * 3 ** (rate * m) for m in range(4, 12)]
    assert growth(values, order) < 1e-3 < growth(values, order - 1)
