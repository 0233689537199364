"""What certain and numerical classes begin with: the gradient, exact points at error 0, and who waits for bases."""

import numpy as np

import symdln as dln
from symdln.numeric import Landscape, Workspace, classify
from symdln.numeric.classes.passes import started


def test_each_point_goes_its_way():
    # L = 1/2 (c b a - 1)^2: a minimum, a point that is not critical, a point out of range, and a minimum at error 0.
    landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    W = [np.array([1.0, 2.0, 2.0**-500, 1.0])[:, None, None] for _ in range(3)]
    start = started(landscape, W, np.array([1e-9, 1e-9, 1e-9, 0.0]), Workspace())
    assert start.answers.labels == ["undecided", "not critical", "undecided", "global minimiser"]
    assert start.waiting.tolist() == [0]
    answers = classify(landscape, W, backward_error=np.array([1e-9, 1e-9, 1e-9, 0.0]))
    assert answers.labels == ["global minimiser", "not critical", "undecided", "global minimiser"]


def test_no_points_are_no_error():
    landscape = Landscape.of(dln.Problem.canonical((3, 2), (2, 2, 2, 2)))
    for eta in (None, 0, 1e-9):
        answers = classify(landscape, [np.empty((0, 2, 2))] * 3, backward_error=eta)
        assert (answers.labels, answers.inertia.shape) == ([], (0, 3))
