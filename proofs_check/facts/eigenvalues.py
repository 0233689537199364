"""Eigenvalues of rational symmetric matrices, numbered as in Section 2.2 (from the smallest, from 1) and compared
exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

import symdln as dln
from symdln.algebra.eigenvalue import Eigenvalue, Interval
from symdln.algebra.inertia import inertia_of
from symdln.algebra.spectrum import compare_sums, spectrum_of
from symdln.errors import UndecidedError

DIGITS = (20, 80, 320)
"""The digits to which products of irrational eigenvalues are enclosed before a comparison is given up."""


@lru_cache(maxsize=4096)
def spectrum(matrix: dln.Matrix) -> tuple[Eigenvalue, ...]:
    """The distinct eigenvalues in decreasing order."""
    return spectrum_of(matrix)


@lru_cache(maxsize=4096)
def eigenvalues(matrix: dln.Matrix) -> tuple[Eigenvalue, ...]:
    """All eigenvalues in non-decreasing order, each as often as its multiplicity."""
    found = [eigenvalue for eigenvalue in spectrum(matrix) for _ in range(eigenvalue.multiplicity)]
    return tuple(reversed(found))


def nth(matrix: dln.Matrix, i: int) -> Eigenvalue:
    """The paper's ``lambda_i(A)``: the i-th eigenvalue in non-decreasing order, i from 1."""
    if not 1 <= i <= matrix.shape[0]:
        raise ValueError(f"a matrix of size {matrix.shape[0]} has no eigenvalue number {i}")
    return eigenvalues(matrix)[i - 1]


def sign(eigenvalue: Eigenvalue) -> int:
    """-1, 0 or 1; the isolating interval of an eigenvalue that is not zero does not contain zero."""
    return (eigenvalue.lower > 0) - (eigenvalue.upper < 0)


def smallest_is_at_most(matrix: dln.Matrix, bound: Fraction) -> bool:
    """Whether ``lambda_min(A) <= bound``, by the inertia of ``A - bound I``."""
    size = matrix.shape[0]
    return inertia_of(matrix - dln.Matrix.identity(size) * bound).positive < size


Term = tuple[dln.Matrix, int]
"""``(A, i)`` stands for ``lambda_i(A)``."""


def compare(first: Sequence[Term], second: Sequence[Term]) -> int:
    """The sign of the sum of the first eigenvalues minus the sum of the second ones, exactly."""
    left, right = ([nth(*term) for term in terms] for terms in (first, second))
    if all(eigenvalue.is_rational for eigenvalue in (*left, *right)):
        difference = _total(left) - _total(right)
        return (difference > 0) - (difference < 0)
    every = [eigenvalue for matrix, _ in (*first, *second) for eigenvalue in spectrum(matrix)]
    places = {_key(eigenvalue): place for place, eigenvalue in enumerate({_key(one): one for one in every}.values())}
    distinct = [_alone(one) for one in {_key(one): one for one in every}.values()]
    return compare_sums(distinct, [places[_key(one)] for one in left], [places[_key(one)] for one in right])


def _total(values: Iterable[Eigenvalue]) -> Fraction:
    return sum((value.value for value in values if value.value is not None), Fraction(0))


def _key(eigenvalue: Eigenvalue) -> tuple[tuple[int, ...], int]:
    """The identity of an eigenvalue, whatever its matrix: the irreducible polynomial and the number of the root."""
    return eigenvalue.factor, eigenvalue.root


def _alone(eigenvalue: Eigenvalue) -> Eigenvalue:
    return Eigenvalue(eigenvalue.value, eigenvalue.factor, eigenvalue.root, 1, eigenvalue.lower, eigenvalue.upper)


# -- products ----------------------------------------------------------------------------------------------------------


def product_enclosure(factors: Iterable[Eigenvalue], digits: int) -> Interval:
    """Rationals around the product of the eigenvalues, from enclosures of each to this many digits."""
    low = high = Fraction(1)
    for factor in factors:
        ends = [x * y for x in (low, high) for y in factor.enclosure(digits)]
        low, high = min(ends), max(ends)
    return low, high


def compare_products(first: Sequence[Eigenvalue], second: Sequence[Eigenvalue]) -> int:
    """The sign of the product of the first positive eigenvalues minus that of the second ones.

    Common factors are cancelled first.  Raises ``UndecidedError`` where 320 digits do not separate the products.
    """
    if any(sign(factor) <= 0 for factor in (*first, *second)):
        raise ValueError("products are compared for positive eigenvalues only")
    left, right = Counter(map(_key, first)), Counter(map(_key, second))
    known = {_key(factor): factor for factor in (*first, *second)}
    for digits in DIGITS:
        low, high = product_enclosure((known[key] for key in (left - right).elements()), digits)
        other_low, other_high = product_enclosure((known[key] for key in (right - left).elements()), digits)
        if low > other_high or high < other_low or low == high == other_low == other_high:
            return (low > other_high) - (high < other_low)
    raise UndecidedError("two products of irrational eigenvalues agree to 320 digits")


def sum_of_products_is_at_most(
    products: Sequence[Sequence[Eigenvalue]], bound: Fraction, times: Fraction = Fraction(1)
) -> bool:
    """Whether a sum of products of eigenvalues, times a rational that is not negative, is at most a rational bound.

    Errors as in :func:`compare_products`.
    """
    for digits in DIGITS:
        enclosures = [product_enclosure(factors, digits) for factors in products]
        if times * sum((high for _, high in enclosures), Fraction(0)) <= bound:
            return True
        if times * sum((low for low, _ in enclosures), Fraction(0)) > bound:
            return False
    raise UndecidedError("a sum of products of irrational eigenvalues agrees with a rational to 320 digits")
