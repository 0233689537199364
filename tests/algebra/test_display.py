"""Values as formulas in notebooks: each is LaTeX that the pages can set, and what is large stays text."""

from fractions import Fraction

import pytest

import symdln as dln
from symdln.algebra.words import Symbol, gradient, jacobian, norm_squared
from symdln.files.mathml import mathml
from symdln.teaching import derive

W, X, Y = Symbol("W", "k", "d"), Symbol("X", "d", "m"), Symbol("Y", "k", "m")
POINT = dln.Point(dln.Problem.canonical((1,), (1, 1, 1)), [[["1/2"]], [[-3]]])
STEPS = derive("hessian").steps
VALUES = {
    "symbol": W,
    "expression": W @ X - Y / 2,
    "scalar": norm_squared(W @ X - Y),
    "kronecker": jacobian(gradient(norm_squared(W @ X - Y), W), W),
    "formula": derive("gradient").steps[4][1].after,
    "term": derive("gradient").steps[4][1].after.terms[0],  # pyright: ignore[reportAttributeAccessIssue]
    "block": next(step.after for _, step in STEPS if step.rule_name == "read off the block"),
    "equation": derive("critical-points").equations[0],
    "matrix": dln.Matrix([[1, Fraction(-2, 3)]]),
    "point": POINT,
    "inertia": POINT.inertia,
}


@pytest.mark.parametrize("name", VALUES)
def test_a_notebook_shows_a_formula_that_can_be_set(name):
    shown = VALUES[name]._repr_latex_()
    assert shown.startswith(r"$\displaystyle ")
    assert shown.endswith("$")
    assert "<math" in mathml(shown.strip("$"))


def test_the_numbers_are_those_of_the_value():
    assert VALUES["matrix"]._repr_latex_() == (r"$\displaystyle \begin{pmatrix} 1 & -\tfrac{2}{3} \end{pmatrix}$")
    assert POINT.latex() == (
        r"W_{1} = \begin{pmatrix} \tfrac{1}{2} \end{pmatrix},\quad W_{2} = \begin{pmatrix} -3 \end{pmatrix}"
    )
    assert dln.Inertia(2, 1, 0).latex() == "(n_+, n_-, n_0) = (2, 1, 0)"


def test_large_and_empty_matrices_stay_text():
    assert dln.Matrix.identity(12).fits
    assert dln.Matrix.identity(13)._repr_latex_() is None
    assert dln.Matrix.zeros(0, 2)._repr_latex_() is None
    problem = dln.Problem.canonical((1,), (1, 13, 1))
    assert dln.Point(problem, [dln.Matrix.zeros(13, 1), dln.Matrix.zeros(1, 13)])._repr_latex_() is None
