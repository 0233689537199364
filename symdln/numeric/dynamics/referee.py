"""A referee for small cases: the gradient flow by Taylor series in high precision, sharing no code with the fast path.

The flow ``W_j' = -2f A_j^T (P Sxx - Syx) B_j^T`` is polynomial, so the Taylor coefficients of its solution follow from
one another by Cauchy products.  The length of a step is chosen from the last two coefficients.  The truncation error is
estimated and not enclosed: the result is for comparison, and not a proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mpmath.ctx_mp import MPContext

from symdln.algebra.rational import rational
from symdln.errors import InputError
from symdln.landscape.point import as_point
from symdln.landscape.problem import Problem

Rows = list[list[Any]]


@dataclass(frozen=True, eq=False)
class RefereeRun:
    """The flow at one time: ``weights[j-1]`` are the rows of W_j as mpmath numbers, with loss, gradient norm, and the
    largest Frobenius norm of the change of an invariant; ``steps`` are Taylor steps.
    """

    time: Fraction
    weights: list[Rows]
    loss: Any
    gradient_norm: Any
    drift: Any
    steps: int


def referee_flow(problem: Problem, weights: Sequence[Any], time: Any, *, dps: int = 50) -> RefereeRun:
    """The gradient flow from rational ``weights`` at a rational ``time``, with about ``dps`` correct digits.

    Balanced, a = b, the product p = ab obeys p' = 2 p (1 - p), so p(0) = 1/4 gives p(1) = 1 / (1 + 3 e^-2).

    >>> problem = Problem.canonical(singular_values=(1,), widths=(1, 1, 1))
    >>> run = referee_flow(problem, [[["1/2"]], [["1/2"]]], 1, dps=30)
    >>> str(run.weights[0][0][0] ** 2)[:20]
    '0.711234594227593859'
    """
    if not isinstance(dps, int) or not 10 <= dps <= 1000:
        raise InputError(f"dps must be an integer from 10 to 1000, but {dps!r} was passed.")
    end = rational(time)
    if end < 0:
        raise InputError(f"time must not be negative, but {time!r} was passed.")
    return _Referee(problem, dps).run(as_point(problem, weights), end)


class _Referee:
    def __init__(self, problem: Problem, dps: int):
        self.ctx = MPContext()
        self.ctx.dps = dps + 10
        self.order = max(20, int(1.2 * dps))
        self.least = self.ctx.mpf(10) ** -(dps + 5)
        self.problem, self.depth = problem, problem.depth
        self.Sxx, self.minus_Syx = self._enter(problem.Sxx), _scaled(self._enter(problem.Syx), self.ctx.mpf(-1))
        self.Syy = self._enter(problem.Syy)
        self.factor = self.ctx.mpf(problem.loss_factor.numerator) / problem.loss_factor.denominator

    def _enter(self, matrix: Any) -> Rows:
        return [[self.ctx.mpf(value.numerator) / value.denominator for value in row] for row in matrix.rows()]

    def run(self, point: Any, end: Fraction) -> RefereeRun:
        start = [self._enter(layer) for layer in point.weights]
        W, left, steps = start, self.ctx.mpf(end.numerator) / end.denominator, 0
        while left > 0:
            series = self._series(W)
            h = min(left, self._step(series))
            W = [_horner(layer, h) for layer in series]
            left, steps = left - h, steps + 1
        slope = [_scaled(layer[1], self.ctx.mpf(-1)) for layer in self._series(W, 1)]
        drift = max(self._distance(a, b) for a, b in zip(_invariants(W), _invariants(start), strict=True))
        return RefereeRun(end, W, self._loss(W), self.ctx.sqrt(sum(map(_square, slope))), drift, steps)

    def _series(self, W: list[Rows], order: int | None = None) -> list[list[Rows]]:
        """The coefficients 0, ..., order of W_1(t), ..., W_H(t)."""
        order, H = self.order if order is None else order, self.depth
        series = [[layer] for layer in W]
        before: dict[int, list[Rows]] = {j: [] for j in range(1, H + 1)}  # B_{j+1} = W_j ... W_1
        error: dict[int, list[Rows]] = {j: [] for j in range(1, H + 1)}  # E_j = 2f A_j^T G
        for n in range(order):
            before[1].append(series[0][n])
            for j in range(2, H + 1):
                before[j].append(_cauchy(series[j - 1], before[j - 1], n))
            G = _product(before[H][n], self.Sxx)
            error[H].append(_scaled(_sum(G, self.minus_Syx) if n == 0 else G, 2 * self.factor))
            for j in range(H, 1, -1):
                error[j - 1].append(_cauchy(_turned(series[j - 1]), error[j], n))
            for j in range(1, H + 1):
                slope = error[1][n] if j == 1 else _cauchy(error[j], _turned(before[j - 1]), n)
                series[j - 1].append(_scaled(slope, self.ctx.mpf(-1) / (n + 1)))
        return series

    def _step(self, series: list[list[Rows]]) -> Any:
        """h with ``|c_n| h^n`` below the tolerance for the last two n, taken relative to 1."""
        steps = []
        for n in (self.order - 1, self.order):
            size = self.ctx.sqrt(sum(_square(layer[n]) for layer in series))
            if size:
                steps.append((self.least / size) ** (self.ctx.mpf(1) / n))
        return min(steps, default=self.ctx.inf)

    def _loss(self, W: list[Rows]) -> Any:
        P = W[0]
        for layer in W[1:]:
            P = _product(layer, P)
        PSxx = _product(P, self.Sxx)
        terms = (
            p * (a + 2 * b)
            for p_row, a_row, b_row in zip(P, PSxx, self.minus_Syx, strict=True)
            for p, a, b in zip(p_row, a_row, b_row, strict=True)
        )
        return self.factor * (sum(terms) + sum(self.Syy[i][i] for i in range(len(self.Syy))))

    def _distance(self, left: Rows, right: Rows) -> Any:
        return self.ctx.sqrt(_square(_sum(left, _scaled(right, self.ctx.mpf(-1)))))


def _product(left: Rows, right: Rows) -> Rows:
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def _sum(left: Rows, right: Rows) -> Rows:
    return [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(left, right, strict=True)]


def _scaled(matrix: Rows, factor: Any) -> Rows:
    return [[factor * a for a in row] for row in matrix]


def _transposed(matrix: Rows) -> Rows:
    return [list(column) for column in zip(*matrix, strict=True)]


def _turned(series: list[Rows]) -> list[Rows]:
    return [_transposed(matrix) for matrix in series]


def _square(matrix: Rows) -> Any:
    return sum(a * a for row in matrix for a in row)


def _cauchy(left: list[Rows], right: list[Rows], n: int) -> Rows:
    """Coefficient n of the product of two series."""
    terms = [_product(left[k], right[n - k]) for k in range(n + 1)]
    total = terms[0]
    for term in terms[1:]:
        total = _sum(total, term)
    return total


def _horner(series: list[Rows], h: Any) -> Rows:
    value = series[-1]
    for coefficient in reversed(series[:-1]):
        value = _sum(_scaled(value, h), coefficient)
    return value


def _invariants(W: list[Rows]) -> list[Rows]:
    return [
        _sum(_product(_transposed(upper), upper), _scaled(_product(lower, _transposed(lower)), -1))
        for lower, upper in itertools.pairwise(W)
    ]
