"""The derived equations of critical points, at every kind."""

import pytest

import symdln as dln
from symdln.algebra.words import Symbol, evaluate
from symdln.teaching.network import Sxx, Syx
from tests.teaching.derivations.support import derive


@pytest.mark.parametrize("widths", [(2, 2, 2), (3, 2, 2), (2, 3, 2, 2)])
def test_the_critical_point_equations_hold_at_every_kind(widths):
    problem = dln.Problem.canonical((3, 1), widths)
    found = derive("critical-points", len(widths) - 1)
    P, Sxx_, Syx_ = Symbol("P", "d_y", "d_x"), Sxx, Syx
    for kind in problem.kinds():
        point = kind.representative(rng=1)
        letters = {P: point.end_to_end, Sxx_: problem.Sxx, Syx_: problem.Syx}
        for part in found.parts[:2]:
            assert evaluate(part.start.values[""], letters) == evaluate(part.result.values[""], letters)
        value = problem.Syy.trace() / 2 - (point.end_to_end @ problem.Sxy).trace() / 2
        assert point.loss == value
