"""Arrays of other types and libraries: converted exactly, or refused with a sentence."""

import numpy as np
import pytest

import symdln as dln
from symdln import InputError
from symdln.numeric import Landscape, NumericProblem, classify, gradient, hessian, loss
from tests.numeric.support import NUMERIC, POINT, refused


def test_lists_integers_and_lower_precision_are_converted_exactly():
    values = [[[1, 2], [0, 3], [-1, 1]], [[1, 0, 2], [0, 5, 1]]]
    expected = hessian(NUMERIC, [np.array(layer, dtype=float) for layer in values])
    for kind in (None, np.int64, np.int8, np.float32, np.float16):
        weights = values if kind is None else [np.array(layer, dtype=kind) for layer in values]
        assert np.array_equal(hessian(NUMERIC, weights), expected)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([POINT[0] * 1j, POINT[1]], "W_1 has entries of type complex128"),
        ([[["a", "b"]] * 3, POINT[1]], "W_1 has entries of type <U1"),
        ([[[1, 2], [3]], POINT[1]], "W_1 is not an array of numbers"),
    ],
    ids=str,
)
def test_what_has_no_exact_copy_is_refused(weights, words):
    assert words in refused(lambda: gradient(NUMERIC, weights))


@pytest.mark.parametrize(
    "layer",
    [
        np.array([[2**53 + 1]]),
        np.array([[2**64 - 1]], dtype=np.uint64),
        [[-(2**53) - 1]],
        [[np.int64(2**53 + 1)]],
    ],
)
def test_an_integer_that_no_float_is_is_refused_and_never_rounded(layer):
    # (2^53 + 1) 2^-53 is not 1, so this is not a critical point; rounded to 2^53 it would be a global minimiser
    landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1)))
    with pytest.raises(InputError, match="which is not a float64"):
        classify(landscape, [layer, [[2.0**-53]]], backward_error=0)
    with pytest.raises(InputError, match=r"W_1 holds the integer 9007199254740993"):
        classify(landscape, [[[[2**53 + 1]], [[0.5]]], [[[1.0]], [[1.0]]]])  # beside a float, in a list


@pytest.mark.parametrize("whole", [2**53, -(2**53), 2**60, -(2**63), 0])
def test_integers_that_are_floats_are_taken_exactly(whole):
    problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))
    assert loss(problem, [np.array([[whole]]), [[1.0]]]) == loss(problem, [np.array([[float(whole)]]), [[1.0]]])
