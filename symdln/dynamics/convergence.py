r"""Convergence to a global minimum, proved from one enclosed point on, with a rate.

Let ``P* = Syx Sxx^+`` and ``l = L - L(P*) = f ||(P - P*) Sxx^(1/2)||^2``, the excess over the least loss of all linear
maps.  With ``A_j = W_H ... W_{j+1}``, ``B_j = W_{j-1} ... W_1``, the smallest singular values ``a_j`` of ``A_j^T``
and ``b_j`` of ``B_j^T`` (zero where these have a kernel) and the least positive eigenvalue lambda of Sxx,

    ||grad L||^2  >=  4 f^2 kappa ||(P - P*) Sxx||^2  >=  2 m l,    kappa = sum_j a_j^2 b_j^2,    m = 2 f kappa lambda.

If this holds with one m in the ball of radius rho around the centre, the start lies within r of the centre, and
``r + sqrt(2 l / m) < rho``, then the flow stays in the ball for ever, converges to a point with ``P Sxx = Syx``, a
global minimiser, and ``l(t) <= l(T) e^(-2 m (t - T))``.

Where a narrow hidden layer keeps the product from the fit, :mod:`symdln.dynamics.bottleneck` gives the inequality with
the excess over the best loss of its rank; the rest is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any, NamedTuple, Protocol

import flint

from symdln.algebra.eigenvalue import interval_of
from symdln.algebra.rational import rational
from symdln.dynamics.balls import Ball, Balls, ball, balls, inverse_root, least_eigenvalue, moved, operator_norm, upper
from symdln.dynamics.bottleneck import BottleneckBounds, is_narrow
from symdln.errors import InputError
from symdln.landscape.problem import Problem

_ATTEMPTS = 8


@dataclass(frozen=True)
class Convergence:
    """From ``time`` on the excess is at most ``excess e^(-2 rate (t - time))``, and the flow stays within ``distance``
    of its limit, a global minimiser, which it approaches at least like ``distance e^(-rate (t - time))``.

    >>> found = Convergence(time=Fraction(3), rate=Fraction(1), excess=Fraction(1), distance=Fraction(2))
    >>> f"{float(found.excess_at(4)):.6f}", f"{float(found.time_until('1/100')):.6f}"       # e^-2 and 3 + log(100) / 2
    ('0.135335', '5.302585')
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


class Local(Protocol):
    """Bounds in the balls around one centre, each None where nothing is proved.

    >>> chain = Problem.canonical((1,), (1, 1, 1))                     # 1/2 (b a - 1)^2, so |grad|^2 = 2 (a^2 + b^2) l
    >>> local = bounds_of(chain).at([flint.arb_mat([[1]]), flint.arb_mat([[2]])])
    >>> 1 / 2 <= local.excess(flint.arb(0)) <= 0.501, 4.9 <= local.rate(flint.arb(0)) <= 5
    (True, True)
    >>> local.rate(flint.arb(3)) is None                               # the ball contains the saddle a = b = 0
    True
    """

    def excess(self, radius: Ball) -> Ball | None:
        """A bound of l at all weights within ``radius``."""

    def rate(self, rho: Ball) -> Ball | None:
        """A number ``m > 0`` with ``||grad L||^2 >= 2 m l`` at all weights within ``rho``."""


def bounds_of(problem: Problem) -> FitBounds | BottleneckBounds:
    """The bounds that decide convergence to a fit, or to the best approximation that a narrow hidden layer allows.

    >>> [type(bounds_of(Problem.canonical((2, 1), (2, width, 2)))).__name__ for width in (2, 1)]
    ['FitBounds', 'BottleneckBounds']
    """
    least = least_positive(problem)
    return BottleneckBounds(problem, least) if is_narrow(problem) else FitBounds(problem, least)


def convergence(local: Local, time: Fraction, radius: Ball) -> Convergence | None:
    """The proof at a time where the flow lies within ``radius`` of the centre, or None where there is none.

    >>> bounds = bounds_of(Problem.canonical((1,), (1, 1, 1)))         # 1/2 (b a - 1)^2
    >>> near, far = ([flint.arb_mat([[a]]), flint.arb_mat([[b]])] for a, b in ((1.125, 1), (0.125, 0.125)))
    >>> found = convergence(bounds.at(near), Fraction(0), flint.arb(0))
    >>> found.rate > 1, found.excess >= Fraction(1, 128), convergence(bounds.at(far), Fraction(0), flint.arb(0))
    (True, True, None)
    """
    found = reachable(local, radius)
    if found is None:
        return None
    return Convergence(time, interval_of(found.rate)[0], _high(found.excess), _high(found.distance))


class Reach(NamedTuple):
    """The numbers m, l, theta and ``sqrt(2 l / m) / theta`` for a ball that the path does not leave.

    >>> local = bounds_of(Problem.canonical((1,), (1, 1, 1))).at([flint.arb_mat([[1.125]]), flint.arb_mat([[1]])])
    >>> found = reachable(local, flint.arb(0))                         # within rho: m >= (1 - rho)^2 + (9/8 - rho)^2
    >>> found.excess == 1 / 128, 1.8 < found.rate < 2.27, found.share == 1, 0.08 < found.distance < 0.1
    (True, True, True, True)
    """

    rate: Ball
    excess: Ball
    share: Ball
    distance: Ball


def reachable(local: Local, radius: Ball, share: Callable[[Ball], Ball] = lambda _: flint.arb(1)) -> Reach | None:
    """The bounds in some ball around the centre; ``share(rho)``, the theta of radius rho, may be 0 or less.

    Theta is the part of ``||grad L||^2`` by which the loss certainly falls: 1 for the flow, less for steps of descent.

    >>> local = bounds_of(Problem.canonical((1,), (1, 1, 1))).at([flint.arb_mat([[1.125]]), flint.arb_mat([[1]])])
    >>> flow, steps = (reachable(local, flint.arb(0), lambda rho, theta=theta: flint.arb(theta)) for theta in (1, 0.5))
    >>> flow.distance < steps.distance, reachable(local, flint.arb(0), lambda rho: flint.arb(0))
    (True, None)
    """
    excess, rho = local.excess(radius), upper(radius)
    if excess is None:
        return None
    for _ in range(_ATTEMPTS):
        rate = local.rate(rho)
        theta = share(rho)
        if rate is None or not theta > 0:
            return None
        distance = upper((2 * excess / rate).sqrt() / theta)
        if radius + distance < rho:
            return Reach(rate, excess, theta.lower(), distance)
        rho = upper((radius + distance) * ball(Fraction(5, 4)))
    return None


class FitBounds:
    """The data of a problem whose product can reach ``P Sxx = Syx``.

    >>> chain = Problem.canonical((3,), (1, 1, 1))                     # the fit is P = 3, and l = 1/2 (b a - 3)^2
    >>> fit = FitBounds(chain, least_positive(chain))
    >>> fit.best == flint.arb_mat([[3]]), 2 <= fit.at([flint.arb_mat([[1]])] * 2).excess(flint.arb(0)) <= 2.001
    (True, True)
    """

    def __init__(self, problem: Problem, least: Ball):
        best = problem.Syx @ problem.Sxx_pseudoinverse
        self.factor, self.best, self.Sxx = ball(problem.loss_factor), balls(best), balls(problem.Sxx)
        self.norm_Sxx, self.least = operator_norm(self.Sxx), least

    def at(self, centre: list[Balls]) -> _LocalFit:
        """The quantities that are computed once for all balls around one centre."""
        return _LocalFit(self, centre)


class _LocalFit:
    """The bounds in balls around one centre."""

    def __init__(self, data: FitBounds, centre: list[Balls]):
        self.data = data
        self.sizes, self.ends = [operator_norm(layer) for layer in centre], _ends(centre)
        gap = reduce(lambda product, layer: layer * product, centre) - data.best
        self.square = upper((gap * data.Sxx * gap.transpose()).trace())

    def excess(self, radius: Ball) -> Ball:
        root = self.square.sqrt() + self.data.norm_Sxx.sqrt() * moved(self.sizes, radius)
        return upper(self.data.factor * root**2)

    def rate(self, rho: Ball) -> Ball | None:
        rate = (2 * self.data.factor * self.data.least * kappa(self.sizes, self.ends, rho)).lower()
        return rate if rate > 0 else None


def least_positive(problem: Problem) -> Ball:
    """A lower bound of the least positive eigenvalue of Sxx that is close to this eigenvalue; 0 where Sxx is 0.

    >>> 3.99 <= least_positive(Problem.from_data([[3, 0], [0, 2], [0, 0]], [[1, 1]], ())) <= 4     # of 9, 4, 0
    True
    """
    rank = problem.data_rank
    if rank == 0:
        return flint.arb(0)
    basis = (
        problem.Sxx.column_basis()
    )  # on the image of Sxx: the pencil (B^T Sxx B, B^T B) has the positive eigenvalues
    root = inverse_root(balls(basis.T @ basis))
    return least_eigenvalue(root.transpose() * balls(basis.T @ problem.Sxx @ basis) * root)


def kappa(sizes: list[Ball], ends: list[tuple[Ball, Ball]], rho: Ball) -> Ball:
    """A lower bound of ``sum_j a_j^2 b_j^2`` for all weights within ``rho`` of the centre.

    ``sizes`` are the operator norms of the layers there, and ``ends`` the pairs (a_j, b_j), or bounds of them.

    >>> one, two = flint.arb(1), flint.arb(2)                          # weights a = 1 and b = 2: (b, 1) and (1, a)
    >>> kappa([one, two], [(two, one), (one, one)], flint.arb(0)) == 5
    True
    >>> 0.999 <= kappa([one, two], [(two, one), (one, one)], flint.arb(1)) <= 1         # b >= 1 and a >= 0
    True
    """
    total = flint.arb(0)
    for j, (a, b) in enumerate(ends):
        after, before = a - moved(sizes[j + 1 :], rho), b - moved(sizes[:j], rho)
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


def _high(value: Ball) -> Fraction:
    return interval_of(value)[1]
