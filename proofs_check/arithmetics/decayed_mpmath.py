"""The column of mpmath at a critical point with weight decay: Python's integers, slices, and roots by bisection."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np

from proofs_check.arithmetics.columns import DIGITS, order_of
from proofs_check.arithmetics.decayed_question import DecayedQuestion, decay_of_entries, form_at, is_best, label_of
from proofs_check.arithmetics.values import OPEN, Column, Exact, Value, Word
from symdln import precise
from symdln.decay import DecayedPoint
from symdln.decay.problem import WHITE
from symdln.errors import UndecidedError

Rows = Sequence[Sequence[Fraction]]


def by_mpmath(question: DecayedQuestion) -> Column:
    """mpmath: signature, ranks and modes in high precision; what it leaves undecided is open."""
    point, decays = question.point, decay_of_entries(question.point)
    network, zero = precise.network_of(point.plain), Fraction(0)
    weights = [x for W in point.weights for row in W.rows() for x in row]
    rows = network.hessian()
    for i, lam in enumerate(decays):
        rows[i][i] += lam
    total = [g + lam * w for g, lam, w in zip(network.gradient(), decays, weights, strict=True)]
    inertia = _decided(lambda: tuple(precise.signature_of(_integers(rows))[:3]))
    column: dict[str, Value] = {
        "gradient is zero": Word(not any(total)),
        "gradient": Exact.of(total),
        "Hessian": Exact.of(x for row in rows for x in row),
        "second order": Exact.of(form_at(rows, V) / 2 for V in question.directions),
        "value": Exact((network.loss() + sum((d * w * w for d, w in zip(decays, weights, strict=True)), zero) / 2,)),
        "inertia": inertia,
        "ranks": _decided(lambda: _precise_ranks(point)),
        "invariants": Exact.of(_balance_sums(point)),
        "selection": OPEN,
        "class": OPEN,
    }
    modes = _enclosed_modes(point)
    if modes is not None and isinstance(inertia, Word):
        best = is_best(modes.counts, modes.numbers, modes.signs, min(point.decayed.problem.widths))
        label = label_of(network.depth, inertia.value[1], double=modes.double, best=best)
        column |= {"selection": Word(modes.counts), "class": Word(label)}
    if question.curve is not None:
        along = precise.coefficients_along(network, question.curve, dps=DIGITS)
        penalty = _penalty_series(question)
        room = 10 ** (5 - DIGITS)
        with mpmath.workdps(DIGITS):
            added = [mpmath.mpf(p.numerator) / p.denominator for p in penalty[1:]]
            pairs = [(c + p, (size + abs(p)) * room) for (c, size), p in zip(along, added, strict=False)]
            column["order"] = order_of(pairs)
    return column


def _decided(compute: Callable[[], Any]) -> Value:
    try:
        return Word(compute())
    except UndecidedError:
        return OPEN


def _integers(rows: Rows) -> np.ndarray:
    """The rows times their common denominator."""
    clear = math.lcm(*(x.denominator for row in rows for x in row))
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    table[:] = [[int(x * clear) for x in row] for row in rows]
    return table


def _times(left: Rows, right: Rows) -> list[list[Fraction]]:
    columns = list(zip(*right, strict=True))
    return [[sum((a * b for a, b in zip(row, c, strict=True)), Fraction(0)) for c in columns] for row in left]


def _product(point: DecayedPoint) -> list[list[Fraction]]:
    layers = [W.rows() for W in point.weights]
    P: Any = layers[0]
    for layer in layers[1:]:
        P = _times(layer, P)
    return P


def _precise_ranks(point: DecayedPoint) -> tuple[int, ...]:
    tables = [_product(point), *(W.rows() for W in point.weights)]
    return tuple(precise.rank_of(_integers(rows)) for rows in tables)


def _balance_sums(point: DecayedPoint) -> list[Fraction]:
    found = []
    for (a, W), (b, V) in pairwise(zip(point.decayed.decays, (W.rows() for W in point.weights), strict=True)):
        size = len(W)
        found += [
            b * sum((row[i] * row[k] for row in V), Fraction(0))
            - a * sum((x * y for x, y in zip(W[i], W[k], strict=True)), Fraction(0))
            for i in range(size)
            for k in range(size)
        ]
    return found


def _penalty_series(question: DecayedQuestion) -> list[Fraction]:
    """The coefficients of ``1/2 sum lam_j |W_j(t)|^2``, by convolution."""
    assert question.curve is not None
    found = [Fraction(0)] * (2 * max(map(len, question.curve)) + 2 * len(question.curve))
    for lam, terms in zip(question.point.decayed.decays, question.curve, strict=True):
        for i, one in enumerate(terms):
            for k, other in enumerate(terms):
                products = (x * y for x, y in zip(one.entries(), other.entries(), strict=True))
                found[i + k] += lam * sum(products, Fraction(0)) / 2
    return found


Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class _Modes:
    """How often each value is used at its roots, the multiplicities, what using each saves, and whether a double root
    is used.
    """

    counts: tuple[tuple[int, int], ...]
    numbers: tuple[int, ...]
    signs: tuple[int, ...]
    double: bool


def _enclosed_modes(point: DecayedPoint) -> _Modes | None:
    """The modes from enclosures of eigenvalues and roots; None where these do not decide."""
    squares, mixed = _forms(point)
    problem, white = point.decayed.problem, point.decayed.data_kind == WHITE
    unit = 2 * problem.loss_factor * (problem.Sxx[0, 0] if white else 1)
    power = math.prod((lam / unit for lam in point.decayed.decays), start=Fraction(1))
    equation = _Equation(problem.depth, problem.depth - 1 if white else problem.depth, power)
    try:
        values, found = _distinct(squares), _eigenvalues(mixed)
    except UndecidedError:
        return None
    counts, signs, double = [], [], False
    for x, _ in values:
        levels = equation.levels(_sharpened(x, squares, equation))
        if levels is None:
            return None
        counts.append(tuple(sum(_meets(one, root) for one in found) if root else 0 for root in levels.roots))
        signs.append(levels.saves)
        double |= levels.double and counts[-1][0] > 0
    if sum(map(sum, counts)) != sum(low > 0 for low, _ in found):
        return None
    return _Modes(tuple(counts), tuple(m for _, m in values), tuple(signs), double)


def _forms(point: DecayedPoint) -> tuple[Rows, Rows]:
    """Symmetric matrices with the values x, and with x t at the used modes."""
    problem, P = point.decayed.problem, _product(point)
    Sxx, Syx = problem.Sxx.rows(), problem.Syx.rows()
    if point.decayed.data_kind != WHITE:
        return Sxx, _times(Sxx, P)
    target = [[x / Sxx[0][0] for x in row] for row in Syx]
    turned = list(zip(*target, strict=True))
    if len(target) <= len(turned):
        return _times(target, turned), _times(target, list(zip(*P, strict=True)))
    return _times(turned, target), _times(turned, P)


def _sharpened(x: Interval, squares: Rows, equation: _Equation) -> Interval:
    """The value exactly, where it is one of the two thresholds: that threshold is then rational, and the matrix minus
    it is singular, in fractions.
    """
    for threshold in equation.thresholds():
        if threshold is not None and x[0] <= threshold <= x[1]:
            shifted = [[entry - (i == k) * threshold for k, entry in enumerate(row)] for i, row in enumerate(squares)]
            if precise.rank_of(_integers(shifted)) < len(squares):
                return threshold, threshold
    return x


def _eigenvalues(rows: Rows) -> list[Interval]:
    clear = math.lcm(*(x.denominator for row in rows for x in row))
    return [(low / clear, high / clear) for low, high in precise.eigenvalues_of(_integers(rows), dps=DIGITS)]


def _distinct(rows: Rows) -> list[tuple[Interval, int]]:
    """The distinct eigenvalues, decreasing, with their proved multiplicities."""
    clear = math.lcm(*(x.denominator for row in rows for x in row))
    found = precise.distinct(_integers(rows), dps=DIGITS)
    return [((low / clear, high / clear), number) for (low, high), number in found]


def _meets(one: Interval, other: Interval) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


@dataclass(frozen=True)
class _Levels:
    """Enclosures of x t at the large (or double) root and at the small one, None where there is none; the sign of what
    the large one saves.
    """

    roots: tuple[Interval | None, Interval | None]
    saves: int
    double: bool = False


@dataclass(frozen=True)
class _Equation:
    """``t^(H-2) (1 - t)^H = p / x^e``."""

    depth: int
    exponent: int
    power: Fraction

    def height(self, t: Fraction) -> Fraction:
        return t ** (self.depth - 2) * (1 - t) ** self.depth

    def places(self) -> tuple[Fraction, Fraction]:
        """Where the height is greatest, and where a used mode saves nothing."""
        return Fraction(self.depth - 2, 2 * self.depth - 2), Fraction(self.depth - 2, self.depth - 1)

    def thresholds(self) -> list[Fraction | None]:
        """The values x whose roots lie at these places, where they are rational."""
        return [_root(self.power / self.height(t), self.exponent) for t in self.places()]

    def levels(self, x: Interval) -> _Levels | None:
        """The roots for all values of an enclosure; None where a threshold lies inside."""
        if x[1] < Fraction(1, 10**20):
            return _Levels((None, None), -1)
        if x[0] <= 0:
            return None
        right = [self.power / end**self.exponent for end in x]  # decreasing in x
        fold, even = self.places()
        top = self.height(fold)
        if right[0] == right[1] == top and self.depth > 2:
            return _Levels((_scaled(x, (fold, fold)), None), -1, double=True)
        if min(right) >= top:
            return _Levels((None, None), -1)
        saves = {(self.height(even) > r) - (self.height(even) < r) for r in right}
        if max(right) >= top or len(saves) > 1:
            return None
        large = _scaled(x, self._bisected(right, fold, Fraction(1), falling=True))
        small = _scaled(x, self._bisected(right, Fraction(0), fold, falling=False)) if self.depth > 2 else None
        return _Levels((large, small), saves.pop())

    def _bisected(self, right: Sequence[Fraction], low: Fraction, high: Fraction, *, falling: bool) -> Interval:
        """The roots for all right sides between the two, on a side where the height is monotone."""
        ends = []
        for r in right:
            a, b = low, high
            for _ in range(110):
                middle = (a + b) / 2
                a, b = (a, middle) if (self.height(middle) < r) is falling else (middle, b)
            ends += [a, b]
        return min(ends), max(ends)


def _root(value: Fraction, degree: int) -> Fraction | None:
    """The positive root where it is rational."""
    ends = []
    for number in (value.numerator, value.denominator):
        guess = round(mpmath.root(mpmath.mpf(number), degree)) if number < 10**15 else 0
        ends.append(guess)
    found = Fraction(*ends) if all(ends) else Fraction(0)
    return found if found**degree == value else None


def _scaled(x: Interval, t: Interval) -> Interval:
    return x[0] * t[0], x[1] * t[1]
