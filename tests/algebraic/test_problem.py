"""Problems over number fields: ties decided exactly, values against floats, and the rational case against Problem."""

import random
from fractions import Fraction

import numpy as np
import pytest
import sympy

import symdln as dln
from symdln.algebra.spectrum import compare_sums
from symdln.algebraic import AlgebraicProblem

ENTRIES = ("0", "1", "-1", "sqrt(2)", "1 - sqrt(2)", "sqrt(2)/2", "2")
NUMBERS = {text: float(sympy.sympify(text)) for text in ENTRIES}


@pytest.mark.parametrize("seed", range(6))
def test_over_the_rationals_it_is_the_rational_problem(seed):
    rng = random.Random(seed)
    dx, dy, m = (rng.randint(1, 3) for _ in range(3))
    X, Y = ([[rng.randint(-2, 2) for _ in range(m)] for _ in range(rows)] for rows in (dx, dy))
    plain, found = dln.Problem.from_data(X, Y, (2,)), AlgebraicProblem.from_data(X, Y, (2,))
    assert found.rational() == plain
    assert [(v.factor, v.root, v.multiplicity) for v in found.spectrum] == [
        (v.factor, v.root, v.multiplicity) for v in plain.spectrum
    ]
    assert [(v.selection, v.value) for v in found.critical_values()] == [
        (v.selection, v.value) for v in plain.critical_values()
    ]
    assert [(str(k), k.label, k.inertia) for k in found.kinds()] == [
        (str(k), k.label, k.inertia) for k in plain.kinds()
    ]
    assert found.constant_value().value == plain.constant
    assert dict(found.assumptions) == dict(plain.assumptions)
    assert found.count_kinds() == plain.count_kinds()


@pytest.mark.parametrize("seed", range(6))
def test_critical_values_are_those_of_floats(seed):
    """tr Syy minus sums of eigenvalues of Syx Sxx^+ Sxy by numpy, for every selection."""
    rng = random.Random(seed)
    dx, dy, m = (rng.randint(1, 2) for _ in range(3))
    X, Y = ([[rng.choice(ENTRIES) for _ in range(m)] for _ in range(rows)] for rows in (dx, dy))
    problem = AlgebraicProblem.from_data(X, Y, (2,))
    A, B = (np.array([[NUMBERS[text] for text in row] for row in table]) for table in (X, Y))
    squares = sorted(np.linalg.eigvalsh(B @ A.T @ np.linalg.pinv(A @ A.T) @ A @ B.T), reverse=True)
    for value in problem.critical_values():
        expected = (np.sum(B * B) - sum(squares[i] for i in value.selection)) / 2
        assert float(value) == pytest.approx(expected, abs=1e-9)
        assert value.lower <= value.upper


def test_a_tie_that_is_not_written_as_one():
    """sqrt(5 + 2 sqrt 6) = sqrt 2 + sqrt 3: one singular value twice.  10^-40 more, and it is two."""
    tied = AlgebraicProblem.canonical(("sqrt(2) + sqrt(3)", "sqrt(5 + 2*sqrt(6))"), (2, 1, 2))
    assert [value.multiplicity for value in tied.spectrum] == [2]
    assert [kind.label for kind in tied.kinds()] == ["strict saddle", "global minimiser"]
    apart = AlgebraicProblem.canonical(("sqrt(2) + sqrt(3)", "sqrt(5 + 2*sqrt(6)) + 1/10^40"), (2, 1, 2))
    assert [value.multiplicity for value in apart.spectrum] == [1, 1]
    assert [kind.label for kind in apart.kinds()] == ["strict saddle", "global minimiser", "strict saddle"]


def test_equal_critical_values_are_found_equal():
    """Squares 3 + sqrt 2 = 2 + (1 + sqrt 2): {0} and {1, 2} give the same value, (3 + sqrt 2)/2."""
    problem = AlgebraicProblem.canonical(("sqrt(3 + sqrt(2))", "sqrt(1 + sqrt(2))", "sqrt(2)"), (3, 3, 3))
    assert compare_sums(problem.spectrum, (0,), (1, 2)) == 0
    assert compare_sums(problem.spectrum, (0, 2), (0, 1)) == -1
    order = [value.selection for value in problem.critical_values()]
    assert abs(order.index((0,)) - order.index((1, 2))) == 1
    assert problem.critical_value((0, 1, 2)).value == 0


def test_values_that_nearly_agree_are_told_apart():
    """Sigma = diag(5, 3, 2 + e), e = (sqrt 2 - 1)^45 = 6e-18: {0} is not as good as {1, 2}.  The conjugate of e is no
    eigenvalue, but it is huge, and a bound for equality that forgets it takes e for zero.
    """
    third = "(2 + (sqrt(2) - 1)^45)"
    inverse = [["1/5", 0, 0], [0, "1/3", 0], [0, 0, f"1/{third}"]]
    identity, targets = [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[5, 0, 0], [0, 3, 0], [0, 0, third]]
    problem = AlgebraicProblem.from_moments(inverse, identity, targets, (2,))
    assert [value.multiplicity for value in problem.spectrum] == [1, 1, 1]
    assert compare_sums(problem.spectrum, (0,), (1, 2)) == -1
    order = [value.selection for value in problem.critical_values()]
    assert order.index((0,)) < order.index((1, 2))


def test_a_rational_value_of_irrational_numbers_is_known_to_be_rational():
    """Syy = 2 + sqrt 2 and s^2 = sqrt 2: the least value is f * 2 = 1, and the largest is irrational."""
    problem = AlgebraicProblem.from_data([[1, 0]], [["2^(1/4)", "sqrt(2)"]], ())
    (least,) = problem.critical_values()
    assert least.value == Fraction(1) == problem.constant
    assert AlgebraicProblem.from_data([[1, 0]], [["2^(1/4)", "sqrt(2)"]], (1,)).critical_value(()).value is None


def test_a_field_that_is_not_totally_real():
    """The minimal polynomial of 1 + 2^(1/3) has complex roots; only the real one is an eigenvalue."""
    problem = AlgebraicProblem.canonical(("sqrt(1 + cbrt(2))", 1), (2, 2, 2))
    assert [value.text() for value in problem.spectrum] == ["2.25992...", "1"]
    assert [value.selection for value in problem.critical_values()] == [(), (1,), (0,), (0, 1)]


def test_moments_are_checked():
    root = "sqrt(2)"
    assert AlgebraicProblem.from_moments([[root]], [[1]], [[1]], (1,)).data_rank == 1
    with pytest.raises(dln.InputError, match="positive semidefinite together"):
        AlgebraicProblem.from_moments([[root]], [[2]], [[1]], (1,))  # sqrt 2 < 4
    with pytest.raises(dln.InputError, match="Sxx must be a symmetric matrix"):
        AlgebraicProblem.from_moments([[1, root], [0, 1]], [[0, 0]], [[1]], (1,))
    with pytest.raises(dln.InputError, match="must have shape"):
        AlgebraicProblem.from_moments([[1]], [[1, root]], [[1]], (1,))


def test_moments_of_rank_one_are_seen():
    """X = (1, sqrt 2)^T: Sxx = [[1, sqrt 2], [sqrt 2, 2]] has rank 1."""
    problem = AlgebraicProblem.from_data([[1], ["sqrt(2)"]], [["sqrt(3)"]], (1,))
    assert (problem.data_rank, problem.cross_rank) == (1, 1)
    assert [value.text() for value in problem.spectrum] == ["3"]
    assert not problem.satisfies("chitour.2")


def test_what_needs_rational_moments_says_so():
    problem = AlgebraicProblem.canonical(("1 + sqrt(2)",), (1, 1, 1))
    for ask in (problem.reduced, lambda: problem.eigenspaces, lambda: problem.integer_moments):
        with pytest.raises(dln.InputError, match="needs rational moments"):
            ask()
    with pytest.raises(dln.InputError, match="over a number field"):
        problem.has_rational_points(())
    with pytest.raises(dln.InputError, match="is irrational here"):
        _ = AlgebraicProblem.from_data([[1, 0]], [[1, "2^(1/4)"]], (1,)).constant
    assert problem.rational() is None
    assert problem.canonical_form().spectrum[0].text() == "5.82842..."


@pytest.mark.parametrize(
    ("values", "widths", "sentence"),
    [
        (("-sqrt(2)",), (1, 1, 1), "never negative"),
        (("1 - sqrt(2)",), (1, 1, 1), "never negative"),
        (("sqrt(2)", "1"), (1, 1, 1), "leave room for"),
        (("pi",), (1, 1, 1), "not a rational number"),
    ],
)
def test_bad_singular_values_get_one_sentence(values, widths, sentence):
    with pytest.raises(dln.InputError, match=sentence):
        AlgebraicProblem.canonical(values, widths)


def test_the_rational_problem_says_where_roots_are_read():
    for entry in (sympy.sqrt(2), "sqrt(2)"):
        with pytest.raises(dln.InputError, match=r"symdln\.AlgebraicProblem"):
            dln.Problem.from_data([[entry]], [[1]], (1,))
    assert dln.AlgebraicProblem.from_data([[sympy.sqrt(2)]], [[1]], (1,)).spectrum[0].value == 1
