"""Inertia from the characteristic polynomial: all roots are real, so Descartes' rule of signs counts exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import flint

from symdln.algebra.signs import Inertia, Symmetric, cleared_symmetric
from symdln.errors import InputError


def inertia_by_charpoly(matrix: flint.fmpz_mat) -> Inertia:
    """The inertia of a symmetric integer matrix, read off ``p(x) = det(x I - A)`` by the sign rule.

    The caller vouches for symmetry.
    """
    return count_signs(matrix.charpoly().coeffs())


def count_signs(coefficients: Sequence[Any]) -> Inertia:
    """The signs of the roots of a polynomial with ascending coefficients and *real roots only*.

    Descartes: #positive roots <= #sign changes of p(x), #negative roots <= #sign changes of p(-x), and the two numbers
    of sign changes add up to at most deg p - (multiplicity of 0).  When every root is real both are equalities.

    >>> count_signs([0, -6, 1, 1])                                  # x (x - 2) (x + 3)
    Inertia(positive=1, negative=1, zero=1)
    """
    signs = [value > 0 for value in coefficients if value]
    degree = len(coefficients) - 1
    zero = next(k for k, value in enumerate(coefficients) if value)
    positive = sum(left is not right for left, right in pairwise(signs))
    return Inertia(positive, degree - zero - positive, zero)


@dataclass(frozen=True)
class SignRule:
    """A certificate of inertia: the ascending coefficients of ``det(x I - A)``, A the matrix cleared of fractions."""

    coefficients: tuple[int, ...]

    @property
    def inertia(self) -> Inertia:
        return count_signs(self.coefficients)

    def verify(self, matrix: Symmetric) -> bool:
        """Whether the coefficients are those of ``matrix``, by determinants alone.

        A polynomial of degree N with ``p(k) = det(k I - A)`` at the N + 1 points ``k = 0, ..., N`` is the
        characteristic polynomial; and a symmetric A has only real eigenvalues, as the count requires.
        """
        try:
            integers, _ = cleared_symmetric(matrix)
        except InputError:
            return False
        size = integers.nrows()
        if len(self.coefficients) != size + 1:
            return False
        polynomial = flint.fmpz_poly(list(self.coefficients))
        return all(polynomial(k) == (_scalar(size, k) - integers).det() for k in range(size + 1))


def _scalar(size: int, value: int) -> flint.fmpz_mat:
    """``value * I``."""
    return flint.fmpz_mat(size, size, [value if i == j else 0 for i in range(size) for j in range(size)])


def sign_rule(matrix: flint.fmpz_mat) -> SignRule:
    """The certificate for a symmetric integer matrix."""
    return SignRule(tuple(int(value) for value in matrix.charpoly().coeffs()))
