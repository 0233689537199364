"""The column of sympy at a critical point with weight decay: derivatives by diff, kernels at rational roots, Sturm."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy
from sympy.polys.matrices import DomainMatrix

from proofs_check.arithmetics.columns import is_small, order_of
from proofs_check.arithmetics.decayed_question import DecayedQuestion, decay_of_entries, form_at, is_best, label_of
from proofs_check.arithmetics.values import OPEN, Column, Exact, Value, Word
from symdln import symbolic
from symdln.algebra.matrix import Matrix
from symdln.decay import DecayedPoint
from symdln.decay.problem import WHITE
from symdln.symbolic import answers as symbolic_answers

_t = sympy.Symbol("t")


def by_sympy(question: DecayedQuestion) -> Column:
    """sympy: the derived polynomials at the point; nothing where the loss has too many terms."""
    point = question.point
    if not is_small(point.decayed.problem):
        return {}
    here, decays = symbolic.SymbolicPoint(point.plain), decay_of_entries(point)
    penalty: list[Any] = [sympy.Poly(_rational(lam) * _t**2 / 2, _t) for lam in decays]
    weights = [_rational(x) for x in here.weights]
    rows = [list(row) for row in here.hessian]
    for i, polynomial in enumerate(penalty):
        rows[i][i] += _fraction(polynomial.diff(_t).diff(_t).eval(weights[i]))
    slopes = [_fraction(p.diff(_t).eval(x)) for p, x in zip(penalty, weights, strict=True)]
    total = [a + b for a, b in zip(here.gradient, slopes, strict=True)]
    signature = symbolic_answers.signature_of(rows)
    column: dict[str, Value] = {
        "gradient is zero": Word(not any(total)),
        "gradient": Exact.of(total),
        "Hessian": Exact.of(x for row in rows for x in row),
        "second order": Exact.of(form_at(rows, V) / 2 for V in question.directions),
        "value": Exact((here.loss + sum(_fraction(p.eval(x)) for p, x in zip(penalty, weights, strict=True)),)),
        "inertia": Word(signature),
        **_sympy_modes(point, signature[1]),
    }
    if question.curve is not None:
        change = _with_penalty(here.coefficients_along(question.curve), question)
        column["order"] = order_of([(c, Fraction(0)) for c in change[1:]])
    return column


def _with_penalty(change: Sequence[Fraction], question: DecayedQuestion) -> list[Fraction]:
    """The coefficients of the plain loss along the curve, and those of the decay, by squaring polynomials in t."""
    assert question.curve is not None
    total = sympy.Poly([_rational(c) for c in reversed(list(change))], _t)
    for lam, terms in zip(question.point.decayed.decays, question.curve, strict=True):
        for entries in zip(*(term.entries() for term in terms), strict=True):
            total += _rational(lam) / 2 * sympy.Poly([_rational(x) for x in reversed(entries)], _t) ** 2
    return [_fraction(c) for c in reversed(total.all_coeffs())]


def _sympy_modes(point: DecayedPoint, negative: int) -> dict[str, Value]:
    """Ranks, modes, class and balance by sympy's matrices; open where a value or a used root is irrational."""
    layers = [_matrix(W) for W in point.weights]
    P = layers[0]
    for layer in layers[1:]:
        P = layer * P
    rank = _rank(P)
    pairs = pairwise(zip(map(_rational, point.decayed.decays), layers, strict=True))
    balances = (entry for (a, W), (b, V) in pairs for entry in b * V.T * V - a * W * W.T)
    found: dict[str, Value] = {
        "ranks": Word((rank, *(_rank(layer) for layer in layers))),
        "invariants": Exact.of(map(_fraction, balances)),
        "selection": OPEN,
        "class": OPEN,
    }
    values, form, exponent, power = _sympy_forms(point, P)
    if values is None:
        return found
    depth, counts, double, signs = len(layers), [], False, []
    for x, _ in values:
        polynomial = _root_equation(depth, x, exponent, power)
        roots = sorted(r for r in polynomial.ground_roots() if 0 < r < 1)
        kernels = [_nullity(form - x * r * sympy.eye(form.rows)) for r in roots]
        double |= any(n and polynomial.diff(_t).eval(r) == 0 and depth > 2 for r, n in zip(roots, kernels, strict=True))
        fold = sympy.Rational(depth - 2, 2 * depth - 2)
        large = sum(n for r, n in zip(roots, kernels, strict=True) if r >= fold)
        counts.append((large, sum(kernels) - large))
        signs.append(_saves(polynomial, depth))
    if sum(map(sum, counts)) != rank:
        return found
    best = is_best(counts, [m for _, m in values], signs, min(point.decayed.problem.widths))
    label = label_of(depth, negative, double=double, best=best)
    return found | {"selection": Word(tuple(counts)), "class": Word(label)}


def _root_equation(depth: int, x: Any, exponent: int, power: Any) -> Any:
    """``t^(H-2) (1 - t)^H - p / x^e``; for x = 0 a polynomial without roots in (0, 1)."""
    return sympy.Poly(_t ** (depth - 2) * (1 - _t) ** depth - power / x**exponent if x else _t, _t)


def _saves(polynomial: Any, depth: int) -> int:
    """1 where the large root lies beyond (H-2)/(H-1), so that using the mode lowers the loss, 0 where it is that, and
    -1 else: Sturm's count of roots.
    """
    even = sympy.Rational(depth - 2, depth - 1)
    if even and polynomial.eval(even) == 0:
        return 0
    beyond = polynomial.count_roots(even, 1) - (polynomial.eval(1) == 0) - (even == 0 and polynomial.eval(0) == 0)
    return 1 if beyond else -1


def _sympy_forms(point: DecayedPoint, P: Any) -> tuple[Any, Any, int, Any]:
    """(x, multiplicity) of the values, decreasing (None where one is irrational); the form with the eigenvalues x t;
    the exponent e and the power p of the equation of the roots.
    """
    problem = point.decayed.problem
    Sxx, Syx, depth = _matrix(problem.Sxx), _matrix(problem.Syx), problem.depth
    white = point.decayed.data_kind == WHITE
    unit = 2 * _rational(problem.loss_factor) * (Sxx[0, 0] if white else 1)
    target = Syx / Sxx[0, 0] if white else Sxx
    outputs = target.rows <= target.cols
    squares = target if not white else target * target.T if outputs else target.T * target
    form = Sxx * P if not white else target * P.T if outputs else target.T * P
    polynomial = sympy.Poly(squares.charpoly(_t).as_expr(), _t)
    roots = polynomial.ground_roots()
    values = sorted(roots.items(), reverse=True) if sum(roots.values()) == squares.rows else None
    power = math.prod((_rational(lam) / unit for lam in point.decayed.decays), start=sympy.Integer(1))
    return values, form, depth - 1 if white else depth, power


def _nullity(matrix: Any) -> int:
    return int(matrix.rows - _rank(matrix))


def _rank(matrix: Any) -> int:
    return int(DomainMatrix.from_Matrix(matrix).convert_to(sympy.QQ).rank())


def _matrix(matrix: Matrix) -> Any:
    return sympy.Matrix([[_rational(x) for x in row] for row in matrix.rows()])


def _rational(value: Fraction) -> Any:
    return sympy.Rational(value.numerator, value.denominator)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
