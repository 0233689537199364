"""Points that run side by side: finished ones leave, waiting ones enter, so the arrays stay full and short."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from symdln.numeric.dynamics.columns import Columns, column_norms, largest_change
from symdln.numeric.dynamics.outcomes import BatchRun, Samples, Stop

CAPACITY = 1000  # columns at once: the arrays of one step then stay in a second-level cache for small networks
IDLE = 16  # columns are exchanged once a sixteenth of them has finished


@dataclass(frozen=True)
class Rules:
    """When a point stops: gradient norm, loss levels ``(B,)``, time, steps; and the times or steps of samples."""

    gradient_norm: float
    levels: np.ndarray
    time: float
    steps: int
    samples: np.ndarray


class Pool(ABC):
    """Running columns and the results of all; a subclass says how a step is made (:meth:`advance`, :meth:`entered`).

    ``ids[c]`` is the point in column c; ``state``, ``slope`` are ``(N, C)``; ``row`` holds a row ``(C,)`` for time,
    steps, rejected steps, path length, gradient norm and loss, and whatever a subclass adds.  Where losses are not
    ``watched``, that row stays as it was when a point entered, and the loss is evaluated when it leaves.
    """

    def __init__(self, columns: Columns, starts: np.ndarray, rules: Rules, rows: Sequence[str] = ()):
        self.columns, self.starts, self.rules = columns, starts, rules
        self.size, self.queue = starts.shape[1], 0
        self.watched = bool(len(rules.samples) or (rules.levels > -np.inf).any())  # losses are wanted at every step
        names = ("time", "steps", "rejected", "length", "radius", "loss", "norm", "sampled", *rows)
        self.ids, self.busy = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
        self.state, self.slope = np.empty((len(starts), 0)), np.empty((len(starts), 0))
        self.row = {name: np.zeros(0) for name in names}
        self.final = starts.copy()
        self.result = {name: np.zeros(self.size) for name in names}
        self.stops = np.zeros(self.size, dtype=np.int64)
        self.seen = {name: np.zeros((len(rules.samples), self.size)) for name in ("loss", "norm", "drift")}

    # -- the methods of a subclass -------------------------------------------------------------------------------------

    @abstractmethod
    def advance(self) -> None:
        """One or more steps or attempts of every column; must keep ``state``, ``slope`` and the rows in accord.

        A column that has ended must be left where it ended; its slope may change.
        """

    def entered(self, fresh: np.ndarray) -> None:  # noqa: B027  a hook that may stay empty
        """Prepare columns that have just been filled."""

    @abstractmethod
    def sample_clock(self) -> np.ndarray:
        """The row in which the sample times are measured."""

    # -- the loop ------------------------------------------------------------------------------------------------------

    def run(self) -> BatchRun:
        with np.errstate(over="ignore", invalid="ignore"):
            self._exchange()
            while len(self.ids):
                self.advance()
                self._retire()
            return self._report()

    def _retire(self) -> None:
        """Note the columns that have reached an end; exchange columns when enough are idle."""
        if len(self.rules.samples):
            self._sample()
        ended = self._ended()
        if ended.any():
            self._write(ended)
            self.busy &= ~ended
        idle = len(self.busy) - np.count_nonzero(self.busy)
        if idle and idle * IDLE >= len(self.busy):
            self._exchange()

    def goes_on(self, norm: np.ndarray, loss: np.ndarray, time: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Whether columns with these values have not reached an end; rows ``(C,)``, or stacks of rows."""
        rules = self.rules
        go_on = (norm > rules.gradient_norm) & (time < rules.time) & (steps < rules.steps) & np.isfinite(norm)
        return go_on & (loss > self.levels) & np.isfinite(loss) if self.watched else go_on

    @property
    def levels(self) -> np.ndarray:
        return self.rules.levels[self.ids]

    def _ended(self) -> np.ndarray:
        row = self.row
        return self.busy & ~self.goes_on(row["norm"], row["loss"], row["time"], row["steps"])

    def _write(self, ended: np.ndarray) -> None:
        columns, rules = np.flatnonzero(ended), self.rules
        ids, state = self.ids[columns], self.state[:, columns]
        row = {name: values[columns] for name, values in self.row.items()}
        if not self.watched:
            state = self.columns.arranged(state)
            row["loss"] = self.columns.gradient(state, np.empty_like(state))
        self.final[:, ids] = state
        for name, values in self.result.items():
            values[ids] = row[name]
        conditions = [
            ~(np.isfinite(row["loss"]) & np.isfinite(row["norm"])),
            row["norm"] <= rules.gradient_norm,
            row["loss"] <= rules.levels[ids],
            row["time"] >= rules.time,
        ]
        causes = [Stop.DIVERGED, Stop.GRADIENT, Stop.LOSS, Stop.TIME]
        self.stops[ids] = np.select(conditions, causes, Stop.STEPS)
        if len(rules.samples):
            self._repeat_last(ended)

    def _exchange(self) -> None:
        """Fill idle columns from the queue; drop the columns that remain idle."""
        room = CAPACITY - np.count_nonzero(self.busy)
        fresh = np.arange(self.queue, min(self.size, self.queue + room))
        self.queue += len(fresh)
        kept = self.busy
        self.state = self.columns.arranged(np.concatenate([self.state[:, kept], self.starts[:, fresh]], axis=1))
        self.ids = np.concatenate([self.ids[kept], fresh])
        self.busy = np.ones(len(self.ids), dtype=bool)
        new = np.arange(len(self.ids)) >= len(self.ids) - len(fresh)
        self.row = {name: np.concatenate([values[kept], np.zeros(len(fresh))]) for name, values in self.row.items()}
        slope = np.concatenate([self.slope[:, kept], np.empty((len(self.starts), len(fresh)))], axis=1)
        self.slope = self.columns.arranged(slope)
        if len(fresh):
            self._enter(new)

    def _enter(self, new: np.ndarray) -> None:
        state = self.columns.arranged(self.state[:, new])
        slope = np.empty_like(state)
        self.row["loss"][new] = self.columns.gradient(state, slope)
        self.slope[:, new] = slope
        self.row["norm"][new] = column_norms(slope)
        self.row["radius"][new] = column_norms(state)
        self.entered(new)
        self._retire()  # a start may itself be an end

    # -- samples -------------------------------------------------------------------------------------------------------

    def _sample(self) -> None:
        """Record the columns whose clock stands at their next sample."""
        at, place = self.rules.samples, self.row["sampled"].astype(np.int64)
        due = self.busy & (place < len(at)) & (self.sample_clock() >= at[np.minimum(place, len(at) - 1)])
        if due.any():
            self._record(due, place[due])
            self.row["sampled"][due] += 1

    def _record(self, due: np.ndarray, place: np.ndarray) -> None:
        ids = self.ids[due]
        now = self.columns.invariants(np.ascontiguousarray(self.state[:, due]))
        start = self.columns.invariants(np.ascontiguousarray(self.starts[:, ids]))
        self.seen["loss"][place, ids] = self.row["loss"][due]
        self.seen["norm"][place, ids] = self.row["norm"][due]
        self.seen["drift"][place, ids] = largest_change(now, start)

    def _repeat_last(self, ended: np.ndarray) -> None:
        for column in np.flatnonzero(ended):
            one = np.zeros(len(self.ids), dtype=bool)
            one[column] = True
            left = np.arange(int(self.row["sampled"][column]), len(self.rules.samples))
            for place in left:
                self._record(one, np.array([place]))

    def _report(self) -> BatchRun:
        final, rules = self.final, self.rules
        now, start = self.columns.invariants(final), self.columns.invariants(self.starts)
        result, seen = self.result, self.seen
        recorded = Samples(rules.samples, seen["loss"], seen["norm"], seen["drift"]) if len(rules.samples) else None
        return BatchRun(
            weights=self.columns.batch(final),
            times=result["time"],
            steps=result["steps"].astype(np.int64),
            rejected=result["rejected"].astype(np.int64),
            losses=result["loss"],
            gradient_norms=result["norm"],
            lengths=result["length"],
            radii=result["radius"],
            drifts=largest_change(now, start),
            stops=self.stops,
            samples=recorded,
        )
