"""Strings on the cycle: what they visit, what they count in the Hessian, and the ways to fill the widths."""

import itertools

import numpy as np
import pytest

from symdln.landscape import strings
from symdln.landscape.strings import (
    String,
    all_strings,
    count_multiplicities,
    count_pairs,
    count_squares,
    counting_steps,
    every_multiplicities,
    multiplicities_from_ranks,
)
from tests.landscape.support import brute_force


def test_depth_two_has_six_strings():
    # Vertices 0, 1, 2 and arrows 0 -> 1 -> 2 -> 0; lengths 0 and 1. Only 2 -> 0 closes.
    assert [str(string) for string in all_strings(2)] == ["0", "0-1", "1", "1-2", "2", "2-0"]
    assert [string.closing for string in all_strings(2)] == [False] * 5 + [True]


@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_a_string_visits_each_vertex_at_most_once_and_never_runs_from_0_to_H(depth):
    strings = all_strings(depth)
    assert len(strings) == len(set(strings)) == depth * (depth + 1)
    for string in strings:
        path = string.vertices
        assert len(set(path)) == len(path) == string.length + 1
        assert all((b - a) % (depth + 1) == 1 for a, b in itertools.pairwise(path))
        assert (path[0], path[-1]) == (string.start, string.end)
        assert string.missed == set(range(depth + 1)) - set(path)
        assert string.closing == ((depth, 0) in set(itertools.pairwise(path)))
        assert len(string.missed) >= 1


def test_a_closing_string_by_hand():
    string = String(start=3, length=2, depth=4)  # 3 -> 4 -> 0
    assert (string.vertices, string.end, string.closing, string.missed) == ((3, 4, 0), 0, True, {1, 2})
    assert str(string) == "3-4-0"


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_pairs_and_squares_are_those_of_the_theorem(depth):
    # index-theorem: pairs = tau closing, sigma not closing and containing every vertex that tau misses, or both
    # closing with start(sigma) <= end(tau) + 1; squares = sigma ends at H, tau starts at 0, neither closing,
    # start(sigma) <= end(tau) + 1.
    strings = [
        tuple((start + i) % (depth + 1) for i in range(length + 1))
        for start in range(depth + 1)
        for length in range(depth)
    ]
    closes = [(depth, 0) in set(itertools.pairwise(path)) for path in strings]
    unit = np.eye(len(strings), dtype=int)
    for (s, sigma), (t, tau) in itertools.combinations_with_replacement(enumerate(strings), 2):
        pairs = squares = 0
        for (p, closing_p), (q, closing_q) in {
            ((sigma, closes[s]), (tau, closes[t])),
            ((tau, closes[t]), (sigma, closes[s])),
        }:
            if closing_q:
                pairs += p[0] <= q[-1] + 1 if closing_p else set(range(depth + 1)) <= set(p) | set(q)
            squares += not closing_p and not closing_q and p[-1] == depth and q[0] == 0 and p[0] <= q[-1] + 1
        together = tuple(map(int, unit[s] + unit[t])) if s != t else tuple(map(int, unit[s]))
        alone = [tuple(map(int, unit[i])) for i in ({s, t} if s != t else set())]
        assert count_pairs(depth, together) - sum(count_pairs(depth, one) for one in alone) == pairs
        assert count_squares(depth, together) - sum(count_squares(depth, one) for one in alone) == squares


def test_counting_is_by_products_of_multiplicities():
    # Depth 2, W = 0, widths (2, 3, 2), Sxy of rank 2: two strings 2-0 and three strings 1, so 2 * 3 = 6 products and
    # no square.
    counts = dict.fromkeys(("0", "0-1", "1", "1-2", "2", "2-0"), 0) | {"1": 3, "2-0": 2}
    assert (count_pairs(2, tuple(counts.values())), count_squares(2, tuple(counts.values()))) == (6, 0)
    # One string 1-2 and one string 0-1 (Sxy = 0, widths (1, 2, 1)): one square of the product of the two.
    counts = dict.fromkeys(counts, 0) | {"0-1": 1, "1-2": 1}
    assert (count_pairs(2, tuple(counts.values())), count_squares(2, tuple(counts.values()))) == (0, 1)


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_multiplicities_are_recovered_from_the_ranks_of_paths(depth):
    # The path of length l from a has rank r + (number of strings that visit a and go on for l arrows at least).
    for shift, rank in enumerate((0, 1, 3)):
        multiplicities = tuple((i * i + shift) % 4 for i in range(depth * (depth + 1)))
        ranks = {
            (a, length): rank
            + sum(m for m, s in zip(multiplicities, all_strings(depth), strict=True) if _goes_on(s, a, length))
            for a, length, _ in all_strings(depth)
        }
        assert multiplicities_from_ranks(depth, ranks, rank) == multiplicities


def _goes_on(string: String, vertex: int, length: int) -> bool:
    return vertex in string.vertices and string.vertices.index(vertex) + length <= string.length


ROOMS = [
    (2, (0, 0, 0), 0),
    (2, (1, 1, 1), 1),
    (2, (2, 3, 2), 1),
    (2, (3, 2, 3), 2),
    (2, (3, 3, 3), 0),
    (2, (0, 2, 1), 0),
    (3, (1, 1, 1, 1), 0),
    (3, (1, 1, 1, 1), 1),
    (3, (2, 2, 1, 2), 1),
    (3, (2, 2, 2, 2), 2),
    (3, (1, 2, 2, 2), 1),
    (3, (2, 1, 0, 2), 2),
]


@pytest.mark.parametrize(("depth", "room", "closing"), ROOMS, ids=str)
def test_recursion_enumeration_and_brute_force_agree(depth, room, closing):
    listed = list(every_multiplicities(depth, room, closing))
    assert listed == sorted(set(listed))
    assert set(listed) == brute_force(depth, room, closing)
    assert count_multiplicities(depth, room, closing) == len(listed)


@pytest.mark.slow
@pytest.mark.parametrize(("room", "closing"), [((1, 1, 1, 1, 1), 1), ((1, 1, 1, 1, 1), 0)])
def test_recursion_enumeration_and_brute_force_agree_at_depth_4(room, closing):
    assert set(every_multiplicities(4, room, closing)) == brute_force(4, room, closing)


def test_nothing_fits_where_more_strings_must_close_than_the_ends_hold():
    assert count_multiplicities(2, (1, 3, 2), 2) == 0
    assert list(every_multiplicities(2, (1, 3, 2), 2)) == []


def test_counts_by_hand():
    # Depth 2, (1, 1, 1): with one closing string it is 2-0, and 1 stays alone. With none: 0 | 1 | 2, 0-1 | 2, 0 | 1-2.
    assert (count_multiplicities(2, (1, 1, 1), 1), count_multiplicities(2, (1, 1, 1), 0)) == (1, 3)
    # Depth 3, one closing: 3-0 with 1 | 2 or 1-2; 2-3-0 with 1; 3-0-1 with 2. With none, cuts of the line 0-1-2-3:
    # 2^3 - 1 (the uncut one is full).
    assert (count_multiplicities(3, (1, 1, 1, 1), 1), count_multiplicities(3, (1, 1, 1, 1), 0)) == (4, 7)


def test_deep_networks_are_counted_in_closed_form():
    # Room 1 everywhere and one closing string: it leaves a gap of g >= 1 neighbouring vertices in one of H - g places,
    # and the gap splits into strings in 2^(g-1) ways; sum (H - g) 2^(g-1) over g = 1, ..., H - 1 is 2^H - H - 1.
    for depth in (2, 3, 10, 34):
        assert count_multiplicities(depth, (1,) * (depth + 1), 1) == 2**depth - depth - 1
    assert len(next(every_multiplicities(34, (1,) * 35, 1))) == 34 * 35


@pytest.mark.parametrize("room", [(1,) * 12, (2, 1, 3, 1, 2), (3, 3, 3, 3), (2,) * 7, (4, 2, 4), (1, 3, 3, 1, 2, 2)])
def test_the_bound_of_the_steps_of_a_count_holds(room):
    """The steps are the rooms that the recursion visits and the choices that it makes there."""
    depth = len(room) - 1
    for closing in range(min(room[0], room[-1]) + 1):
        seen, choices = {(0, room, closing)}, 0
        for start, left, need in (waiting := list(seen)):
            if start < depth - 1:
                after = [(start + 1, rest, fewer) for _, rest, fewer in strings._from_vertex(start, left, need)]
                choices += len(after)
                waiting += [state for state in dict.fromkeys(after) if state not in seen]
                seen.update(after)
        assert len(seen) + choices <= counting_steps(depth, room, closing) + 1


@pytest.mark.parametrize("depth", [2, 4])
def test_sums_over_the_strings_that_occur_are_those_over_the_table(depth, monkeypatch):
    for multiplicities in every_multiplicities(depth, (2,) * (depth + 1), 1):
        tabulated = count_pairs(depth, multiplicities), count_squares(depth, multiplicities)
        with monkeypatch.context() as deep:
            deep.setattr(strings, "TABULATED", 0)
            assert (count_pairs(depth, multiplicities), count_squares(depth, multiplicities)) == tabulated
