"""Counts of kinds by order and by index: against enumeration, and in closed form at depth 2."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.landscape.kinds import count_kinds
from symdln.strings.counts import count_kinds_by_index, count_kinds_by_order
from tests.strings.support import order_of, spectra


def multiplicities(values: tuple[int, ...]) -> tuple[int, ...]:
    """How often each nonzero value occurs, largest first."""
    return tuple(values.count(value) for value in sorted(set(values), reverse=True))


def check_against_the_list(problem: dln.Problem, values: tuple[int, ...]) -> None:
    """The number of kinds, their orders, and n_- by the inertia theorem of each kind in the list."""
    by_index = count_kinds_by_index(problem.widths, values, data_rank=problem.data_rank)
    by_order = count_kinds_by_order(problem.widths, values, data_rank=problem.data_rank)
    kinds = list(problem.kinds())
    assert sum(by_index.values()) == sum(by_order.values()) == count_kinds(problem) == len(kinds)
    assert by_index == Counter(kind.inertia.negative for kind in kinds)
    assert by_order == Counter(map(order_of, kinds))


@pytest.mark.parametrize(("depth", "largest"), [(2, 4), (3, 2), (4, 2)])
def test_counts_against_the_list_of_kinds(depth, largest):
    for widths in itertools.product(range(1, largest + 1), repeat=depth + 1):
        for values in spectra(widths):
            check_against_the_list(dln.Problem.canonical(values, widths), multiplicities(values))


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "largest"), [(3, 3), (5, 2)])
def test_counts_against_the_list_of_kinds_of_larger_networks(depth, largest):
    for widths in itertools.product(range(1, largest + 1), repeat=depth + 1):
        for values in spectra(widths):
            check_against_the_list(dln.Problem.canonical(values, widths), multiplicities(values))


def test_counts_for_a_singular_x():
    problem = dln.Problem.from_data([[1, 0], [0, 1], [1, 1]], [[1, 2], [2, 4]], hidden=(2, 2))
    assert (problem.data_rank, problem.cross_rank) == (2, 1)
    check_against_the_list(problem, (1,))


def gaussian_binomial(n: int, k: int) -> list[int]:
    """The coefficients of the q-binomial, by [n, k] = [n-1, k-1] + q^k [n-1, k]."""
    if k in (0, n):
        return [1]
    first, second = gaussian_binomial(n - 1, k - 1), [0] * k + gaussian_binomial(n - 1, k)
    return [a + b for a, b in itertools.zip_longest(first, second, fillvalue=0)]


@pytest.mark.parametrize("n", [1, 2, 3, 7, 12])
def test_depth_2_with_equal_widths_in_closed_form(n):
    """n - r strings 2-0 and n - r strings 1 are forced, and make (n - r)^2 pairs; the inversions of r among n distinct
    values are counted by the q-binomial.
    """
    expected: Counter[int] = Counter()
    for r in range(n + 1):
        for inversions, count in enumerate(gaussian_binomial(n, r)):
            expected[inversions + (n - r) ** 2] += count
    assert count_kinds_by_index((n, n, n)) == expected


def test_depth_2_with_widths_50():
    """All 2^50 selections, one of which is minimal."""
    assert count_kinds_by_order((50, 50, 50)) == {None: 1, 2: 2**50 - 1}
    by_index = count_kinds_by_index((50, 50, 50))
    assert sum(by_index.values()) == 2**50
    assert by_index[0] == 1
    assert max(by_index) == 50**2  # r = 0


def test_depth_2_with_one_output_in_closed_form():
    """Widths (m, n, 1), one value: r = 1 leaves m - 1 places at 0 and n - 1 at 1 for k strings 0-1 and single ones:
    min(m, n) kinds, all minimal.  r = 0: one string 2-0, m - 1 open places at 0 and n at 1: min(m - 1, n) + 1 kinds of
    index n.
    """
    for m, n in itertools.product(range(1, 6), repeat=2):
        expected = Counter({0: min(m, n)})
        expected[n] += min(m - 1, n) + 1
        assert count_kinds_by_index((m, n, 1)) == expected


def test_equal_values_in_closed_form():
    """All n values equal: S is a number, so n + 1 kinds at widths (n, n, n), of index (n - r)^2."""
    for n in range(1, 9):
        assert count_kinds_by_index((n, n, n), (n,)) == {r * r: 1 for r in range(n + 1)}


def test_the_number_of_selections_of_distinct_values():
    """At widths (n, h, n) with h < n rank r <= h: the minimisers have r = h, S on top."""
    total = sum(count_kinds_by_index((4, 2, 4)).values())
    assert total == math.comb(4, 0) + math.comb(4, 1) + math.comb(4, 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((2, 2),), r"Widths are at least three positive integers d_0, ..., d_H, but \(2, 2\) was passed"),
        (((2, 0, 2),), "Widths are at least three positive integers"),
        (((2, 2, 2), (1, 1, 1)), r"add up to at most min\(rank X, d_H\) = 2"),
        (((2, 2, 2), (0,)), "pass positive integers"),
    ],
)
def test_wrong_input(arguments, message):
    for count in (count_kinds_by_index, count_kinds_by_order):
        with pytest.raises(InputError, match=message):
            count(*arguments)


def test_a_rank_of_x_above_the_input_width():
    with pytest.raises(InputError, match="rank X = 3 was passed, but the input width is 2"):
        count_kinds_by_index((2, 2, 2), data_rank=3)
