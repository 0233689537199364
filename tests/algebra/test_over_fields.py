"""Linear algebra over number fields against floats, the same matrices over Q, and what is known by construction."""

import random
from fractions import Fraction

import numpy as np
import pytest
import sympy

from symdln.algebra.algebraic_numbers import read_matrices
from symdln.algebra.inertia import inertia_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import FieldMatrix, NumberField
from symdln.algebra.over_fields import (
    characteristic_polynomial,
    count_above,
    counts_of_eigenvalues,
    inertia_over_field,
    nullspace,
    pivot_columns,
    pseudoinverse_of_symmetric,
    spectrum_over_field,
)
from symdln.algebra.spectrum import spectrum_of
from symdln.errors import InputError

ENTRIES = ("0", "1", "-1", "sqrt(2)", "1 - sqrt(2)", "sqrt(3)", "cbrt(2)")


def read(rows) -> FieldMatrix:
    return read_matrices((("A", rows),))[1][0]


def floats(matrix: FieldMatrix) -> np.ndarray:
    return np.array([[float(x.mid()) for x in row] for row in matrix.enclosure(200).tolist()])


def gram(rng: random.Random) -> FieldMatrix:
    rows, size = rng.randint(1, 3), rng.randint(1, 3)
    B = read([[rng.choice(ENTRIES) for _ in range(rows)] for _ in range(size)])
    return B @ B.T


@pytest.mark.parametrize("seed", range(6))
def test_spectra_and_inertias_are_those_of_floats(seed):
    A = gram(random.Random(seed))
    found = [float(value) for value in spectrum_over_field(A) for _ in range(value.multiplicity)]
    assert found == pytest.approx(sorted(np.linalg.eigvalsh(floats(A)), reverse=True), abs=1e-9)
    inertia = inertia_over_field(A)
    assert (inertia.positive, inertia.negative, inertia.zero) == (A.rank(), 0, A.shape[0] - A.rank())


@pytest.mark.parametrize("seed", range(6))
def test_over_the_rationals_they_are_the_rational_ones(seed):
    rng = random.Random(seed)
    size = rng.randint(1, 4)
    entries = [[rng.randint(-2, 2) for _ in range(size)] for _ in range(size)]
    A = Matrix(entries) + Matrix(entries).T
    lifted = FieldMatrix.lift(NumberField(), A)
    assert inertia_over_field(lifted) == inertia_of(A)
    names = [
        [(v.factor, v.root, v.multiplicity) for v in values] for values in (spectrum_over_field(lifted), spectrum_of(A))
    ]
    assert names[0] == names[1]


def test_multiplicities_and_conjugates():
    """Q diag(1 + sqrt 2, 1 + sqrt 2, 3) Q^T with a rotation by 45 degrees: 1 - sqrt 2 is no eigenvalue."""
    c, r = "sqrt(2)/2", "1 + sqrt(2)"
    turn, values = [[c, "-" + c, 0], [c, c, 0], [0, 0, 1]], [[r, 0, 0], [0, 3, 0], [0, 0, r]]
    _, (Q, D) = read_matrices((("Q", turn), ("D", values)))
    found = spectrum_over_field(Q @ D @ Q.T)
    assert [(value.text(), value.multiplicity) for value in found] == [("3", 1), ("2.41421...", 2)]
    assert found[1].factor == (-1, -2, 1)


def test_conjugate_eigenvalues_of_different_multiplicity():
    """diag(sqrt 2, sqrt 2, -sqrt 2): the factor x^2 - 2 has both roots, one of them twice."""
    A = read([["sqrt(2)", 0, 0], [0, "-sqrt(2)", 0], [0, 0, "sqrt(2)"]])
    assert [(value.root, value.multiplicity) for value in spectrum_over_field(A)] == [(0, 2), (1, 1)]
    inertia = inertia_over_field(A)
    assert (inertia.positive, inertia.negative, inertia.zero) == (2, 1, 0)
    assert counts_of_eigenvalues(A, spectrum_over_field(A)) == (2, 1)


def test_the_polynomials_are_those_of_sympy():
    """The eigenvalues of [[2 + sqrt 2, 1], [1, 1]] by their formula, and their minimal polynomials by sympy."""
    trace, determinant = 3 + sympy.sqrt(2), 1 + sympy.sqrt(2)
    x = sympy.Symbol("x")
    for value, sign in zip(spectrum_over_field(read([["2 + sqrt(2)", 1], [1, 1]])), (1, -1), strict=True):
        number = (trace + sign * sympy.sqrt(sympy.expand(trace**2 - 4 * determinant))) / 2
        polynomial = sympy.Poly(sympy.minimal_polynomial(number, x), x)
        assert [int(c) for c in reversed(polynomial.all_coeffs())] == list(value.factor)
        assert float(value) == pytest.approx(float(number))


def test_a_zero_that_floats_do_not_see():
    """The determinant of [[sqrt 2 + sqrt 3, 1], [1, sqrt 3 - sqrt 2]] is (3 - 2) - 1 = 0."""
    A = read([["sqrt(2) + sqrt(3)", 1], [1, "sqrt(3) - sqrt(2)"]])
    inertia = inertia_over_field(A)
    assert (inertia.positive, inertia.negative, inertia.zero) == (1, 0, 1)
    near = read([["sqrt(2) + sqrt(3)", 1], [1, "sqrt(3) - sqrt(2) - 1/10^60"]])
    assert inertia_over_field(near).negative == 1


def test_counting_above_rationals():
    """The polynomial of diag(sqrt 2, -sqrt 2, 0) is x^3 - 2x."""
    A = read([["sqrt(2)", 0, 0], [0, "-sqrt(2)", 0], [0, 0, 0]])
    polynomial = characteristic_polynomial(A)
    bounds = (Fraction(-2), Fraction(-7, 5), Fraction(7, 5), Fraction(3, 2))
    assert [count_above(A.field, polynomial, bound) for bound in bounds] == [3, 2, 1, 0]


@pytest.mark.parametrize("seed", range(4))
def test_kernels_and_pseudoinverses(seed):
    rng = random.Random(seed)
    A = gram(rng)
    kernel, inverse = nullspace(A), pseudoinverse_of_symmetric(A)
    assert kernel.shape[1] == A.shape[0] - A.rank() == A.shape[0] - len(pivot_columns(A))
    assert kernel.rank() == kernel.shape[1] if kernel.shape[1] else True
    assert not kernel.shape[1] or (A @ kernel).is_zero()
    assert (A @ inverse @ A, inverse @ A @ inverse) == (A, inverse)
    assert (A @ inverse).is_symmetric()


def test_the_pseudoinverse_of_an_indefinite_matrix():
    """``u u^T - v v^T`` with u = (1, sqrt 2, 0) and v = (0, 1, 1): the four equations of Moore and Penrose."""
    A = read([[1, "sqrt(2)", 0], ["sqrt(2)", 1, -1], [0, -1, -1]])
    inverse, inertia = pseudoinverse_of_symmetric(A), inertia_over_field(A)
    assert (inertia.positive, inertia.negative, inertia.zero) == (1, 1, 1)
    assert (A @ inverse @ A, inverse @ A @ inverse) == (A, inverse)
    assert (A @ inverse).is_symmetric()
    assert (inverse @ A).is_symmetric()


def test_a_kernel_in_a_wide_matrix():
    """(1, sqrt 2, 0) has the kernel spanned by (-sqrt 2, 1, 0) and (0, 0, 1)."""
    A = read([[1, "sqrt(2)", 0]])
    assert nullspace(A).shape == (3, 2)
    assert (A @ nullspace(A)).is_zero()
    assert nullspace(A).rank() == 2


def test_what_has_other_eigenvalues_is_refused():
    with pytest.raises(InputError, match="not real"):
        spectrum_over_field(read([[0, "-sqrt(2)"], ["sqrt(2)", 0]]))
    with pytest.raises(InputError, match="not symmetric"):
        inertia_over_field(read([[0, 1], [0, 0]]))
