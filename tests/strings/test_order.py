"""The closed form of the order of a saddle: against exact bounds, against the definition by all covers, and by hand."""

from __future__ import annotations

import itertools
import random

import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.landscape.classification import GLOBAL_MINIMISER, NON_STRICT, STRICT
from symdln.landscape.saddle_order import order_bounds
from symdln.strings.evaluate import strings_of as all_strings_of
from symdln.strings.evaluate import visited
from symdln.strings.order import gap, least_cover, order_of_saddle, runs
from tests.strings.support import kind_with, kinds_of, point_with

# -- by hand -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", range(2, 12))
def test_at_zero_the_order_is_the_depth(depth):
    """At W = 0 with full spectrum the strings are H-0 and single hidden vertices (and 0, H): the gap 1..H-1 needs H - 1
    runs, and P is divisible by t^H along a curve.
    """
    strings = [(depth, 1), *((vertex, 0) for vertex in range(depth + 1))]
    assert order_of_saddle(depth, strings) == depth


def test_the_exception_by_hand():
    """Widths (2, 1, 1, 2), rank Sxy = 1, W = (e_2^T, 0, e_2): ``P = z (y, 1)^T (x, 1)``, the loss changes by ``-3 x y z
    + 1/2 z^2 (1 + x^2)(1 + y^2)``, whose least value over z is about ``-9/2 x^2 y^2``: order 4.  Strings 3-0, 0-1, 2-3.
    """
    at = dln.Point(dln.Problem.canonical((3, 0), (2, 1, 1, 2)), [[[0, 1]], [[0]], [[0], [1]]])
    kind = dln.kind_of(at)
    assert {str(string) for string in kind.strings} == {"3-0", "0-1", "2-3"}
    assert kind.order == 4
    assert order_of_saddle(3, [(3, 1), (0, 1), (2, 0)]) == 3  # 2 in place of 2-3: no cost at the output


def test_a_tie_across_the_cut_changes_nothing():
    """Widths (2, 2, 2, 2, 2), singular values (1, 1), r = 1, Z = 0: 3 of the strings 4-0, 1, 2, 3 cover {1, 2, 3}."""
    problem = dln.Problem.canonical((1, 1), (2, 2, 2, 2, 2))
    kind = kind_with(problem, (0,), {"4-0": 1, "1": 1, "2": 1, "3": 1})
    assert kind.order == 4
    apart = kind_with(dln.Problem.canonical((2, 1), problem.widths), (0,), {"4-0": 1, "1": 1, "2": 1, "3": 1})
    assert kind.order == apart.order


def test_every_order_from_3_to_the_depth_occurs():
    """The closing string n+1-...-H-0 misses the layers 1..n, which n strings of one vertex cover: order n + 1."""
    for depth in range(3, 10):
        found = set()
        for n in range(2, depth):
            closing = (n + 1, depth - n)  # n+1, ..., H, 0
            found.add(order_of_saddle(depth, [closing, *((vertex, 0) for vertex in range(depth + 1))]))
        assert found == set(range(3, depth + 1))


def test_without_a_closing_string_or_with_a_vertex_that_nothing_visits_it_is_a_minimiser():
    assert order_of_saddle(3, [(0, 0), (1, 1)]) is None
    assert order_of_saddle(3, [(3, 1), (2, 0)]) is None
    assert order_of_saddle(3, [], inverted=True) == 2


def test_what_is_no_string_is_refused():
    with pytest.raises(InputError, match=r"\(0, 3\) was passed as a string, but at depth 3 .* length from 0 to 2"):
        order_of_saddle(3, [(0, 3)])
    with pytest.raises(InputError, match="was passed as a string"):
        least_cover(2, [(3, 0)])


# -- against the definition, by all covers -----------------------------------------------------------------------------


def by_definition(depth: int, strings: list[tuple[int, int]]) -> int | None:
    """n by trying all sets of runs, the exception by trying all ordered pairs of runs."""
    closing = [string for string in strings if sum(string) > depth]
    available = sorted({run for string in strings for run in runs(string, depth)})

    def covers(tau, count):
        missed = set(range(depth + 1)) - set(visited(tau, depth))
        for chosen in itertools.product(available, repeat=count):
            if missed <= {vertex for low, high in chosen for vertex in range(low, high + 1)}:
                yield chosen

    for n in range(1, depth):
        found = [(tau, cover) for tau in closing for cover in covers(tau, n)]
        if not found:
            continue
        if n != 2:
            return n + 1
        exceptional = []
        for tau, (one, other) in found:
            first, last = gap(tau, depth)
            if one[0] <= first <= one[1] and other[0] <= last <= other[1]:
                exceptional.append(one[0] == 0 and other[1] == depth)
        return 4 if all(exceptional) else 3
    return None


@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_greedy_covers_are_as_short_as_any(depth):
    rng = random.Random(depth)
    strings = all_strings_of(depth)
    orders = set()
    for _ in range(600):
        chosen = rng.sample(strings, rng.randint(1, min(6, len(strings))))
        orders.add(order_of_saddle(depth, chosen))
        assert order_of_saddle(depth, chosen) == by_definition(depth, chosen), chosen
    assert len(orders) >= min(depth, 3)


def test_every_set_of_strings_of_depth_3():
    """All 4,095 non-empty sets of the 12 strings."""
    strings = all_strings_of(3)
    for size in range(1, len(strings) + 1):
        for chosen in itertools.combinations(strings, size):
            assert order_of_saddle(3, chosen) == by_definition(3, list(chosen))


# -- against exact points ----------------------------------------------------------------------------------------------


def check_at_a_point(kind: dln.Kind) -> None:
    """Class, exact cubic form on the kernel of the Hessian, and the order of an explicit curve on the exact loss.

    Up to depth 4 no order is above 4, so a curve of order 4 together with a cubic form that vanishes decides.
    """
    order = kind.order
    if kind.label != NON_STRICT:
        assert order == {GLOBAL_MINIMISER: None, STRICT: 2}[kind.label]
        return
    at = kind.representative()
    curve = at.descent_curve
    assert curve is not None
    assert (curve.order, curve.sign) == (order, -1), str(kind)
    assert at.cubic_form.vanishes == (order == 4), str(kind)
    bounds = order_bounds(at)
    assert bounds is not None
    assert bounds.lower == bounds.upper == order


@pytest.mark.parametrize(("depth", "largest"), [(2, 3), (3, 2)])
def test_exact_bounds_at_every_kind(depth, largest):
    for kind in kinds_of(depth, largest):
        check_at_a_point(kind)


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "largest"), [(3, 3), (4, 3)])
def test_exact_bounds_at_every_kind_of_larger_networks(depth, largest):
    for kind in kinds_of(depth, largest):
        check_at_a_point(kind)


def random_strings(depth: int, rng: random.Random) -> dict[tuple[int, int], int]:
    """A few strings, one of them closing, and single vertices wherever nothing passes."""
    closing = [string for string in all_strings_of(depth) if sum(string) > depth]
    chosen = [rng.choice(closing), *rng.sample(all_strings_of(depth), rng.randint(0, 4))]
    chosen += [(v, 0) for v in range(depth + 1) if not any(v in visited(string, depth) for string in chosen)]
    return {string: rng.randint(1, 2) for string in chosen}


def lowest_degree(at: dln.Point, rng: random.Random) -> int:
    """The lowest degree in t of ``<T, (W_H + t e_H) ... (W_1 + t e_1)>`` for random integer e, exactly.

    At r = 0 this is ``<E, s~>`` of the proof.  A coefficient that is not 0 here is not 0; one that is 0 for entries
    drawn from 10^6 numbers is 0 but for a chance of less than H in 10^6.
    """
    path = [dln.Matrix.identity(at.problem.input_width)]
    for weight in at.weights:
        rows, columns = weight.shape
        change = dln.Matrix.from_entries(rows, columns, [rng.randint(1, 10**6) for _ in range(rows * columns)])
        fixed, moved = [weight @ term for term in path], [change @ term for term in path]
        zero = dln.Matrix.zeros(*fixed[0].shape)
        path = [a + b for a, b in zip([*fixed, zero], [zero, *moved], strict=True)]
    values = [(at.problem.Sxy @ term).trace() for term in path]
    return next(degree for degree, value in enumerate(values) if value)


@pytest.mark.parametrize("depth", range(2, 8))
def test_the_number_of_runs_is_the_degree_of_the_product(depth):
    """n + 1 jumps lead from one end of a closing string to its other end, and no fewer: at depths beyond all lists."""
    rng = random.Random(depth)
    degrees = set()
    for _ in range(40):
        strings = random_strings(depth, rng)
        cover = least_cover(depth, strings)
        assert cover is not None  # every vertex is visited
        degrees.add(len(cover) + 1)
        assert lowest_degree(point_with(depth, strings, rank=0), rng) == len(cover) + 1, strings
    assert len(degrees) >= min(depth - 1, 3)


@pytest.mark.parametrize("depth", [5, 6])
def test_a_curve_of_this_order_exists_at_larger_depth(depth):
    """The exact loss along an explicit polynomial curve falls with the order of the formula, ties or not."""
    rng = random.Random(depth)
    orders = set()
    for number in range(30):
        strings = random_strings(depth, rng)
        order = order_of_saddle(depth, strings)
        curve = point_with(depth, strings, rank=number % 2).descent_curve
        assert curve is not None
        assert (curve.order, curve.sign) == (order, -1), strings
        orders.add(order)
    assert len(orders) >= 3


def test_the_data_do_not_matter():
    """X with Sxx not diagonal, and X of rank 2 with 3 rows and Y of rank 1: the strings decide."""
    full = dln.Problem.from_data([[1, 1], [0, 1]], [[1, 0], [0, 2]], hidden=(2, 2))
    singular = dln.Problem.from_data([[1, 0], [0, 1], [1, 1]], [[1, 2], [2, 4]], hidden=(1, 1))
    orders = set()
    for problem in (full, singular):
        for kind in problem.kinds():
            order = kind.order
            found = order_bounds(kind.representative(1))
            assert order is None if found is None else found.lower == found.upper == order
            orders.add(order)
    assert {None, 2, 3} <= orders
