"""The kinds of non-strict saddles: against a generating function, the list of all kinds, and by hand."""

import itertools

import pytest

import symdln as dln
from symdln.almost_every.kinds import non_strict_kinds
from symdln.errors import InputError
from symdln.landscape.classification import NON_STRICT
from symdln.strings.counts import count_kinds_by_order


def test_the_kinds_of_two_units_at_depth_three_by_hand():
    # r = 0: nothing covers {1, 2} in one run; at vertex 3 both strings close, and none ends at 1 or starts at 2, or its
    # gap of one vertex would be covered by the strings there; so 3-0, 3-0, 1, 1, 2, 2.  r = 1: the same with one each.
    assert [str(kind) for kind in non_strict_kinds((2, 2, 2, 2))] == [
        "r = 0, strings 2 x 1, 2 x 2, 2 x 3-0",
        "r = 1, strings 1, 2, 3-0",
    ]


def test_no_kinds_at_depth_two_and_without_correlation():
    assert not list(non_strict_kinds((3, 3, 3)))  # every saddle is strict
    assert not list(non_strict_kinds((2, 2, 2, 2), 0))  # rank Sxy = 0: every critical point is a minimiser


@pytest.mark.parametrize("widths", [*itertools.product((1, 2), repeat=4), (3, 3, 3, 3), (2, 1, 3, 2, 2), (2,) * 6])
def test_as_many_as_the_generating_function_counts(widths):
    for rank in range(min(widths[0], widths[-1]) + 1):
        counted = count_kinds_by_order(widths, (1,) * rank)
        assert len(list(non_strict_kinds(widths, rank))) == sum(
            n for order, n in counted.items() if order and order > 2
        )


@pytest.mark.parametrize("widths", [(2, 2, 2, 2), (3, 3, 2, 2), (2, 2, 1, 2, 2)])
def test_the_kinds_and_layer_ranks_are_those_of_exact_points(widths):
    problem = dln.Problem.canonical((3, 2), widths)
    listed = {(kind.rank, kind.strings): kind for kind in non_strict_kinds(widths)}
    for kind in problem.kinds(label=NON_STRICT):
        strings = tuple(sorted(((s.start, s.length), n) for s, n in kind.strings.items()))
        found = listed.pop((kind.rank, strings))
        point = kind.representative(1)
        ranks = [found.layer_rank(j) for j in range(1, len(widths))]
        assert ranks == [weight.rank() for weight in point.weights]
    assert not listed


@pytest.mark.parametrize("widths", [(2, 2), (2, 0, 2), (2, True, 2), "222", (1.0, 2, 2)])
def test_other_widths_are_refused(widths):
    with pytest.raises(InputError, match="was passed as widths"):
        next(non_strict_kinds(widths))


def test_a_rank_that_does_not_fit_is_refused():
    with pytest.raises(InputError, match=r"pass an integer from 0 to min\(rank X, d_H\) = 2"):
        next(non_strict_kinds((2, 2, 2), 3))
