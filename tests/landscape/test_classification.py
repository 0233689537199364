"""Classes of points: by hand, by the sign of the exact Hessian, by the least loss, and by pivots under Assumption H."""

import itertools
import random
from fractions import Fraction

import numpy as np
import pytest

import symdln as dln
from symdln.landscape.classification import label_by_pivots
from tests.landscape.support import Case, canonical_problems, cases_of, general_problems

GLOBAL, STRICT, NON_STRICT = "global minimiser", "strict saddle", "non-strict saddle"

# -- by hand -----------------------------------------------------------------------------------------------------------


def test_the_scalar_cubic_by_hand():
    # L = (cba - 1)^2 (factor 1).  At 0 every second derivative vanishes and L falls along (t, t, t): non-strict.
    # At (1, 0, 0): L_bc = -2, strict.  At (1, 1, 1): L = 0.
    problem = dln.Problem.canonical((1,), (1, 1, 1, 1), loss_factor=1)
    answers = {W: dln.classify(problem, [[[x]] for x in W]) for W in ((0, 0, 0), (1, 0, 0), (1, 1, 1), (1, 1, 0))}
    assert [answer.label for answer in answers.values()] == [NON_STRICT, STRICT, GLOBAL, "not critical"]
    assert [answer.loss for answer in answers.values()] == [1, 1, 0, 1]
    assert [answer.rank for answer in answers.values()] == [0, 0, 1, None]
    assert [answer.by_pivots for answer in answers.values()] == [NON_STRICT, STRICT, GLOBAL, None]
    assert answers[1, 1, 0].offending == (3, 1, 1, -2)  # dL/dc = 2 (cba - 1) ba


def test_pivots_of_the_scalar_cubic_by_hand():
    # r = 0.  Pivot (i, j): outer block W_{j-1}..W_1 Sxy W_3..W_{i+1}, inner block W_{i-1}..W_{j+1}, empty products
    # being 1.
    #   (2, 1): outer Sxy W_3, inner 1;   (3, 1): outer Sxy, inner W_2;   (3, 2): outer W_1 Sxy, inner 1.
    problem = dln.Problem.canonical((1,), (1, 1, 1, 1))

    def pivots(*W: int) -> list[tuple[int, ...]]:
        return [
            (p.i, p.j, p.outer_rank, p.inner_rank, p.tightened)
            for p in dln.classify(problem, [[[x]] for x in W]).pivots
        ]

    assert pivots(0, 0, 0) == [(2, 1, 0, 1, True), (3, 1, 1, 0, True), (3, 2, 0, 1, True)]
    assert pivots(1, 0, 0) == [(2, 1, 0, 1, True), (3, 1, 1, 0, True), (3, 2, 1, 1, False)]
    assert pivots(0, 1, 0) == [(2, 1, 0, 1, True), (3, 1, 1, 1, False), (3, 2, 0, 1, True)]
    assert pivots(0, 0, 1) == [(2, 1, 1, 1, False), (3, 1, 1, 0, True), (3, 2, 0, 1, True)]


def test_widths_222_with_spectrum_2_1_by_hand():
    problem = dln.Problem.canonical((2, 1), (2, 2, 2))
    labels = {kind.selection: kind.label for kind in problem.kinds()}
    assert labels == {(): STRICT, (0,): STRICT, (1,): STRICT, (0, 1): GLOBAL}


def test_a_narrow_layer_makes_rank_one_global_by_hand():
    labels = {kind.selection: kind.label for kind in dln.Problem.canonical((2, 1), (2, 1, 2)).kinds()}
    assert labels == {(): STRICT, (1,): STRICT, (0,): GLOBAL}
    # With a tie either of the equal singular values is as good.
    labels = {kind.selection: kind.label for kind in dln.Problem.canonical((1, 1), (2, 1, 2)).kinds()}
    assert labels == {(): STRICT, (0,): GLOBAL}


def test_a_constant_loss_has_only_global_minimisers():
    problem = dln.Problem.from_data([[0, 0]], [[1, 2]], (2, 1))
    answer = dln.classify(problem, [[[3], [1]], [[1, 1]], [[7]]])
    assert (answer.label, answer.loss, answer.inertia) == (
        GLOBAL,
        Fraction(5, 2),
        dln.Inertia(0, 0, problem.parameters),
    )


# -- the class and the exact Hessian -----------------------------------------------------------------------------------


def test_classes_agree_with_the_hessian_and_the_least_loss(small_cases: list[Case]):
    least = {}
    for case in small_cases:
        value = dln.Problem.critical_values(case.kind.problem)[-1]
        least[case.kind.problem] = value
    for case in small_cases:
        best, point = least[case.kind.problem], case.point
        if point.label == GLOBAL:
            assert best.value == point.loss
            assert case.hessian.negative == 0
        else:
            assert point.loss > (best.value if best.value is not None else best.upper)
            assert point.label == (STRICT if case.hessian.negative else NON_STRICT)
        assert case.kind.label == point.label


def test_every_class_occurs_and_shallow_networks_have_no_non_strict_saddle(small_cases: list[Case]):
    labels = {
        depth: {case.point.label for case in small_cases if case.point.problem.depth == depth} for depth in (2, 3)
    }
    assert labels == {2: {GLOBAL, STRICT}, 3: {GLOBAL, STRICT, NON_STRICT}}


def test_no_integer_point_lies_below_the_global_minimum():
    for problem, most in (
        (dln.Problem.canonical((2, 1), (2, 1, 2)), 2),
        (dln.Problem.canonical((1, 1), (2, 1, 1, 2)), 1),
    ):
        floor = min(point.loss for kind in problem.kinds() for point in kind.representatives())
        losses = []
        for entries in itertools.product(range(-most, most + 1), repeat=problem.parameters):
            supply = iter(entries)
            W = [
                dln.Matrix.from_entries(*shape, itertools.islice(supply, shape[0] * shape[1]))
                for shape in problem.shapes
            ]
            losses.append(dln.loss(problem, W))
        assert min(losses) == floor == Fraction(1, 2)  # s = 1 is left over


@pytest.mark.parametrize("hidden", [(1,), (2,), (3,), (2, 1), (3, 2)], ids=str)
def test_the_least_value_is_that_of_floating_reduced_rank_regression(hidden):
    # Eckart and Young: the best product of rank k fits the k largest singular values of Y restricted to the row space
    # of X.
    for seed in range(4):
        rng = np.random.default_rng(seed)
        X, Y = rng.integers(-3, 4, (3, 3 + seed % 2 * 2 - 1)), rng.integers(-3, 4, (3, 3 + seed % 2 * 2 - 1))
        problem = dln.Problem.from_data(X, Y, hidden)
        s = np.linalg.svd(Y @ np.linalg.pinv(X) @ X, compute_uv=False)
        expected = (np.sum(Y * Y) - np.sum(s[: min(hidden)] ** 2)) / 2
        assert min(map(float, problem.critical_values())) == pytest.approx(expected, abs=1e-9)
        best = [kind for kind in problem.kinds() if kind.label == GLOBAL]
        assert {kind.selection for kind in best} == {problem.critical_values()[-1].selection}


# -- pivots under Assumption H -----------------------------------------------------------------------------------------


def block_ranks(point: dln.Point, i: int, j: int) -> tuple[int, int]:
    """The ranks of both complementary blocks of the pivot (i, j), multiplied out."""
    problem = point.problem
    outer, inner = problem.Sxy, dln.Matrix.identity(problem.widths[j])
    for W in reversed(point.weights[i:]):
        outer = outer @ W
    for W in point.weights[: j - 1]:
        outer = W @ outer
    for W in point.weights[j : i - 1]:
        inner = W @ inner
    return outer.rank(), inner.rank()


def by_pivots(point: dln.Point, tightened) -> str:
    """The theorem of Achour, Malgouyres and Gerchinovitz, with the rule for one pivot as an argument."""
    S, H = point.selection, point.problem.depth
    if tuple(range(len(S))) != S:
        return STRICT
    if len(S) == min(point.problem.widths):
        return GLOBAL
    pairs = [(i, j) for i in range(2, H + 1) for j in range(1, i)]
    return NON_STRICT if all(tightened(*block_ranks(point, i, j), len(S)) for i, j in pairs) else STRICT


def under_h(cases: list[Case]) -> list[Case]:
    return [case for case in cases if case.point.problem.satisfies("achour.H")]


def test_pivot_ranks_are_those_of_the_blocks(small_cases: list[Case]):
    for case in small_cases[::3]:
        for pivot in case.point.pivots:
            ranks = block_ranks(case.point, pivot.i, pivot.j)
            assert (pivot.outer_rank, pivot.inner_rank) == ranks
            assert pivot.tightened == (case.point.rank in ranks)
        assert case.point.is_tightened == all(pivot.tightened for pivot in case.point.pivots)


def test_the_classification_by_pivots_is_the_class_under_assumption_h(small_cases: list[Case]):
    cases = under_h(small_cases)
    assert {case.point.label for case in cases} == {GLOBAL, STRICT, NON_STRICT}
    for case in cases:
        expected = by_pivots(case.point, lambda outer, inner, r: r in (outer, inner))
        assert label_by_pivots(case.point) == expected == case.point.label
        assert (expected == STRICT) == (case.hessian.negative > 0)


FAULTS = {
    # W = 0 in the scalar cubic: inner blocks of (2, 1) and (3, 2) are the identity, so demanding both makes it strict.
    "a pivot needs both blocks": (lambda outer, inner, r: outer == inner == r, (1, 1, 1, 1)),
    # Without the inner block (3, 1) is not tightened at W = 0; without the outer one (2, 1) is not.
    "a pivot needs the outer block": (lambda outer, inner, r: outer == r, (1, 1, 1, 1)),
    "a pivot needs the inner block": (lambda outer, inner, r: inner == r, (1, 1, 1, 1)),
    # Every pivot always passes: W = 0 in the scalar square is strict.
    "pivots do not matter": (lambda outer, inner, r: True, (1, 1, 1)),
    "a block of rank r + 1 tightens": (lambda outer, inner, r: min(outer, inner) <= r + 1, (1, 1, 1)),
}


@pytest.mark.parametrize(("tightened", "widths"), FAULTS.values(), ids=FAULTS)
def test_planted_faults_in_the_pivots_are_refuted_by_the_hessian(small_cases: list[Case], tightened, widths):
    wrong = [
        case
        for case in under_h(small_cases)
        if (by_pivots(case.point, tightened) == STRICT) != (case.hessian.negative > 0)
    ]
    assert wrong
    assert wrong[0].point.problem.widths == widths  # the cases come smallest first


def test_outside_assumption_h_the_pivots_are_not_asked_and_would_be_wrong(small_cases: list[Case]):
    outside = [case for case in small_cases if not case.point.problem.satisfies("achour.H")]
    assert all(dln.classify(case.point.problem, case.point, witness=False).by_pivots is None for case in outside[::40])
    assert any(label_by_pivots(case.point) != case.point.label for case in outside)


# -- the answer --------------------------------------------------------------------------------------------------------


def test_the_answer_carries_both_signatures_and_the_failed_assumptions(small_cases: list[Case]):
    for case in small_cases[::30]:
        problem = case.point.problem
        answer = dln.classify(problem, case.point.weights)
        assert answer.inertia == answer.inertia_by_hessian == case.hessian
        assert (answer.label, answer.selection, answer.rank) == (case.kind.label, case.kind.selection, case.kind.rank)
        assert set(answer.failed_assumptions) == {name for name in problem.assumptions if not problem.satisfies(name)}
        assert (answer.descent_direction is not None) == (answer.label == STRICT)
        assert (answer.descent_curve is not None) == (answer.label == NON_STRICT)
        quick = dln.classify(problem, case.point.weights, witness=False)
        assert (quick.label, quick.descent_direction, quick.descent_curve) == (answer.label, None, None)


def test_points_that_are_not_critical_get_the_first_offending_entry(small_cases: list[Case]):
    rng, found = random.Random(0), 0
    for case in small_cases[::40]:
        problem = case.point.problem
        point = dln.Point(
            problem,
            [dln.Matrix.from_entries(*s, [rng.randint(-3, 3) for _ in range(s[0] * s[1])]) for s in problem.shapes],
        )
        answer = dln.classify(problem, point)
        nonzero = [
            (layer, row, column, value)
            for layer, block in enumerate(point.gradient, 1)
            for row, values in enumerate(block.rows(), 1)
            for column, value in enumerate(values, 1)
            if value
        ]
        assert answer.offending == (nonzero[0] if nonzero else None)
        assert (answer.label == "not critical") == bool(nonzero)
        if nonzero:
            found += 1
            assert (answer.loss, answer.inertia, answer.selection, answer.pivots) == (point.loss, None, None, ())
            assert not point.is_global_minimiser
    assert found > 10


def test_a_disagreement_of_the_two_routes_is_reported_and_not_hidden():
    problem = dln.Problem.canonical((2,), (1, 1, 1))
    point = dln.Point(problem, [[[0]], [[0]]])
    vars(point)["inertia_by_ranks"] = dln.Inertia(2, 0, 0)  # planted
    with pytest.raises(AssertionError, match="the two routes disagree"):
        dln.classify(problem, point)


@pytest.mark.slow
def test_the_classification_by_pivots_with_widths_up_to_3():
    for problem in itertools.chain(canonical_problems((2, 3), 3), general_problems()):
        if problem.satisfies("achour.H"):
            for case in cases_of(problem):
                assert label_by_pivots(case.point) == case.point.label
                assert (case.point.label == STRICT) == (case.hessian.negative > 0)
