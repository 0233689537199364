"""The selection of a product, and what fits none."""

import numpy as np

import symdln as dln
from symdln.numeric import Landscape
from symdln.numeric.classes.selection import selected_counts


def counts_of(landscape, diagonals, error, gap=0.0):
    W = [np.array([np.diag(row) for row in diagonals], dtype=float), np.stack([np.eye(2)] * len(diagonals))]
    counts, fits = selected_counts(landscape, W, [np.full(len(diagonals), error)] * 2, gap)
    return counts.tolist(), fits.tolist()


def test_counts_by_hand():
    landscape = Landscape.of(dln.Problem.canonical((3, 1), (2, 2, 2)))
    counts, fits = counts_of(landscape, [(3, 1), (3, 0), (0, 1), (0, 0), (2, 1), (3, 3)], 1e-12)
    assert counts[:4] == [[1, 1], [1, 0], [0, 1], [0, 0]]
    assert fits == [True, True, True, True, False, False]  # 2 is not a value; 3 occurs once


def test_a_value_within_the_bound_of_two_is_undecided():
    landscape = Landscape.of(dln.Problem.canonical((3, 1), (2, 2, 2)))
    counts, fits = counts_of(landscape, [(2, 0)], 0.5)  # 2 is within 1.5 or so of both 3 and 1
    assert (counts, fits) == ([[-1, -1]], [True])


def test_what_is_not_finite_is_undecided():
    landscape = Landscape.of(dln.Problem.canonical((3, 1), (2, 2, 2)))
    for bad in (np.nan, np.inf):
        with np.errstate(invalid="ignore"):
            counts, fits = counts_of(landscape, [(bad, 0), (3, 1)], 1e-12)
        assert (counts, fits) == ([[-1, -1], [1, 1]], [True, True])


def test_ties_count_together():
    landscape = Landscape.of(dln.Problem.canonical((3, 3), (2, 2, 2)))
    assert counts_of(landscape, [(3, 3), (3, 0)], 1e-12) == ([[2], [1]], [True, True])
