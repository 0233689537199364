"""Exact spectra with multiplicities, and proved enclosures, against each other and by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

import symdln as dln
from symdln.curvature import compare, eigenvalues, enclosed_eigenvalues
from symdln.errors import InputError


def repeated(spectrum):
    return [value for value in spectrum for _ in range(value.multiplicity)]


def test_zero_weights_at_depth_two_have_pairs_of_opposite_eigenvalues():
    # L = 1/2 |W_2 W_1 - 2 I|^2: H(V) = -2 <I, V_2 V_1> up to order 2, the form with matrix ((0, -2), (-2, 0)) 4 times
    problem = dln.Problem.canonical((2, 2), (2, 2, 2))
    spectrum = eigenvalues(dln.hessian(problem, [[[0, 0], [0, 0]]] * 2))
    assert [(value.value, value.multiplicity) for value in spectrum] == [(2, 4), (-2, 4)]
    assert (spectrum.largest.value, spectrum.least.value, spectrum.size, len(spectrum)) == (2, -2, 8, 2)
    assert (spectrum.above(0), spectrum.below(0), spectrum.above(2), spectrum.below("-3/2")) == (4, 4, 0, 4)
    assert str(spectrum) == "2 (4 times), -2 (4 times)"


def test_signs_are_the_inertia_and_sums_the_trace():
    problem = dln.Problem.canonical((3, 2), (3, 2, 2))
    for kind in problem.kinds():
        hessian = kind.representative(1).hessian
        spectrum = eigenvalues(hessian)
        assert (spectrum.above(0), spectrum.below(0)) == (kind.inertia.positive, kind.inertia.negative)
        ends = spectrum.enclosures(12)
        assert sum(low * m for low, _, m in ends) <= hessian.trace() <= sum(high * m for _, high, m in ends)


@pytest.mark.parametrize("widths", [(3, 2, 2), (2, 2, 2, 2), (3, 3, 3)], ids=str)
def test_enclosures_hold_the_exact_eigenvalues(widths):
    problem = dln.Problem.canonical((3, 2), widths)
    for kind in list(problem.kinds())[::7]:
        hessian = kind.representative(2).hessian
        exact = repeated(eigenvalues(hessian))
        found = enclosed_eigenvalues(hessian)
        for value, (low, high) in zip(exact, found, strict=True):
            assert compare(value, low) >= 0 >= compare(value, high)
            assert high - low < Fraction(1, 10**8)


def test_enclosures_at_a_point_with_irrational_weights():
    # Sigma = [[2, 1], [1, 1]] has the eigenvalues (3 +- sqrt 5) / 2: at W = 0 the Hessian has +- their square roots
    problem = dln.Problem.from_data([[1, 0], [0, 1]], [[1, 1], [1, 0]], hidden=(1,))
    kind = next(problem.kinds((0,)))
    hessian = kind.certified_representative().hessian
    found = enclosed_eigenvalues(hessian)
    assert len(found) == 4
    assert sum(low > 0 for low, _ in found) == kind.inertia.positive
    trace = hessian.trace()
    low, high = hessian.field.bounds(trace)
    assert sum(a for a, _ in found) <= high
    assert sum(b for _, b in found) >= low


def test_comparisons_are_exact():
    root = eigenvalues([[1, 1], [1, 0]]).largest
    # (1 + sqrt 5) / 2 lies between the convergents F_{n+1} / F_n on alternating sides
    a, b = 1, 1
    for n in range(60):
        a, b = b, a + b
        assert compare(root, Fraction(b, a)) == (-1 if n % 2 == 0 else 1)


@pytest.mark.parametrize("bad", [[[1, 2]], [[0, 1], [0, 0]], []])
def test_what_is_not_symmetric_is_refused(bad):
    with pytest.raises(InputError):
        eigenvalues(bad)


def test_a_large_matrix_is_refused_with_what_is_available():
    with pytest.raises(InputError, match=r"up to 200 rows, .* use symdln.curvature.enclosed_eigenvalues"):
        eigenvalues(dln.Matrix.identity(201))
    with pytest.raises(InputError, match=r"up to 400 rows"):
        enclosed_eigenvalues(dln.Matrix.identity(401))
    with pytest.raises(InputError, match="symmetrise"):
        enclosed_eigenvalues(dln.Matrix([[0, 1], [0, 0]]))
