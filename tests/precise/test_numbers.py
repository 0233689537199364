"""Integers of a number field: arithmetic, embedding, bounds of conjugates."""

import math
from fractions import Fraction

import numpy as np
import pytest

from symdln.errors import InputError
from symdln.precise.numbers import INTEGERS, AlgebraicInteger, Ring

ROOT = Ring((-2, 0, 1), Fraction(1), Fraction(2))  # theta = sqrt 2
OTHER = Ring((-2, 0, 1), Fraction(-2), Fraction(-1))  # theta = -sqrt 2


def number(ring, *coefficients):
    return AlgebraicInteger(ring, coefficients)


def table(*rows):
    made = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            made[i, j] = x
    return made


def test_products_are_reduced_by_the_modulus():
    # (1 + t)(3 - 2 t) = 3 + t - 2 t^2 = -1 + t for t^2 = 2; in Z[t], t^3 = t + 1: t^2 t^2 = t^4 = t^2 + t
    assert number(ROOT, 1, 1) * number(ROOT, 3, -2) == number(ROOT, -1, 1)
    cubic = Ring((-1, -1, 0, 1), Fraction(1), Fraction(2))
    assert number(cubic, 0, 0, 1) * number(cubic, 0, 0, 1) == number(cubic, 0, 1, 1)


def test_sums_with_integers_on_both_sides():
    x = number(ROOT, 1, 1)
    assert 2 + x == x + 2 == number(ROOT, 3, 1)
    assert 2 - x == number(ROOT, 1, -1)
    assert x - x == 0
    assert not (x - x)
    assert 3 * x == x * 3 == number(ROOT, 3, 3)


@pytest.mark.parametrize("bits", [0, 10, 200])
def test_the_embedding_is_within_two_units(bits):
    # 5 + 7 sqrt 2 = 5 + sqrt 98, and 5 - 7 sqrt 2 for the other root; isqrt is exact to one unit
    root = math.isqrt(98 << (2 * bits))
    for ring, sign in ((ROOT, 1), (OTHER, -1)):
        (found,) = ring.embedded(table([number(ring, 5, 7)]), bits).flat
        assert abs(found - ((5 << bits) + sign * root)) <= 3


def test_large_cancelling_coefficients_are_embedded_exactly_enough():
    # (sqrt 2 - 1)^40 is about 5e-16, while its coefficients have 15 digits
    power = number(ROOT, 1, 0)
    for _ in range(40):
        power = power * number(ROOT, -1, 1)
    (found,) = ROOT.embedded(table([power]), 100).flat
    assert abs(found / 2**100 / (math.sqrt(2) - 1) ** 40 - 1) < 1e-9


def test_conjugates_are_bounded():
    # e_2 of diag(1 + t, 1 - t) is 1 - 2 = -1, e_1 is 2: the bound must be at least their conjugates, and every minor
    matrix = table([number(ROOT, 1, 1), 0], [0, number(ROOT, 1, -1)])
    assert ROOT.conjugates_bound(matrix) >= 2
    # the conjugate of 1000 (3 - 2 t), which is about 172, is 1000 (3 + 2 t), about 5828
    assert ROOT.conjugates_bound(table([number(ROOT, 3000, -2000)])) >= 5828
    assert INTEGERS.conjugates_bound(table([5])) == 1


def test_an_interval_with_two_roots_or_none_is_refused():
    for low, high in ((-2, 2), (2, 3)):
        with pytest.raises(InputError, match="exactly one root"):
            Ring((-2, 0, 1), Fraction(low), Fraction(high))
    with pytest.raises(InputError, match="must be monic"):
        Ring((-1, 0, 2), Fraction(0), Fraction(1))
