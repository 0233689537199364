"""Exact bounds on eigenvalues and norms, against sympy's roots of the characteristic polynomial and known matrices."""

import itertools
import random
from fractions import Fraction

import pytest
import sympy

import proofs_check as pc
import symdln as dln
from proofs_check.facts.bounds import inertia_at
from symdln.algebra.number_field import NumberField
from symdln.algebra.spectrum import spectrum_of

GOLDEN = NumberField((-1, -1, 1), 0)  # theta = (1 + sqrt 5) / 2


def symmetric(size, seed):
    rng = random.Random(seed)
    entries = {
        (i, j): Fraction(rng.randint(-3, 3), rng.choice((1, 1, 2)))
        for i, j in itertools.combinations_with_replacement(range(size), 2)
    }
    return dln.Matrix([[entries[min(i, j), max(i, j)] for j in range(size)] for i in range(size)])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("c", [0, 1, Fraction(-3, 2), "5/2"])
def test_the_inertia_at_a_rational_is_what_sturm_counts(seed, c):
    matrix = symmetric(3, seed)
    x, value = sympy.symbols("x"), sympy.Rational(str(c))
    poly = sympy.Poly(matrix.to_sympy().charpoly(x).as_expr(), x)
    at = 0
    while not poly.eval(value):  # the multiplicity of c as a root  # pyright: ignore[reportAttributeAccessIssue]
        poly, at = sympy.quo(poly, sympy.Poly(x - value, x)), at + 1
    above = sum(power * factor.count_roots(value, None) for factor, power in sympy.Poly(poly, x).sqf_list()[1])
    found = inertia_at(matrix, c)
    assert (found.positive, found.zero, found.negative) == (above, at, 3 - above - at)
    assert pc.largest_eigenvalue_at_most(matrix, c) == (above == 0)
    assert pc.largest_eigenvalue_at_least(matrix, c) == (above + at > 0)
    assert pc.least_eigenvalue_at_least(matrix, c) == (above + at == 3)
    assert pc.least_eigenvalue_at_most(matrix, c) == (above < 3)


def test_an_irrational_eigenvalue_is_met_exactly_and_with_its_multiplicity():
    # [[1, 1], [1, 0]] has the eigenvalues (1 +- sqrt 5) / 2; twice in the Kronecker product with I.
    block = dln.Matrix([[1, 1], [1, 0]])
    twice = pc.kronecker(dln.Matrix.identity(2), block)
    theta = (GOLDEN, GOLDEN.theta)
    largest, least = spectrum_of(block)
    for c in (theta, largest):
        assert (inertia_at(twice, c).positive, inertia_at(twice, c).zero, inertia_at(twice, c).negative) == (0, 2, 2)
        assert pc.largest_eigenvalue_at_most(block, c)
        assert pc.largest_eigenvalue_at_least(block, c)
        assert not pc.least_eigenvalue_at_least(block, c)
    assert pc.least_eigenvalue_at_least(block, least)
    assert inertia_at(twice, least).positive == 2
    # theta - 1/10^30 is below the largest eigenvalue, theta + 1/10^30 above: no float tells them apart
    step = Fraction(1, 10**30)
    assert not pc.largest_eigenvalue_at_most(block, (GOLDEN, GOLDEN.theta - _poly(step)))
    assert pc.largest_eigenvalue_at_most(block, (GOLDEN, GOLDEN.theta + _poly(step)))
    assert not pc.largest_eigenvalue_at_least(block, (GOLDEN, GOLDEN.theta + _poly(step)))


def _poly(value):
    import flint

    return flint.fmpq_poly([flint.fmpq(value.numerator, value.denominator)])


def test_an_irrational_number_that_is_no_eigenvalue():
    # diag(1, 2): sqrt 2 lies between, and so does the golden ratio; theta^2 = theta + 1 is above both.
    matrix = dln.Matrix([[1, 0], [0, 2]])
    for c in (pc.square_root(2), (GOLDEN, GOLDEN.theta)):
        found = inertia_at(matrix, c)
        assert (found.positive, found.zero, found.negative) == (1, 0, 1)
    assert pc.largest_eigenvalue_at_most(matrix, (GOLDEN, GOLDEN.theta + 1))
    rational_element = (GOLDEN, GOLDEN.times(GOLDEN.theta, GOLDEN.theta) - GOLDEN.theta)  # theta^2 - theta = 1
    assert inertia_at(matrix, rational_element).zero == 1


@pytest.mark.parametrize("seed", range(8))
def test_definiteness_is_what_the_minors_say(seed):
    """Sylvester: positive definite if the leading minors are positive; semidefinite if all principal ones are >= 0."""
    rng = random.Random(seed)
    A = dln.Matrix.from_entries(3, 3, [rng.randint(-2, 2) for _ in range(9)])
    one, two = dln.Matrix.identity(3), dln.Matrix.diagonal([1, 1, 0])
    for matrix in (symmetric(3, seed), A @ A.T, A @ A.T + one, A @ two @ A.T):
        exact = matrix.to_sympy()
        subsets = [list(rows) for k in (1, 2, 3) for rows in itertools.combinations(range(3), k)]
        minors = {tuple(rows): exact.extract(rows, rows).det() for rows in subsets}
        assert pc.is_positive_semidefinite(matrix) == all(minor >= 0 for minor in minors.values())
        assert pc.is_positive_definite(matrix) == all(minors[tuple(range(k))] > 0 for k in (1, 2, 3))


def test_norms():
    A = dln.Matrix([[1, 2, 2], [0, 0, 0]])  # one row of norm 3, so both norms are 3
    assert pc.frobenius_norm_squared(A) == 9
    assert pc.operator_norm_at_most(A, 3)
    assert not pc.operator_norm_at_most(A, Fraction(3) - Fraction(1, 10**20))
    shear = dln.Matrix([[1, 1], [0, 1]])  # A^T A has the eigenvalues (3 +- sqrt 5) / 2 = theta^2 and theta^-2
    assert pc.operator_norm_at_most(shear, (GOLDEN, GOLDEN.theta))
    assert not pc.operator_norm_at_most(shear, (GOLDEN, GOLDEN.theta - _poly(Fraction(1, 10**20))))
    assert pc.operator_norm_at_most(dln.Matrix.zeros(2, 3), 0)
    assert not pc.operator_norm_at_most(dln.Matrix.zeros(2, 3), -1)


@pytest.mark.parametrize("a", [0, 1, 2, "9/4", Fraction(1, 3), 10**30])
@pytest.mark.parametrize("b", [-1, 0, 1, "3/2", Fraction(7, 5), 10**15])
def test_square_roots_of_rationals(a, b):
    a_, b_ = sympy.Rational(str(a)), sympy.Rational(str(b))
    assert pc.sqrt_at_most(a, b) == bool(sympy.sqrt(a_) <= b_)


def test_square_roots_of_irrational_numbers_and_against_them():
    assert pc.sqrt_at_most(2, pc.square_root(2))
    assert not pc.sqrt_at_most(2, spectrum_of(dln.Matrix([[0, 2], [1, 0]]))[1])  # -sqrt 2
    assert not pc.sqrt_at_most(3, pc.square_root(2))
    assert pc.sqrt_at_most(2, (GOLDEN, GOLDEN.theta))  # 1.414 <= 1.618
    # the largest root of x^4 - 3 x^2 + 1 is the golden ratio, whose square is (3 + sqrt 5) / 2
    larger, smaller = spectrum_of(dln.Matrix([[2, 1], [1, 1]]))
    assert pc.square_root(larger).factor == (-1, -1, 1)  # pyright: ignore[reportAttributeAccessIssue]
    assert pc.square_root(larger).root == 0  # pyright: ignore[reportAttributeAccessIssue]
    assert pc.square_root(smaller).text() == "0.618033..."  # pyright: ignore[reportAttributeAccessIssue]
    assert pc.square_root(dln.Matrix([[4]]).trace()) == 2
    with pytest.raises(dln.InputError, match="all conjugates"):
        pc.square_root(spectrum_of(dln.Matrix([[1, 1], [1, 0]]))[0])  # (1 + sqrt 5) / 2, whose conjugate is negative


def test_a_kronecker_product_is_that_of_sympy_and_mixes_products():
    A, B = dln.Matrix([[1, 2], [0, -1], [3, "1/2"]]), dln.Matrix([[2, 0, 1], [1, 1, 5]])
    expected = sympy.kronecker_product(A.to_sympy(), B.to_sympy())
    assert pc.kronecker(A, B).to_sympy() == expected
    assert pc.kronecker(A, B) @ pc.kronecker(A.T, B.T) == pc.kronecker(A @ A.T, B @ B.T)


@pytest.mark.parametrize("c", [0.5, float("nan"), True, "often", None])
def test_what_is_no_exact_number_is_refused(c):
    with pytest.raises(dln.InputError):
        pc.largest_eigenvalue_at_most(dln.Matrix([[1]]), c)


def test_matrices_that_are_not_symmetric_and_negative_numbers_are_refused():
    with pytest.raises(dln.InputError, match="symmetric"):
        pc.largest_eigenvalue_at_most(dln.Matrix([[0, 1], [0, 0]]), pc.square_root(2))
    with pytest.raises(dln.InputError, match="not real"):
        pc.square_root(-1)
    with pytest.raises(dln.InputError, match="not real"):
        pc.sqrt_at_most("-1/2", 1)
