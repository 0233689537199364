"""Square roots of rationals as singular values."""

import pytest
import sympy

import symdln as dln
from symdln import InputError
from symdln.algebra.square_roots import rational_root, square_of


@pytest.mark.parametrize(
    ("value", "square"),
    [("sqrt(3)", 3), ("2 sqrt(3)", 12), ("1/2*sqrt(8)", 2), ("sqrt(1/2)", "1/2"), (sympy.sqrt(5), 5), (2, 4), ("0", 0)],
)
def test_squares_by_hand(value, square):
    assert square_of(value) == dln.rational(square)


@pytest.mark.parametrize(
    "value", ["sqrt(-1)", "sqrt 3", "sqrt(2)+1", "sqrt(2)/0", -1, 0.5, sympy.sqrt(2) + 1, -sympy.sqrt(2)]
)
def test_other_numbers_are_refused_with_a_sentence(value):
    with pytest.raises(InputError):
        square_of(value)


def test_roots_of_squares():
    assert rational_root(dln.rational("4/9")) == dln.rational("2/3")
    assert rational_root(dln.rational(2)) is None


def test_a_problem_with_irrational_singular_values_has_its_kinds_and_values():
    # s = sqrt 3, sqrt 2: the values are 1/2 (5 - the selected squares)
    problem = dln.Problem.canonical((sympy.sqrt(3), "sqrt(2)"), (2, 2, 2))
    values = {found.selection: found.value for found in problem.critical_values()}
    assert values == {(): dln.rational("5/2"), (0,): 1, (1,): dln.rational("3/2"), (0, 1): 0}
    for kind in problem.kinds():
        point = kind.representative(1)
        assert point.inertia_by_ranks == point.inertia_by_hessian == kind.inertia
        assert point.loss == values[kind.selection]
    plain = dln.Problem.canonical((3, 2), (2, 2, 2))
    assert [kind.inertia for kind in plain.kinds()] == [kind.inertia for kind in problem.kinds()]
