"""The claims ``kawaguchi.thm2`` and ``kawaguchi.bad-saddles``: cases by hand."""

from fractions import Fraction

import symdln as dln
from proofs_check.claims.kawaguchi.bad_saddles import deep
from proofs_check.claims.kawaguchi.thm2 import on_plane, theorem_i, theorem_iv


def test_the_plane_of_two_entries() -> None:
    # L = (a b - 1)^2 / 2: 1/2 at (2, 0), 0 at (1, 1) and 2 at (1, -1)
    problem = dln.Problem.canonical((1,), (1, 1, 1))
    assert [on_plane(problem, *ab) for ab in ((2, 0), (1, 1), (1, -1))] == [Fraction(1, 2), 0, 2]
    assert theorem_i.at(problem).holds


def test_the_first_input_that_is_not_zero_is_used() -> None:
    problem = dln.Problem.from_data([[0], [3]], [[1]], (2,))
    assert theorem_i.at(problem).holds


def test_zero_at_depth_two_is_strict_and_at_depth_three_it_is_not() -> None:
    # L = (a b - 1)^2 / 2 has the Hessian [[0, -1], [-1, 0]] at 0, and (a b c - 1)^2 / 2 has 0 there
    shallow = dln.Problem.canonical((1,), (1, 1, 1))
    assert theorem_iv.at(dln.Point(shallow, [[[0]], [[0]]])).holds
    assert deep.at(dln.Problem.canonical((1,), (1, 1, 1, 1))).holds
    assert deep.at(shallow).fails
