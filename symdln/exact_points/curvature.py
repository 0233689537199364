"""The part of a fixture about curvature, and how it is computed, written and read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symdln.algebra.eigenvalue import Eigenvalue
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational_text
from symdln.curvature import Spectrum, eigenvalues, empirical_fisher, ggn, is_balanced, kronecker_factors
from symdln.exact_points.conventions import Conventions
from symdln.exact_points.data import Data
from symdln.exact_points.reading import Node
from symdln.files.text import number
from symdln.landscape.classification import GLOBAL_MINIMISER
from symdln.landscape.kinds import kind_of
from symdln.landscape.learning import LearningCoefficient, VolumeExponent
from symdln.landscape.point import Point
from symdln.landscape.problem import Problem

DIGITS = 12  # significant digits of an enclosure

Compact = tuple[tuple[Fraction, Fraction, int], ...]
"""Distinct eigenvalues, decreasing: lower and upper end, decimals of twelve significant digits, and multiplicity."""


@dataclass(frozen=True)
class Curvature:
    """Exact curvature at one point, in symdln's own convention.

    The functional part is ``hessian - ggn``.  ``kronecker_factors`` has for each layer the factor of its outputs and
    that of its inputs; their Kronecker product is the diagonal block of both matrices.  ``empirical_fisher`` is the sum
    over the samples of the squared gradients.  ``dimension`` (of the critical points of the kind) and the exponents are
    None where the point has none: a minimum has a ``learning_coefficient``, a saddle a ``volume_exponent``.

    >>> from symdln import Problem
    >>> from symdln.exact_points import data_of
    >>> data = data_of(Problem.canonical((2,), (1, 1, 1)))
    >>> found = curvature_at(data, data.point([[[2]], [[1]]]))                   # (b a - 2)^2 / 2; g = d (b a) = (1, 2)
    >>> found.ggn.texts(), found.ggn_rank, found.balanced, found.empirical_fisher == 0 * found.ggn
    ([['1', '2'], ['2', '4']], 1, False, True)
    >>> [tuple(map(str, pair)) for pair in found.kronecker_factors], found.dimension
    ([('[1]', '[1]'), ('[1]', '[4]')], 1)
    """

    ggn: Matrix
    ggn_rank: int
    kronecker_factors: tuple[tuple[Matrix, Matrix], ...]
    empirical_fisher: Matrix
    eigenvalues: Compact
    ggn_eigenvalues: Compact
    balanced: bool
    dimension: int | None
    learning_coefficient: LearningCoefficient | None
    volume_exponent: VolumeExponent | None


def curvature_at(data: Data, point: Point) -> Curvature:
    """The exact curvature, computed from the weights and the data."""
    problem = point.problem
    gauss_newton = ggn(problem, point)
    minimum, saddle = point.label == GLOBAL_MINIMISER, point.is_critical and point.label != GLOBAL_MINIMISER
    return Curvature(
        ggn=gauss_newton,
        ggn_rank=gauss_newton.rank(),
        kronecker_factors=kronecker_factors(problem, point),
        empirical_fisher=empirical_fisher(problem, point, data.X, data.Y),
        eigenvalues=compact(eigenvalues(point.hessian)),
        ggn_eigenvalues=compact(eigenvalues(gauss_newton)),
        balanced=is_balanced(problem, point),
        dimension=kind_of(point).dimension if point.is_critical else None,
        learning_coefficient=point.learning_coefficient if minimum else None,
        volume_exponent=point.volume_exponent if saddle else None,
    )


def compact(spectrum: Spectrum) -> Compact:
    """The enclosures of a spectrum with twelve significant digits, rounded outwards."""
    return tuple((*significant(*_narrow(value)), value.multiplicity) for value in spectrum)


def _narrow(value: Eigenvalue) -> tuple[Fraction, Fraction]:
    """Both ends of an interval that is narrow beside the eigenvalue; intervals of irrational ones exclude zero."""
    if value.value is not None:
        return value.value, value.value
    width = Fraction(1, 10 ** (DIGITS + 2))
    return value.enclosure_until(lambda low, high: high - low < min(abs(low), abs(high)) * width)


def significant(low: Fraction, high: Fraction, digits: int = DIGITS) -> tuple[Fraction, Fraction]:
    """Both ends rounded outwards to this many significant digits of the larger one.

    >>> [str(end) for end in significant(Fraction(2, 3), Fraction(2, 3), 3)]
    ['333/500', '667/1000']
    """
    size = max(abs(low), abs(high))
    if not size:
        return low, high
    unit = Fraction(10) ** (_leading(size) + 1 - digits)
    return math.floor(low / unit) * unit, math.ceil(high / unit) * unit


def _leading(size: Fraction) -> int:
    """``floor(log10 size)`` of a positive rational."""
    guess = math.floor(math.log10(size.numerator) - math.log10(size.denominator)) - 1
    while Fraction(10) ** (guess + 1) <= size:
        guess += 1
    return guess


def decimal_text(value: Fraction) -> str:
    """A decimal fraction as a text, with an exponent where it is far from 1.

    >>> decimal_text(Fraction(5, 4)), decimal_text(Fraction(-3, 10**9)), decimal_text(Fraction(12 * 10**20))
    ('1.25', '-3e-9', '12e20')
    """
    digits, exponent = value, 0
    while digits.denominator != 1:
        digits, exponent = digits * 10, exponent - 1
    mantissa = digits.numerator
    while mantissa and mantissa % 10 == 0:
        mantissa, exponent = mantissa // 10, exponent + 1
    sign, text = ("-" if mantissa < 0 else ""), str(abs(mantissa))
    if 0 <= exponent <= 6:
        return sign + text + "0" * exponent
    if -18 <= exponent < 0 and len(text) - 1 + exponent >= -6:
        padded = text.rjust(1 - exponent, "0")
        return f"{sign}{padded[:exponent]}.{padded[exponent:]}"
    return f"{sign}{text}e{exponent}"


# -- writing and reading -----------------------------------------------------------------------------------------------


def curvature_record(found: Curvature, conventions: Conventions, order: Sequence[int]) -> dict[str, Any]:
    """As JSON data; symmetric matrices by their rows."""
    learning, volume = found.learning_coefficient, found.volume_exponent
    return {
        "ggn": _texts(found.ggn.block(order, order)),
        "ggn_rank": found.ggn_rank,
        "kronecker_factors": [[_texts(left), _texts(right)] for left, right in found.kronecker_factors],
        "empirical_fisher": _texts(found.empirical_fisher.block(order, order)),
        "eigenvalues": _compact_texts(found.eigenvalues),
        "ggn_eigenvalues": _compact_texts(found.ggn_eigenvalues),
        "balanced": found.balanced,
        "dimension": found.dimension,
        "learning_coefficient": None if learning is None else _learning_record(learning),
        "volume_exponent": None
        if volume is None
        else {"value": _or_none(volume.value), "order": volume.order, "basis": volume.basis},
    }


def _learning_record(found: LearningCoefficient) -> dict[str, Any]:
    return {
        "value": rational_text(found.value),
        "order": found.order,
        "basis": found.basis,
        "order_basis": found.order_basis,
        "lower": rational_text(found.lower),
        "upper": rational_text(found.upper),
        "of_fibre": _or_none(found.of_fibre),
        "codimension": found.codimension,
        "components": found.components,
    }


def parse_curvature(node: Node, problem: Problem, places: Sequence[int]) -> Curvature:
    """The inverse of :func:`curvature_record`; ``InputError`` for what is missing or misshapen."""
    node.keys(Curvature.__dataclass_fields__)
    N = problem.parameters
    factors = []
    for entry, (rows, columns) in zip(node["kronecker_factors"].items(problem.depth), problem.shapes, strict=True):
        left, right = entry.items(2)
        factors.append((left.matrix(rows, rows), right.matrix(columns, columns)))
    learning, volume = node["learning_coefficient"], node["volume_exponent"]
    return Curvature(
        ggn=node["ggn"].matrix(N, N).block(places, places),
        ggn_rank=node["ggn_rank"].integer(),
        kronecker_factors=tuple(factors),
        empirical_fisher=node["empirical_fisher"].matrix(N, N).block(places, places),
        eigenvalues=_parse_compact(node["eigenvalues"]),
        ggn_eigenvalues=_parse_compact(node["ggn_eigenvalues"]),
        balanced=node["balanced"].truth(),
        dimension=None if node["dimension"].is_null else node["dimension"].integer(),
        learning_coefficient=None if learning.is_null else _parse_learning(learning),
        volume_exponent=None if volume.is_null else _parse_volume(volume),
    )


def _parse_learning(node: Node) -> LearningCoefficient:
    node.keys(LearningCoefficient.__dataclass_fields__)
    order, why, of_fibre = node["order"], node["order_basis"], node["of_fibre"]
    return LearningCoefficient(
        node["value"].rational(),
        None if order.is_null else order.integer(1),
        node["basis"].text(),
        None if why.is_null else why.text(),
        node["lower"].rational(),
        node["upper"].rational(),
        None if of_fibre.is_null else of_fibre.rational(),
        node["codimension"].integer(),
        node["components"].integer(1),
    )


def _parse_volume(node: Node) -> VolumeExponent:
    node.keys(VolumeExponent.__dataclass_fields__)
    value, order = node["value"], node["order"]
    return VolumeExponent(
        None if value.is_null else value.rational(), None if order.is_null else order.integer(1), node["basis"].text()
    )


def _parse_compact(node: Node) -> Compact:
    found = []
    for entry in node.items():
        lower, upper, multiplicity = entry.items(3)
        low, high = (number(end.text()) for end in (lower, upper))
        if low > high:
            entry.fail("an interval")
        found.append((low, high, multiplicity.integer(1)))
    return tuple(found)


def _compact_texts(values: Compact) -> list[list[Any]]:
    return [[decimal_text(low), decimal_text(high), multiplicity] for low, high, multiplicity in values]


def _texts(matrix: Matrix) -> list[list[str]]:
    return [[rational_text(value) for value in row] for row in matrix.rows()]


def _or_none(value: Fraction | None) -> str | None:
    return None if value is None else rational_text(value)
