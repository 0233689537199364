"""A problem is a value: equal, hashable, never changed, pickled without what was computed from it."""

import copy
import pickle
from dataclasses import FrozenInstanceError

import pytest

import symdln as dln
from tests.landscape.support import turned


def test_problems_are_values():
    problem = dln.Problem.canonical((2, 1), (2, 2, 2))
    assert problem == dln.Problem.canonical((2, 1), (2, 2, 2))
    assert hash(problem) == hash(dln.Problem.canonical((2, 1), (2, 2, 2)))
    assert problem != dln.Problem.canonical((2, 1), (2, 2, 2), loss_factor=1)
    assert problem != dln.Problem.canonical((2, 1), (2, 3, 2))
    with pytest.raises(FrozenInstanceError):
        problem.widths = (1, 1, 1)  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError):
        problem.assumptions["achour.H"] = False  # pyright: ignore[reportIndexIssue]


def test_a_problem_with_everything_computed_still_pickles_and_copies():
    problem = turned((2, 1), (2, 2))
    assert all((problem.critical_values(), problem.assumptions, problem.integer_moments))
    assert next(problem.kinds()).representative().hessian
    for twin in (pickle.loads(pickle.dumps(problem)), copy.deepcopy(problem), copy.copy(problem)):
        assert twin == problem
        assert twin.critical_values() == problem.critical_values()
