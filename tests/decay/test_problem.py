"""Which data have a list of kinds, scaling of loss and inputs, ridge regression."""

from fractions import Fraction

import pytest

import symdln as dln
from symdln import InputError
from symdln.decay import DecayedPoint, DecayedProblem


def test_scaled_inputs_and_other_loss_factors_have_the_same_kinds_and_scaled_values():
    plain = DecayedProblem(dln.Problem.canonical((5, 2), (2, 2, 2)), 1)
    # f ||P X - Y||^2 with X X^T = 9 I, Y X^T = 9 T, f = 1: twice nine times 1/2 ||P - T||^2, and lam = 18
    other = DecayedProblem(dln.Problem.from_data([[3, 0], [0, 3]], [[15, 0], [0, 6]], (2,), loss_factor=1), 18)
    assert other.unit == 18
    assert [str(kind) for kind in plain.kinds()] == [str(kind) for kind in other.kinds()]
    first = [plain.value(kind).lower for kind in plain.kinds()]
    assert [other.value(kind).value for kind in other.kinds()] == [18 * value for value in first]


def test_irrational_singular_values_of_rational_targets():
    # Y = [[1, 1], [0, 1]] has the squares (3 +- sqrt 5)/2 of singular values: 2.618..., 0.38...; lam = 1 at depth 2
    decayed = DecayedProblem(dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [0, 1]], (2,)), 1)
    assert [str(kind) for kind in decayed.kinds()] == ["nothing used", "large 0"]
    assert [str(kind.inertia) for kind in decayed.kinds()] == [
        "(n+, n-, n0) = (6, 2, 0)",  # lam - s < 0 for one s, two hidden units
        "(n+, n-, n0) = (7, 0, 1)",  # one used mode and one spare hidden unit: an orbit of dimension 1
    ]


def test_data_without_a_list_are_refused_with_what_is_known():
    decayed = DecayedProblem(dln.Problem.from_moments([[2, 0], [0, 1]], [[1, 0]], [[1]], (1,)), 1)
    assert decayed.data_kind is None
    with pytest.raises(InputError, match="No list of critical points with decay is known for these data"):
        decayed.count_kinds()
    zero = DecayedPoint(decayed, [[[0, 0]], [[0]]])
    # Hessian lam I - (0, Y; Y^T, 0) with |Y| = 1: eigenvalues 0, 1, 2, and the class stays open
    assert (zero.is_critical, str(zero.inertia), zero.label) == (True, "(n+, n-, n0) = (2, 0, 1)", "undecided")


def test_ridge_regression_is_depth_1():
    # f = 1: 2 f Syx (2 f Sxx + lam)^-1 = 2 * 6 / (2 * 4 + 4) = 1
    decayed = DecayedProblem(dln.Problem.from_moments([[4]], [[6]], [[9]], (), loss_factor=1), 4)
    assert decayed.ridge_solution() == dln.Matrix([[1]])
    point = DecayedPoint(decayed, [decayed.ridge_solution()])
    assert (point.is_critical, point.label) == (True, "global minimiser")
    # 2 f Sxx + lam = 12 is the only eigenvalue of the Hessian
    assert point.hessian == dln.Matrix([[12]])
    with pytest.raises(InputError, match=r"call ridge_solution\(\)"):
        decayed.count_kinds()


def test_a_decayed_problem_is_a_value():
    import pickle

    decayed = DecayedProblem(dln.Problem.canonical((5,), (1, 1, 1)), ("1/2", 2))
    assert pickle.loads(pickle.dumps(decayed)) == decayed
    assert decayed.decays == (Fraction(1, 2), 2)
    with pytest.raises(AttributeError, match="never changes"):
        decayed.decays = ()
