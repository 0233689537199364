"""Exact answers to common floating-point questions: bounds on eigenvalues and norms, definiteness, square roots.

Each compares with a number ``c`` that is rational (an int, a ``Fraction``, a text ``"p/q"``) or algebraic (an
``Eigenvalue`` of symdln, or a pair of a ``NumberField`` and an element of it), and answers True or False.  Floats are
refused with ``InputError``, and so are matrices that are not symmetric where eigenvalues are meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

import symdln as dln
from proofs_check.language.numbers import side
from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.inertia import Inertia, inertia_of
from symdln.algebra.matrix import hstack, vstack
from symdln.algebra.number_field import FieldMatrix, NumberField
from symdln.algebra.spectrum import spectrum_of
from symdln.errors import InputError

Number = Any
"""A rational or algebraic number, as in the docstring of the module."""


def largest_eigenvalue_at_most(H: dln.Matrix, c: Number) -> bool:
    """Whether ``lambda_max(H) <= c`` for a symmetric ``n x n`` matrix: ``H - c I`` has no positive eigenvalue.

    >>> H = dln.Matrix([[2, 1], [1, 2]])                            # eigenvalues 3, 1
    >>> largest_eigenvalue_at_most(H, 3), largest_eigenvalue_at_most(H, "29/10")
    (True, False)
    """
    return inertia_at(H, c).positive == 0


def largest_eigenvalue_at_least(H: dln.Matrix, c: Number) -> bool:
    """Whether ``lambda_max(H) >= c``: ``H - c I`` has an eigenvalue that is positive or zero.

    >>> from symdln.algebra.spectrum import spectrum_of
    >>> golden = dln.Matrix([[1, 1], [1, 0]])                       # eigenvalues (1 +- sqrt 5) / 2
    >>> largest_eigenvalue_at_least(golden, spectrum_of(golden)[0])
    True
    """
    found = inertia_at(H, c)
    return found.positive + found.zero > 0


def least_eigenvalue_at_most(H: dln.Matrix, c: Number) -> bool:
    """Whether ``lambda_min(H) <= c``: ``H - c I`` has an eigenvalue that is negative or zero.

    >>> least_eigenvalue_at_most(dln.Matrix([[2, 1], [1, 2]]), 1)
    True
    """
    found = inertia_at(H, c)
    return found.negative + found.zero > 0


def least_eigenvalue_at_least(H: dln.Matrix, c: Number) -> bool:
    """Whether ``lambda_min(H) >= c``: ``H - c I`` has no negative eigenvalue.

    >>> least_eigenvalue_at_least(dln.Matrix([[2, 1], [1, 2]]), "11/10")
    False
    """
    return inertia_at(H, c).negative == 0


def is_positive_semidefinite(H: dln.Matrix) -> bool:
    """Whether all eigenvalues of a symmetric matrix are positive or zero.

    >>> is_positive_semidefinite(dln.Matrix([[1, 1], [1, 1]])), is_positive_semidefinite(dln.Matrix([[0, 1], [1, 0]]))
    (True, False)
    """
    return inertia_of(H).negative == 0


def is_positive_definite(H: dln.Matrix) -> bool:
    """Whether all eigenvalues of a symmetric matrix are positive.

    >>> is_positive_definite(dln.Matrix([[2, 1], [1, 2]])), is_positive_definite(dln.Matrix([[1, 1], [1, 1]]))
    (True, False)
    """
    return inertia_of(H).positive == H.shape[0]


def frobenius_norm_squared(A: dln.Matrix) -> Fraction:
    """``||A||_F^2``, the sum of the squares of the entries, of a matrix of any shape.

    >>> frobenius_norm_squared(dln.Matrix([[1, "1/2"], [0, 1]]))
    Fraction(9, 4)
    """
    return A.norm_squared()


def operator_norm_at_most(A: dln.Matrix, c: Number) -> bool:
    """Whether ``||A||_2 <= c``, for a matrix of any shape, by the largest eigenvalue of ``[[0, A], [A^T, 0]]``.

    >>> operator_norm_at_most(dln.Matrix([[3, 4]]), 5), operator_norm_at_most(dln.Matrix([[3, 4]]), "49/10")
    (True, False)
    """
    rows, columns = A.shape
    upper = hstack([dln.Matrix.zeros(rows, rows), A])
    lower = hstack([A.T, dln.Matrix.zeros(columns, columns)])
    return largest_eigenvalue_at_most(vstack([upper, lower]), c)


def sqrt_at_most(a: Number, b: Number) -> bool:
    """Whether ``sqrt(a) <= b`` for a rational ``a >= 0`` and a rational or algebraic b.

    >>> sqrt_at_most(2, "3/2"), sqrt_at_most(2, "7/5"), sqrt_at_most(2, square_root(2))
    (True, False, True)
    """
    square, number = _not_negative(_rational(a)), _number(b)
    if isinstance(number, Fraction):
        return number >= 0 and square <= number**2
    same = number.polynomial == (-square.numerator, 0, square.denominator)  # then b is sqrt(a) or -sqrt(a)
    digits = 8
    while True:
        low, high = number.enclosure(digits)
        if low > 0 and (same or low**2 >= square):
            return True
        if high < 0 or (high**2 < square and not same):
            return False
        digits *= 2


def square_root(a: Number) -> Fraction | Eigenvalue:
    """``sqrt(a)`` exactly, to be passed as c: of a rational ``a >= 0``, or of an eigenvalue of a rational matrix whose
    eigenvalues are not negative.

    >>> square_root("9/4"), square_root(2).text()
    (Fraction(3, 2), '1.41421...')
    """
    if isinstance(a, Eigenvalue) and a.value is None:
        return _root_of_eigenvalue(a)
    square = _not_negative(_rational(a.value if isinstance(a, Eigenvalue) else a))
    root = spectrum_of(dln.Matrix([[0, square], [1, 0]]))[0]  # the eigenvalues are +- sqrt(a)
    return root if root.value is None else root.value


def kronecker(A: dln.Matrix, B: dln.Matrix) -> dln.Matrix:
    """The Kronecker product ``A (x) B``: the block matrix of the ``a_ij B``, of shape ``(p r) x (q s)``.

    >>> kronecker(dln.Matrix([[1, 2]]), dln.Matrix([[0, 1]]))
    Matrix([[0, 1, 0, 2]])
    """
    (p, q), (r, s) = A.shape, B.shape
    entries = [A[i // r, j // s] * B[i % r, j % s] for i in range(p * r) for j in range(q * s)]
    return dln.Matrix.from_entries(p * r, q * s, entries)


# -- the inertia of H - c I --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Algebraic:
    """A real number by its irreducible polynomial (ascending integer coefficients) and ever narrower enclosures."""

    polynomial: tuple[int, ...]
    enclosure: Callable[[int], tuple[Fraction, Fraction]]


def inertia_at(H: dln.Matrix, c: Number) -> Inertia:
    """The inertia of ``H - c I`` for a symmetric rational matrix, exactly.

    For an irrational c the multiplicity of c comes from the rank of ``p(H)``, p its irreducible polynomial, whose
    roots are all eigenvalues equally often; and c is enclosed by rationals until no other eigenvalue lies between.

    >>> inertia_at(dln.Matrix([[4, 0], [0, 1]]), square_root(2))
    Inertia(positive=1, negative=1, zero=0)
    """
    inertia_of(H)  # refuses a matrix that is not symmetric
    number = _number(c)
    size = H.shape[0]
    one = dln.Matrix.identity(size)
    if isinstance(number, Fraction):
        return inertia_of(H - one * number)
    zero = (size - _at(number.polynomial, H).rank()) // (len(number.polynomial) - 1)
    digits = 8
    while True:
        low, high = (inertia_of(H - one * end) for end in number.enclosure(digits))
        if low.positive - high.positive == zero and not low.zero and not high.zero:
            return Inertia(high.positive, size - zero - high.positive, zero)
        digits *= 2


def _at(polynomial: tuple[int, ...], H: dln.Matrix) -> dln.Matrix:
    """The polynomial at the matrix, by Horner's rule."""
    one = dln.Matrix.identity(H.shape[0])
    value = one * polynomial[-1]
    for coefficient in reversed(polynomial[:-1]):
        value = value @ H + one * coefficient
    return value


def _number(c: Number) -> Fraction | _Algebraic:
    if isinstance(c, Eigenvalue):
        return c.value if c.value is not None else _Algebraic(c.factor, c.enclosure)
    if isinstance(c, tuple) and len(c) == 2 and isinstance(c[0], NumberField):
        return _element(c[0], c[1])
    return _rational(c)


def _element(field: NumberField, element: flint.fmpq_poly) -> Fraction | _Algebraic:
    """An element of a field: its irreducible polynomial divides that of the multiplication with it."""
    if element.degree() <= 0:
        return _rational(element[0])
    integers, denominator = FieldMatrix(field, (1, 1), [element]).regular().cleared
    monic = integers.charpoly().coeffs()
    scaled = flint.fmpz_poly([value * flint.fmpz(denominator) ** k for k, value in enumerate(monic)])
    polynomial = tuple(int(value) for value in scaled.factor()[1][0][0].coeffs())
    return _Algebraic(polynomial, lambda digits: field.bounds(element, 4 * digits + 64))


def _rational(value: Number) -> Fraction:
    if isinstance(value, bool):
        raise InputError(f"{value} was passed as a number to compare with; pass an int, a Fraction or a text 'p/q'.")
    plain = side(value)
    if plain.float_seen or plain.enclosed:
        raise InputError(
            f"{value!r:.60} is not exact; pass an int, a Fraction, a text 'p/q', an eigenvalue of symdln or a "
            "pair of a number field and an element."
        )
    return dln.rational(plain.value)


# -- square roots ------------------------------------------------------------------------------------------------------


def _not_negative(a: Fraction) -> Fraction:
    if a < 0:
        raise InputError(f"the square root of {a} is not real; pass a number that is not negative.")
    return a


def _root_of_eigenvalue(value: Eigenvalue) -> Eigenvalue:
    """``[[0, C], [I, 0]]`` has the eigenvalues ``+- sqrt(lambda)`` for those of the companion matrix C; the positive
    ones come first, in the order of the lambda.
    """
    degree = len(value.factor) - 1
    last = [Fraction(-coefficient, value.factor[-1]) for coefficient in value.factor[:-1]]
    C = dln.Matrix([[*(int(j == i - 1) for j in range(degree - 1)), last[i]] for i in range(degree)])
    one, zero = dln.Matrix.identity(degree), dln.Matrix.zeros(degree, degree)
    try:
        return spectrum_of(vstack([hstack([zero, C]), hstack([one, zero])]))[value.root]
    except InputError:
        raise InputError(
            f"the square root of {value.text()} is known here only if all conjugates of it are positive."
        ) from None
