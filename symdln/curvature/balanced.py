"""Closed forms at balanced points: the whole spectrum of the Hessian, and the least sharpness of all fitted minima.

Weights are balanced where ``W_{j+1}^T W_{j+1} = W_j W_j^T`` for all j; then ``W_j = U_j T U_{j-1}^T`` with orthonormal
columns and one diagonal T, and ``P = U_H T^H U_0^T``.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from symdln.algebra.eigenvalue import Eigenvalue, interval_of, rounded_outward
from symdln.algebra.matrix import Matrix, hstack
from symdln.algebra.orthonormal import orthonormal_columns, rational_power, rational_rotation
from symdln.curvature.spectrum import eigenvalues
from symdln.errors import InputError, NotRationalError
from symdln.landscape.classification import GLOBAL_MINIMISER
from symdln.landscape.point import Point, as_point
from symdln.landscape.problem import Problem

BITS = 192
PLACES = 30  # decimal places of the ends of an enclosure


@dataclass(frozen=True)
class ClosedEigenvalue:
    """``lower <= eigenvalue <= upper`` with its formula in words; two entries of a list may have equal values.

    >>> largest, *_ = balanced_spectrum(Problem.canonical((2,), (1, 1, 1, 1)), (0,))      # three times 2^(4/3)
    >>> largest.formula, largest.multiplicity, largest.lower**3 < 27 * 2**4 < largest.upper**3
    ('S x S: (0, 0)', 1, True)
    """

    formula: str
    multiplicity: int
    lower: Fraction
    upper: Fraction


def is_balanced(problem: Problem, weights: Any) -> bool:
    """Whether ``W_{j+1}^T W_{j+1} = W_j W_j^T`` for all neighbouring layers, exactly.

    >>> problem = Problem.canonical((4,), (1, 1, 1))
    >>> is_balanced(problem, [[[2]], [[-2]]]), is_balanced(problem, [[[1]], [[4]]])
    (True, False)
    """
    layers = as_point(problem, weights).weights
    return all(after.T @ after == before @ before.T for before, after in itertools.pairwise(layers))


def balanced_spectrum(problem: Problem, selection: Sequence[int]) -> tuple[ClosedEigenvalue, ...]:
    """The spectrum of the Hessian at every balanced critical point that selects S, for whitened data ``Sxx = k I``.

    With s_a the singular values of ``Syx / k`` (those of P are the selected ones) all eigenvalues are ``2 f k`` times

        sum_j s_a^(2(H-j)/H) s_b^(2(j-1)/H)   for a, b in S
        s_a^(1-2/H) (s_a + s_i), s_a^(1-2/H) (s_a - s_i)   for a in S and each unselected s_i > 0
        s_a^(2-2/H)   for a in S, once for each further input and each further output
        s_i and -s_i   for each unselected s_i > 0, d_1 - r times, at depth 2 only

    and zero for the rest.  Raises ``InputError`` where Sxx is not a multiple of I, and for no selection.

    >>> for value in balanced_spectrum(Problem.canonical((4,), (1, 1, 1)), (0,)):     # (4, 4; 4, 4) at a = b = 2
    ...     print(value.formula, value.multiplicity, value.lower == value.upper == 8)
    S x S: (0, 0) 1 True
    zero 1 False
    """
    chosen = problem.checked_selection(selection)
    scale = _whitening(problem)
    with flint.ctx.workprec(BITS):
        found = list(_nonzero(problem, chosen, scale))
        rest = problem.parameters - sum(multiplicity for _, multiplicity, _ in found)
        unit = flint.arb(_fmpq(2 * problem.loss_factor * scale))
        closed = [_closed(name, number, unit * value) for name, number, value in found if number]
    return (*closed, ClosedEigenvalue("zero", rest, Fraction(0), Fraction(0))) if rest else tuple(closed)


def _nonzero(problem: Problem, chosen: tuple[int, ...], scale: Fraction) -> Iterator[tuple[str, int, flint.arb]]:
    """Names, multiplicities and values without ``2 f k``."""
    H, r, nonzero = problem.depth, len(chosen), len(problem.positions)
    squares = [problem.spectrum[place] for place in problem.positions]
    if H == 1:
        yield "depth 1", problem.parameters, flint.arb(1)
        return
    inside = {a: _root(squares[a], scale, 2 * H) for a in chosen}  # s_a^(1/H)
    outside = {i: _root(squares[i], scale, 2) for i in range(nonzero) if i not in inside}
    for a, b in itertools.product(inside, repeat=2):
        terms = (inside[a] ** (2 * (H - j)) * inside[b] ** (2 * (j - 1)) for j in range(1, H + 1))
        yield f"S x S: ({a}, {b})", 1, sum(terms, flint.arb(0))
    for a, i in itertools.product(inside, outside):
        part = inside[a] ** (H - 2)
        yield f"S x rest: ({a}, {i}), sum", 1, part * (inside[a] ** H + outside[i])
        yield f"S x rest: ({a}, {i}), difference", 1, part * (inside[a] ** H - outside[i])
    further = problem.input_width + problem.output_width - 2 * nonzero
    for a in inside:
        yield f"S x further: {a}", further, inside[a] ** (2 * H - 2)
    if H == 2:
        for i in outside:
            yield f"rest: {i}", problem.widths[1] - r, outside[i]
            yield f"rest: {i}, negative", problem.widths[1] - r, -outside[i]


def least_sharpness(problem: Problem) -> ClosedEigenvalue:
    """The least sharpness of all minima with P = P* for whitened data: ``2 f k H s^(2-2/H)``.

    The sharpness of a minimum is the largest eigenvalue of its Hessian.

    s is the largest singular value of ``P* = Syx / k``.  Every minimum has at least this sharpness, and the balanced
    ones have exactly this sharpness (docs/curvature.md has the proof).  Raises ``InputError`` if Sxx is not a multiple
    of I, or if the least width is below the rank of Syx, so that no minimum has the product P*.

    >>> found = least_sharpness(Problem.canonical((8, 1), (2, 2, 2, 2)))          # 3 * 8^(4/3)
    >>> found.lower == found.upper == 48
    True
    """
    scale = _whitening(problem)
    if problem.best_rank < problem.cross_rank:
        raise InputError(
            f"Widths {problem.widths} do not reach the rank {problem.cross_rank} of Syx, and the least sharpness is "
            "known where the minima fit the linear regression; use wider layers."
        )
    H = problem.depth
    with flint.ctx.workprec(BITS):
        value = flint.arb(0) if H > 1 else flint.arb(1)
        if problem.positions and H > 1:
            value = H * _root(problem.spectrum[problem.positions[0]], scale, 2 * H) ** (2 * H - 2)
        return _closed("2 f k H s^(2 - 2/H)", 1, flint.arb(_fmpq(2 * problem.loss_factor * scale)) * value)


def flattest_minimum(problem: Problem, rng: int | random.Random | None = None) -> Point:
    """A rational balanced global minimiser, whose sharpness is exactly :func:`least_sharpness`.

    ``W_j = U_j diag(s)^(1/H) U_{j-1}^T`` with the singular vectors of ``Syx / k`` at both ends; with ``rng`` the hidden
    frames are rotated.  Raises ``InputError`` as :func:`least_sharpness` does, and ``NotRationalError`` if an H-th root
    of a singular value is irrational, or if its singular vectors have no rational orthonormal basis.

    >>> problem = Problem.canonical((8, 1), (2, 2, 2, 2))
    >>> point = flattest_minimum(problem, rng=1)
    >>> point.loss == 0, sharpness(problem, point).value == least_sharpness(problem).lower == 48
    (True, True)
    """
    least_sharpness(problem)  # refuses other data and too narrow layers
    k, H = _whitening(problem), problem.depth
    target = problem.Syx * (1 / k)
    if H == 1:
        return Point(problem, [target])
    form, roots, left, right = target.T @ target, [], [], []
    for value in problem.spectrum:
        if value.is_zero:
            continue
        s = None if value.value is None else rational_power(value.value / k, 2)
        root = None if s is None else rational_power(s, H)
        if s is None or root is None:
            raise NotRationalError(
                f"The singular value whose square is {value.text()}/{k} has no rational root of degree {H}."
            )
        space = (form - s * s * Matrix.identity(form.shape[0])).nullspace()
        chosen = orthonormal_columns(space, value.multiplicity)
        if chosen is None:
            raise NotRationalError("The singular vectors of Syx have no rational orthonormal basis.")
        roots += [root] * value.multiplicity
        right.append(chosen)
        left.append(target @ chosen * (1 / s))
    if not roots:
        return Point(problem, [Matrix.zeros(*shape) for shape in problem.shapes])
    source = rng if rng is None or isinstance(rng, random.Random) else random.Random(rng)
    frames = [hstack(right), *(_frame(width, len(roots), source) for width in problem.hidden), hstack(left)]
    D = Matrix.diagonal(roots)
    return Point(problem, [after @ D @ before.T for before, after in itertools.pairwise(frames)])


def _frame(width: int, rank: int, rng: random.Random | None) -> Matrix:
    whole = Matrix.identity(width) if rng is None else rational_rotation(width, rng)
    return whole.block(range(width), range(rank))


def sharpness(problem: Problem, weights: Any) -> Eigenvalue:
    """The largest eigenvalue of the Hessian at a global minimiser, exactly.

    Raises ``InputError`` at other points, where the largest eigenvalue says little about the loss; there use
    :func:`symdln.curvature.spectrum.eigenvalues` of ``point.hessian``.

    >>> import symdln as dln
    >>> str(sharpness(dln.Problem.canonical((2,), (1, 1, 1)), [[[2]], [[1]]]).value)    # (b, a)^T (b, a), b = 1
    '5'
    """
    point = as_point(problem, weights)
    if not point.is_critical or point.label != GLOBAL_MINIMISER:
        raise InputError(
            f"Sharpness is that of global minimisers, and this point is: {point.label}; for the largest eigenvalue of "
            "any Hessian use symdln.eigenvalues(point.hessian).largest."
        )
    return eigenvalues(point.hessian).largest


# -- helpers -----------------------------------------------------------------------------------------------------------


def _whitening(problem: Problem) -> Fraction:
    """k, where Sxx = k I."""
    k = problem.Sxx[0, 0]
    if not k or problem.Sxx != Matrix.identity(problem.input_width) * k:
        raise InputError(
            "Closed forms at balanced points need whitened data, Sxx = k I with k > 0; use "
            "symdln.eigenvalues(point.hessian) for other data."
        )
    return k


def _root(square: Eigenvalue, scale: Fraction, degree: int) -> flint.arb:
    """``(s^2 / k)^(1 / degree)`` for an eigenvalue s^2 of Sigma; exact where that is rational."""
    low, high = square.enclosure_until(lambda low, high: high - low < Fraction(1, 2**BITS))
    if low == high and (exact := _exact_root(low / scale, degree)) is not None:
        return flint.arb(_fmpq(exact))
    ends = flint.arb(_fmpq(low / scale)).union(flint.arb(_fmpq(high / scale)))
    return ends.root(degree)


def _exact_root(value: Fraction, degree: int) -> Fraction | None:
    parts = []
    for part in (value.numerator, value.denominator):
        root = round(part ** (1 / degree)) if part < 2**1000 else 0
        parts.append(next((n for n in (root - 1, root, root + 1) if n > 0 and n**degree == part), None))
    return Fraction(*parts) if None not in parts else None  # type: ignore[arg-type]


def _closed(name: str, multiplicity: int, value: flint.arb) -> ClosedEigenvalue:
    low, high = rounded_outward(*interval_of(value), PLACES)
    return ClosedEigenvalue(name, multiplicity, low, high)


def _fmpq(value: Fraction) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)
