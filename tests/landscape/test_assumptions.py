"""The assumptions of the sources: each holds for a plain problem and is broken by exactly the hypothesis it names."""

import pytest

import symdln as dln
from symdln.landscape.assumptions import ASSUMPTIONS, assumption
from tests.landscape.support import error_of

I2 = [[1, 0], [0, 1]]
EIGENVALUES = {"chitour.3", "achour.H", "baldi-hornik", "kawaguchi"}

# (problem, the assumptions that fail), each derived from the definitions.
CASES = {
    "square, distinct, wide enough": (dln.Problem.canonical((2, 1), (2, 2, 2)), set()),
    "hidden width below d_y": (dln.Problem.canonical((2, 1), (2, 1, 2)), {"chitour.1"}),
    "d_1 above d_x": (dln.Problem.canonical((2, 1), (2, 3, 2)), {"baldi-hornik"}),
    "depth 3": (dln.Problem.canonical((2, 1), (2, 2, 2, 2)), {"baldi-hornik"}),
    "d_x above d_y": (dln.Problem.canonical((2, 1), (3, 2, 2)), {"baldi-hornik"}),
    "d_y above d_x": (
        dln.Problem.canonical((2, 1), (2, 3, 3)),
        set(ASSUMPTIONS),
    ),  # Y has rank 2 < 3, Sigma an eigenvalue 0
    "a tie": (dln.Problem.canonical((1, 1), (2, 2, 2)), EIGENVALUES | {"chitour.4"}),
    "a zero": (dln.Problem.canonical((1, 0), (2, 2, 2)), EIGENVALUES | {"chitour.2", "chitour.4"}),
    "5^2 = 4^2 + 3^2": (dln.Problem.canonical((5, 4, 3), (3, 3, 3)), {"chitour.4"}),
    "Y of full rank, Sxy = 0": (dln.Problem.from_data([[1, 0]], [[0, 1]], (1,)), EIGENVALUES | {"chitour.4"}),
    "Sxx singular": (dln.Problem.from_data([[1, 0], [0, 0]], [[1, 0]], (1,)), EIGENVALUES | {"chitour.2", "chitour.4"}),
    "fewer samples than inputs": (dln.Problem.from_data([[1], [2]], [[3]], (1,)), set(ASSUMPTIONS)),
    "moments": (dln.Problem.from_moments(I2, [[2, 0], [0, 1]], [[5, 0], [0, 5]], (2,)), set()),
    "irrational, distinct": (dln.Problem.from_data(I2, [[1, 1], [1, 0]], (2,)), set()),
}


@pytest.mark.parametrize(("problem", "failing"), CASES.values(), ids=CASES)
def test_exactly_these_assumptions_fail(problem, failing):
    answers = problem.assumptions
    assert {name for name, holds in answers.items() if holds is False} == failing
    assert all(problem.satisfies(name) is holds for name, holds in answers.items())


def test_the_names_and_statements_are_there():
    names = ["chitour.1", "chitour.2", "chitour.3", "chitour.4", "achour.H", "baldi-hornik", "kawaguchi"]
    assert list(ASSUMPTIONS) == names
    assert all(assumption(name).name == name and assumption(name).statement for name in names)


def test_every_assumption_is_broken_by_some_case_and_met_by_another():
    for name in ASSUMPTIONS:
        assert {name in failing for _, failing in CASES.values()} == {True, False}


def test_an_assumption_that_takes_too_long_is_left_open():
    # All 2^17 subset sums of 17 eigenvalues would have to be compared.
    problem = dln.Problem.canonical(range(1, 18), (17, 17, 17))
    answers = problem.assumptions
    assert answers["chitour.4"] is None
    assert all(answers[name] is True for name in ASSUMPTIONS if name != "chitour.4")
    with pytest.raises(dln.UndecidedError, match="17 eigenvalues"):
        problem.satisfies("chitour.4")
    zero = [dln.Matrix.zeros(17, 17)] * 2
    answer = dln.classify(problem, zero, witness=False)  # N = 578: the Hessian stays away, the class does not
    assert (answer.label, answer.failed_assumptions, answer.inertia_by_hessian) == ("strict saddle", (), None)


def test_unknown_names_are_refused_with_the_nearest_ones():
    assert error_of(lambda: dln.Problem.canonical((1,), (1, 1, 1)).satisfies("achour.h")).startswith(
        "'achour.h' names no assumption; did you mean achour.H"
    )
    assert "chitour.1, chitour.2" in error_of(lambda: assumption("zzz"))
