"""Certified trajectories: the flow from rational weights, enclosed at all times until convergence is proved."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import flint

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.matrix import Matrix
from symdln.algebra.rational import rational
from symdln.dynamics.balls import Ball, Balls, ball, balls, intervals, split, upper, widened
from symdln.dynamics.convergence import Convergence, bounds_of, convergence
from symdln.dynamics.taylor import Field, FlowStep, validated_step
from symdln.errors import InputError, SymdlnError, shown
from symdln.landscape.point import as_point
from symdln.landscape.problem import Problem

CERTIFIED, UNDECIDED = "CERTIFIED", "UNDECIDED"
MOST_BITS = 1024
_BLOWN = flint.arb(2) ** -10


class BrokenEnclosureError(SymdlnError):
    """An enclosure contradicts an exact invariant: the integrator has a fault, and nothing it said may be used."""


@dataclass(frozen=True, eq=False)
class State:
    """The flow at a rational ``time``: the weights lie within the Frobenius distance ``radius`` of ``centre``."""

    problem: Problem
    time: Fraction
    centre: tuple[Balls, ...]
    ball_radius: Ball
    bits: int

    @property
    def radius(self) -> Fraction:
        """The bound of the distance over all layers together."""
        return interval_of(self.ball_radius)[1]

    @property
    def layers(self) -> tuple[Balls, ...]:
        """Every layer as a matrix of balls that contain its entries."""
        with flint.ctx.workprec(self.bits):
            return tuple(widened(layer, self.ball_radius) for layer in self.centre)

    @property
    def weights(self) -> tuple[tuple[tuple[Interval, ...], ...], ...]:
        """Every layer, entry by entry, as intervals with rational ends."""
        return tuple(intervals(layer) for layer in self.layers)

    @property
    def product(self) -> tuple[tuple[Interval, ...], ...]:
        """The entries of ``W_H ... W_1``."""
        with flint.ctx.workprec(self.bits):
            return intervals(reduce(lambda P, W: W * P, self.layers))

    @property
    def loss(self) -> Interval:
        """The loss, by its definition in the moments of the data."""
        problem = self.problem
        with flint.ctx.workprec(self.bits):
            P = reduce(lambda P, W: W * P, self.layers)
            form = (P * balls(problem.Sxx) * P.transpose()).trace() - 2 * (P * balls(problem.Sxy)).trace()
            return interval_of(ball(problem.loss_factor) * (form + ball(problem.Syy.trace())))

    @property
    def invariants(self) -> tuple[tuple[tuple[Interval, ...], ...], ...]:
        """The entries of ``W_{j+1}^T W_{j+1} - W_j W_j^T``, which the flow conserves."""
        with flint.ctx.workprec(self.bits):
            pairs = itertools.pairwise(self.layers)
            return tuple(intervals(after.transpose() * after - before * before.transpose()) for before, after in pairs)


@dataclass(frozen=True, eq=False)
class CertifiedFlow:
    """What is proved of one trajectory.

    ``states`` are the enclosures at the requested times that were reached, ``end`` the last enclosure, ``steps`` the
    number of steps.  ``verdict`` is CERTIFIED where convergence to a global minimum is proved, with its rate in
    ``convergence``, and else UNDECIDED: ``reason`` says in a sentence why, and the enclosures stand all the same.
    """

    states: tuple[State, ...]
    end: State
    steps: int
    convergence: Convergence | None
    reason: str

    @property
    def verdict(self) -> str:
        """CERTIFIED or UNDECIDED, about convergence to a global minimum."""
        return UNDECIDED if self.convergence is None else CERTIFIED


def certified_flow(
    problem: Problem,
    start: Any,
    *,
    at: Sequence[Any] = (),
    until: Any = 100,
    steps: int = 5000,
    bits: int = 128,
    progress: Callable[[Fraction], None] | None = None,
) -> CertifiedFlow:
    """The flow ``W_j' = -dL/dW_j`` from rational weights, enclosed at the times ``at``, and its convergence.

    It ends when convergence to a global minimum is proved and all times ``at`` are passed, at the time ``until``, or
    after so many ``steps``.  Where the enclosure grows too wide it starts again with twice the ``bits``, up to 1024;
    ``progress`` is called with the time after each step.  Convergence is proved only to points with ``P Sxx = Syx``,
    so not where a narrow layer keeps the product from that.  Raises ``InputError`` for weights, times and numbers that
    cannot be used.

    >>> problem = Problem.canonical((1,), (1, 1, 1))
    >>> run = certified_flow(problem, [[["1/2"]], [["1/2"]]], at=[1])
    >>> low, high = run.states[0].product[0][0]                                     # p = 1 / (1 + 3 e^-2) at time 1
    >>> run.verdict, f"{float(low):.12f}", float(high - low) < 1e-15
    ('CERTIFIED', '0.711234594228', True)
    """
    times = _checked_times(at)
    limit = rational(until)
    if limit <= 0:
        raise InputError(f"until must be a positive time, but {shown(until)} was passed.")
    for name, value, least, most in (("steps", steps, 1, 10**6), ("bits", bits, 53, MOST_BITS)):
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise InputError(f"{name} must be an integer from {least} to {most}, but {shown(value)} was passed.")
    point = as_point(problem, start)
    while True:
        with flint.ctx.workprec(bits):
            run = _Run(problem, point.weights, bits)
            found = run.follow(times, max([limit, *times]), steps, progress)
        if not run.is_blown or 2 * bits > MOST_BITS:
            return found
        bits *= 2


def _checked_times(at: Sequence[Any]) -> list[Fraction]:
    times = [rational(time) for time in at]
    if any(time < 0 for time in times) or times != sorted(set(times)):
        raise InputError(f"the times must be increasing and not negative, but {shown(list(at))} was passed.")
    return times


class _Run:
    """One trajectory while it is followed."""

    def __init__(self, problem: Problem, weights: Sequence[Matrix], bits: int):
        self.problem, self.order, self.bits = problem, 3 * bits // 16, bits
        self.small, self.is_blown = 2.0 ** -(bits // 2), False
        self.field, self.bounds = Field(problem), bounds_of(problem)
        centre, radii = zip(*(split(balls(layer)) for layer in weights), strict=True)
        self.centre, self.time, self.count = list(centre), Fraction(0), 0
        self.radius = upper(sum((radius**2 for radius in radii), flint.arb(0)).sqrt())
        self.conserved = [balls(after.T @ after - before @ before.T) for before, after in itertools.pairwise(weights)]

    def follow(
        self, times: list[Fraction], limit: Fraction, steps: int, progress: Callable[[Fraction], None] | None
    ) -> CertifiedFlow:
        states, waiting = [], list(times)
        proof, reason = None, ""
        while not reason:
            while waiting and waiting[0] == self.time:
                states.append(self.state())
                waiting.pop(0)
            proof = proof or convergence(self.bounds.at(self.centre), self.time, self.radius)
            if proof and not waiting:
                reason = "Convergence to a global minimum is proved."
            elif self.time >= limit:
                reason = f"Convergence to a global minimum is not proved until the time {float(self.time):.6g}."
            elif self.count >= steps:
                reason = f"The {steps} steps allowed lead to the time {float(self.time):.6g} only; allow more."
            else:
                reason = self.advance(min([limit, *waiting[:1]]))
                if progress:
                    progress(self.time)
        return CertifiedFlow(tuple(states), self.state(), self.count, proof, reason)

    def advance(self, goal: Fraction) -> str:
        """One step towards the time ``goal``; the reason why there is none, or nothing."""
        step = validated_step(self.field, self.centre, self.radius, goal - self.time, self.order, self.small)
        if step is None or not step.radius < _BLOWN:
            self.is_blown = True
            return f"The enclosure with {self.bits} bits can be followed until the time {float(self.time):.6g} only."
        self.enter(step)
        return ""

    def enter(self, step: FlowStep) -> None:
        """The end of the step, after the exact invariants were found in its enclosure."""
        self.centre, self.radius = step.centre, step.radius
        self.time, self.count = self.time + step.length, self.count + 1
        layers = [widened(layer, self.radius) for layer in self.centre]
        for (before, after), exact in zip(itertools.pairwise(layers), self.conserved, strict=True):
            if not (after.transpose() * after - before * before.transpose()).overlaps(exact):
                raise BrokenEnclosureError(
                    f"At the time {float(self.time):.6g} an enclosure does not contain the exact invariants of the "
                    "flow; please report this with the problem and the start."
                )

    def state(self) -> State:
        return State(self.problem, self.time, tuple(self.centre), self.radius, self.bits)
