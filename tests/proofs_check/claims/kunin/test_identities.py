"""The claims ``kunin.identities``: cases by hand."""

import symdln as dln
from proofs_check.claims.kunin.identities import gradient, hessian, hessian_times

POINT = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[[2]], [[3]]])
"""L = (a b - 1)^2 / 2 at a = 2, b = 3: gradient (15, 10), Hessian [[9, 11], [11, 4]]."""


def test_the_hessian_times_the_direction_of_the_symmetry() -> None:
    # [[9, 11], [11, 4]] (2, -3) = (-15, 10)
    found = hessian_times(POINT, [dln.Matrix([[2]]), dln.Matrix([[-3]])])
    assert [H.texts() for H in found] == [[["-15"]], [["10"]]]


def test_both_identities() -> None:
    assert gradient.at(POINT).holds
    assert hessian.at(POINT).holds
