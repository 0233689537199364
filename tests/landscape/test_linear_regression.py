"""Depth 1, where everything is known: the loss is convex, all critical points are least-squares solutions."""

import random

import pytest

import symdln as dln
from tests.landscape.support import error_of


def regressions(seed: int) -> dln.Problem:
    """Small integer data, often of low rank, with more or fewer samples than inputs."""
    rng = random.Random(seed)
    d_x, d_y, m = (rng.randint(1, 4) for _ in range(3))
    X, Y = ([[rng.randint(-2, 2) for _ in range(m)] for _ in range(rows)] for rows in (d_x, d_y))
    return dln.Problem.from_data(X, Y, ())


@pytest.mark.parametrize("seed", range(30))
def test_one_kind_that_selects_everything_and_whose_hessian_is_that_of_least_squares(seed):
    """``L = 1/2 ||W X - Y||^2``: the Hessian is Sxx once for each row of W, so n_+ = d_y rank X and n_- = 0; the least
    value is 1/2 (tr Syy - tr Syx Sxx^+ Sxy)."""
    problem = regressions(seed)
    (kind,) = problem.kinds()
    assert problem.count_kinds() == 1
    assert kind.selection == tuple(range(problem.cross_rank))
    assert kind.label == "global minimiser"
    n_plus = problem.output_width * problem.data_rank
    assert kind.inertia == dln.Inertia(n_plus, 0, problem.parameters - n_plus)
    (value,) = problem.critical_values()
    projected = problem.Syx @ problem.Sxx.pseudoinverse() @ problem.Sxy
    assert value.value == (problem.Syy.trace() - projected.trace()) / 2 == problem.constant
    for point in (*kind.representatives(seed), kind.representative(seed, mixed=True, disguised=False)):
        assert point.weights[0] @ problem.Sxx == problem.Syx
        assert point.is_critical
        assert point.is_global_minimiser
        assert point.loss == value.value
        assert dln.kind_of(point) == kind
        assert point.inertia_by_ranks == point.inertia_by_hessian == kind.inertia
        assert (point.descent_direction, point.descent_curve, point.pivots) == (None, None, ())
        assert point.string_basis.multiplicities == point.multiplicities
    certified = kind.certified_representative(seed)
    assert certified.field.degree == 1
    assert certified.certified_inertia.inertia == certified.inertia == kind.inertia


@pytest.mark.parametrize("seed", range(20))
def test_elsewhere_the_hessian_is_the_same_and_the_loss_larger(seed):
    problem, rng = regressions(seed), random.Random(seed)
    shape = problem.shapes[0]
    W = dln.Matrix.from_entries(*shape, [rng.randint(-3, 3) for _ in range(shape[0] * shape[1])])
    answer = dln.classify(problem, [W])
    (kind,) = problem.kinds()
    assert dln.inertia(problem, [W]) == kind.inertia
    if W @ problem.Sxx == problem.Syx:
        assert answer.label == "global minimiser"
    else:
        assert answer.label == "not critical"
        assert answer.loss > problem.constant


def test_a_representative_may_use_what_the_data_never_see():
    """Inputs (1, 0) only: the second column of W is free."""
    problem = dln.Problem.from_data([[1], [0]], [[2]], ())
    (kind,) = problem.kinds()
    assert kind.representative().weights == (dln.Matrix([[2, 0]]),)
    assert {kind.representative(seed).weights[0][0, 0] for seed in range(5)} == {2}
    assert len({kind.representative(seed).weights[0][0, 1] for seed in range(5)}) > 1


def test_selections_that_leave_something_out_belong_to_no_critical_point():
    problem = dln.Problem.canonical((2, 1), (2, 2))
    assert list(problem.selections()) == [(0, 1)]
    assert problem.selection_numbers == (0, 0, 1)
    for selection in ((), (0,)):
        sentence = error_of(lambda selection=selection: problem.critical_value(selection))
        assert sentence == (
            f"Without hidden layers every critical point selects all 2 nonzero singular values, but {selection} was "
            "passed."
        )


def test_widths_need_one_matrix_at_least():
    assert error_of(lambda: dln.Problem.canonical((1,), (2,))) == (
        "The widths (2,) have no weight matrix between them; pass (d_0, d_1, ..., d_H), at least (d_0, d_1)."
    )
