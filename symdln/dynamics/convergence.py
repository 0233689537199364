r"""Convergence to a global minimum, proved from one enclosed point on, with a rate.

Let ``P* = Syx Sxx^+`` and ``l = L - L(P*) = f ||(P - P*) Sxx^(1/2)||^2``, the excess over the least loss of all linear
maps.  With ``A_j = W_H ... W_{j+1}``, ``B_j = W_{j-1} ... W_1``, the smallest singular values ``a_j`` of ``A_j^T``
and ``b_j`` of ``B_j^T`` (zero where these have a kernel) and the least positive eigenvalue lambda of Sxx,

    ||grad L||^2  >=  4 f^2 kappa ||(P - P*) Sxx||^2  >=  2 m l,    kappa = sum_j a_j^2 b_j^2,    m = 2 f kappa lambda.

If this holds with one m in the ball of radius rho around the centre, the start lies within r of the centre, and
``r + sqrt(2 l / m) < rho``, then the flow stays in the ball for ever, converges to a point with ``P Sxx = Syx``, a
global minimiser, and ``l(t) <= l(T) e^(-2 m (t - T))``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any

import flint

from symdln.algebra.eigenvalue import interval_of
from symdln.algebra.rational import rational
from symdln.dynamics.balls import Ball, Balls, ball, balls, least_eigenvalue, operator_norm, upper
from symdln.errors import InputError
from symdln.landscape.problem import Problem

_ATTEMPTS = 8


@dataclass(frozen=True)
class Convergence:
    """From ``time`` on the excess is at most ``excess e^(-2 rate (t - time))``, and the flow stays within ``distance``
    of its limit, a global minimiser, which it approaches at least like ``distance e^(-rate (t - time))``.
    """

    time: Fraction
    rate: Fraction
    excess: Fraction
    distance: Fraction

    def excess_at(self, time: Any) -> Fraction:
        """A bound of the excess ``L - min L`` at a rational time, not before ``self.time``."""
        t = rational(time)
        if t < self.time:
            raise InputError(f"the rate is proved from the time {float(self.time):.6g} on, but {time!r} was passed.")
        return _high(ball(self.excess) * (-2 * ball(self.rate * (t - self.time))).exp())

    def time_until(self, excess: Any) -> Fraction:
        """A time from which on the excess is proved to be at most the rational number ``excess > 0``."""
        goal = rational(excess)
        if goal <= 0:
            raise InputError(f"excess must be positive, but {excess!r} was passed.")
        if goal >= self.excess:
            return self.time
        return self.time + _high(ball(self.excess / goal).log() / (2 * ball(self.rate)))


class FitBounds:
    """What convergence is decided from: the data of a problem, entered once."""

    def __init__(self, problem: Problem):
        best = problem.Syx @ problem.Sxx_pseudoinverse
        self.factor, self.best, self.Sxx = ball(problem.loss_factor), balls(best), balls(problem.Sxx)
        self.norm_Sxx = operator_norm(self.Sxx)
        self.least = least_positive(problem)

    def excess(self, weights: list[Balls]) -> Ball:
        """An enclosure of l at the weights."""
        gap = reduce(lambda product, layer: layer * product, weights) - self.best
        return self.factor * (gap * self.Sxx * gap.transpose()).trace()

    def convergence(self, time: Fraction, centre: list[Balls], radius: Ball) -> Convergence | None:
        """The proof at a time where the flow lies within ``radius`` of ``centre``, or None where there is none."""
        sizes = [operator_norm(layer) for layer in centre]
        moved = _moved(sizes, radius)
        root = upper(self.excess(centre) / self.factor).sqrt() + self.norm_Sxx.sqrt() * moved
        excess = upper(self.factor * root**2)
        ends = _ends(centre)
        rho = upper(radius)
        for _ in range(_ATTEMPTS):
            rate = (2 * self.factor * self.least * kappa(sizes, ends, rho)).lower()
            if not rate > 0:
                return None
            distance = upper((2 * excess / rate).sqrt())
            if radius + distance < rho:
                return Convergence(time, interval_of(rate)[0], _high(excess), _high(distance))
            rho = upper((radius + distance) * ball(Fraction(5, 4)))
        return None


def least_positive(problem: Problem) -> Ball:
    """A lower bound of the least positive eigenvalue of Sxx, and one that is close to it."""
    rank = problem.data_rank
    if rank == 0:
        return flint.arb(0)
    basis = (
        problem.Sxx.column_basis()
    )  # on the image of Sxx: the pencil (B^T Sxx B, B^T B) has the positive eigenvalues
    root = _inverse_root(balls(basis.T @ basis))
    return least_eigenvalue(root.transpose() * balls(basis.T @ problem.Sxx @ basis) * root)


def _inverse_root(gram: Balls) -> Balls:
    """R with ``R^T G R = I`` for a positive definite G: the inverse transpose of its Cholesky factor."""
    n = gram.nrows()
    L = [[flint.arb(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = gram[i, j] - sum((L[i][k] * L[j][k] for k in range(j)), flint.arb(0))
            L[i][j] = rest.sqrt() if i == j else rest / L[j][j]
    return flint.arb_mat(L).inv().transpose()


def kappa(sizes: list[Ball], ends: list[tuple[Ball, Ball]], rho: Ball) -> Ball:
    """A lower bound of ``sum_j a_j^2 b_j^2`` for all weights within ``rho`` of the centre."""
    total = flint.arb(0)
    for j, (a, b) in enumerate(ends):
        after, before = a - _moved(sizes[j + 1 :], rho), b - _moved(sizes[:j], rho)
        if after > 0 and before > 0:
            total += (after * before) ** 2
    return total.lower()


def _ends(centre: list[Balls]) -> list[tuple[Ball, Ball]]:
    """Lower bounds of the ``a_j`` and ``b_j`` at the centre, for j = 1, ..., H."""
    H = len(centre)
    outer = flint.arb_mat([[int(i == j) for j in range(centre[-1].nrows())] for i in range(centre[-1].nrows())])
    after = [outer]
    for layer in reversed(centre[1:]):
        after.append(after[-1] * layer)
    inner = flint.arb_mat([[int(i == j) for j in range(centre[0].ncols())] for i in range(centre[0].ncols())])
    before = [inner]
    for layer in centre[:-1]:
        before.append(layer * before[-1])
    return [
        (least_eigenvalue(A * A.transpose()).sqrt(), least_eigenvalue(B.transpose() * B).sqrt())
        for A, B in zip(after[::-1], before[:H], strict=True)
    ]


def _moved(sizes: list[Ball], rho: Ball) -> Ball:
    """How far, in operator norm, a product of layers of these norms moves if each moves by at most ``rho``."""
    one = flint.arb(1)
    return upper(reduce(mul, [size + rho for size in sizes], one) - reduce(mul, sizes, one))


def _high(value: Ball) -> Fraction:
    return interval_of(value)[1]
