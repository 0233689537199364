"""Numerical classes: against the exact classes at disguised points, and the rules by which answers are refused."""

import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric import BACKWARD_ERROR, Landscape, hessian, numerical_classes
from symdln.numeric.classes.answer import LABELS

PROBLEMS = [
    dln.Problem.canonical((3, 2), (2, 2, 2)),
    dln.Problem.canonical((3, 3, 0), (3, 2, 3)),
    dln.Problem.canonical((3, 2), (2, 2, 3, 2)),
    dln.Problem.from_data([[1, 0, 1], [0, 1, 1], [1, 1, 2]], [[2, 0, 0], [0, 1, 0]], hidden=(2,)),  # Sxx singular
    dln.Problem.from_data([[1, 2], [0, 1]], [[6, -4], [8, 3]], hidden=(2, 1), loss_factor=1),
]


def floats(points):
    return [np.stack([point.weights[j].to_numpy() for point in points]) for j in range(points[0].problem.depth)]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: str(problem.widths))
def test_every_kind_is_recognised_at_disguised_representatives(problem):
    kinds = list(problem.kinds())[::3]
    points = [kind.representative(number) for number, kind in enumerate(kinds)]
    answers = numerical_classes(Landscape.of(problem), floats(points))
    for i, (kind, point) in enumerate(zip(kinds, points, strict=True)):
        inertia = point.inertia_by_hessian  # the other route, exact
        assert answers.labels[i] == point.label
        assert tuple(answers.strings[i]) == kind.multiplicities
        assert tuple(answers.inertia[i]) == (inertia.positive, inertia.negative, inertia.zero)
        assert answers.rank[i] == kind.rank


def test_no_gap_no_answer():
    # W_2 = diag(1, s) between two zero layers: rank 2 for s well above the error, 1 well below, and nothing between.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 2, 2, 1)))
    sizes = np.array([1.0, 1e-6, 3e-9, 1e-10, 0.0])
    W = [np.zeros((5, 2, 1)), sizes[:, None, None] * np.diag([0, 1]) + np.diag([1, 0]), np.zeros((5, 1, 2))]
    answers = numerical_classes(landscape, W, backward_error=1e-9)
    assert answers.decided.tolist() == [True, True, False, True, True]
    pairs = [m.sum() for m in answers.strings]
    assert pairs[0] == pairs[1]  # two strings 1-2 and 3-0
    assert pairs[3] == pairs[4] == pairs[0] + 1  # one of them broken


def test_a_zero_is_accepted_only_within_a_share_of_the_stated_error():
    # W_2 = diag(1, s) between zero layers has rank 1 at a distance of s, relatively; the share is a quarter.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 2, 2, 1)))
    sizes = np.array([0.2e-9, 0.24e-9, 0.3e-9, 0.9e-9])
    W = [np.zeros((4, 2, 1)), sizes[:, None, None] * np.diag([0, 1]) + np.diag([1, 0]), np.zeros((4, 1, 2))]
    assert numerical_classes(landscape, W, backward_error=1e-9).decided.tolist() == [True, True, False, False]


def test_spectra_of_hessians_agree_at_undisguised_points():
    problem = PROBLEMS[0]
    points = [kind.representative() for kind in problem.kinds()]
    answers = numerical_classes(Landscape.of(problem), floats(points), backward_error=BACKWARD_ERROR)
    values = np.linalg.eigvalsh(hessian(Landscape.of(problem).problem, floats(points)))
    signs = np.stack([(values > 1e-9).sum(axis=1), (values < -1e-9).sum(axis=1)], axis=1)
    assert answers.inertia[:, :2].tolist() == signs.tolist()
    assert set(answers.labels) <= set(LABELS[2:])


def test_at_error_zero_the_class_is_the_exact_one():
    landscape = Landscape.of(dln.Problem.canonical((3, 2), (2, 2, 2, 2)))
    W = [np.diag([2.0**26, 2.0**-26]), np.diag([3 * 2.0**-26, 0]), np.diag([1.0, 0])]  # see test_classify
    assert numerical_classes(landscape, W, backward_error=0).inertia.tolist() == [[4, 1, 7]]
    # 2^-52 is within the default error: it counts as zero, and W_1 as diag(2^26, 0)
    assert numerical_classes(landscape, W).inertia.tolist() == [[3, 0, 9]]
    assert numerical_classes(landscape, W, backward_error=1e-17).labels == ["undecided"]


def test_what_counts_as_zero_is_within_reach_and_what_is_larger_is_not():
    # diag(2^42, s) in W_1, of norm 2^42: the ball of radius 1e-9 * 2^42 = 4398 has the point with 0 for s.
    landscape = Landscape.of(dln.Problem.canonical((2**42, 2**41), (2, 2, 2, 2)))
    sizes = np.array([1e6, 5e3, 1e3, 1e-13])
    first = np.zeros((4, 2, 2))
    first[:, 0, 0], first[:, 1, 1] = 2.0**42, sizes
    one = np.tile(np.diag([1.0, 0.0]), (4, 1, 1))
    answers = numerical_classes(landscape, [first, one, one], backward_error=1e-9)
    assert answers.inertia[:, 1].tolist() == [1, -1, 0, 0]


def test_what_is_refused():
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 1, 1)))
    for gap in (0.5, np.nan, "wide"):
        with pytest.raises(InputError, match=r"it must be a number from 1 on"):
            numerical_classes(landscape, [np.ones((2, 1, 1))] * 2, gap=gap)
