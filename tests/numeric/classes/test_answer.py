"""Answers in words."""

import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric import Landscape, classify


def test_sentences_name_the_point_the_class_and_the_error():
    # L = 1/2 (c b a - 1)^2 at 0, at (1, 1, 1) and at (2, 1, 1)
    landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    W = [np.array([0.0, 1, 2])[:, None, None], *[np.array([0.0, 1, 1])[:, None, None]] * 2]
    answers = classify(landscape, W, backward_error=1e-9)
    assert answers.sentence(0) == "Point 0 is a non-strict saddle with (n+, n-, n0) = (0, 0, 3) (backward_error=1e-09)."
    assert "Point 1 is a global minimiser with (n+, n-, n0) = (1, 0, 2)" in answers.sentence(1)
    assert answers.sentence(2).startswith("Point 2 is not critical within the stated error (backward_error=1e-09)")
    exact = classify(landscape, W, backward_error=0)
    assert exact.sentence(1).endswith("(backward_error=0, the floats exactly as they are).")
    with pytest.raises(InputError, match="There is no point 3; the answers are for points 0 to 2"):
        answers.sentence(3)
