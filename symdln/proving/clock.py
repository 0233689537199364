"""A time limit that every loop of a search looks at, and that says from time to time how long it has been."""

from __future__ import annotations

import time
from collections.abc import Callable

REPORT_EVERY = 2.0


class OutOfTimeError(Exception):
    """The time of an attempt is over; it says nothing about the question."""


class Clock:
    """Counts seconds on the monotonic clock; a clock made within another one never outlives it.

    ``report`` is called with the seconds so far, every two seconds, by whoever looks at the clock.
    """

    def __init__(self, seconds: float, within: Clock | None = None, report: Callable[[float], None] | None = None):
        self.start = time.monotonic()
        self.end = self.start + seconds
        self.within, self.report = within, report
        self.next_report = self.start + REPORT_EVERY
        if within is not None:
            self.end = min(self.end, within.end)

    def elapsed(self) -> float:
        return time.monotonic() - self.start

    def is_over(self) -> bool:
        now = time.monotonic()
        self._look(now)
        return now >= self.end

    def check(self) -> None:
        """Raise :class:`OutOfTimeError` when the time is over."""
        if self.is_over():
            raise OutOfTimeError

    def _look(self, now: float) -> None:
        if self.within is not None:
            self.within._look(now)
        elif self.report is not None and now >= self.next_report:
            self.next_report = now + REPORT_EVERY
            self.report(now - self.start)
