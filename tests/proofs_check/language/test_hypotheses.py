"""Hypotheses: of what they are asked, once each, and what a predicate must return."""

import pytest

import symdln as dln
from proofs_check.language.hypotheses import assumption, depth_is, first_unmet, on_point, on_problem

# Widths (2, 2, 2, 2), W_1 = diag(1, 0), W_2 = diag(0, 1), W_3 = I: the full product is 0, W_3 W_2 and W_2 have rank 1.
PROBLEM = dln.Problem.canonical((3, 2), (2, 2, 2, 2))

POINT = dln.Point(PROBLEM, [[[1, 0], [0, 0]], [[0, 0], [0, 1]], [[1, 0], [0, 1]]])


def test_a_hypothesis_on_the_problem_is_asked_of_the_problem_of_a_point():
    assert depth_is(3).met_by(POINT)
    assert depth_is(3).met_by(PROBLEM)
    assert not depth_is(2).met_by(POINT)
    assert assumption("chitour.1").met_by(POINT)
    assert depth_is(3) == depth_is(3) != depth_is(2)


def test_the_first_unmet_hypothesis_is_named_and_each_is_asked_once():
    asked = []
    counted = on_point("counted", "is counted", lambda point: not asked.append(point))
    known: dict = {}
    assert first_unmet((counted, counted, depth_is(2), depth_is(9)), POINT, known) == depth_is(2)
    assert len(asked) == 1


def test_a_predicate_must_say_true_or_false():
    with pytest.raises(TypeError, match="must return True or False"):
        on_point("maybe", "perhaps", lambda point: None).met_by(POINT)  # type: ignore[arg-type, return-value]


def at_least(n):
    return on_problem("deep", "H", lambda problem: problem.depth >= n)


def test_predicates_that_are_written_twice_are_equal_and_others_of_one_name_are_not():
    one = on_problem("deep", "H", lambda problem: problem.depth >= 5 and any(w > 1 for w in problem.widths))
    two = on_problem("deep", "H", lambda problem: problem.depth >= 5 and any(w > 1 for w in problem.widths))
    assert one == two
    others = [
        on_problem("deep", "H", lambda problem: problem.depth >= 6 and any(w > 1 for w in problem.widths)),
        on_problem("deep", "H", lambda problem: problem.depth >= 5.0 and any(w > 1 for w in problem.widths)),
        on_problem("deep", "H", lambda problem: problem.depth >= 5 and any(w >= 1 for w in problem.widths)),
        on_problem("deep", "H", lambda problem: problem.depth >= 5 and all(w > 1 for w in problem.widths)),
    ]
    assert all(one != other for other in others)
    assert at_least(5) == at_least(5) != at_least(6)
    listed = on_problem("in", "in", lambda problem: problem in (1, (2, 3)))
    assert listed != on_problem("in", "in", lambda problem: problem in (1, (2, 3.0)))
