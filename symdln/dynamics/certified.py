"""Certified trajectories: the flow from rational weights, enclosed at all times until convergence is proved."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction
from functools import reduce
from time import monotonic as clock
from typing import Any

import flint

from symdln.algebra.eigenvalue import Interval, interval_of
from symdln.algebra.rational import rational
from symdln.dynamics.balls import Ball, Balls, ball, balls, intervals, split, upper, widened
from symdln.dynamics.checkpoint import Checkpoint, ball_of, dumped, dumped_layers, layers_of, loaded
from symdln.dynamics.convergence import Convergence, bounds_of, convergence
from symdln.dynamics.taylor import Field, validated_step
from symdln.errors import InputError, SymdlnError, shown
from symdln.landscape.point import Point, as_point
from symdln.landscape.problem import Problem

CERTIFIED, UNDECIDED = "CERTIFIED", "UNDECIDED"
MOST_BITS = 1024
SAVED_AFTER = 2  # seconds between two writes of a checkpoint
_BLOWN = flint.arb(2) ** -10


class BrokenEnclosureError(SymdlnError):
    """An enclosure contradicts an exact invariant: the integrator has a fault, and none of its results may be used."""


@dataclass(frozen=True, eq=False)
class State:
    """The flow at a rational ``time``: the weights lie within the Frobenius distance ``radius`` of ``centre``.

    >>> problem = Problem.canonical((1,), (1, 1, 1))                                # 1/2 (b a - 1)^2
    >>> start = certified_flow(problem, [[["1/2"]], [["1/4"]]], at=[0], until="1/8").states[0]
    >>> start.radius == 0, [str(low) for low, high in (start.product[0][0], start.loss, start.invariants[0][0][0])]
    (True, ['1/8', '49/128', '-3/16'])
    >>> start.weights[0][0][0] == (Fraction(1, 2), Fraction(1, 2)), start.layers[1][0, 0].contains(1 / 4)
    (True, True)
    """

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

    >>> run = certified_flow(Problem.canonical((1,), (1, 1, 1)), [[["1/10"]], [["1/10"]]], until="1/2")
    >>> run.verdict, run.reason, run.end.time, run.convergence
    ('UNDECIDED', 'Convergence to a global minimum is not proved by the time 0.5.', Fraction(1, 2), None)
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
    checkpoint: Checkpoint | None = None,
) -> CertifiedFlow:
    """The flow ``W_j' = -dL/dW_j`` from rational weights, enclosed at the times ``at``, and its convergence.

    It ends when convergence to a global minimum is proved and all times ``at`` are passed, at the time ``until``, or
    after ``steps`` steps.  Where the enclosure grows too wide it starts again with twice the ``bits``, up to 1024;
    ``progress`` is called with the time after each step.  A ``checkpoint``, such as
    ``symdln.files.TrajectoryFile``, receives the state every few seconds and when the run ends or is interrupted, and
    returns the state from which to continue.  Convergence is proved to points with
    ``P Sxx = Syx`` and, where a hidden layer is too narrow for that, to the best approximation of its rank.  Raises
    ``InputError`` for weights, times, numbers and files that cannot be used.

    >>> problem = Problem.canonical((1,), (1, 1, 1))
    >>> run = certified_flow(problem, [[["1/2"]], [["1/2"]]], at=[1])
    >>> low, high = run.states[0].product[0][0]                                     # p = 1 / (1 + 3 e^-2) at time 1
    >>> run.verdict, f"{float(low):.12f}", float(high - low) < 1e-15
    ('CERTIFIED', '0.711234594228', True)
    """
    times = _checked_times(at)
    limit = rational(until)
    if limit <= 0:
        raise InputError(f"until must be a positive time, but {limit} was passed.")
    check_counts(steps=(steps, 1, 10**6), bits=(bits, 53, MOST_BITS))
    point = as_point(problem, start)
    limits = max([limit, *times]), steps, progress
    about = _about(point, times)
    run = _Run(point, times, bits, checkpoint, about)
    found = None if checkpoint is None else checkpoint.found(about)
    if found is not None:
        loaded(run.enter_saved, found)
    answer = run.follow(*limits)
    while run.is_blown and 2 * run.bits <= MOST_BITS:
        run = _Run(point, times, 2 * run.bits, checkpoint, about)
        answer = run.follow(*limits)
    return answer


def check_counts(**ranges: tuple[Any, int, int]) -> None:
    """Raise ``InputError`` unless each named value is an integer in its range."""
    for name, (value, least, most) in ranges.items():
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise InputError(f"{name} must be an integer from {least} to {most}, but {shown(value)} was passed.")


def _checked_times(at: Sequence[Any]) -> list[Fraction]:
    times = [rational(time) for time in at]
    if any(time < 0 for time in times) or times != sorted(set(times)):
        raise InputError(f"the times must be increasing and not negative, but {listed(times)} was passed.")
    return times


def listed(values: Sequence[Any]) -> str:
    """The first values, with commas."""
    return ", ".join(map(str, values[:6])) + (", ..." if len(values) > 6 else "")


def _about(point: Point, times: list[Fraction]) -> dict[str, Any]:
    """The problem, the start and the times of the states, in which a checkpoint must agree with the run."""
    problem = point.problem
    moments = [problem.Sxx.texts(), problem.Syx.texts(), problem.Syy.texts(), str(problem.loss_factor)]
    return {
        "problem": [list(problem.widths), moments],
        "start": [layer.texts() for layer in point.weights],
        "times": [str(time) for time in times],
    }


class _Run:
    """One trajectory while it is being computed."""

    def __init__(
        self, point: Point, times: list[Fraction], bits: int, checkpoint: Checkpoint | None, about: dict[str, Any]
    ):
        self.problem, self.exact_start, self.checkpoint, self.about = point.problem, point.weights, checkpoint, about
        self.states: list[State] = []
        self.waiting, self.proof, self.is_blown = list(times), None, False
        self.time, self.count, self.saved_at = Fraction(0), 0, clock()
        self.set_bits(bits)
        with flint.ctx.workprec(bits):
            centre, radii = zip(*(split(balls(layer)) for layer in point.weights), strict=True)
            self.centre = list(centre)
            self.radius = upper(sum((radius**2 for radius in radii), flint.arb(0)).sqrt())

    def set_bits(self, bits: int) -> None:
        self.bits, self.order, self.small = bits, 3 * bits // 16, 2.0 ** -(bits // 2)
        with flint.ctx.workprec(bits):
            self.field, self.bounds = Field(self.problem), bounds_of(self.problem)
            pairs = itertools.pairwise(self.exact_start)
            self.conserved = [balls(after.T @ after - before @ before.T) for before, after in pairs]

    def follow(self, limit: Fraction, steps: int, progress: Callable[[Fraction], None] | None) -> CertifiedFlow:
        """Follow the trajectory to the end; the checkpoint then has the last state, whatever ended the run."""
        try:
            with flint.ctx.workprec(self.bits):
                reason = self._followed(limit, steps, progress)
        finally:
            self.save()
        return CertifiedFlow(tuple(self.states), self.state(), self.count, self.proof, reason)

    def _followed(self, limit: Fraction, steps: int, progress: Callable[[Fraction], None] | None) -> str:
        reason = ""
        while not reason:
            while self.waiting and self.waiting[0] == self.time:
                self.states.append(self.state())
                self.waiting.pop(0)
            self.proof = self.proof or convergence(self.bounds.at(self.centre), self.time, self.radius)
            if self.proof and not self.waiting:
                reason = "Convergence to a global minimum is proved."
            elif self.time >= limit:
                reason = f"Convergence to a global minimum is not proved by the time {float(self.time):.6g}."
            elif self.count >= steps:
                reason = f"The {steps} allowed steps reach only the time {float(self.time):.6g}; allow more steps."
            else:
                reason = self.advance(min([limit, *self.waiting[:1]]))
                if progress:
                    progress(self.time)
                if clock() - self.saved_at > SAVED_AFTER:
                    self.save()
        return reason

    def advance(self, goal: Fraction) -> str:
        """Take one step towards the time ``goal``; return the reason if none is possible, else the empty text."""
        step = validated_step(self.field, self.centre, self.radius, goal - self.time, self.order, self.small)
        if step is None or not step.radius < _BLOWN:
            self.is_blown = True
            return f"With {self.bits} bits the enclosure can be followed only until the time {float(self.time):.6g}."
        self.check(step.centre, step.radius, self.time + step.length)
        self.centre, self.radius, self.time, self.count = (
            step.centre,
            step.radius,
            self.time + step.length,
            self.count + 1,
        )
        return ""

    def check(self, centre: list[Balls], radius: Ball, time: Fraction) -> None:
        """The exact invariants must lie in the enclosure."""
        layers = [widened(layer, radius) for layer in centre]
        for (before, after), exact in zip(itertools.pairwise(layers), self.conserved, strict=True):
            if not (after.transpose() * after - before * before.transpose()).overlaps(exact):
                raise BrokenEnclosureError(
                    f"At the time {float(time):.6g} an enclosure does not contain the exact invariants of the flow; "
                    "please report this with the problem and the start."
                )

    def state(self) -> State:
        return State(self.problem, self.time, tuple(self.centre), self.radius, self.bits)

    # -- stop and go on ------------------------------------------------------------------------------------------------

    def save(self) -> None:
        if self.checkpoint is None:
            return
        self.checkpoint.save(
            self.about,
            {
                **_dumped(self.state()),
                "count": self.count,
                "states": [_dumped(state) for state in self.states],
                "proof": None if self.proof is None else [str(value) for value in astuple(self.proof)],
            },
        )
        self.saved_at = clock()

    def enter_saved(self, data: dict[str, Any]) -> None:
        """Continue from the state that :meth:`save` wrote."""
        self.set_bits(int(data["bits"]))
        now = self._entered(data)
        self.time, self.centre, self.radius = now.time, list(now.centre), now.ball_radius
        self.count, self.states = int(data["count"]), [self._entered(state) for state in data["states"]]
        self.waiting = self.waiting[len(self.states) :]
        self.proof = None if data["proof"] is None else Convergence(*map(Fraction, data["proof"]))
        with flint.ctx.workprec(self.bits):
            self.check(self.centre, self.radius, self.time)

    def _entered(self, data: dict[str, Any]) -> State:
        centre, radius = tuple(layers_of(data["centre"])), ball_of(data["radius"])
        return State(self.problem, Fraction(data["time"]), centre, radius, int(data["bits"]))


def _dumped(state: State) -> dict[str, Any]:
    centre, radius = dumped_layers(state.centre), dumped(state.ball_radius)
    return {"time": str(state.time), "bits": state.bits, "radius": radius, "centre": centre}
