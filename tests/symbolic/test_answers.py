"""Sympy's answers at points: by hand, against the exact library, and with integers that are not FLINT's."""

import os
import subprocess
import sys
from fractions import Fraction

import pytest

import symdln as dln
from symdln.errors import InputError
from symdln.symbolic import SymbolicPoint, signature_of

CODE = """
import sympy.external.gmpy as ground, symdln as dln
assert ground.GROUND_TYPES == "python", ground.GROUND_TYPES
from symdln.symbolic import SymbolicPoint
problem = dln.Problem.canonical((2, 2), (2, 2, 2))
for kind in problem.kinds():
    point = kind.representative(3)
    here = SymbolicPoint(point)
    inertia = point.inertia_by_ranks
    assert here.signature() == (inertia.positive, inertia.negative, inertia.zero)
    assert here.path_ranks() == point.path_ranks and here.loss == point.loss and not any(here.gradient)
    assert here.hessian == [list(row) for row in point.hessian.rows()]
"""


@pytest.mark.parametrize(
    "problem",
    [
        dln.Problem.canonical((2, 2, 1), (3, 2, 3)),
        dln.Problem.canonical((3, 0), (2, 1, 2, 2)),
        dln.Problem.from_data([[1, 1, 0], [0, 1, 1]], [[2, 1, 1], [0, 1, 3]], hidden=(2,)),
    ],
)
def test_everything_is_that_of_the_exact_library(problem):
    for number, kind in enumerate(problem.kinds()):
        if number % 5 == 0 and problem.has_rational_points(kind.selection):
            point = kind.representative(number)
            here, inertia = SymbolicPoint(point), point.inertia_by_hessian
            assert here.signature() == (inertia.positive, inertia.negative, inertia.zero)
            assert here.path_ranks() == point.path_ranks
            assert here.selects_the_best == point.is_global_minimiser
            assert not any(here.gradient)


def test_sympy_agrees_with_python_integers_too(repository):
    environment = os.environ | {"SYMPY_GROUND_TYPES": "python", "PYTHONPATH": str(repository)}
    subprocess.run([sys.executable, "-c", CODE], check=True, env=environment)


def test_a_selection_of_tied_values_counts_them():
    problem = dln.Problem.canonical((2, 2, 1), (3, 2, 3))
    for selection in ((), (0,), (0, 1), (0, 2), (2,)):
        point = next(problem.kinds(selection)).representative(1)
        assert SymbolicPoint(point).selected_counts() == (sum(i < 2 for i in selection), int(2 in selection))
    moved = dln.Point(problem, [dln.Matrix([[1, 0, 0], [0, 1, 0]]), dln.Matrix([[1, 0], [0, 0], [0, 0]])])
    with pytest.raises(InputError, match="critical points only"):
        SymbolicPoint(moved).selected_counts()


def test_signatures_by_descartes():
    third = Fraction(1, 3)
    # diag(1/3, -1/3, 0, 1/3)
    rows = [[third, 0, 0, 0], [0, -third, 0, 0], [0, 0, 0, 0], [0, 0, 0, third]]
    assert signature_of([[Fraction(x) for x in row] for row in rows]) == (2, 1, 1)
    assert signature_of([[Fraction(0)] * 3] * 3) == (0, 0, 3)
    with pytest.raises(InputError, match="up to 60 here"):
        signature_of([[Fraction(0)] * 61] * 61)


def test_the_loss_along_a_curve():
    # a = t, b = t^2 at widths 1, s = 2: 1/2 (t^3 - 2)^2 - 2 = -2 t^3 + t^6 / 2
    point = dln.Point(dln.Problem.canonical((2,), (1, 1, 1)), [[[0]], [[0]]])
    one, none = dln.Matrix([[1]]), dln.Matrix([[0]])
    found = SymbolicPoint(point).coefficients_along([[none, one], [none, none, one]])
    assert found == [0, 0, 0, -2, 0, 0, Fraction(1, 2)]
