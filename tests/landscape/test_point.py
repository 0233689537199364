"""Points: products, caches, copies, and every sentence for weights that do not fit."""

import copy
import pickle
from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.landscape.point import as_point
from tests.landscape.support import Case, error_of

PROBLEM = dln.Problem.canonical((2, 1), (2, 3, 2))
W = ([["1/2", 0], [1, 1], [0, 3]], [[1, 2, 0], [0, "1/3", 1]])


def test_products_by_hand():
    # W_2 W_1 = [[1/2 + 2, 2], [1/3, 1/3 + 3]].
    point = dln.Point(PROBLEM, W)
    assert point.end_to_end == point.product(2, 1) == dln.Matrix([["5/2", 2], ["1/3", "10/3"]])
    assert (point.product(1, 1), point.product(2, 2)) == point.weights
    assert [point.product(j, j + 1).shape for j in range(3)] == [(2, 2), (3, 3), (2, 2)]
    assert point.product(1, 2) == dln.Matrix.identity(3)
    assert (point.denominators, point.denominator) == ((2, 3), 6)
    assert dln.Matrix.from_flint(point.integer_product(2, 1)) == 6 * point.end_to_end


def test_loss_by_hand():
    # P - Y = [[1/2, 2], [1/3, 7/3]]: L = 1/2 (1/4 + 4 + 1/9 + 49/9) = 1/2 * (9 + 144 + 4 + 196)/36 = 353/72.
    assert dln.Point(PROBLEM, W).loss == Fraction(353, 72)


def test_rank_is_that_of_the_product_on_the_data():
    # X = (1, 0)^T, so Sxx = diag(1, 0); P = (0, 1) has rank 1, but P X = 0: r = 0, and W is critical because Syx = 0.
    problem = dln.Problem.from_data([[1], [0]], [[0]], (1,))
    point = dln.Point(problem, [[[0, 1]], [[1]]])
    assert point.is_critical
    assert (point.rank, point.end_to_end.rank(), point.selection) == (0, 1, ())


def test_weights_may_come_in_many_forms():
    expected = dln.Point(PROBLEM, [[[1, 1], [1, 1], [1, 1]], [[1, 1, 1], [1, 1, 1]]])
    assert dln.Point(PROBLEM, [np.ones((3, 2), dtype=int), dln.Matrix([[1] * 3] * 2)]) == expected
    assert dln.Point(PROBLEM, (np.ones((3, 2)), [[1.0] * 3] * 2), exactly=True) == expected
    assert dln.Point(PROBLEM, (np.ones((3, 2)) + 1e-9, [[1.0] * 3] * 2), tolerance="1/1000") == expected


def test_points_are_values():
    point, twin = dln.Point(PROBLEM, W), dln.Point(PROBLEM, W)
    assert point == twin
    assert hash(point) == hash(twin)
    assert point != point.moved([dln.Matrix.zeros(3, 2), dln.Matrix([[1, 0, 0], [0, 0, 0]])])
    assert point != dln.Point(dln.Problem.canonical((2, 1), (2, 3, 2), loss_factor=1), W)
    assert point != W
    assert eval(repr(point), vars(dln) | {"Fraction": Fraction}) == point


@pytest.mark.parametrize("name", ["weights", "problem", "loss", "label"])
def test_points_never_change(name):
    point = dln.Point(PROBLEM, W)
    with pytest.raises(AttributeError, match=f"a point never changes, so {name} cannot be set; build a new Point"):
        setattr(point, name, None)
    assert isinstance(point.weights, tuple)


def test_points_pickle_without_their_caches(small_cases: list[Case]):
    for case in small_cases[::97]:
        point = case.point
        assert all(cached is not None for cached in (point.hessian, point.label, point.pivots, point.ascent_curve or 0))
        for twin in (pickle.loads(pickle.dumps(point)), copy.deepcopy(point)):
            assert twin == point
            assert "hessian_of" not in vars(twin)
            assert (twin.inertia_by_hessian, twin.label, twin.loss) == (case.hessian, point.label, point.loss)
        assert pickle.loads(pickle.dumps(case.kind)) == case.kind


def test_moved_goes_along_the_direction():
    V = ([[1, 0], [0, 0], [0, 0]], [[0, 0, 0], [0, 0, 1]])
    moved = dln.Point(PROBLEM, W).moved(V, "1/2")
    assert moved.weights == (dln.Matrix([[1, 0], [1, 1], [0, 3]]), dln.Matrix([[1, 2, 0], [0, "1/3", "3/2"]]))


def test_a_point_of_the_same_problem_is_used_as_it_is():
    point = dln.Point(PROBLEM, W)
    assert as_point(dln.Problem.canonical((2, 1), (2, 3, 2)), point) is point
    assert as_point(PROBLEM, W) == point


def test_a_point_of_another_problem_is_refused():
    other = dln.Problem.canonical((2, 1), (2, 3, 2), loss_factor=1)
    sentence = error_of(lambda: as_point(other, dln.Point(PROBLEM, W)))
    assert sentence == "the point passed belongs to another problem; pass its weights (point.weights) instead."
    assert as_point(other, dln.Point(PROBLEM, W).weights).loss == 2 * dln.Point(PROBLEM, W).loss


REFUSED = [
    (W[:1], "widths (2, 3, 2) need 2 matrices, W_1 first, but 1 were passed as weights."),
    ((*W, W[0]), "but 3 were passed as weights."),
    (None, "weights must be a sequence (W_1, ..., W_2) of matrices, but NoneType was passed."),
    ("ab", "weights must be a sequence (W_1, ..., W_2) of matrices, but str was passed."),
    (dln.Matrix.identity(2), "weights must be a sequence (W_1, ..., W_2) of matrices, but Matrix was passed."),
    ((W[1], W[0]), "W_1 has shape (2, 3), but widths (2, 3, 2) need (d_1, d_0) = (3, 2); transpose it."),
    (([[1, 2, 3]], W[1]), "W_1 has shape (1, 3), but widths (2, 3, 2) need (d_1, d_0) = (3, 2)."),
    ((W[0], [[1, 2], [3]]), "W_2 has rows of lengths [2, 1]; every row needs the same number of entries."),
    ((W[0], [[1, 2, 0.5], [0, 0, 0]]), "W_2, row 1, column 3: 0.5 is a float"),
    ((W[0], [[1, 2, float("nan")], [0, 0, 0]]), "W_2, row 1, column 3: nan is not a finite number"),
    ((W[0], 7), "W_2 must be a list of rows of numbers, but 7 (int) was passed."),
]


@pytest.mark.parametrize(("weights", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_weights_that_do_not_fit_are_refused_with_a_sentence(weights, sentence):
    assert sentence in error_of(lambda: dln.Point(PROBLEM, weights))


@pytest.mark.parametrize("function", [dln.loss, dln.gradient, dln.hessian, dln.inertia, dln.classify, dln.Point])
@pytest.mark.parametrize(("first", "named"), [(W, "tuple"), (3, "int"), (None, "NoneType")])
def test_what_stands_in_the_place_of_the_problem_is_named(function, first, named):
    sentence = f"a Problem comes first and the weights second, but {named} was passed as the problem."
    assert error_of(lambda: function(first, PROBLEM)) == sentence


@pytest.mark.parametrize("function", [dln.loss, dln.gradient, dln.hessian, dln.classify])
def test_what_is_said_about_floats_can_be_done(function):
    """A function of weights has no argument exactly=, so the sentence names Point, which has it."""
    floats = [[[0.5, 0.0], [0.0, 0.0], [0.0, 0.0]], [[0.0] * 3] * 2]
    assert error_of(lambda: function(PROBLEM, floats)).endswith("as in Point(problem, weights, exactly=True).")
    exact = [[["1/2", 0], [0, 0], [0, 0]], [[0] * 3] * 2]
    assert function(PROBLEM, dln.Point(PROBLEM, floats, exactly=True)) == function(PROBLEM, exact)


@pytest.mark.parametrize("name", ["selection", "multiplicities", "strings", "inertia_by_ranks"])
def test_what_exists_at_critical_points_only_is_refused_elsewhere(name):
    # Gradient by W_1 at W = (1, 1), X = 1, Y = 3: (1 - 3) * 1 = -2.
    point = dln.Point(dln.Problem.canonical((3,), (1, 1, 1)), [[[1]], [[1]]])
    assert not point.is_critical
    assert "the derivative of the loss by entry (1, 1) of W_1 is -2, not 0" in error_of(lambda: getattr(point, name))
    # L_aa = L_bb = 1 and L_ab = 2ab - 3 = -1: eigenvalues 2 and 0, and the Hessian needs no critical point.
    assert point.inertia_by_hessian == dln.Inertia(positive=1, negative=0, zero=1)
