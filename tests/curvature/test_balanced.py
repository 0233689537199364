"""Closed forms at balanced points against the exact spectra of their Hessians, and the least sharpness."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

import symdln as dln
from symdln.curvature import (
    balanced_spectrum,
    compare,
    eigenvalues,
    flattest_minimum,
    is_balanced,
    least_sharpness,
    sharpness,
)
from symdln.errors import InputError, NotRationalError


def balanced_point(widths, roots, chosen, scale=1, factor="1/2"):
    """Data with Sxx = scale I and P* = diag(t^H), and the balanced critical point that selects ``chosen``."""
    H, r = len(widths) - 1, len(chosen)
    X = dln.Matrix.identity(widths[0]) * scale
    values = [root**H * scale for root in roots]
    problem = dln.Problem.from_data(X, dln.Matrix.diagonal(values, (widths[-1], widths[0])), widths[1:-1],
                                    loss_factor=factor)  # fmt: skip
    layers = []
    for j, (a, b) in enumerate(problem.shapes, 1):
        rows = chosen if j == H else range(r)
        columns = chosen if j == 1 else range(r)
        table = [[0] * b for _ in range(a)]
        for i in range(r):
            table[rows[i]][columns[i]] = roots[chosen[i]]
        layers.append(table)
    return dln.Point(problem, layers)


CASES = [
    (2, 2, 2),
    (3, 2, 2),
    (2, 3, 2),
    (2, 2, 3),
    (2, 2, 2, 2),
    (3, 2, 3, 2),
    (2, 1, 1, 2),
    (2, 2, 2, 2, 2),
    (1, 1, 1),
]


@pytest.mark.parametrize("widths", CASES, ids=str)
@pytest.mark.parametrize(("scale", "factor"), [(1, "1/2"), (2, 3)])
def test_the_closed_form_is_the_spectrum(widths, scale, factor):
    roots = (3, 2)[: min(widths[0], widths[-1])]
    for r in range(min(min(widths), len(roots)) + 1):
        for chosen in itertools.combinations(range(len(roots)), r):
            point = balanced_point(widths, roots, chosen, scale, factor)
            assert point.is_critical
            assert is_balanced(point.problem, point)
            closed = balanced_spectrum(point.problem, chosen)
            exact = [v for v in eigenvalues(point.hessian) for _ in range(v.multiplicity)]
            listed = sorted((c for c in closed for _ in range(c.multiplicity)), key=lambda c: -c.lower)
            for value, one in zip(exact, listed, strict=True):
                assert compare(value, one.lower) >= 0 >= compare(value, one.upper)


def test_an_unbalanced_minimum_has_another_spectrum():
    point = dln.Point(dln.Problem.canonical((4,), (1, 1, 1)), [[[1]], [[4]]])
    assert not is_balanced(point.problem, point)
    assert eigenvalues(point.hessian).largest.value == 17  # (b, a)^T (b, a) with 16 + 1; the balanced one has 8
    assert balanced_spectrum(point.problem, (0,))[0].upper == 8


@pytest.mark.parametrize(
    ("widths", "roots"), [((2, 2, 2), (3, 2)), ((2, 2, 2, 2), (2, 1)), ((2, 3, 2), (2, 1))], ids=str
)
def test_every_minimum_is_at_least_as_sharp_and_the_balanced_one_exactly(widths, roots):
    H = len(widths) - 1
    point = balanced_point(widths, roots, (0, 1))
    least = least_sharpness(point.problem)
    # by hand: 2 f k H s^(2-2/H) with 2 f k = 1 and s = t^H: H t^(2H-2)
    assert least.lower == least.upper == H * roots[0] ** (2 * H - 2)
    assert sharpness(point.problem, point).value == least.lower
    first, second, *rest = point.weights
    for a, b in itertools.product((-1, 0, 2), (Fraction(1, 2), 1, 3)):
        g = dln.Matrix([[b, a], [0, 1]]) if widths[1] == 2 else dln.Matrix([[b, a, 0], [0, 1, 0], [0, 0, 1]])
        moved = dln.Point(point.problem, [g @ first, second @ g.inverse(), *rest])
        assert compare(sharpness(point.problem, moved), least.lower) >= 0


def test_what_has_no_closed_form_is_refused():
    data = dln.Problem.from_data([[1, 0], [0, 2]], [[1, 0], [0, 1]], (2,))
    with pytest.raises(InputError, match="whitened"):
        balanced_spectrum(data, ())
    with pytest.raises(InputError, match="do not reach the rank 2"):
        least_sharpness(dln.Problem.canonical((2, 1), (2, 1, 2)))
    with pytest.raises(InputError, match="this point is: strict saddle"):
        sharpness(dln.Problem.canonical((1,), (1, 1, 1)), [[[0]], [[0]]])


# -- the flattest minima ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "rng"),
    [
        (dln.Problem.canonical((8, 1), (2, 2, 2, 2)), None),
        (dln.Problem.canonical((4, 1, "1/4"), (3, 4, 3)), 2),
        (dln.Problem.from_data([[1, 0], [0, 1]], [["24/5", "32/5"], [0, 0]], (2, 1)), 1),  # 8 (3, 4)/5
        (dln.Problem.from_data([[2, 0], [0, 2]], [[8, 0], [0, 18]], (2,)), None),  # Sxx = 4 I, s = 4 and 9
        (dln.Problem.canonical((8, 8), (2, 2, 3, 2)), 5),
    ],
)
def test_flattest_minima_attain_the_least_sharpness_and_moved_ones_do_not(problem, rng):
    point = flattest_minimum(problem, rng)
    assert point.label == "global minimiser"
    assert is_balanced(problem, point)
    least = least_sharpness(problem)
    found = sharpness(problem, point)
    assert found.lower <= least.upper
    assert found.upper >= least.lower
    first, *middle, last = point.weights
    steeper = sharpness(problem, dln.Point(problem, [first * 2, *middle, last * Fraction(1, 2)]))
    assert steeper.lower > least.upper


def test_irrational_flattest_minima_are_said():
    with pytest.raises(NotRationalError, match="no rational root of degree 3"):
        flattest_minimum(dln.Problem.canonical((4,), (1, 1, 1, 1)))
    with pytest.raises(NotRationalError, match="orthonormal basis"):
        flattest_minimum(dln.Problem.from_data([[1, 0], [0, 1]], [[5, 4], [4, 5]], (2,)))  # s = 9 and 1, (1, 1)/sqrt 2
    with pytest.raises(InputError, match="do not reach the rank"):
        flattest_minimum(dln.Problem.canonical((4, 1), (2, 1, 2)))
