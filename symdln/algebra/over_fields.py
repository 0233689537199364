"""Linear algebra over a real number field: characteristic polynomials, spectra, signs and kernels, all exact.

A symmetric matrix has real eigenvalues only, so Descartes' rule of signs counts those above a rational exactly; the
signs of the coefficients are those of elements of the field, and zero among them is decided without enclosures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import flint

from symdln.algebra.charpoly import count_signs
from symdln.algebra.eigenvalue import START_BITS, Eigenvalue, real_roots
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import Element, FieldMatrix, NumberField
from symdln.algebra.rational import to_fmpq
from symdln.algebra.signs import Inertia
from symdln.algebra.spectrum import with_short_ends
from symdln.errors import InputError

Polynomial = tuple[Element, ...]  # ascending coefficients


def characteristic_polynomial(matrix: FieldMatrix) -> Polynomial:
    """``det(x I - A)`` with ascending coefficients, by the recursion of Faddeev and LeVerrier.

    ``M_1 = I``, ``c_(n-k) = -tr(A M_k) / k`` and ``M_(k+1) = A M_k + c_(n-k) I``.

    >>> root = NumberField((-2, 0, 1))                                        # t = sqrt 2
    >>> t, zero = root.theta, flint.fmpq_poly([0])
    >>> characteristic_polynomial(FieldMatrix(root, (2, 2), [t, zero, zero, -t])) == (-2, 0, 1)       # (x - t) (x + t)
    True
    """
    size, field = matrix.shape[0], matrix.field
    identity = FieldMatrix.lift(field, Matrix.identity(size))
    coefficients, current = [flint.fmpq_poly([1])], identity
    for k in range(1, size + 1):
        product = matrix @ current
        coefficients.append(product.trace() * flint.fmpq(-1, k))
        current = product + identity.scaled(coefficients[-1])
    return tuple(reversed(coefficients))


def count_above(field: NumberField, polynomial: Polynomial, bound: Fraction) -> int:
    """How many roots of a polynomial with only real roots lie above a rational, counted with multiplicity.

    >>> root = NumberField((-2, 0, 1))   # t = sqrt 2, and x^2 - 2 t x + 2 = (x - t)^2
    >>> square = (flint.fmpq_poly([2]), root.theta * -2, flint.fmpq_poly([1]))
    >>> count_above(root, square, Fraction("1.41")), count_above(root, square, Fraction("1.42"))
    (2, 0)
    """
    shifted = list(polynomial)
    step = to_fmpq(bound)
    for start in range(len(shifted) - 1):  # Horner's scheme for p(x + bound)
        for place in range(len(shifted) - 2, start - 1, -1):
            shifted[place] += step * shifted[place + 1]
    return count_signs([field.sign(coefficient) for coefficient in shifted]).positive


def inertia_over_field(matrix: FieldMatrix) -> Inertia:
    """The inertia of a symmetric matrix, by the signs of its characteristic polynomial; else ``InputError``.

    >>> golden = NumberField((-1, -1, 1), 0)
    >>> t, one = golden.theta, flint.fmpq_poly([1])
    >>> str(inertia_over_field(FieldMatrix(golden, (2, 2), [t, t + 1, t + 1, t + t + 1])))     # det = 0, as t^2 = t + 1
    '(n+, n-, n0) = (1, 0, 1)'
    """
    if not matrix.is_symmetric():
        raise InputError("An inertia is that of a symmetric matrix, and this matrix is not symmetric.")
    if not matrix.shape[0]:
        return Inertia(0, 0, 0)
    return count_signs([matrix.field.sign(value) for value in characteristic_polynomial(matrix)])


def spectrum_over_field(matrix: FieldMatrix) -> tuple[Eigenvalue, ...]:
    """The distinct eigenvalues of a matrix with real eigenvalues, in decreasing order, as roots of polynomials over Q.

    The rational matrix :meth:`FieldMatrix.regular` has the eigenvalues of A and of its conjugates, so its irreducible
    factors hold all candidates.  Rationals between neighbouring candidates are bounds, and the number of eigenvalues
    above one of them less that above the next is the multiplicity of the candidate between, 0 for a conjugate's alone.

    >>> root = NumberField((-2, 0, 1), 0)                                                   # sqrt 2
    >>> [(v.text(), v.multiplicity) for v in spectrum_over_field(FieldMatrix(root, (1, 1), [root.theta + 1]))]
    [('2.41421...', 1)]
    """
    field, polynomial = matrix.field, characteristic_polynomial(matrix)
    candidates = _candidates(matrix)
    bounds = _bounds_around(candidates)
    above = [count_above(field, polynomial, bound) for bound in bounds]
    counts = [after - before for before, after in pairwise(above)]
    if sum(counts) != matrix.shape[0]:
        raise InputError("the matrix has eigenvalues that are not real; pass a matrix with real eigenvalues.")
    found = [replace(value, multiplicity=m) for value, m in zip(candidates, counts, strict=True) if m]
    return tuple(with_short_ends(found))


def _candidates(matrix: FieldMatrix) -> list[Eigenvalue]:
    """The real eigenvalues of the rational matrix, decreasing, in disjoint intervals."""
    polynomial = matrix.regular().flint.charpoly().numer()
    factors = [tuple(int(c) for c in factor.coeffs()) for factor, _ in polynomial.factor()[1]]
    factors = [factor if factor[-1] > 0 else tuple(-c for c in factor) for factor in factors]
    bits = START_BITS
    while True:
        found = [
            Eigenvalue(low if low == high else None, factor, place, 1, low, high)
            for factor in factors
            for place, (low, high) in enumerate(real_roots(factor, bits))
        ]
        found.sort(key=lambda item: item.lower, reverse=True)
        if all(right.upper < left.lower for left, right in pairwise(found)):
            return found
        bits *= 2


def _bounds_around(candidates: Sequence[Eigenvalue]) -> list[Fraction]:
    """Rationals above, between and below disjoint decreasing intervals, none of them in an interval."""
    middles = [(right.upper + left.lower) / 2 for left, right in pairwise(candidates)]
    return [candidates[0].upper + 1, *middles, candidates[-1].lower - 1] if candidates else []


def counts_of_eigenvalues(matrix: FieldMatrix, values: Sequence[Eigenvalue]) -> tuple[int, ...]:
    """The multiplicities of these decreasing eigenvalues of a symmetric matrix that has no other eigenvalues.

    The intervals of the values must be disjoint; the count is that of eigenvalues between rationals around it.

    >>> root = NumberField((-2, 0, 1))                                        # t = sqrt 2
    >>> t, zero = root.theta, flint.fmpq_poly([0])
    >>> A = FieldMatrix(root, (3, 3), [t, zero, zero, zero, t, zero, zero, zero, -t])
    >>> counts_of_eigenvalues(A, spectrum_over_field(A))                      # t twice, -t once
    (2, 1)
    """
    polynomial = characteristic_polynomial(matrix)
    above = [count_above(matrix.field, polynomial, bound) for bound in _bounds_around(values)]
    return tuple(after - before for before, after in pairwise(above))


# -- kernels and bases -------------------------------------------------------------------------------------------------


def pivot_columns(matrix: FieldMatrix) -> list[int]:
    """The first columns that are a basis of the column space, counted from 0.

    >>> root = NumberField((-2, 0, 1))                                        # t = sqrt 2
    >>> t, one, zero = root.theta, flint.fmpq_poly([1]), flint.fmpq_poly([0])
    >>> pivot_columns(FieldMatrix(root, (2, 3), [one, t, zero, t, one * 2, one]))     # the second is t times the first
    [0, 2]
    """
    chosen: list[int] = []
    total = matrix.rank()
    for j in range(matrix.shape[1]):
        if len(chosen) < total and matrix.columns([*chosen, j]).rank() > len(chosen):
            chosen.append(j)
    return chosen


def nullspace(matrix: FieldMatrix) -> FieldMatrix:
    """A basis of the kernel, as columns.

    >>> root = NumberField((-2, 0, 1))                                        # t = sqrt 2
    >>> nullspace(FieldMatrix(root, (1, 2), [root.theta, flint.fmpq_poly([2])])).entries == (-root.theta, 1)
    True
    """
    width, field = matrix.shape[1], matrix.field
    basis = pivot_columns(matrix)
    others = [j for j in range(width) if j not in set(basis)]
    top = matrix.columns(basis).T
    rows = pivot_columns(top)
    entries = [[flint.fmpq_poly([int(i == j)]) for j in others] for i in range(width)]
    if basis and others:
        square, right = top.columns(rows).T, matrix.columns(others).T.columns(rows).T
        solved = square.inverse() @ right
        for k, place in enumerate(basis):
            entries[place] = [-solved[k, j] for j in range(len(others))]
    return FieldMatrix(field, (width, len(others)), (value for row in entries for value in row))


def pseudoinverse_of_symmetric(matrix: FieldMatrix) -> FieldMatrix:
    """The Moore-Penrose inverse of a symmetric matrix.

    With J a set of columns that are a basis, ``C = A[:, J]`` and ``M = A[J, J]``, which is invertible, ``A = C M^-1
    C^T``; so ``A^+ = C (C^T C)^-1 M (C^T C)^-1 C^T``.

    >>> root = NumberField((-2, 0, 1))                                        # t = sqrt 2
    >>> A = FieldMatrix(root, (2, 2), [flint.fmpq_poly([1]), root.theta, root.theta, flint.fmpq_poly([2])])
    >>> pseudoinverse_of_symmetric(A) == A.scaled(flint.fmpq_poly([flint.fmpq(1, 9)]))          # A = v v^T, |v|^2 = 3
    True
    """
    columns = pivot_columns(matrix)
    C = matrix.columns(columns)
    M = C.T.columns(columns)
    if not columns:
        return matrix
    inverse = (C.T @ C).inverse()
    return C @ inverse @ M @ inverse @ C.T
