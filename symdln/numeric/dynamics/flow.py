"""Gradient flow ``W_j' = -dL/dW_j`` of one point or of a batch, and gradient descent, in float64.

:func:`flow` integrates one point by scipy and keeps the whole trajectory.  :func:`flow_batch` integrates thousands at
once by an embedded Runge-Kutta pair with a step size for each point; :func:`descend` makes steps of plain gradient
descent.  Points that have finished leave the arrays.

*Error control.*  Usual solvers accept a step when its error is below ``atol + rtol |W|``.  Near a critical point the
gradient is smaller than that noise and such a solver wanders about without ever reaching a gradient norm of 1e-8.
Here the error of a step must be below ``rtol`` times the *length of the step* (plus the rounding of the sum ``W -
h k``), so it shrinks with the gradient.  Errors then add up to at most ``rtol`` times the length of the path, and the
invariants ``W_{j+1}^T W_{j+1} - W_j W_j^T`` drift by at most about ``2 |W| rtol`` times that length
(:func:`drift_bound`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from symdln.errors import InputError
from symdln.numeric.derivatives.batch import NumericProblem, checked_batch
from symdln.numeric.derivatives.hessians import hessian
from symdln.numeric.dynamics.columns import Columns, column_norms, flat, largest_change
from symdln.numeric.dynamics.outcomes import BatchRun, Samples, Stop, Trajectory, counted, positive
from symdln.numeric.dynamics.pairs import PAIRS, RungeKuttaPair
from symdln.numeric.dynamics.pool import CAPACITY, Pool, Rules

__all__ = ["BatchRun", "Samples", "Stop", "Trajectory", "descend", "drift_bound", "flow", "flow_batch"]

UNIT = 2.0**-53
MOST_RTOL = 0.5
LEAST_RTOL = 3e-14  # scipy takes no relative tolerance below 100 units of rounding
INFINITY = float("inf")
LEG = 32  # largest number of steps of gradient descent between two checks of the ends


# -- batches -----------------------------------------------------------------------------------------------------------


def flow_batch(
    problem: NumericProblem,
    weights: Sequence[Any],
    *,
    rtol: float = 1e-3,
    gradient_norm: float = 1e-8,
    loss: Any = -INFINITY,
    time: float = INFINITY,
    steps: int = 1_000_000,
    at: Sequence[float] | np.ndarray = (),
    method: Literal["RK23", "RK45", "RKC4"] | None = None,
) -> BatchRun:
    """The gradient flow of B points ``(B, d_j, d_{j-1})``, each until one of its ends is reached.

    Ends: ``|grad L| <= gradient_norm`` (Frobenius norm over all layers), ``L <= loss`` (a number or ``(B,)``), ``time``
    and ``steps``.  ``rtol`` is the error of a step relative to its length (see the head of this module).  Samples are
    taken exactly at the times ``at``.  ``method`` is by default RKC4 for ``rtol >= 0.01``, RK23 for ``rtol >= 1e-4``,
    and else RK45 (``symdln/numeric/dynamics/pairs.py``).

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))          # L = 1/2 (ab - 2)^2
    >>> run = flow_batch(problem, [np.array([[[1.0]], [[0.0]]]), np.array([[[1.0]], [[0.0]]])])
    >>> run.converged.tolist(), run.losses.round(12).tolist()                        # to ab = 2, and at rest in 0
    ([True, True], [0.0, 2.0])
    """
    rtol = positive(rtol, "rtol")
    if rtol > MOST_RTOL:
        raise InputError(f"rtol must be at most {MOST_RTOL}, but {rtol:g} was passed: such steps would follow no flow.")
    name = method or ("RKC4" if rtol >= 0.01 else "RK23" if rtol >= 1e-4 else "RK45")
    if name not in PAIRS:
        raise InputError(f"method={method!r} is unknown; use one of {', '.join(PAIRS)}.")
    columns, starts = _starts(problem, weights)
    rules = _rules(starts, gradient_norm, loss, time, steps, at)
    return _Adaptive(columns, starts, rules, PAIRS[name], rtol).run()


def descend(
    problem: NumericProblem,
    weights: Sequence[Any],
    *,
    step: float,
    gradient_norm: float = 1e-8,
    loss: Any = -INFINITY,
    steps: int = 1_000_000,
    at: Sequence[int] | np.ndarray = (),
) -> BatchRun:
    """Gradient descent ``W <- W - step grad L(W)`` of B points, each until one of its ends is reached.

    The ends are those of :func:`flow_batch` except the time; ``at`` holds the numbers of steps at which samples are
    taken. With too large a step a point diverges; it then stops as ``Stop.DIVERGED``.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((1,), (1, 1, 1)))          # L = 1/2 (ab - 1)^2
    >>> run = descend(problem, [np.array([[[0.0]]]), np.array([[[2.0]]])], step=0.5, steps=1)
    >>> [layer.item() for layer in run.weights], Stop(run.stops[0]).name             # gradient (-2, 0) at a = 0, b = 2
    ([1.0, 2.0], 'STEPS')
    """
    step = positive(step, "step")
    columns, starts = _starts(problem, weights)
    rules = _rules(starts, gradient_norm, loss, INFINITY, steps, at)
    return _Descent(columns, starts, rules, step).run()


def drift_bound(run: BatchRun | Trajectory, rtol: float) -> Any:
    """``2 R rtol s + 8 n u R^2``: how far the invariants may drift in a run with relative error ``rtol`` of its steps.

    R is the largest norm of all weights on the path, s its length, n the number of steps, ``u = 2^-53``.  A step with
    error E, ``|E| <= rtol |step|``, changes ``W_{j+1}^T W_{j+1} - W_j W_j^T`` by at most ``2 |W_{j+1}| |E_{j+1}| + 2
    |W_j| |E_j| <= 2 R |E|`` to first order, and the exact flow leaves it as it is (Chitour et al. 2022, Lemma 2.3);
    the second term is rounding.  The error of a step is estimated, so this is a rule with a margin and no proof.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))
    >>> run = descend(problem, [np.array([[[1.0]]]), np.array([[[1.0]]])], step=0.1, steps=1)
    >>> drift_bound(run, 0.001).round(9).tolist()             # from (1, 1) to (1.1, 1.1): 2 sqrt(2.42) 0.001 sqrt(0.02)
    [0.00044]
    """
    return 2 * run.radii * rtol * run.lengths + 8 * (run.steps + 1) * UNIT * run.radii**2


# -- one point ---------------------------------------------------------------------------------------------------------


def flow(
    problem: NumericProblem,
    weights: Sequence[Any],
    *,
    rtol: float = 1e-10,
    gradient_norm: float = 1e-8,
    time: float = INFINITY,
    steps: int = 100_000,
    method: Literal["DOP853", "Radau"] = "DOP853",
) -> Trajectory:
    """The gradient flow of one point, layers ``(d_j, d_{j-1})``, by scipy: all accepted steps, the start first.

    It ends when ``|grad L| <= gradient_norm``, or at ``time``, or after ``steps``.  After every step the solver's
    absolute tolerance becomes ``rtol`` times the length of that step, and its relative one is as small as scipy lets
    it be; so errors shrink with the gradient.  Radau, implicit, with Jacobians from Hessian-vector products, suits
    long stays near saddles.

    >>> import symdln as dln
    >>> problem = NumericProblem.of(dln.Problem.canonical((2,), (1, 1, 1)))          # L = 1/2 (ab - 2)^2
    >>> run = flow(problem, [[[1.0]], [[1.0]]])
    >>> run.stop.name, [round(float(layer[0, 0]) ** 2, 6) for layer in run.final]    # balanced: a = b
    ('GRADIENT', [2.0, 2.0])
    """
    if method not in SOLVERS:
        raise InputError(f"method={method!r} is unknown; use one of {', '.join(SOLVERS)}.")
    batch = checked_batch(problem, weights)
    if batch.size != 1:
        raise InputError(f"flow follows one point, but {batch.size} were passed; use flow_batch.")
    rtol, stop_at = positive(rtol, "rtol"), positive(gradient_norm, "gradient_norm", zero=True)
    time, most = positive(time, "time", infinite=True), counted(steps, "steps")
    field = _Field(problem)
    start = field.columns.state(batch.layers)[:, 0]
    states, times, stop = [start], [0.0], Stop.GRADIENT
    if field.norm(start) > stop_at:
        solver = field.solver(method, start, time, rtol)
        stop = Stop.STEPS
        for _ in range(most):
            solver.step()
            states.append(solver.y.copy())
            times.append(float(solver.t))
            solver.atol = max(rtol * float(np.linalg.norm(states[-1] - states[-2])), 1e-300)
            if solver.status == "failed" or not np.isfinite(solver.y).all():
                stop = Stop.DIVERGED
                break
            if field.norm(solver.y) <= stop_at:
                stop = Stop.GRADIENT
                break
            if solver.status == "finished":
                stop = Stop.TIME
                break
    return _trajectory(field.columns, np.stack(states, axis=1), np.array(times), stop)


SOLVERS = ("DOP853", "Radau")


class _Field:
    """``-grad L`` and its Jacobian for vectors ``(N,)``."""

    def __init__(self, problem: NumericProblem):
        self.problem, self.columns = problem, Columns(problem)

    def __call__(self, _: float, vector: np.ndarray) -> np.ndarray:
        slope = np.empty((len(vector), 1))
        self.columns.gradient(np.ascontiguousarray(vector).reshape(-1, 1), slope)
        return -slope[:, 0]

    def norm(self, vector: np.ndarray) -> float:
        return float(np.linalg.norm(self(0.0, vector)))

    def jacobian(self, _: float, vector: np.ndarray) -> np.ndarray:
        return -hessian(self.problem, [layer[0] for layer in self.columns.batch(vector.reshape(-1, 1).copy())])

    def solver(self, method: str, start: np.ndarray, time: float, rtol: float) -> Any:
        import scipy.integrate  # takes long to import, and only a flow of one point needs it

        first = rtol * max(float(np.linalg.norm(start)), 1e-3) * 1e-3
        options: dict[str, Any] = {"jac": self.jacobian} if method == "Radau" else {}
        made = getattr(scipy.integrate, method)
        return made(self, 0.0, start, time, rtol=LEAST_RTOL, atol=first, **options)


def _trajectory(columns: Columns, states: np.ndarray, times: np.ndarray, stop: Stop) -> Trajectory:
    slopes = np.empty_like(states)
    losses = columns.gradient(states, slopes)
    now = columns.invariants(states)
    drifts = largest_change(now, [matrix[:, :, :1] for matrix in now])
    steps = np.linalg.norm(np.diff(states, axis=1), axis=0)
    return Trajectory(
        weights=columns.batch(states),
        times=times,
        losses=losses,
        gradient_norms=column_norms(slopes),
        drifts=drifts,
        lengths=float(steps.sum()),
        radii=float(np.linalg.norm(states, axis=0).max()),
        steps=len(times) - 1,
        stop=stop,
    )


def _starts(problem: NumericProblem, weights: Sequence[Any]) -> tuple[Columns, np.ndarray]:
    batch = checked_batch(problem, weights)
    columns = Columns(problem)
    return columns, columns.state(batch.layers)


def _rules(starts: np.ndarray, gradient_norm: Any, loss: Any, time: Any, steps: Any, at: Any) -> Rules:
    try:
        levels = np.broadcast_to(np.asarray(loss, dtype=np.float64), starts.shape[1:])
    except ValueError:
        raise InputError(f"loss must be one number or one for each of the {starts.shape[1]} points.") from None
    samples = np.asarray(at, dtype=np.float64)
    if samples.ndim != 1 or not (np.diff(samples) > 0).all() or (samples < 0).any():
        raise InputError("at must be an increasing list of times or steps, none of them negative.")
    return Rules(
        positive(gradient_norm, "gradient_norm", zero=True),
        levels,
        positive(time, "time", infinite=True),
        counted(steps, "steps"),
        samples,
    )


class _Descent(Pool):
    """Plain steps, in legs: the checks are made once for all steps of a leg, the shorter the more columns there are."""

    def __init__(self, columns: Columns, starts: np.ndarray, rules: Rules, step: float):
        super().__init__(columns, starts, rules)
        self.step = step

    def advance(self) -> None:
        row, legs = self.row, self._steps_of_leg()
        states = self.columns.blank("leg", len(self.ids), legs)
        norms, losses = np.empty((legs + 1, len(self.ids))), np.empty((legs, len(self.ids)))
        norms[0], before = row["norm"], self.state
        for n, state in enumerate(states):
            np.multiply(self.slope, self.step, out=state)
            np.subtract(before, state, out=state)
            found = self.columns.gradient(state, self.slope, losses=self.watched)
            losses[n], norms[n + 1], before = found if self.watched else 0.0, column_norms(self.slope), state
        steps = row["steps"] + np.arange(1, legs + 1)[:, None]
        ends = ~self.goes_on(norms[1:], losses, self.step * steps, steps)
        last = np.where(ends.any(axis=0), ends.argmax(axis=0), legs - 1)
        self._settle(states, norms, losses, last)

    def _settle(self, states: np.ndarray, norms: np.ndarray, losses: np.ndarray, last: np.ndarray) -> None:
        """Take every column as it was after the step ``last`` of the leg, counted from 0."""
        row, every = self.row, np.arange(len(last))
        np.copyto(self.state, states[-1])
        early = np.flatnonzero(last < len(states) - 1)
        self.state[:, early] = states[last[early], :, early].T
        radii = np.maximum.accumulate(np.sqrt(np.einsum("snb,snb->sb", states, states)), axis=0)
        row["radius"] = np.maximum(row["radius"], radii[last, every])
        row["length"] += self.step * np.cumsum(norms[:-1], axis=0)[last, every]
        row["norm"] = norms[last + 1, every]
        if self.watched:
            row["loss"] = losses[last, every]
        row["steps"] += last + 1
        row["time"] = self.step * row["steps"]

    def _steps_of_leg(self) -> int:
        """One where samples are taken, else as many as a second-level cache holds, up to the most steps allowed."""
        if len(self.rules.samples):
            return 1
        left = self.rules.steps - int(self.row["steps"][self.busy].max(initial=0))
        return max(1, min(LEG, left, CAPACITY * 2 // len(self.ids)))

    def sample_clock(self) -> np.ndarray:
        return self.row["steps"]


class _Adaptive(Pool):
    """The adaptive pair; the row "h" is the step size that the error allows, regardless of the time left to the target.

    Step sizes follow the last two errors (a PI controller): where stability and not accuracy limits them, as in the
    end of every run, a controller that sees the last error alone has a third of its steps refused.
    """

    def __init__(self, columns: Columns, starts: np.ndarray, rules: Rules, pair: RungeKuttaPair, rtol: float):
        super().__init__(columns, starts, rules, rows=("h", "last"))
        self.pair, self.rtol = pair, rtol
        ends = rules.samples if rules.time == INFINITY else rules.samples[rules.samples < rules.time]
        self.targets = np.append(ends, rules.time)

    def sample_clock(self) -> np.ndarray:
        return self.row["time"]

    def entered(self, fresh: np.ndarray) -> None:
        """First step sizes, from the time in which the gradient changes: ``|k| / |k'|`` by a difference quotient."""
        state, slope = (self.columns.arranged(array[:, fresh]) for array in (self.state, self.slope))
        norm, scale = column_norms(slope), column_norms(state)
        trial = 1e-3 * np.maximum(scale, 1e-6) / np.maximum(norm, 1e-300)
        moved = np.empty_like(state)
        self.columns.gradient(state - trial * slope, moved)
        change = column_norms(moved - slope) / trial
        pace = np.where(change > 0, norm / np.maximum(change, 1e-300), 1.0)
        self.row["last"][fresh] = 1.0
        self.row["h"][fresh] = 0.5 * min(self.rtol, 0.1) ** (1 / self.pair.order) * pace

    def advance(self) -> None:
        row, pair = self.row, self.pair
        size = len(self.ids)
        slopes, trial = self.columns.blank("slopes", size, len(pair.error)), self.columns.blank("trial", size)
        np.copyto(slopes[0], self.slope)
        target = self.targets[np.searchsorted(self.targets, row["time"], side="right").clip(max=len(self.targets) - 1)]
        left = target - row["time"]
        h = np.minimum(row["h"], left)
        loss, length = row["loss"], row["length"]
        for i, stage in enumerate(pair.stages, start=1):
            np.dot(stage, flat(slopes[:i]), out=flat(trial))
            trial *= h
            if i == len(pair.stages):
                length = column_norms(trial)
            np.subtract(self.state, trial, out=trial)
            loss = self.columns.gradient(trial, slopes[i], losses=self.watched and i == len(pair.stages))
        self._judge(trial, slopes, loss, h, left, length)

    def _judge(
        self, trial: np.ndarray, slopes: np.ndarray, loss: np.ndarray, h: np.ndarray, left: np.ndarray, length: Any
    ) -> None:
        """Take the steps whose error is small enough, and choose the next step sizes."""
        row, pair = self.row, self.pair
        error = self.columns.blank("error", len(self.ids))
        np.dot(pair.error, flat(slopes), out=flat(error))
        size = column_norms(trial)
        ratio = h * column_norms(error) / (self.rtol * length + 4 * UNIT * size)
        ratio = np.where(np.isfinite(ratio), ratio, INFINITY)
        good = ratio <= 1
        np.copyto(self.state, trial, where=good)
        np.copyto(self.slope, slopes[-1], where=good)
        row["norm"] = np.where(good, column_norms(slopes[-1]), row["norm"])
        if self.watched:
            row["loss"] = np.where(good, loss, row["loss"])
        row["length"] += np.where(good, length, 0.0)
        np.maximum(row["radius"], size, out=row["radius"], where=good)
        row["steps"] += good
        row["rejected"] += ~good
        row["time"] = np.where(good & (h == left), row["time"] + left, row["time"] + np.where(good, h, 0.0))
        ratio = np.maximum(ratio, 1e-10)
        factor = np.where(
            good, ratio ** (-0.7 / pair.order) * row["last"] ** (0.4 / pair.order), ratio ** (-1 / pair.order)
        )
        factor = np.clip(0.9 * factor, 0.2, 5.0)
        row["last"] = np.where(good, ratio, row["last"])
        row["h"] = np.where(good & (h < row["h"]), np.maximum(row["h"], h * factor), h * factor)
