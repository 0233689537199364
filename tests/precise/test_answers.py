"""Ranks, signatures, selections, values and directions in high precision, at rational, algebraic and float points."""

import random
from fractions import Fraction

import pytest

import symdln as dln
from symdln import precise
from symdln.errors import InputError

WHITE = dln.Problem.canonical((3, 2), (2, 2, 2, 2))
TIED = dln.Problem.canonical((2, 2, 1), (3, 2, 3))
SHEARED = dln.Problem.from_data([[1, 1, 0], [0, 1, 1]], [[2, 1, 1], [0, 1, 3]], hidden=(2,))


def some_kinds(problem, count=8):
    kinds = [kind for kind in problem.kinds() if problem.has_rational_points(kind.selection)]
    return random.Random(5).sample(kinds, min(count, len(kinds)))


@pytest.mark.parametrize("problem", [WHITE, TIED, SHEARED], ids=["white", "tied", "sheared"])
def test_everything_is_that_of_the_exact_library(problem):
    for number, kind in enumerate(some_kinds(problem)):
        point = kind.representative(number)
        network = precise.network_of(point)
        expected = point.inertia_by_hessian
        assert precise.signature(network)[:3] == (expected.positive, expected.negative, expected.zero)
        assert precise.path_ranks(network) == point.path_ranks
        assert precise.product_rank(network) == point.rank
        counts = zip(problem.spectrum, problem.selection_counts(point.selection), strict=True)
        assert precise.selected_counts(network) == tuple(n for value, n in counts if not value.is_zero)
        assert precise.value(network) == (point.loss, point.loss)


def test_algebraic_points_have_their_signature_and_ranks():
    # Y = [[1, 1], [1, 0]] with X = I: s^2 = (3 +- sqrt 5) / 2, selected one without the other
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))
    for kind in problem.kinds():
        point = kind.certified_representative()
        assert dln.inertia(problem, point, method="mpmath") == kind.inertia
        assert precise.path_ranks(point) == point.path_ranks
        assert precise.selected_counts(point) == problem.selection_counts(kind.selection)
    low, high = precise.value(next(problem.kinds((0,))).certified_representative())
    # L = 1/2 (3 - s_0^2) with s_0^2 = (3 + sqrt 5) / 2, so (3 - 4 L)^2 = 5
    assert (3 - 4 * low) ** 2 > 5 > (3 - 4 * high) ** 2 or low < high
    assert abs((3 - 4 * low) ** 2 - 5) < Fraction(1, 10**40)


def test_algebraic_data_have_their_signatures_and_ranks():
    # L = 1/2 (b a - sqrt(2))^2 at a = b = 0: the Hessian is [[0, -sqrt(2)], [-sqrt(2), 0]].
    problem = dln.AlgebraicProblem.canonical(("sqrt(2)",), (1, 1, 1))
    zero = dln.AlgebraicPoint.of(problem, [[[0]], [[0]]])
    assert precise.signature(zero)[:3] == (1, 1, 0)
    moved = dln.AlgebraicPoint.of(problem, [[["sqrt(3)"]], [[0]]])  # the derivative by b is -sqrt(2) sqrt(3)
    for point in (zero, moved):
        assert dln.inertia(point.problem, point, "mpmath") == dln.inertia(point.problem, point, "hessian")
    assert dln.path_ranks(problem, zero, "mpmath") == dln.path_ranks(problem, zero) == dict(zero.path_ranks)
    with pytest.raises(InputError, match=r'method "sympy" needs rational ones; use "mpmath"'):
        dln.path_ranks(problem, zero, "sympy")
    for ask in (precise.value, precise.spectrum):
        with pytest.raises(InputError, match="high precision finds only ranks and signatures then"):
            ask(zero)


def test_singular_values_are_enclosed():
    # W_2 W_1 = diag(6, 1): both layers diagonal
    problem = dln.Problem.canonical((1, 1), (2, 2, 2))
    point = dln.Point(problem, [[["3/2", 0], [0, 2]], [[4, 0], [0, "1/2"]]])
    for (low, high), expected in zip(precise.singular_values(point, 2, 1), (6, 1), strict=True):
        assert low <= expected <= high
        assert high - low < Fraction(1, 10**40)
    with pytest.raises(InputError, match="the product passed is W_3"):
        precise.singular_values(point, 3, 1)


def test_a_direction_of_descent_is_confirmed_exactly():
    # widths 1: L = 1/2 (b a - 2)^2 at 0 has the Hessian -2 ab
    saddle = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])
    found = precise.descent_direction(saddle)
    assert found is not None
    a, b = found
    assert a * b > 0
    flat = dln.Point(dln.Problem.canonical((2,), (1, 1, 1, 1)), [[[0]], [[0]], [[0]]])
    assert precise.descent_direction(flat) is None


def test_what_cannot_be_answered_is_refused():
    point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[1]], [[1]]])
    with pytest.raises(InputError, match="critical points only"):
        precise.selected_counts(point)
    for dps in (5, 4001, 30.0, True):
        with pytest.raises(InputError, match="dps must be an integer from 10 to 4000"):
            precise.signature(point, dps=dps)
    # away from critical points the Hessian still has a signature: b^2, a^2 and 2 b a - 2 = 0
    assert precise.signature(point)[:3] == (2, 0, 0)


def test_spectra_of_correlated_inputs():
    # X = diag(2, 1), Y = diag(3, 5): Sigma = Y Y^T = diag(9, 25) whatever X is
    problem = dln.Problem.from_data([[2, 0], [0, 1]], [[3, 0], [0, 5]], hidden=(1,))
    point = dln.Point(problem, [[[0, 0]], [[0], [0]]])
    assert [(low <= s <= high, n) for ((low, high), n), s in zip(precise.spectrum(point), (25, 9), strict=True)] == [
        (True, 1),
        (True, 1),
    ]
