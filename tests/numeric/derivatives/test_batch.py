"""What enters: problems rounded once, and weights that are refused with a sentence."""

from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.numeric import NumericProblem, gradient, hessian, hessian_vector_product, loss
from tests.numeric.support import BATCH, NUMERIC, POINT, PROBLEM, refused


def test_moments_and_loss_factor_are_correctly_rounded():
    # The float nearest to 1/3 is 6004799503160661 / 2^54, the one nearest to 1/10 is 3602879701896397 / 2^55.
    problem = NumericProblem.of(dln.Problem.from_data([[1]], [["1/10"]], (1,), loss_factor="1/3"))
    assert Fraction(problem.loss_factor) == Fraction(6004799503160661, 2**54)
    assert Fraction(float(problem.Syx[0, 0])) == Fraction(3602879701896397, 2**55)
    assert problem.Syy[0, 0] == 0.01  # rounded once: the square of the rounded 1/10 is 0.010000000000000002


def test_sizes_are_those_of_the_exact_problem():
    assert NUMERIC.widths == PROBLEM.widths
    assert (NUMERIC.depth, NUMERIC.parameters, NUMERIC.shapes) == (PROBLEM.depth, PROBLEM.parameters, PROBLEM.shapes)


def test_moments_beyond_float64_are_refused():
    assert refused(lambda: NumericProblem.of(dln.Problem.from_data([[10**200]], [[1]], (1,)))) == (
        "Sxx has an entry beyond the range of float64; scale the data first."
    )


def test_moments_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        NUMERIC.Sxx[0, 0] = 5


def test_an_exact_problem_is_refused_with_the_way_out():
    assert "build it by NumericProblem.of(problem)" in refused(lambda: loss(PROBLEM, POINT))
    assert "NumericProblem.of needs an exact Problem" in refused(lambda: NumericProblem.of(NUMERIC))


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (np.ones((3, 2)), "weights must be a list (W_1, ..., W_2) of arrays, but ndarray was passed."),
        (POINT[:1], "widths (2, 3, 2) need 2 arrays, W_1 first, but 1 were passed as weights."),
        ([POINT[0].T, POINT[1]], "W_1 has shape (2, 3), but widths (2, 3, 2) need (3, 2)"),
        ([BATCH[0], BATCH[1].swapaxes(1, 2)], "for a batch; transpose its last two axes."),
        ([BATCH[0], BATCH[1][:4]], "all layers need as many points: (5, 2, 3)."),
        ([POINT[0], BATCH[1]], "W_2 has shape (5, 2, 3), but the first layer has one point"),
        ([np.ones(6), POINT[1]], "W_1 has shape (6,), but widths (2, 3, 2) need (3, 2) for one point"),
        ([np.float64(1), POINT[1]], "W_1 has shape (), but"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_named(weights, words):
    assert words in refused(lambda: gradient(NUMERIC, weights))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_reported_in_one_sentence(value):
    bad = [layer.copy() for layer in BATCH]
    bad[1][3, 0, 2] = bad[1][4, 1, 1] = value
    sentence = refused(lambda: hessian(NUMERIC, bad))
    assert sentence == (
        f"entry (1, 3) of W_2 of point 3 (counted from 0) is {value}; 2 such entries were passed in W_2, "
        "but weights must be finite numbers: remove these points first."
    )
    assert "V_2" in refused(lambda: hessian_vector_product(NUMERIC, BATCH, bad))


def test_one_direction_for_each_point_is_needed():
    assert refused(lambda: hessian_vector_product(NUMERIC, BATCH, [layer[:2] for layer in BATCH])) == (
        "the direction has 2 points and the weights have 5; pass one direction for each point."
    )
    assert "pass one direction" in refused(lambda: hessian_vector_product(NUMERIC, [W[:1] for W in BATCH], POINT))


@pytest.mark.parametrize(
    "out", [np.empty((5, 12, 11)), np.empty((5, 12, 12), dtype=np.float32), [1]], ids=["shape", "float32", "list"]
)
def test_an_out_that_does_not_fit_is_refused(out):
    assert "out must be a writable float64 numpy array of shape (5, 12, 12)" in refused(
        lambda: hessian(NUMERIC, BATCH, out=out)
    )


def test_gradients_need_one_out_for_each_layer():
    assert "a list of 2 arrays" in refused(lambda: gradient(NUMERIC, BATCH, out=[BATCH[0]]))
    assert "out[1] must be" in refused(lambda: gradient(NUMERIC, BATCH, out=[np.empty((5, 3, 2)), np.empty((2, 3))]))


def test_one_point_has_no_batch_axis_and_no_points_are_no_error():
    assert loss(NUMERIC, POINT).shape == ()
    assert [layer.shape for layer in gradient(NUMERIC, POINT)] == [(3, 2), (2, 3)]
    assert hessian(NUMERIC, POINT).shape == (12, 12)
    none = [layer[:0] for layer in BATCH]
    assert loss(NUMERIC, none).shape == (0,)
    assert [layer.shape for layer in hessian_vector_product(NUMERIC, none, none)] == [(0, 3, 2), (0, 2, 3)]
    assert hessian(NUMERIC, none).shape == (0, 12, 12)
