"""The least time to leave zero: by hand, and bad input."""

import math

import pytest

import symdln as dln
from symdln.dynamics import escape_time
from symdln.errors import InputError

DATA = dln.Problem.from_data([[1, 1], [0, 1]], [[2, 1], [1, 0]], (2,), loss_factor=1)


def test_data_that_are_not_white_by_hand():
    # Syx = Y X^T = (3, 1; 1, 0) is symmetric with the largest eigenvalue (3 + sqrt 13) / 2; f = 1
    low, high = escape_time(DATA, "1/10", 1)
    assert float(low) == pytest.approx(math.log(10) / (3 + math.sqrt(13)), rel=1e-14)
    assert 0 < high - low < 1e-20


def test_depth_four_by_hand():
    # (rho_0^-2 - rho_1^-2) / (2 f s_1 (H - 2) H^(1 - H/2)) = (100 - 1) / (3 * 2 / 4) = 66
    low, high = escape_time(dln.Problem.canonical((3,), (1, 1, 1, 1, 1)), "1/10", 1)
    assert low <= 66 <= high


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: escape_time(DATA, 1, 1), "0 < inner < outer"),
        (lambda: escape_time(dln.Problem.canonical((1,), (1, 1)), "1/2", 1), "depth 1"),
        (lambda: escape_time(dln.Problem.from_data([[1]], [[0]], (1,)), "1/2", 1), "never grows"),
    ],
)
def test_bad_input_is_a_sentence(call, sentence):
    with pytest.raises(InputError, match=sentence):
        call()
