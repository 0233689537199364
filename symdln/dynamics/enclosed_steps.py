r"""Gradient descent with a given step, enclosed for many steps, without the exploding numbers of exact descent.

One step maps X to ``g(X) = X - eta grad L(X)``.  From the exact centre x and all X within r of it,

    |g(X) - g(x)|  <=  max(1 + eta (b + Lambda r), eta (d + Lambda r) - 1) r,

where ``-b <= Hess L(x) <= d`` is proved at x and Lambda bounds the third derivative, because the derivative
``I - eta Hess L`` is symmetric.  So errors grow only where the loss is concave, or where the step is too long.

With ``|grad L|^2 >= 2 m l`` and ``Hess L <= D`` in the ball of radius rho around the centre, and
``theta = 1 - eta D / 2 > 0``, a step lowers l by ``eta theta |grad L|^2`` at least, so

    l(k + n)  <=  l(k) (1 - 2 eta theta m)^n,    path from k on  <=  sqrt(2 l(k) / m) / theta;

if r and this length together stay below rho, the descent never leaves the ball and converges to a global minimiser.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import Any

import flint

from symdln.algebra.eigenvalue import interval_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational
from symdln.dynamics.balls import Ball, Balls, ball, balls, moved, operator_norm, shift_to_positive, split, upper
from symdln.dynamics.certified import CERTIFIED, MOST_BITS, UNDECIDED, State, check_counts, listed
from symdln.dynamics.convergence import bounds_of, reachable
from symdln.dynamics.descent import checked_step
from symdln.dynamics.taylor import MOST_PARAMETERS, Field, coupling, third_derivative
from symdln.errors import InputError, shown
from symdln.landscape.functions import hessian
from symdln.landscape.point import Point, as_point
from symdln.landscape.problem import Problem

_BLOWN = flint.arb(2) ** -10


@dataclass(frozen=True)
class DescentConvergence:
    """After ``steps`` steps the excess is at most ``excess``, every later step lowers it by the factor ``factor`` < 1,
    and the descent stays within ``distance`` of where it is, and converges to a global minimiser.

    >>> proved = DescentConvergence(steps=3, factor=Fraction(1, 2), excess=Fraction(1), distance=Fraction(2))
    >>> proved.excess_after(5), proved.steps_until("1/1000")                        # (1/2)^10 < 1/1000 < (1/2)^9
    (Fraction(1, 4), 13)
    """

    steps: int
    factor: Fraction
    excess: Fraction
    distance: Fraction

    def excess_after(self, steps: int) -> Fraction:
        """A bound of the excess ``L - min L`` after ``steps`` steps, at least ``self.steps``."""
        if not isinstance(steps, int) or steps < self.steps:
            raise InputError(f"the factor is proved from step {self.steps} on, but {shown(steps)} was passed.")
        return interval_of(ball(self.excess) * ball(self.factor) ** (steps - self.steps))[1]

    def steps_until(self, excess: Any) -> int:
        """A number of steps after which the excess is proved to be at most the rational number ``excess > 0``."""
        goal = rational(excess)
        if goal <= 0:
            raise InputError(f"excess must be positive, but {excess!r} was passed.")
        if goal >= self.excess:
            return self.steps
        if self.factor == 0:
            return self.steps + 1
        more = ball(self.excess / goal).log() / -ball(self.factor).log()
        return self.steps + math.ceil(interval_of(more)[1])


@dataclass(frozen=True, eq=False)
class EnclosedDescent:
    """What is proved of one descent: ``states`` after the requested numbers of steps, ``end``, and why it ended.

    The ``time`` of a state is its number of steps.  ``verdict`` is CERTIFIED where convergence to a global minimum is
    proved, and else UNDECIDED; the enclosures stand all the same.

    >>> problem = Problem.canonical((1,), (1, 1, 1))                                # L = 1/2 (b a - 1)^2
    >>> run = enclosed_descent(problem, [[[0]], [[0]]], "1/2", at=[1], steps=3)     # it rests in the saddle at 0
    >>> run.verdict, run.convergence, run.states[0].loss
    ('UNDECIDED', None, (Fraction(1, 2), Fraction(1, 2)))
    """

    states: tuple[State, ...]
    end: State
    convergence: DescentConvergence | None
    reason: str

    @property
    def verdict(self) -> str:
        """CERTIFIED or UNDECIDED, about convergence to a global minimum."""
        return UNDECIDED if self.convergence is None else CERTIFIED


def enclosed_descent(
    problem: Problem,
    start: Any,
    step: Any,
    *,
    at: Sequence[int] = (),
    steps: int = 2000,
    bits: int = 128,
    progress: Callable[[int], None] | None = None,
) -> EnclosedDescent:
    """The points ``W <- W - step dL/dW`` from rational weights, enclosed after the numbers ``at`` of steps.

    It ends when convergence to a global minimum is proved and all of ``at`` is passed, or after ``steps`` steps.
    Where the enclosure grows too wide it starts again with twice the ``bits``, up to 1024.  Raises ``InputError`` for
    weights, steps and numbers that cannot be used.

    >>> problem = Problem.canonical((1,), (1, 1, 1))
    >>> run = enclosed_descent(problem, [[[1]], [["1/2"]]], "1/2", at=[2])
    >>> low, high = run.states[0].loss                                      # exactly 1177225/34359738368
    >>> low <= Fraction(1177225, 34359738368) <= high, float(high - low) < 1e-30
    (True, True)
    >>> run.verdict, run.convergence.steps_until("1/1000000000000") < 100
    ('CERTIFIED', True)
    """
    eta = checked_step(step)
    check_counts(steps=(steps, 1, 10**6), bits=(bits, 53, MOST_BITS))
    wanted = list(at)
    if any(not isinstance(n, int) or isinstance(n, bool) or n < 0 for n in wanted) or wanted != sorted(set(wanted)):
        raise InputError(f"at must hold increasing whole numbers of steps, 0 or more, but {listed(wanted)} was passed.")
    point = as_point(problem, start)
    while True:
        with flint.ctx.workprec(bits):
            run = _EnclosedSteps(point, eta, bits)
            answer = run.follow(wanted, max([steps, *wanted]), progress)
        if not run.is_blown or 2 * bits > MOST_BITS:
            return answer
        bits *= 2


class _EnclosedSteps:
    """One descent while it is being computed."""

    def __init__(self, point: Point, eta: Fraction, bits: int):
        self.problem, self.bits, self.count, self.is_blown = point.problem, bits, 0, False
        self.eta = ball(eta)
        self.field, self.bounds = Field(point.problem), bounds_of(point.problem)
        centre, radii = zip(*(split(balls(layer)) for layer in point.weights), strict=True)
        self.centre: list[Balls] = list(centre)
        self.radius = upper(sum((radius**2 for radius in radii), flint.arb(0)).sqrt())

    def follow(self, wanted: list[int], most: int, progress: Callable[[int], None] | None) -> EnclosedDescent:
        states, waiting, proof, reason = [], list(wanted), None, ""
        while not reason:
            if waiting and waiting[0] == self.count:
                states.append(self.state())
                waiting.pop(0)
            curvature = HessianBounds(self.field, self.centre)
            proof = proof or self.proved(curvature)
            if proof and not waiting:
                reason = "Convergence to a global minimum is proved."
            elif self.count >= most:
                reason = f"Convergence to a global minimum is not proved after {self.count} steps."
            else:
                reason = self.advance(curvature)
                if progress:
                    progress(self.count)
        return EnclosedDescent(tuple(states), self.state(), proof, reason)

    def proved(self, curvature: HessianBounds) -> DescentConvergence | None:
        """The proof from the present step on, or None where there is none."""
        reach = reachable(
            self.bounds.at(self.centre), self.radius, lambda rho: 1 - self.eta * curvature.largest(rho) / 2
        )
        if reach is None:
            return None
        factor = interval_of(1 - 2 * self.eta * reach.share * reach.rate)[1]
        excess, distance = (interval_of(value)[1] for value in (reach.excess, reach.distance))
        return DescentConvergence(self.count, max(factor, Fraction(0)), excess, distance)

    def advance(self, curvature: HessianBounds) -> str:
        """Take one step; return the reason if none is possible, else the empty text."""
        growth = (1 + self.eta * curvature.concave(self.radius)).max(self.eta * curvature.largest(self.radius) - 1)
        W, _ = self.field.series(self.centre, 1)
        ends, radii = zip(*(split(layer[0] + layer[1] * self.eta) for layer in W), strict=True)
        radius = upper(growth * self.radius + sum((radius**2 for radius in radii), flint.arb(0)).sqrt())
        if not radius < _BLOWN:
            self.is_blown = True
            return f"With {self.bits} bits the enclosure can be followed only for {self.count} steps."
        self.centre, self.radius, self.count = list(ends), radius, self.count + 1
        return ""

    def state(self) -> State:
        return State(self.problem, Fraction(self.count), tuple(self.centre), self.radius, self.bits)


class HessianBounds:
    """Bounds of the Hessian in balls around a centre: by its eigenvalues there, or by norms where it is large."""

    def __init__(self, field: Field, centre: list[Balls]):
        self.field, self.sizes = field, [operator_norm(layer) for layer in centre]
        self.is_small = field.problem.parameters <= MOST_PARAMETERS
        if self.is_small:
            exact = [Matrix([[interval_of(entry)[0] for entry in row] for row in layer.tolist()]) for layer in centre]
            H = balls(hessian(field.problem, exact))
            self.below, self.above = shift_to_positive(H), shift_to_positive(-H)
        else:
            product = reduce(lambda product, layer: layer * product, centre)
            self.pull = operator_norm(product * field.Sxx - field.Syx)

    def concave(self, radius: Ball) -> Ball:
        """A bound of ``-lambda_min``, at least 0, within ``radius``."""
        if self.is_small:
            return upper(self.below + self._change(radius))
        pull = self.pull + self.field.norm_Sxx * moved(self.sizes, radius)
        return upper(self.field.factor * pull * coupling([size + radius for size in self.sizes]))

    def largest(self, radius: Ball) -> Ball:
        """A bound of ``lambda_max``, at least 0, within ``radius``."""
        if self.is_small:
            return upper(self.above + self._change(radius))
        sizes, squares = [size + radius for size in self.sizes], flint.arb(0)
        for j in range(len(sizes)):
            squares += reduce(mul, (size for k, size in enumerate(sizes) if k != j), flint.arb(1)) ** 2
        return upper(self.field.factor * self.field.norm_Sxx * squares + self.concave(radius))

    def _change(self, radius: Ball) -> Ball:
        return third_derivative(self.field, [size + radius for size in self.sizes]) * radius
