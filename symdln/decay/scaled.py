"""Eigenvalues times a positive rational, still known exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from symdln.algebra.eigenvalue import Eigenvalue


def scaled_eigenvalues(values: Sequence[Eigenvalue], factor: Fraction) -> tuple[Eigenvalue, ...]:
    """Each value times ``factor > 0``.

    >>> from symdln.algebra.matrix import Matrix
    >>> from symdln.algebra.spectrum import spectrum_of
    >>> [value.text() for value in scaled_eigenvalues(spectrum_of(Matrix([[1, 1], [1, 0]])), Fraction(1, 2))]
    ['0.809016...', '-0.309016...']
    """
    if factor == 1:
        return tuple(values)
    return tuple(_scaled(value, factor) for value in values)


def _scaled(value: Eigenvalue, factor: Fraction) -> Eigenvalue:
    degree = len(value.factor) - 1
    p, q = factor.numerator, factor.denominator
    coefficients = [c * q**k * p ** (degree - k) for k, c in enumerate(value.factor)]
    content = math.gcd(*coefficients)
    primitive = tuple(c // content for c in coefficients)
    exact = None if value.value is None else value.value * factor
    return replace(value, value=exact, factor=primitive, lower=value.lower * factor, upper=value.upper * factor)
