"""Points over number fields: rational points in other coordinates keep their answers, and floats have the same loss."""

import numpy as np
import pytest
import sympy

import symdln as dln
from symdln.algebra.algebraic_numbers import read_matrices
from symdln.algebra.inertia import Inertia
from symdln.algebraic import AlgebraicPoint, AlgebraicProblem

C = "sqrt(2)/2"
TURN = [[C, "-" + C], [C, C]]  # orthogonal
CHANGE = [["1", "sqrt(3)"], ["0", "2"]]  # invertible, with inverse [[1, -sqrt(3)/2], [0, 1/2]]
BACK = [["1", "-sqrt(3)/2"], ["0", "1/2"]]


def product(*tables):
    """The product of matrices of algebraic numbers, over one field."""
    _, (first, *others) = read_matrices([(f"factor {n}", table) for n, table in enumerate(tables)])
    for matrix in others:
        first = first @ matrix
    return first


@pytest.mark.parametrize("hidden", [(1,), (2,), (1, 1)])
def test_a_change_of_coordinates_keeps_kind_class_loss_and_inertia(hidden):
    """X' = A X, Y' = Q Y with A invertible and Q orthogonal over the field: W_1' = W_1 A^-1 and W_H' = Q W_H are
    critical where W is, with the same loss; the Hessians are congruent.  What is expected comes from the rationals.
    """
    X, Y = [[1, 0, 0], [0, 1, 0]], [[3, 0, 1], [0, 2, -1]]
    plain = dln.Problem.from_data(X, Y, hidden)
    kinds = list(plain.kinds())
    assert len({kind.selection for kind in kinds}) >= 3
    for kind in kinds:
        layers = kind.representative(3).weights
        named = [("A", CHANGE), ("Q", TURN), ("A^-1", BACK), ("X", X), ("Y", Y), *(("W", W) for W in layers)]
        _, (A, Q, back, X0, Y0, *weights) = read_matrices(named)
        problem = AlgebraicProblem.from_data(A @ X0, Q @ Y0, hidden, field=A.field)
        assert [value.factor for value in problem.spectrum] == [value.factor for value in plain.spectrum]
        weights[0], weights[-1] = weights[0] @ back, Q @ weights[-1]
        point = AlgebraicPoint(problem, weights)
        assert point.is_critical
        assert (point.selection, point.strings, point.label) == (kind.selection, kind.strings, kind.label)
        assert point.inertia_by_hessian == point.inertia_by_ranks == kind.inertia
        assert point.loss_value.value == plain.critical_value(kind.selection).value


def test_the_loss_and_gradient_are_those_of_floats():
    """At weights that are not critical, against numpy."""
    problem = AlgebraicProblem.from_data([["sqrt(2)", 1], [0, 1]], [["1 + sqrt(2)", 1]], (1,))
    point = AlgebraicPoint.of(problem, [[["1", "cbrt(2)"]], [["sqrt(3)"]]])
    X, Y = np.array([[2**0.5, 1], [0, 1]]), np.array([[1 + 2**0.5, 1]])
    W, V = np.array([[1, 2 ** (1 / 3)]]), np.array([[3**0.5]])
    residual = V @ W @ X - Y
    assert float(point.loss_value) == pytest.approx(np.sum(residual**2) / 2)
    expected = (V.T @ residual @ X.T, residual @ X.T @ W.T)
    for block, floats in zip(point.gradient, expected, strict=True):
        found = [float(x.mid()) for row in block.enclosure(200).tolist() for x in row]
        assert found == pytest.approx(floats.ravel().tolist())
    assert point.label == "not critical"
    assert point.offending is not None
    layer, row, column, value = point.offending
    assert (layer, row, column) == (1, 1, 1)
    assert float(value) == pytest.approx(expected[0][0, 0])
    assert point.inertia == point.inertia_by_hessian


def test_the_smallest_network_by_hand():
    """L = 1/2 (b a - s)^2: at a = b = 0 the Hessian is [[0, -s], [-s, 0]]; where a b = s it has rank 1."""
    problem = AlgebraicProblem.canonical((sympy.sqrt(2) + 1,), (1, 1, 1))
    zero = AlgebraicPoint.of(problem, [[[0]], [[0]]])
    assert (zero.label, zero.inertia_by_hessian) == ("strict saddle", Inertia(1, 1, 0))
    best = AlgebraicPoint.of(problem, [[["sqrt(2)"]], [["1 + sqrt(2)/2"]]])  # sqrt 2 + 1
    assert (best.label, best.inertia_by_hessian, best.loss_value.value) == ("global minimiser", Inertia(1, 0, 1), 0)
    near = AlgebraicPoint.of(problem, [[["sqrt(2)"]], [["1 + sqrt(2)/2 + 1/10^50"]]])
    assert near.label == "not critical"


def test_conjugate_weights_select_another_singular_value():
    """Singular values 1 + sqrt 2 and sqrt 2: w = (1, 0) selects the first, w = (0, 1) the second."""
    problem = AlgebraicProblem.canonical(("1 + sqrt(2)", "sqrt(2)"), (2, 1, 2))
    first = AlgebraicPoint.of(problem, [[[1, 0]], [["1 + sqrt(2)"], [0]]])
    second = AlgebraicPoint.of(problem, [[[0, 1]], [[0], ["sqrt(2)"]]])
    assert [first.selection, second.selection] == [(0,), (1,)]
    assert [first.label, second.label] == ["global minimiser", "strict saddle"]
    assert second.inertia_by_hessian.negative == 1


def test_weights_that_do_not_fit_get_one_sentence():
    problem = AlgebraicProblem.canonical(("1 + sqrt(2)",), (1, 1, 1))
    with pytest.raises(dln.InputError, match="1 matrices were passed for 2 layers"):
        AlgebraicPoint.of(problem, [[[1]]])
    with pytest.raises(dln.InputError, match="W_2 must be a list of rows"):
        AlgebraicPoint.of(problem, [[[1]], [1]])
    with pytest.raises(dln.InputError, match="need matrices of shapes"):
        AlgebraicPoint.of(problem, [[[1, 2]], [[1]]])
    other = product([["sqrt(3)"]])
    with pytest.raises(dln.InputError, match="different number fields"):
        AlgebraicPoint(problem, [other, other])
    with pytest.raises(dln.InputError, match="not a critical point"):
        _ = AlgebraicPoint.of(problem, [[[1]], [[1]]]).selection
