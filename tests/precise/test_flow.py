"""Power series along the flow and along curves, in mpmath's numbers."""

from fractions import Fraction

import symdln as dln
from symdln import precise
from symdln.precise import flow

PROBLEM = dln.Problem.canonical((2,), (1, 1, 1))


def test_invariants_do_not_move():
    point = dln.Point(
        dln.Problem.canonical((3, 1), (2, 2, 2, 2)), [[[1, 2], [0, 1]], [[1, 0], [2, 1]], [[1, 1], [0, 3]]]
    )
    largest, scale = precise.taylor_invariants(point, order=3)
    assert scale > 1
    assert largest < scale * 10**-45


def test_another_flow_moves_them(monkeypatch):
    # a slope with the wrong sign in one layer is not a gradient flow
    honest = flow._slope
    monkeypatch.setattr(flow, "_slope", lambda ctx, W, j, *rest: honest(ctx, W, j, *rest) * (-1 if j else 1))
    largest, _ = precise.taylor_invariants(dln.Point(PROBLEM, [[[1]], [[3]]]), order=1)
    # a' = -(ab - 2) b = -3, b' = (ab - 2) a = 1: (b^2 - a^2)' = 2 * 3 * 1 + 2 * 3 = 12
    assert largest == 12


def test_coefficients_along_a_curve():
    # a = 1 + t, b = 3 - t^2: ab - 2 = 1 + 3 t - t^2 - t^3; half of its square: 3 t + (9 - 2) / 2 t^2 + ...
    point = dln.Point(PROBLEM, [[[1]], [[3]]])
    curve = [[dln.Matrix([[1]]), dln.Matrix([[1]])], [dln.Matrix([[3]]), dln.Matrix([[0]]), dln.Matrix([[-1]])]]
    found = [Fraction(str(c)) for c, _ in precise.coefficients_along(point, curve)]
    assert found[:6] == [3, Fraction(7, 2), -4, Fraction(-5, 2), 1, Fraction(1, 2)]
    assert not any(found[6:])
