"""Arrays of other types and libraries: converted exactly, or refused with a sentence."""

import numpy as np
import pytest

import symdln as dln
from symdln import InputError
from symdln.numeric import NumericProblem, gradient, hessian

PROBLEM = dln.Problem.canonical((2, 1), (2, 3, 2))
NUMERIC = NumericProblem.of(PROBLEM)
POINT = [np.ones((3, 2)), np.ones((2, 3))]
BATCH = [np.ones((5, 3, 2)), np.ones((5, 2, 3))]


def refused(action) -> str:
    with pytest.raises(InputError) as error:
        action()
    return str(error.value)


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
