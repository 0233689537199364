"""The dimension of a kind: against the exact rank of the tangent space, by hand, and against the nullity."""

from __future__ import annotations

import itertools
import random

import flint
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.landscape.classification import NON_STRICT
from symdln.strings.dimension import dimension_of_kind, endomorphisms, hom
from symdln.strings.evaluate import strings_of as all_strings_of
from symdln.strings.evaluate import visited
from tests.strings.support import dimension_of, kind_with, kinds_of, spectra
from tests.strings.tangent import tangent_rank

# -- the tangent space, exactly ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("depth", "largest"), [(2, 2), (3, 2)])
def test_the_dimension_is_the_rank_of_the_tangent_space(depth, largest):
    for kind in kinds_of(depth, largest):
        assert tangent_rank(kind.representative()) == dimension_of(kind), str(kind)


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "largest", "step"), [(2, 4, 1), (3, 3, 1), (4, 2, 1), (4, 3, 97), (5, 2, 31)])
def test_the_dimension_is_the_rank_of_the_tangent_space_of_larger_networks(depth, largest, step):
    for kind in itertools.islice(kinds_of(depth, largest), 0, None, step):
        assert tangent_rank(kind.representative()) == dimension_of(kind), str(kind)


def test_it_does_not_depend_on_the_bases():
    """The rank of the tangent space at points with hidden bases hidden by unimodular matrices."""
    for kind in itertools.islice(kinds_of(3, 2), 0, None, 7):
        assert tangent_rank(kind.representative(3)) == dimension_of(kind), str(kind)


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_by_hand():
    """Depth 2, widths (1, n, 1), Y = (s): the minimisers b a = s with a, b in R^n form a quadric of dimension 2n - 1;
    b a = 0 with a = b = 0 is one point; nothing else is critical.
    """
    for n in range(1, 5):
        kinds = list(dln.Problem.canonical((3,), (1, n, 1)).kinds())
        assert sorted(map(dimension_of, kinds)) == [0, 2 * n - 1]


def test_ties_by_hand():
    """Widths (2, 1, 2), Y the unit matrix: at minimisers P = b a is the projection onto a line of the plane, which has
    1 parameter, and the scaling of a against b is another.
    """
    kinds = list(dln.Problem.canonical((1, 1), (2, 1, 2)).kinds())
    best = next(kind for kind in kinds if kind.rank == 1)
    assert dimension_of(best) == 2
    distinct = [kind for kind in dln.Problem.canonical((2, 1), (2, 1, 2)).kinds() if kind.rank == 1]
    assert list(map(dimension_of, distinct)) == [1, 1]


def test_a_singular_x_adds_the_directions_that_the_data_do_not_use():
    """Widths (2, 2, 1), X = (1, 0)^T: the weights of W_1 on the second input are free, 2 of them."""
    singular = dln.Problem.from_data([[1], [0]], [[3]], hidden=(2,))
    regular = dln.Problem.from_data([[1]], [[3]], hidden=(2,))
    found = [sorted(map(dimension_of, problem.kinds())) for problem in (singular, regular)]
    assert found == [[2, 5], [0, 3]]


def test_the_nullity_exceeds_the_dimension_by_two_at_the_exceptional_saddle():
    """Widths (2, 1, 1, 2), rank Sxy = 1, strings 3-0, 0-1, 2-3.  The kind: W_1 = (0, u), W_2 = 0, W_3 = (0, v)^T up to
    what keeps E: dimension 2.  The Hessian: P - T changes to first order by the entry z of W_2 at (2, 2), one positive
    direction of 5, no negative one: nullity 4.
    """
    problem = dln.Problem.canonical((3, 0), (2, 1, 1, 2))
    kind = kind_with(problem, (), {"3-0": 1, "0-1": 1, "2-3": 1})
    assert (dimension_of(kind), kind.inertia.zero) == (2, 4)
    assert kind.representative().inertia_by_hessian.zero == 4


def test_two_kinds_that_form_one_smooth_stratum():
    """Widths (3, 2, 2, 2), Y = [diag(2, 1) 0], r = 0: the points W_1 = (0 0 u), W_2 = 0, W_3 = 0 with u in R^2 are
    critical and form a plane.  u != 0 is one kind, of dimension 2; u = 0 is another, a point; their inertias agree.
    """
    problem = dln.Problem.canonical((2, 1), (3, 2, 2, 2))
    dimensions, inertias = [], set()
    for u in ((1, 2), (0, 0)):
        at = dln.Point(problem, [[[0, 0, u[0]], [0, 0, u[1]]], [[0, 0], [0, 0]], [[0, 0], [0, 0]]])
        dimensions.append(dimension_of(dln.kind_of(at)))
        inertias.add(at.inertia_by_hessian)
    assert dimensions == [2, 0]
    assert len(inertias) == 1


# -- maps between strings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", range(2, 6))
def test_maps_between_strings_by_linear_algebra(depth):
    """dim Hom as the nullity of the equations f Z = Z f on the vertices that both strings visit."""
    for sigma, tau in itertools.product(all_strings_of(depth), repeat=2):
        assert hom(depth, sigma, tau) == maps_by_equations(depth, sigma, tau)


def maps_by_equations(depth: int, sigma, tau) -> int:
    one, other = visited(sigma, depth), visited(tau, depth)
    common = [v for v in range(depth + 1) if v in one and v in other]
    rows = []
    for v in range(depth + 1):
        after = (v + 1) % (depth + 1)
        if v not in one or after not in other:
            continue
        row = [0] * len(common)  # f_after(Z_sigma e_v) = Z_tau f_v(e_v)
        if (v, after) in itertools.pairwise(one):
            row[common.index(after)] += 1
        if v in other and (v, after) in itertools.pairwise(other):
            row[common.index(v)] -= 1
        rows.append(row)
    rank = flint.fmpz_mat(rows).rank() if rows and common else 0
    return len(common) - rank


def test_endomorphisms_count_copies():
    """Two copies of a string: 2 x 2 matrices."""
    assert endomorphisms(3, {(3, 1): 2}) == 4


# -- the nullity -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("depth", "largest"), [(2, 3), (3, 3), (4, 2)])
def test_the_nullity_is_at_least_the_dimension_and_more_at_non_strict_saddles(depth, largest):
    for kind in kinds_of(depth, largest):
        nullity, dimension = kind.inertia.zero, dimension_of(kind)
        assert nullity > dimension if kind.label == NON_STRICT else nullity >= dimension


def test_the_nullity_is_more_at_non_strict_saddles_for_large_random_networks():
    """Widths up to 8, depth up to 6: a kind drawn at random from the strings."""
    rng = random.Random(5)
    met = 0
    for _ in range(300):
        depth = rng.randint(3, 6)
        widths = tuple(rng.randint(2, 8) for _ in range(depth + 1))
        problem = dln.Problem.canonical(spectra(widths)[rng.randint(0, len(spectra(widths)) - 1)], widths)
        kind = at_zero_or_random(problem, rng)
        if kind is not None and kind.label == NON_STRICT:
            met += 1
            assert kind.inertia.zero > dimension_of(kind)
    assert met > 20


def at_zero_or_random(problem: dln.Problem, rng: random.Random) -> dln.Kind | None:
    """A kind with the best r values and random open strings; None where the draw does not fit."""
    depth, rank = problem.depth, rng.randint(0, problem.best_rank - 1)
    room = [width - rank for width in problem.widths]
    closing = problem.cross_rank - rank
    counts = dict.fromkeys(all_strings_of(depth), 0)
    counts[depth, 1] = closing
    room[0] -= closing
    room[depth] -= closing
    for vertex in range(depth + 1):
        while room[vertex]:
            length = 0
            while vertex + length < depth and length < depth - 1 and room[vertex + length + 1] and rng.random() < 0.3:
                length += 1
            for visited_vertex in range(vertex, vertex + length + 1):
                room[visited_vertex] -= 1
            counts[vertex, length] += 1
    selection = problem.checked_selection(tuple(range(rank)))
    return dln.Kind(problem, selection, tuple(counts.values()))


# -- wrong input -------------------------------------------------------------------------------------------------------


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(InputError, match=r"\(1, 2\) was passed as a string"):
        dimension_of_kind((1, 1, 1), {(1, 2): 1}, 0, 1)
    with pytest.raises(InputError, match=r"The string \(1, 0\) has the multiplicity -1; pass one that is at least 0"):
        dimension_of_kind((1, 1, 1), {(1, 0): -1, (2, 1): 1}, 0, 1)
    with pytest.raises(InputError, match="0 strings pass through vertex 0, but the width there is 1 and the rank 0"):
        dimension_of_kind((1, 1, 1), {}, 0, 1)
    with pytest.raises(InputError, match="0 strings close, but rank Sxy is 1 and the rank of the product 0"):
        dimension_of_kind((1, 1, 1), {(0, 0): 1, (1, 0): 1, (2, 0): 1}, 0, 1)
