"""Classes by the rank route in floats: against the exact classes, and the rules by which answers are refused."""

import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric.classes.classify import BACKWARD_ERROR, LABELS, Landscape, classify, gradient_bounds
from symdln.numeric.classes.gauge import in_bases, reversed_bases, string_bases
from symdln.numeric.classes.ranks import decided_rank
from symdln.numeric.classes.zeros import _turned, reached
from symdln.numeric.derivatives.calculus import gradient
from symdln.numeric.derivatives.hessians import hessian
from symdln.numeric.derivatives.workspace import Workspace
from tests.numeric.support import random_problem

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
    answers = classify(Landscape.of(problem), floats(points))
    for i, (kind, point) in enumerate(zip(kinds, points, strict=True)):
        inertia = point.inertia_by_hessian  # the other route, exact
        assert answers.labels[i] == point.label
        assert tuple(answers.strings[i]) == kind.multiplicities
        assert tuple(answers.inertia[i]) == (inertia.positive, inertia.negative, inertia.zero)
        assert answers.rank[i] == kind.rank


def test_a_point_that_is_not_critical_is_said_to_be_so_only_by_proof():
    # L = 1/2 (ab - 3)^2 at (1, 3 + t): the critical point (1, 3) is t / 3 away, relatively.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 1, 1)))
    W = [np.ones((3, 1, 1)), np.array([3.0, 3 + 3e-10, 3 + 3e-3])[:, None, None]]
    assert classify(landscape, W, backward_error=1e-9).labels == ["global minimiser"] * 2 + ["not critical"]
    assert classify(landscape, W, backward_error=1e-12).labels[1:] == ["not critical"] * 2


def test_no_gap_no_answer():
    # W_2 = diag(1, s) between two zero layers: rank 2 for s well above the error, 1 well below, and nothing between.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 2, 2, 1)))
    sizes = np.array([1.0, 1e-6, 3e-9, 1e-10, 0.0])
    W = [np.zeros((5, 2, 1)), sizes[:, None, None] * np.diag([0, 1]) + np.diag([1, 0]), np.zeros((5, 1, 2))]
    answers = classify(landscape, W, backward_error=1e-9)
    assert answers.decided.tolist() == [True, True, False, True, True]
    pairs = [m.sum() for m in answers.strings]
    assert pairs[0] == pairs[1]  # two strings 1-2 and 3-0
    assert pairs[3] == pairs[4] == pairs[0] + 1  # one of them broken


def test_a_zero_is_accepted_only_within_a_share_of_the_stated_error():
    # W_2 = diag(1, s) between zero layers has rank 1 at a distance of s, relatively; the share is a quarter.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 2, 2, 1)))
    sizes = np.array([0.2e-9, 0.24e-9, 0.3e-9, 0.9e-9])
    W = [np.zeros((4, 2, 1)), sizes[:, None, None] * np.diag([0, 1]) + np.diag([1, 0]), np.zeros((4, 1, 2))]
    assert classify(landscape, W, backward_error=1e-9).decided.tolist() == [True, True, False, False]


def test_a_string_of_tiny_weights_does_not_hide_another():
    # W_3 = [1, 1e-11, 1e-7] takes the second vector that W_2 = [e_1, e_2] brings to 1e-11, far beyond an error of
    # 1e-15, though small beside the one that e_3 takes along where its image has size one: 1e-15 / 1e-7 = 1e-8.
    layers = [np.eye(3)[None, :, :2], np.array([[[1.0, 1e-11, 1e-7]]])]
    noise = [np.full(1, 1e-15), np.full(1, 1e-15)]
    value, room = reached(layers, noise, np.array([[[0.0], [1.0]]]), np.ones((1, 1, 1)))
    assert value.item() == pytest.approx(1e-11, rel=1e-12)
    # to first order: error of W_3 on |e_2| = 1, error of W_2 taken by |W_3| near 1
    assert room.item() == pytest.approx(2e-15, rel=1e-6)


def test_directions_carried_back_are_told_apart():
    # e_1 + 1e-9 e_2 and e_1 span the same as e_1, e_2; alone they never show what happens to e_2.
    near = np.array([[[1.0, 1.0], [1e-9, 0.0]]])
    turned = _turned(near)
    assert np.allclose(abs(turned[0]), [[0, 1], [1, 0]], atol=1e-12)
    assert np.allclose(turned[0].T @ turned[0], np.eye(2), atol=1e-12)


def test_products_prescribed_by_a_selection_by_hand():
    # Y = diag(3, 1), X = I: selecting the first value prescribes P = diag(3, 0), the second diag(0, 1).
    landscape = Landscape.of(dln.Problem.canonical((3, 1), (2, 2, 2)))
    assert np.allclose(landscape.parts, [np.diag([3.0, 0.0]), np.diag([0.0, 1.0])], atol=1e-15)
    # Y = 3 I: the value is double, and only both together prescribe a product.
    landscape = Landscape.of(dln.Problem.canonical((3, 3), (2, 2, 2)))
    assert np.allclose(landscape.parts, [3 * np.eye(2)], atol=1e-15)


def test_decided_rank_needs_the_gap_and_the_floor():
    values = np.array([[1.0, 5e-13]])
    bound, floor = np.array([1e-13]), np.array([1.0])
    assert decided_rank(values, bound, floor, gap=2).tolist() == [2]
    assert decided_rank(values, bound, floor, gap=100).tolist() == [-1]
    assert decided_rank(values, 10 * bound, floor, gap=100).tolist() == [1]
    assert decided_rank(values, 10 * bound, 1e-12 * floor, gap=100).tolist() == [-1]


def test_gradient_bounds_hold_over_the_ball():
    # The gradient vanishes at the centre, so nowhere in the ball may it exceed the bound; nor is the bound idle.
    problem = dln.Problem.canonical((3, 2), (2, 3, 2, 2))
    landscape, rng = Landscape.of(problem), np.random.default_rng(0)
    centre = floats([list(problem.kinds())[-1].representative(1)])
    worst = 0.0
    for size in (1e-8, 1e-3, 0.1):
        moves = [rng.normal(size=(400, *W.shape[1:])) for W in centre]
        W = [
            w + size * np.linalg.norm(w) * m / np.linalg.norm(m, axis=(1, 2), keepdims=True)
            for w, m in zip(centre, moves, strict=True)
        ]
        errors = np.array([np.full(400, size * np.linalg.norm(w)) for w in centre])
        bounds = gradient_bounds(landscape.problem, W, errors, Workspace())
        for slope, (moved, rounding) in zip(gradient(landscape.problem, W), bounds, strict=True):
            actual = np.linalg.norm(slope, axis=(1, 2))
            assert (actual <= moved + rounding).all()
            worst = max(worst, (actual / np.maximum(moved, 1e-300)).max())
    assert worst > 0.05


@pytest.mark.parametrize("propose", [string_bases, reversed_bases])
def test_errors_in_other_bases_hold(propose):
    # D (W + dW) E is within the bound of D W E, for perturbations of the stated size.
    rng = np.random.default_rng(1)
    layers = [rng.normal(size=(50, *shape)) for shape in ((3, 2), (3, 3), (2, 3))]
    layers[1][:, :, 0] *= 1e-6
    errors = np.array([np.full(50, 1e-10)] * 3)
    bases = propose(layers, errors)
    placed = in_bases(layers, errors, bases, layers[0])
    noise = [rng.normal(size=W.shape) for W in layers]
    moved = [W + 1e-10 * m / np.linalg.norm(m, axis=(1, 2), keepdims=True) for W, m in zip(layers, noise, strict=True)]
    again = in_bases(moved, errors, bases, moved[0])
    for before, after, bound in zip(placed.matrices, again.matrices, placed.errors, strict=True):
        assert (np.linalg.norm(after - before, ord=2, axis=(1, 2)) <= bound).all()


def test_what_is_refused():
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 1, 1)))
    W = [np.ones((2, 1, 1))] * 2
    with pytest.raises(InputError, match="backward_error must be a number"):
        classify(landscape, W, backward_error=-1.0)
    with pytest.raises(InputError, match=r"gap=0\.5"):
        classify(landscape, W, gap=0.5)
    with pytest.raises(InputError, match="needs an exact Problem"):
        Landscape.of(landscape.problem)  # type: ignore[arg-type]


def test_random_points_are_not_critical():
    problem = random_problem((2, 3, 2), 0)
    rng = np.random.default_rng(0)
    landscape = Landscape.of(problem)
    W = [rng.normal(size=(100, *shape)) for shape in problem.shapes]
    assert set(classify(landscape, W).labels) == {"not critical"}


def test_spectra_of_hessians_agree_at_undisguised_points():
    problem = PROBLEMS[0]
    points = [kind.representative() for kind in problem.kinds()]
    answers = classify(Landscape.of(problem), floats(points), backward_error=BACKWARD_ERROR)
    values = np.linalg.eigvalsh(hessian(Landscape.of(problem).problem, floats(points)))
    signs = np.stack([(values > 1e-9).sum(axis=1), (values < -1e-9).sum(axis=1)], axis=1)
    assert answers.inertia[:, :2].tolist() == signs.tolist()
    assert set(answers.labels) <= set(LABELS[2:])
