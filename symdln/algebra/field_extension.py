"""Number fields that real numbers generate: roots are adjoined one by one, each in the algebra that it may split."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import flint

from symdln.algebra.eigenvalue import START_BITS, Eigenvalue, real_roots
from symdln.algebra.matrix import Matrix
from symdln.algebra.number_field import Element, NumberField
from symdln.errors import UndecidedError

MOST_DEGREE = 24  # degree of a field; ranks over larger fields take minutes
LARGEST_ALGEBRA = 4  # times that degree: for the algebra in which a root is adjoined before a field is split off


@lru_cache(maxsize=256)
def field_of(
    eigenvalues: tuple[Eigenvalue, ...], most_degree: int = MOST_DEGREE
) -> tuple[NumberField, tuple[Element, ...]]:
    """The field that these real eigenvalues generate, and each of them as an element of it.

    Raises ``UndecidedError`` where the degree of the field would be above ``most_degree``.

    >>> from symdln.algebra.spectrum import spectrum_of
    >>> field, (high, low) = field_of(tuple(spectrum_of(Matrix([[1, 1], [1, 0]]))))      # (1 +- sqrt 5) / 2
    >>> field.degree, high + low == 1, field.times(high, low) == -1
    (2, True, True)
    """
    field, _, elements = field_with(NumberField(), eigenvalues, most_degree)
    return field, elements


def field_with(
    field: NumberField, eigenvalues: Sequence[Eigenvalue], most_degree: int = MOST_DEGREE
) -> tuple[NumberField, Element, tuple[Element, ...]]:
    """The field that these real numbers generate over a given one, with its old generator and each of them in it.

    Raises ``UndecidedError`` where its degree would be above ``most_degree``.

    >>> from symdln.algebra.spectrum import spectrum_of
    >>> root = spectrum_of(Matrix([[1, 2], [2, -1]]))[0]                                    # sqrt 5
    >>> field, theta, (t,) = field_with(NumberField((-2, 0, 1)), [root])                    # over Q(sqrt 2)
    >>> field.degree, field.times(theta, theta) == 2, field.times(t, t) == 5
    (4, True, True)
    """
    theta, elements = field.theta, []
    for eigenvalue in eigenvalues:
        algebra = field.degree * (len(eigenvalue.factor) - 1)
        if algebra > LARGEST_ALGEBRA * most_degree:
            raise too_large(algebra, most_degree)
        field, image, element = adjoined(field, eigenvalue)
        if field.degree > most_degree:
            raise too_large(field.degree, most_degree)
        theta, *elements = (field.reduced(old(image)) for old in (theta, *elements))
        elements.append(element)
    return field, theta, tuple(elements)


def too_large(degree: int, most_degree: int) -> UndecidedError:
    """The error for a field or algebra of too large a degree, to be raised.

    >>> print(too_large(48, most_degree=24))
    the numbers used lead to a number field or algebra of degree 48, and the limit for exact ranks is 24.
    """
    return UndecidedError(
        f"the numbers used lead to a number field or algebra of degree {degree}, and the limit for exact ranks "
        f"is {most_degree}."
    )


def adjoined(field: NumberField, eigenvalue: Eigenvalue) -> tuple[NumberField, Element, Element]:
    """The field with one more root t, and the old theta and t as elements of it.

    In the algebra A = Q[theta, t] / (g(theta), f(t)) the element gamma = t + c theta has, for all but finitely many c,
    powers 1, gamma, ... that are a basis; then A = Q[gamma] / N, theta and t are polynomials in gamma, and the field is
    Q[gamma] modulo that irreducible factor of N that vanishes at the given roots.

    >>> from symdln.algebra.spectrum import spectrum_of
    >>> root = spectrum_of(Matrix([[1, 2], [2, -1]]))[1]                                    # - sqrt 5
    >>> field, theta, t = adjoined(NumberField((-5, 0, 1)), root)                           # Q(sqrt 5) has it already
    >>> field.degree, t == -theta, field.times(t, t) == 5
    (2, True, True)
    """
    if field.degree == 1:
        new = NumberField(eigenvalue.factor, eigenvalue.root)
        theta = new.theta if eigenvalue.value is None else flint.fmpq_poly([_fmpq(eigenvalue.value)])
        return (new if eigenvalue.value is None else field), field.theta, theta
    root = NumberField(eigenvalue.factor, eigenvalue.root)
    D, n = field.degree, root.degree
    one = _unit(D * n, 0)
    c, powers, basis = _generating(_companion(field), _companion(root), one)
    theta, t = (_unit(D * n, place) for place in (n, 1 if n > 1 else 0))
    if n == 1:
        t = one * _fmpq(eigenvalue.value)
    solved = [basis.solve(vector).entries() for vector in (powers[-1], theta, t)]
    norm = flint.fmpq_poly([*(-value for value in solved[0]), 1])
    new = _factor_at(norm.numer(), lambda bits: root.generator(bits) + c * field.generator(bits))
    return new, new.reduced(flint.fmpq_poly(solved[1])), new.reduced(flint.fmpq_poly(solved[2]))


def _generating(
    first: flint.fmpq_mat, second: flint.fmpq_mat, one: flint.fmpq_mat
) -> tuple[int, list[flint.fmpq_mat], flint.fmpq_mat]:
    """The least c > 0 for which the powers of t + c theta are a basis; these powers, one more, and the basis."""
    D, n = first.nrows(), second.nrows()
    for c in itertools.count(1):
        step = _kronecker(_identity(D), second) + _kronecker(first, _identity(n)) * c
        powers = [one]
        while len(powers) <= D * n:
            powers.append(step * powers[-1])
        basis = flint.fmpq_mat([[vector[i, 0] for vector in powers[:-1]] for i in range(D * n)])
        if basis.rank() == D * n:
            return c, powers, basis
    raise AssertionError("no multiple generates the algebra, although its factors are separable.")


def _factor_at(polynomial: flint.fmpz_poly, enclose: Any) -> NumberField:
    """The field of the real root of a squarefree polynomial to which the enclosures converge."""
    factors = [tuple(int(value) for value in factor.coeffs()) for factor, _ in polynomial.factor()[1]]
    bits = 128
    while True:
        with flint.ctx.workprec(bits):
            ball = enclose(bits)
            near = [
                NumberField(factor, index)
                for factor in factors
                for index in range(len(real_roots(factor, START_BITS)))
                if NumberField(factor, index).generator(bits).overlaps(ball)
            ]
        if len(near) == 1:
            return near[0]
        bits *= 2


def _companion(field: NumberField) -> flint.fmpq_mat:
    """The matrix of multiplication by theta in the basis 1, theta, theta^2, ..."""
    n, lead = field.degree, field.modulus[-1]
    matrix = flint.fmpq_mat(n, n)
    for i in range(n):
        matrix[i, n - 1] = flint.fmpq(-field.modulus[i], lead)
        if i:
            matrix[i, i - 1] += 1
    return matrix


def _kronecker(left: flint.fmpq_mat, right: flint.fmpq_mat) -> flint.fmpq_mat:
    rows, columns = right.nrows(), right.ncols()
    entries = [
        left[i, j] * right[k, m]
        for i, k in itertools.product(range(left.nrows()), range(rows))
        for j, m in itertools.product(range(left.ncols()), range(columns))
    ]
    return flint.fmpq_mat(left.nrows() * rows, left.ncols() * columns, entries)


def _identity(size: int) -> flint.fmpq_mat:
    return Matrix.identity(size).flint


def _unit(size: int, place: int) -> flint.fmpq_mat:
    return flint.fmpq_mat(size, 1, [int(i == place) for i in range(size)])


def _fmpq(value: Any) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)
