"""Certain classes: never another one than that of the exact point in the ball, whatever gauge, scale and error."""

import importlib
from dataclasses import replace

import numpy as np
import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.numeric import BACKWARD_ERROR, LABELS, Landscape, classify
from symdln.numeric.classes import passes
from symdln.numeric.classes.ranks import path_ranks
from tests.numeric.classes.strata import in_gauges, nudged, problems, strata
from tests.numeric.support import random_problem

module = importlib.import_module("symdln.numeric.classes.classify")

ERRORS = (BACKWARD_ERROR, 1e-9, 1e-5)


def wrong_answers(per_kind, seed, errors=ERRORS, scales=(-40, 0, 40)):
    """How many points were tried, answered and answered wrongly: as they are, and moved by 0.9 of the error."""
    rng = np.random.default_rng(seed)
    tried = decided = wrong = 0
    for truth in strata(per_kind, seed, scales):
        for eta in errors:
            for layers in (truth.layers, nudged(truth, eta, rng)):
                answers = classify(truth.landscape, layers, backward_error=eta)
                tried += len(answers.code)
                decided += int(answers.decided.sum())
                wrong += len(truth.wrong(answers))
    return tried, decided, wrong


def exact_answers(per_kind, seed):
    """How many points were tried at error 0, and how many of them not answered rightly."""
    tried = missed = 0
    for truth in strata(per_kind, seed):
        answers = classify(truth.landscape, truth.layers, backward_error=0)
        tried += len(answers.code)
        missed += len(truth.wrong(answers)) + int((~answers.decided).sum())
    return tried, missed


def test_no_class_is_wrong_in_gauges_up_to_2_150_and_scales_from_1e_12_to_1e12():
    tried, decided, wrong = wrong_answers(per_kind=9, seed=0)
    assert wrong == 0
    assert tried > 20_000
    assert decided > 0.1 * tried


def test_at_error_zero_every_class_is_the_exact_one():
    tried, missed = exact_answers(per_kind=6, seed=1)
    assert missed == 0
    assert tried > 2_000


@pytest.mark.slow
def test_no_class_is_wrong_at_a_million_points():
    tried, _, wrong = wrong_answers(per_kind=420, seed=2)
    assert (tried > 1_000_000, wrong) == (True, 0)


@pytest.mark.slow
def test_every_class_is_the_exact_one_at_a_million_points_at_error_zero():
    tried, missed = exact_answers(per_kind=2_500, seed=3)
    assert (tried > 1_000_000, missed) == (True, 0)


# -- the power of these tests: a planted fault is found ----------------------------------------------------------------


def test_half_the_bound_of_the_ranks_gives_wrong_classes(monkeypatch):
    def halved(arrows, gap):
        return path_ranks(replace(arrows, errors=[error / 2 for error in arrows.errors]), gap)

    monkeypatch.setattr(passes, "path_ranks", halved)
    assert wrong_answers(per_kind=3, seed=0, errors=(1e-5,), scales=(0,))[2] > 0


def test_bases_whose_condition_is_left_out_of_the_error_give_wrong_classes(monkeypatch):
    faithful = passes.in_bases

    def careless(layers, errors, bases, whole):
        return replace(faithful(layers, errors, bases, whole), errors=list(errors))

    monkeypatch.setattr(passes, "in_bases", careless)
    assert wrong_answers(per_kind=3, seed=0, scales=(0,))[2] > 0


def test_a_kind_that_has_others_above_it_is_no_certain_class(monkeypatch):
    monkeypatch.setattr(module, "maximal", lambda depth, strings, zero: np.ones(len(strings), dtype=bool))
    assert wrong_answers(per_kind=3, seed=0, scales=(0,))[2] > 0


def test_singular_values_of_the_product_without_a_bound_give_wrong_answers(monkeypatch):
    faithful = module.selected_counts

    def careless(landscape, matrices, bounds, *, gap):
        return faithful(landscape, matrices, [0 * bound for bound in bounds], gap=gap)

    monkeypatch.setattr(module, "selected_counts", careless)
    assert wrong_answers(per_kind=3, seed=0, scales=(0,))[2] > 0


def test_a_gradient_without_the_room_of_the_ball_gives_wrong_answers(monkeypatch):
    faithful = passes.gradient_test

    def careless(problem, layers, errors, share, workspace):
        return faithful(problem, layers, errors / 100, share, workspace)

    monkeypatch.setattr(passes, "gradient_test", careless)
    assert wrong_answers(per_kind=3, seed=0, errors=(1e-5,), scales=(0,))[2] > 0


# -- single points by hand ---------------------------------------------------------------------------------------------


def unbalanced():
    """diag(2^26, 2^-26), diag(3 * 2^-26, 0), diag(1, 0): the product diag(3, 0), and a path of rank 2 in W_1 alone.

    In the basis of the second vector W_1 has a string 0-1 and closing arrow 3-0 (s = 2): H = 3, so the Hessian along
    (dW_2, dW_3) there is -2 * dW_3 dW_2 * 2^-26: one negative eigenvalue, strict (4, 1, 7).
    """
    W = [np.diag([2.0**26, 2.0**-26]), np.diag([3 * 2.0**-26, 0]), np.diag([1.0, 0])]
    return Landscape.of(dln.Problem.canonical((3, 2), (2, 2, 2, 2))), W


def test_an_unbalanced_gauge_is_not_taken_for_a_zero():
    landscape, W = unbalanced()
    answers = classify(landscape, W, backward_error=0)
    assert (answers.labels, answers.inertia.tolist()) == (["strict saddle"], [[4, 1, 7]])
    for eta in (1e-30, 1e-17, None, 1e-9):
        assert classify(landscape, W, backward_error=eta).labels == ["undecided"]


def test_a_ball_with_points_of_two_classes_is_undecided():
    # Between two zero layers every W_2 is critical; at (1,2,2,1) the Hessian is -3 dW_3 W_2 dW_1 there, with n_- =
    # rank W_2.  The ball holds rank 2 wherever W_2 is not zero, and rank 1 where its least singular value is small.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 2, 2, 1)))
    sizes = np.array([1.0, 1e-6, 1e-10, 1e-17, 0.0])
    W = [np.zeros((5, 2, 1)), sizes[:, None, None] * np.diag([0, 1]) + np.diag([1, 0]), np.zeros((5, 1, 2))]
    answers = classify(landscape, W, backward_error=1e-9)
    assert answers.labels == ["strict saddle"] * 2 + ["undecided"] * 3
    assert answers.inertia[:2].tolist() == [[2, 2, 4]] * 2
    exact = classify(landscape, W, backward_error=0)
    assert exact.inertia.tolist() == [[2, 2, 4]] * 4 + [[1, 1, 6]]
    errors = np.array([1e-9, 0, 0, 1e-9, 0])  # each point has its own
    assert classify(landscape, W, backward_error=errors).decided.tolist() == [True, True, True, False, True]


def test_zero_layers_stay_zero_in_the_ball():
    # L = 1/2 (c b a - 1)^2 at 0: an error relative to the norm of a zero layer moves nothing; third-order saddle.
    landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    answers = classify(landscape, [np.zeros((1, 1))] * 3, backward_error=0.5)
    assert (answers.labels, answers.inertia.tolist()) == (["non-strict saddle"], [[0, 0, 3]])


def test_not_critical_is_a_proof():
    # L = 1/2 (ab - 3)^2 at (1, 3 + t): the critical point (1, 3) is t / 3 away, relatively.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 1, 1)))
    W = [np.ones((3, 1, 1)), np.array([3.0, 3 + 3e-10, 3 + 3e-3])[:, None, None]]
    assert classify(landscape, W, backward_error=1e-9).labels == ["global minimiser"] * 2 + ["not critical"]
    assert classify(landscape, W, backward_error=1e-12).labels[1:] == ["not critical"] * 2
    assert classify(landscape, W, backward_error=0).labels[1:] == ["not critical"] * 2


def test_random_points_are_not_critical():
    problem = random_problem((2, 3, 2), 0)
    rng = np.random.default_rng(0)
    W = [rng.normal(size=(100, *shape)) for shape in problem.shapes]
    assert set(classify(Landscape.of(problem), W).labels) == {"not critical"}


@pytest.mark.parametrize("bad", [5e-324, 2.0**-1060, 1e-200, 1e200, 2.0**1023], ids=lambda bad: f"{bad:.0e}")
def test_one_bad_point_does_not_spoil_a_batch(bad):
    truth = in_gauges(next(problems(0)), 2, np.random.default_rng(5))
    before = classify(truth.landscape, truth.layers)
    for j, entry in ((0, (0, 0)), (1, (1, 0)), (2, ())):
        layers = [layer.copy() for layer in truth.layers]
        layers[j][(7, *entry)] = bad
        others = np.arange(len(before.code)) != 7
        after = classify(truth.landscape, layers)
        assert (after.code[others] == before.code[others]).all()
        if bad > 1:
            assert after.labels[7] in ("undecided", "not critical")
        exact = classify(truth.landscape, layers, backward_error=0)
        assert exact.labels[7] == dln.Point(truth.landscape.exact, [W[7] for W in layers], exactly=True).label


def test_points_out_of_range_are_undecided_and_exact_at_error_zero():
    # c b a = 1 with a = 2^1000, b = 2^-1000, c = 1: any product of the floats is exact in the library.
    landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    W = [np.full((1, 1), value) for value in (2.0**1000, 2.0**-1000, 1.0)]
    assert classify(landscape, W).labels == ["global minimiser"]  # a gauge by powers of two
    W = [np.full((1, 1), value) for value in (2.0**-500, 2.0**-500, 2.0**-500)]
    assert classify(landscape, W).labels == ["undecided"]
    assert classify(landscape, W, backward_error=0).labels == ["not critical"]


def test_the_default_error_is_that_of_the_type_of_the_weights():
    # b a = 3 at (0.3, 10), rounded to float32: off by less than 2^-24, relatively, and far more than 2^-53.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 1, 1)))
    for dtype, unit in ((np.float16, 2.0**-11), (np.float32, 2.0**-24), (np.float64, 2.0**-53)):
        W = [np.array([[0.3]], dtype=dtype), np.array([[10]], dtype=dtype)]
        answers = classify(landscape, W)
        assert answers.labels == ["global minimiser"]
        assert answers.backward_error.tolist() == [16 * unit]
    mixed = classify(landscape, [np.array([[0.3]], dtype=np.float32), np.array([[10.0]])])
    assert mixed.backward_error.tolist() == [16 * 2.0**-24]
    assert classify(landscape, [[[1]], [[3]]]).backward_error.tolist() == [BACKWARD_ERROR]
    coarse = [np.array([[0.3]], dtype=np.float32), np.array([[10]], dtype=np.float32)]
    assert classify(landscape, coarse, backward_error=BACKWARD_ERROR).labels == ["not critical"]


def test_a_trained_point_is_told_of_the_backward_error():
    # Gradient descent stops at (1, 3 + 1e-7): not critical within 1.8e-15.
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 1, 1)))
    W = [np.ones((1, 1)), np.array([[3 + 1e-7]])]
    sentence = classify(landscape, W).sentence(0)
    assert sentence.startswith("Point 0 is not critical within the stated error (backward_error=1.8e-15)")
    assert "pass a larger backward_error" in sentence
    assert "global minimiser" in classify(landscape, W, backward_error=1e-6).sentence(0)


def test_what_is_refused():
    landscape = Landscape.of(dln.Problem.canonical((3,), (1, 1, 1)))
    W = [np.ones((2, 1, 1))] * 2
    for bad in (-1.0, 1.0, np.nan, "small", [0.1, 0.2, 0.3]):
        with pytest.raises(InputError, match="backward_error must be a number from 0 to below 1"):
            classify(landscape, W, backward_error=bad)
    with pytest.raises(InputError, match=r"entry \(1, 1\) of W_1 is inf"):
        classify(landscape, [np.array([[np.inf]]), W[1][0]])
    with pytest.raises(InputError, match=r"need a Landscape, but Problem was passed; build it once by Landscape\.of"):
        classify(landscape.exact, W)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="needs an exact Problem"):
        Landscape.of(landscape.problem)  # type: ignore[arg-type]


def test_the_strata_hold_every_class_gauge_and_scale():
    labels, spread = set(), []
    for truth in strata(per_kind=9, seed=0):
        labels |= set(truth.code.tolist())
        for W in truth.layers:
            exponents = np.frexp(W)[1][W != 0]
            spread.append((exponents.min(), exponents.max()))
    assert labels == {LABELS.index(label) for label in ("global minimiser", "strict saddle", "non-strict saddle")}
    least, most = np.array(spread).T
    assert least.min() <= -250
    assert most.max() >= 250


@pytest.mark.parametrize("eta", [0.0, None])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_point_with_no_number_in_it_is_undecided_alone(bad, eta):
    # 1/2 (c b a - 1)^2 has a minimum at (1, 1, 1), and at (0, 1, 1) its derivative by a is -1
    landscape = Landscape.of(dln.Problem.canonical((1,), (1, 1, 1, 1)))
    points = np.array([[1.0, 1, 1], [1, bad, 1], [0, 1, 1]])
    layers = [points[:, j].reshape(3, 1, 1).copy() for j in range(3)]
    before = [layer.copy() for layer in layers]
    found = classify(landscape, layers, backward_error=eta)
    assert list(found.labels) == ["global minimiser", "undecided", "not critical"]
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(layers, before, strict=True))
    with pytest.raises(InputError, match="remove these points first"):
        classify(landscape, [layer[1] for layer in layers], backward_error=eta)
