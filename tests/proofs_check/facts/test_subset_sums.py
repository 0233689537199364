"""Additive compounds: their spectra are the subset sums, by hand and against the eigenvalues in exact order."""

import itertools

import flint
import pytest

from proofs_check.facts.subset_sums import additive_compound, is_squarefree, squarefree_part, subset_sum_polynomial
from symdln.algebra.matrix import Matrix
from symdln.algebra.spectrum import spectrum_of


def monic(*roots: int) -> flint.fmpq_poly:
    product = flint.fmpq_poly([1])
    for root in roots:
        product *= flint.fmpq_poly([-root, 1])
    return product


def test_compounds_of_size_0_1_and_n():
    A = Matrix([[1, 2], [3, "1/2"]])
    assert additive_compound(A, 0) == Matrix([[0]])
    assert additive_compound(A, 1) == A
    assert additive_compound(A, 2) == Matrix([["3/2"]])  # the trace


def test_the_sum_of_two_eigenvalues_of_a_3x3_matrix_by_hand():
    # A (v ^ w) = Av ^ w + v ^ Aw; on e1^e2, e1^e3, e2^e3 with A = [[1,2,3],[4,5,6],[7,8,10]]:
    # e1^e2 -> (1+5) e1^e2 + 8 e1^e3 - 7 e2^e3, as A e1 has 7 e3 and e3^e2 = -e2^e3, A e2 has 8 e3.
    A = Matrix([[1, 2, 3], [4, 5, 6], [7, 8, 10]])
    assert additive_compound(A, 2).column(0) == Matrix([[6], [8], [-7]])


@pytest.mark.parametrize("P", [Matrix.identity(3), Matrix([[1, 2, 0], [0, 1, 1], [1, 0, 1]])], ids=["I", "sheared"])
def test_roots_are_the_sums_whatever_the_basis(P):
    A = P @ Matrix.diagonal([1, 5, 7]) @ P.inverse()
    sums = [sum(S) for k in range(4) for S in itertools.combinations((1, 5, 7), k)]
    assert subset_sum_polynomial(A, range(4)) == monic(*sums)


def test_irrational_eigenvalues_with_denominators():
    A = Matrix([["1/2", "1/3", 0], ["1/3", "1/5", "1/7"], [0, "1/7", 1]])
    polynomial = subset_sum_polynomial(A, (2,))
    shifted = subset_sum_polynomial(-A, (1,))  # the sum of two eigenvalues is the trace minus the third
    assert polynomial == shifted(flint.fmpq_poly([-flint.fmpq(17, 10), 1]))
    assert len(spectrum_of(additive_compound(A, 2) @ Matrix.identity(3))) == 3


def test_multiple_roots():
    assert is_squarefree(monic(1, 2, 3))
    assert not is_squarefree(monic(1, 2, 2))
    assert squarefree_part(monic(1, 2, 2, 2) * 5) == monic(1, 2)
    assert squarefree_part(monic(4)) == monic(4)
